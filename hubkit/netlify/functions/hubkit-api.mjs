/** Netlify runs this for every request below /api/: see https://docs.netlify.com/build/functions/api/. */

import { homeOf } from "./hubkit/home.mjs";

export const config = {
  path: "/api/*",
  // For all instances together; each counts more finely for itself.
  rateLimit: { windowLimit: 240, windowSize: 60, aggregateBy: ["ip", "domain"] },
};

/** Beside this file, also in the one into which Netlify's bundler puts all modules. */
const CATALOG = new URL("./catalog.json", import.meta.url);
/** @type {Promise<Awaited<ReturnType<typeof homeOf>>> | null} */
let home = null;

export default async function answer(request, context) {
  home ??= homeOf(process.env, CATALOG);
  try {
    return (await home).answer(request, context.ip);
  } catch (fault) {
    home = null;
    console.error(fault.message);
    return new Response("RSVPs are not set up.\n", { status: 503, headers: { "Retry-After": "60" } });
  }
}
