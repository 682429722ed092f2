// Serves the functions in a folder on a free port, as Netlify would: a Request goes in, a Response comes out.
// The first line on standard output is the port. It ends when standard input does. What only tests say stands in
// TEST_OPTIONS: {now, limits, trustProxy, store}; a header X-Test-Now sets the clock for all that follows.

import { createServer } from "node:http";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";

const [folder] = process.argv.slice(2);
const { now, limits, trustProxy, store } = JSON.parse(process.env.TEST_OPTIONS ?? "{}");
const { homeOf } = await import(pathToFileURL(`${folder}/hubkit/home.mjs`));
let clock = now ?? null;
const home = await homeOf(process.env, pathToFileURL(`${folder}/catalog.json`), {
  now: () => (clock === null ? new Date() : new Date(clock)),
  ...(limits ? { limits } : {}),
  ...(store ? await import(pathToFileURL(store)) : {}),
});

function requestOf(incoming) {
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) headers.append(incoming.rawHeaders[at], incoming.rawHeaders[at + 1]);
  headers.delete("x-test-now");
  const { method } = incoming;
  const body = ["GET", "HEAD"].includes(method) ? null : Readable.toWeb(incoming);
  return new Request(`http://functions.test${incoming.url}`, { method, headers, body, duplex: "half", redirect: "manual" });
}

async function answer(incoming, outgoing) {
  if (incoming.headers["x-test-now"]) clock = Number(incoming.headers["x-test-now"]);
  const forwarded = trustProxy && incoming.headers["x-forwarded-for"]?.split(",").at(-1).trim();
  if (incoming.url === "/hourly") await home.keepHouse();
  const response = await home.answer(requestOf(incoming), forwarded || incoming.socket.remoteAddress);
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
  await home.afterwards();
}

const server = createServer((incoming, outgoing) => {
  answer(incoming, outgoing).catch((fault) => {
    console.error(fault);
    outgoing.writeHead(502).end();
  });
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.resume().on("end", async () => {
  server.close();
  server.closeAllConnections();
  await home.store.close();
});
