/** `POST /api/stripe/webhook`: what Stripe tells, believed by its signature alone. */

import { asJson } from "../answers.mjs";
import { isOver } from "../standing.mjs";
import { stockOf, ticketOf } from "./asked.mjs";
import { NoMessageError, toldBy } from "./messages.mjs";
import { isSigned } from "./signatures.mjs";

const MOST_BYTES = 1_000_000;
const SAID = new Map([
  ["unseated", "A payment came when all places were taken. It is paid back."],
  ["review", "A payment is not what was asked for: another amount, currency, page or mode. Look it up in Stripe."],
  ["unknown", "A payment is of no order here. Is it of another site with the same account of Stripe?"],
]);

/** Answer 200 once a message is done, and what it does stays; Stripe sends it again until then. */
export async function hear(desk, asking) {
  const { till } = desk;
  if (till === null) throw desk.refuse(asking, "no-checkout", 409);
  const body = await desk.body(asking, MOST_BYTES);
  const header = asking.request.headers.get("stripe-signature") ?? "";
  if (!isSigned(body, header, till.payments.secrets, desk.now())) {
    desk.count(asking, desk.requests);
    throw desk.refuse(asking, "no-signature", 400);
  }
  const told = read(desk, asking, body);
  if (told !== null) await done(desk, told);
  return asJson({ received: true });
}

function read(desk, asking, body) {
  try {
    return toldBy(body);
  } catch (fault) {
    if (!(fault instanceof NoMessageError)) throw fault;
    throw desk.refuse(asking, "malformed", 400, desk.setting(), { reason: "it is no message of Stripe" });
  }
}

async function done(desk, told) {
  const { orders, payments, tell } = desk.till;
  const stock = await stockFor(desk, told);
  const outcome = await orders.hear(told, stock, desk.now(), payments.isLive);
  if (SAID.has(outcome) && (told.news === "paid" || outcome === "review")) console.warn(SAID.get(outcome));
  if (outcome === "unseated") tell();
  desk.tell();
}

/** Return what there is of the ticket of an order; null where nobody can come any more. */
async function stockFor(desk, told) {
  const order = await desk.till.orders.about(told);
  const event = order && desk.sold(order.event);
  if (!event || isOver(event, desk.now())) return null;
  const ticket = ticketOf(event, order.ticket);
  return ticket && stockOf(order.event, event, ticket);
}
