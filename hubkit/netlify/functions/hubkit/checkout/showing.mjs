/** The page of an order, to which Stripe leads back: whether it is paid, and giving its seats back where it is not. */

import { asJson, asPage, sentOn, wantsJson } from "../answers.mjs";
import { keptUntil } from "../standing.mjs";
import { mayErase } from "./decisions.mjs";
import { boughtPage } from "./pages.mjs";
import { StripeError } from "./stripe.mjs";

/** Return the path of the page of an order, for who made it alone; good as long as it is kept. */
export function orderPath(desk, order, event) {
  return `/api/checkout/${desk.signer.sign("order", order.id, desk.now(), keptUntil(event, desk.catalog.site))}`;
}

/** Answer `GET /api/checkout/{token}`; changes nothing. */
export async function showOrder(desk, asking) {
  const { order, event } = await foundOrder(desk, asking);
  return shown(desk, asking, order, event);
}

/** Answer `POST /api/checkout/{token}`: seats that are held are free again, unless they are paid meanwhile. */
export async function giveBack(desk, asking) {
  desk.count(asking, desk.posts);
  const { order } = await foundOrder(desk, asking);
  if (desk.till !== null && order.state === "held" && order.session) await freed(desk, order);
  if (!wantsJson(asking.request.headers)) return sentOn(asking.url.pathname);
  const now = await foundOrder(desk, asking);
  return shown(desk, asking, now.order, now.event);
}

async function freed(desk, { id, session }) {
  try {
    await desk.till.stripe.end(session);
  } catch (fault) {
    if (fault instanceof StripeError) return; // It is being paid, or Stripe is down: then the hold ends by itself.
    throw fault;
  }
  await desk.till.orders.letGo(id, desk.now());
}

/** Return the order of a link, and its event; throws `RefusedError` where there is none. */
export async function foundOrder(desk, asking) {
  const { orders } = desk.store;
  const signed = desk.signer.read("order", asking.parameters[0], desk.now());
  const order = signed && orders ? await orders.find(signed.value) : null;
  const event = order && desk.sold(order.event);
  if (!event) throw desk.refusePerson(asking, "no-order", 404);
  return { order, event };
}

async function shown(desk, asking, order, event) {
  const tickets = order.state === "paid" ? await desk.store.orders.tickets(order.id) : [];
  const { quantity } = order;
  if (wantsJson(asking.request.headers)) return asJson({ event: order.event, state: order.state, quantity, tickets });
  const isBack = asking.url.searchParams.has("back") && order.state === "held";
  const bought = {
    state: isBack ? "back" : order.state,
    quantity,
    tickets,
    link: `/api/checkout/${asking.parameters[0]}`,
    isErasable: mayErase(order, event, desk.now()),
  };
  return asPage(boughtPage(desk.setting(event, order.language), bought));
}
