/** What holds for every request and answer: headers, lengths, origins, limits, and an orderly end of faults. */

import { RefusedError, refused, wantsPage } from "./answers.mjs";
import { Busy, StoreError } from "./store.mjs";

const SECONDS_WHEN_BUSY = "5";
const PAYMENTS = "https://checkout.stripe.com";
/** Where programs send what is believed by its signature, however much, and from no page. */
export const SIGNED_PATH = "/api/stripe/webhook";
const METHODS = "GET, POST";
const MAY_BE_SENT = ["accept", "accept-language", "content-language", "content-type", "idempotency-key"];

/** Return the headers of every answer: nothing is kept, guessed, framed, told to others, or run. */
export function headersFor({ site, hubs, events }) {
  const homes = [site, ...hubs.values()];
  const looks = homes.flatMap((home) => [...home.styles, home.icon]).filter(Boolean).map(originOf);
  const from = [...new Set(looks)].sort().join(" ") || "'none'";
  const sells = [...events.values()].some((event) => event.mode === "checkout");
  const forms = sells ? `'self' ${PAYMENTS}` : "'self'"; // browsers hold the redirect after a form against it, too
  return {
    "Cache-Control": "no-store",
    "Content-Security-Policy":
      `default-src 'none'; style-src ${from}; font-src ${from}; img-src ${from}; ` +
      `form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
  };
}

/** Return the origin of an address for a policy; a path alone is at this site itself. */
function originOf(url) {
  return URL.canParse(url) ? new URL(url).origin : "'self'";
}

/**
 * Return whether a page of the network, of this site, or the visitor in person sent a request.
 * `Sec-Fetch-Site` is written by browsers and by no page (Fetch Metadata); older ones send `Origin` alone.
 */
export function isOwnForm(headers, origins) {
  const host = headers.get("host") ?? "";
  const origin = headers.get("origin");
  if (origin && [...origins, `http://${host}`, `https://${host}`].includes(origin)) return true;
  return ["same-origin", "none"].includes(headers.get("sec-fetch-site"));
}

/** Return why a request does not come through; null where it does. */
export function refusal(desk, asking) {
  const { request, url } = asking;
  const { headers } = request;
  const say = (code, status, values, more) => refused(desk.setting(), code, status, wantsPage(headers), more, values);
  if (headers.has("content-length") && headers.has("transfer-encoding"))
    return say("malformed", 400, { reason: "a body has one length" }, { Connection: "close" });
  if (url.pathname === SIGNED_PATH) return null;
  const wait = desk.requests.wait(asking.address);
  if (wait) return say("too-many", 429, { seconds: wait }, { "Retry-After": `${wait}` });
  const looks = ["GET", "HEAD", "OPTIONS"].includes(request.method);
  return looks || isOwnForm(headers, desk.catalog.site.origins) ? null : say("forbidden", 403);
}

/** Return the answer to a question before a request (CORS); null where it is none. */
export function preflight({ request }, origins) {
  const { headers } = request;
  const method = headers.get("access-control-request-method");
  if (request.method !== "OPTIONS" || !headers.has("origin") || method === null) return null;
  const named = (headers.get("access-control-request-headers") ?? "").split(",").map((name) => name.trim().toLowerCase());
  const wrong = [
    !origins.includes(headers.get("origin")) && "origin",
    !METHODS.split(", ").includes(method) && "method",
    !named.every((name) => name === "" || MAY_BE_SENT.includes(name)) && "headers",
  ].filter(Boolean);
  const said = wrong.length ? `Disallowed CORS ${wrong.join(", ")}` : "OK";
  return new Response(said, {
    status: wrong.length ? 400 : 200,
    headers: {
      "Content-Type": "text/plain; charset=utf-8",
      "Access-Control-Allow-Methods": METHODS,
      "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Language, Content-Type, Idempotency-Key",
      "Access-Control-Max-Age": "600",
      ...allowing(request, origins),
    },
  });
}

/** Return the headers that let a page of the site read an answer. */
export function allowing(request, origins) {
  const origin = request.headers.get("origin");
  const always = { Vary: "Origin" };
  if (origin === null) return always;
  const exposed = { ...always, "Access-Control-Expose-Headers": "Retry-After" };
  return origins.includes(origin) ? { ...exposed, "Access-Control-Allow-Origin": origin } : exposed;
}

/** Return the answer to what was thrown; what nobody caught is logged. */
export function answerTo(fault, desk, { request }) {
  if (fault instanceof RefusedError) return fault.answer;
  const isPage = wantsPage(request.headers);
  if (fault instanceof Busy) return refused(desk.setting(), "busy", 503, isPage, { "Retry-After": SECONDS_WHEN_BUSY });
  console.error(`A request failed: ${nameOf(fault)}`);
  return refused(desk.setting(), "failed", 500, isPage);
}

/** Return what may be said of a fault: where it was, but for those of ours not its words, which may name a person. */
export function nameOf(fault) {
  if (fault instanceof StoreError) return fault.message;
  const places = String(fault?.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return [fault?.constructor?.name, ...places].join("\n");
}
