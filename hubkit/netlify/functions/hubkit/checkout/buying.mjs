/** `POST /api/checkout`: seats are held, and the way leads to Stripe's page. */

import { asJson, sentOn } from "../answers.mjs";
import { shownTime } from "../pages.mjs";
import { answeredOnce, read, shownAgain, withoutEvent } from "../posting.mjs";
import { standingByTime } from "../standing.mjs";
import { askedOrder, stockOf, ticketOf } from "./asked.mjs";
import { salePage } from "./pages.mjs";
import { orderPath } from "./showing.mjs";
import { StripeError } from "./stripe.mjs";

/** How long seats are held; Stripe's page ends with it, which takes at least 30 minutes, by a clock of its own. */
const HOLD = 32 * 60_000;
const LONGEST_NAME = 250;

/** Answer `POST /api/checkout`; with an `Idempotency-Key`, the same request gets the same answer again. */
export async function buy(desk, replays, asking) {
  return answeredOnce(desk, replays, asking, (mediaType, body) => answered(desk, asking, mediaType, body));
}

async function answered(desk, asking, mediaType, body) {
  const { sent, event } = read(desk, asking, mediaType, body, askedOrder, (name) => desk.sold(name));
  if (event === null) throw withoutEvent(desk, sent, "no-sale");
  if (desk.till === null) throw desk.refuse(asking, "no-checkout", 409, sent.setting);
  await askForRoom(desk, sent, event);
  const { asked, faults, trust } = sent;
  const ticket = ticketOf(event, asked.ticket);
  if (ticket === null && asked.ticket) faults.push({ field: "ticket", text: "ticket-missing" });
  if (trust) faults.push({ field: "t", text: trust });
  if (faults.length) return shownAgain(desk, sent, salePage, faults, "invalid", 422);
  return sold(desk, sent, event, ticket);
}

/** Refuse where nothing is sold now, before anything typed is looked at. */
async function askForRoom(desk, { asking, asked, setting }, event) {
  const standing = standingByTime(event, desk.now());
  if (standing === "not-yet")
    throw desk.refuse(asking, "sale-not-yet", 409, setting, { when: shownTime(event.opens, event) });
  if (standing !== "open") throw desk.refuse(asking, standing === "closed" ? "sale-closed" : standing, 409, setting);
  if (event.capacity !== null && (await desk.till.orders.taken(asked.event, desk.now())) >= event.capacity)
    throw desk.refuse(asking, "full", 409, setting);
}

async function sold(desk, sent, event, ticket) {
  const { asked, setting } = sent;
  const { name, email, quantity } = asked;
  const now = desk.now();
  const wanted = {
    event: asked.event, ticket: ticket.id, quantity, name, email, language: setting.words.language,
    amount: ticket.price * quantity, currency: ticket.currency.toLowerCase(),
  };
  const until = new Date(Math.floor(now.getTime() / 1000) * 1000 + HOLD);
  const order = await desk.till.orders.hold(wanted, stockOf(asked.event, event, ticket), now, until);
  if (order === null)
    return shownAgain(desk, sent, salePage, [{ field: "quantity", text: "ticket-room" }], "ticket-full", 409);
  if (order.state === "held") return led(desk, sent, order, event, ticket);
  desk.tell();
  return sentTo(sent, desk.catalog.site.api + orderPath(desk, order, event));
}

/** Lead to Stripe's page; where there is none, the seats are free again. */
async function led(desk, sent, order, event, ticket) {
  const { words } = sent.setting;
  const back = desk.catalog.site.api + orderPath(desk, order, event);
  const name = [...`${words.of(event.title)}: ${words.of(ticket.name)}`].slice(0, LONGEST_NAME).join("");
  let page;
  try {
    page = await desk.till.stripe.page(order, { name, successUrl: back, cancelUrl: `${back}?back=1` });
  } catch (fault) {
    if (!(fault instanceof StripeError)) throw fault;
    await desk.till.orders.letGo(order.id, desk.now());
    if (fault.why === "email")
      return shownAgain(desk, sent, salePage, [{ field: "email", text: "email-form" }], "invalid", 422);
    console.error(`Stripe made no page to pay at: ${fault.message}`);
    throw desk.refuse(sent.asking, "stripe-down", 503, sent.setting, {}, { "Retry-After": "60" });
  }
  await desk.till.orders.began(order.id, page.session);
  return sentTo(sent, page.url);
}

function sentTo({ mediaType }, url) {
  return mediaType === "json" ? asJson({ url }, 201) : sentOn(url);
}
