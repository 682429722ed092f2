/** Netlify runs this for every request below /api/: https://docs.netlify.com/build/functions/api/. */

import { homeOf } from "./hubkit/home.mjs";

export const config = {
  path: "/api/*",
  // For all instances together; each counts more finely for itself.
  rateLimit: { windowLimit: 240, windowSize: 60, aggregateBy: ["ip", "domain"] },
};

/** Beside this file, also beside the one into which Netlify's bundler puts all modules. */
const CATALOG = new URL("./catalog.json", import.meta.url);
/** @type {ReturnType<typeof homeOf> | null} */
let home = null;

export default async function answer(request, context) {
  home ??= homeOf(process.env, CATALOG);
  try {
    const { answer, afterwards } = await home;
    const response = await answer(request, context.ip);
    context.waitUntil?.(afterwards());
    return response;
  } catch (fault) {
    home = null;
    console.error(fault.message);
    return new Response("RSVPs are not set up.\n", { status: 503, headers: { "Retry-After": "60", "Cache-Control": "no-store" } });
  }
}
