// Netlify's own test server of Blobs, in a folder; the first line on standard output is its port. Ends with standard input.

import { BlobsServer } from "@netlify/blobs/server";

const [directory, token] = process.argv.slice(2);
const server = new BlobsServer({ directory, token, logger: () => {} });
const { port } = await server.start();
console.log(port);
process.stdin.resume().on("end", () => server.stop());
