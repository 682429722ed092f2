/** What Stripe's messages say of an order (https://docs.stripe.com/api/events/types). */

const ID = /^[A-Za-z0-9_-]{1,255}$/;
const REFUNDED = "charge.refunded";
const SESSIONS = new Map([
  ["checkout.session.completed", "paid"],
  ["checkout.session.async_payment_succeeded", "paid"],
  ["checkout.session.async_payment_failed", "failed"],
  ["checkout.session.expired", "expired"],
]);
const STATUSES = ["paid", "unpaid", "no_payment_required"];

/** It is signed, and is no message of Stripe. */
export class NoMessageError extends Error {}

/**
 * @typedef {object} Told one message of Stripe, its signature found right
 * @property {string} id Stripe's name of the event: whoever comes twice is one
 * @property {"paid" | "processing" | "failed" | "expired" | "refunded"} news
 * @property {string} order our id of the order; empty where Stripe names the payment alone
 * @property {string} session
 * @property {string} payment
 * @property {number} amount what was paid; of `refunded`, what was paid back until now
 * @property {string} currency
 * @property {boolean} isLive whether it is about money
 * @property {boolean} isWhole of `refunded`: whether all was paid back
 */

/**
 * Return what a message tells; null where it is of no matter here, or of an account that others connected.
 * Throws `NoMessageError` where it cannot be read.
 * @param {Uint8Array} body
 * @returns {Told | null}
 */
export function toldBy(body) {
  const head = parsed(body);
  hold(isText(head?.id) && isText(head.type) && typeof head.livemode === "boolean" && isText(head.account ?? ""));
  hold(head.account !== null && ID.test(head.id));
  if (head.account) return null;
  if (SESSIONS.has(head.type)) return ofSession(head, head.data?.object);
  return head.type === REFUNDED ? ofCharge(head, head.data?.object) : null;
}

function parsed(body) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    throw new NoMessageError();
  }
}

function ofSession(head, session) {
  hold(isText(session?.id) && STATUSES.includes(session.payment_status) && isNumber(session.amount_total ?? 0));
  hold([session.currency, session.client_reference_id, session.payment_intent].every((each) => isText(each ?? "")));
  const news = SESSIONS.get(head.type);
  return {
    id: head.id,
    news: news === "paid" && session.payment_status === "unpaid" ? "processing" : news,
    order: session.client_reference_id ?? "",
    session: session.id,
    payment: session.payment_intent ?? "",
    amount: session.amount_total ?? 0,
    currency: session.currency ?? "",
    isLive: head.livemode,
    isWhole: true,
  };
}

function ofCharge(head, charge) {
  hold(isNumber(charge?.amount) && isNumber(charge.amount_refunded) && typeof charge.refunded === "boolean");
  const { amount, amount_refunded: back, refunded, currency = "", payment_intent: payment, metadata = {} } = charge;
  hold(isText(currency) && isText(payment ?? "") && metadata !== null && typeof metadata === "object");
  hold(!Array.isArray(metadata) && Object.values(metadata).every(isText));
  return {
    id: head.id,
    news: "refunded",
    order: Object.hasOwn(metadata, "order") ? metadata.order : "",
    session: "",
    payment: payment ?? "",
    amount: back,
    currency,
    isLive: head.livemode,
    isWhole: refunded || back >= amount,
  };
}

/** Throw `NoMessageError` unless something is so. */
function hold(isSo) {
  if (!isSo) throw new NoMessageError();
}

function isText(value) {
  return typeof value === "string";
}

function isNumber(value) {
  return Number.isSafeInteger(value);
}
