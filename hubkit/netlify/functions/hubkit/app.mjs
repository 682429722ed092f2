/** The application: which address is answered by what, and through which guards. */

import { asJson, refused, wantsPage } from "./answers.mjs";
import { buy } from "./checkout/buying.mjs";
import { hear } from "./checkout/hearing.mjs";
import { eraseOrder, giveOrder } from "./checkout/mine.mjs";
import { giveBack, showOrder } from "./checkout/showing.mjs";
import { Desk } from "./desk.mjs";
import { allowing, answerTo, headersFor, preflight, refusal } from "./guard.mjs";
import { LIMITS, countedAs } from "./limits.mjs";
import { changeMine, giveMine, showMine } from "./mine.mjs";
import { Replays } from "./replays.mjs";
import { takeRsvp, thank } from "./rsvps.mjs";
import { standing, standingByTime } from "./standing.mjs";

/**
 * Return what answers requests as `openapi.yaml` describes it: a function of a Request and of the address that it came
 * from, as the host saw it. Tickets are sold where there is a `till`.
 * @param {import("./catalog.mjs").Catalog} catalog
 * @param {object} store
 * @param {import("./tokens.mjs").Signer} signer
 * @returns {(request: Request, address: string) => Promise<Response>}
 */
export function appOf(catalog, store, signer, { limits = LIMITS, now = () => new Date(), tell = () => {}, till = null } = {}) {
  const desk = new Desk(catalog, store, signer, { limits, now, tell, till });
  const headers = headersFor(catalog);
  const routes = routesOf(desk);
  return async (request, address) => {
    const asking = { request, url: new URL(request.url), address: countedAs(address), parameters: [] };
    const answer = await answered(desk, routes, asking);
    const { origins } = catalog.site;
    for (const [name, value] of Object.entries({ ...allowing(request, origins), ...headers })) answer.headers.set(name, value);
    return request.method === "HEAD" ? new Response(null, answer) : answer;
  };
}

async function answered(desk, routes, asking) {
  try {
    return preflight(asking, desk.catalog.site.origins) ?? refusal(desk, asking) ?? (await routed(desk, routes, asking));
  } catch (fault) {
    return answerTo(fault, desk, asking);
  }
}

function routesOf(desk) {
  const replays = new Replays();
  return [
    [/^\/api\/rsvp$/, { POST: (asking) => takeRsvp(desk, replays, asking) }],
    [/^\/api\/rsvp\/thanks\/([^/]+)$/, { GET: (asking) => thank(desk, asking) }],
    [/^\/api\/rsvp\/([^/]+)$/, { GET: (asking) => showMine(desk, asking), POST: (asking) => changeMine(desk, asking) }],
    [/^\/api\/rsvp\/([^/]+)\/data$/, { GET: (asking) => giveMine(desk, asking) }],
    [/^\/api\/checkout$/, { POST: (asking) => buy(desk, replays, asking) }],
    [/^\/api\/checkout\/([^/]+)$/, { GET: (asking) => showOrder(desk, asking), POST: (asking) => giveBack(desk, asking) }],
    [/^\/api\/checkout\/([^/]+)\/data$/, { GET: (asking) => giveOrder(desk, asking) }],
    [/^\/api\/checkout\/([^/]+)\/erase$/, { POST: (asking) => eraseOrder(desk, asking) }],
    [/^\/api\/stripe\/webhook$/, { POST: (asking) => hear(desk, asking) }],
    [/^\/api\/events\/([^/]+)\/availability$/, { GET: (asking) => availability(desk, asking) }],
    [/^\/api\/health$/, { GET: () => health(desk) }],
  ];
}

async function routed(desk, routes, asking) {
  const { request } = asking;
  const path = pathOf(asking.url);
  const say = (code, status, more) => refused(desk.setting(), code, status, wantsPage(request.headers), more);
  for (const [pattern, methods] of routes) {
    const found = pattern.exec(path);
    if (!found) continue;
    const answer = methods[request.method === "HEAD" ? "GET" : request.method];
    if (!answer) return say("no-method", 405, { Allow: Object.keys(methods).join(", ").replace("GET", "GET, HEAD") });
    return answer({ ...asking, parameters: found.slice(1) });
  }
  return say("no-page", 404);
}

/** Return a path with its `%` read; one that cannot be read leads nowhere. */
function pathOf(url) {
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    return "";
  }
}

/** Answer how an event stands, and give a form token, which says when the form was shown. */
async function availability(desk, asking) {
  const [name] = asking.parameters;
  const { event, taken } = (await stoodFor(desk, name)) ?? {};
  if (!event) throw desk.refuse(asking, "no-event", 404);
  const counts = desk.store.givesSeats && event.capacity !== null;
  const left = counts ? Math.max(0, event.capacity - taken.seats) : null;
  const state = desk.store.givesSeats ? standing(event, taken, desk.now()) : standingByTime(event, desk.now());
  return asJson({ event: name, state, seats_left: left, waiting: taken.waiting, form_token: desk.formToken(name) });
}

/** Return an event, and what is taken of it; null where there is none that anybody can come to by these functions. */
async function stoodFor(desk, name) {
  const event = desk.event(name);
  if (event !== null) return { event, taken: await desk.store.taken(name, desk.now()) };
  const sold = desk.till && desk.sold(name);
  if (!sold) return null;
  return { event: { ...sold, waitlist: false }, taken: { seats: await desk.till.orders.taken(name, desk.now()), waiting: 0 } };
}

/** Answer that the store can be asked. */
async function health(desk) {
  await desk.store.taken("", desk.now());
  return asJson({ status: "ok" });
}
