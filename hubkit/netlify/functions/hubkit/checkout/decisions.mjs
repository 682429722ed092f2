/** What becomes of an order with each call: decided of what is stored, whatever database it is stored in. */

/**
 * @typedef {"held" | "processing" | "paid" | "review" | "unseated" | "refunded" | "failed" | "expired"} State
 * @typedef {{outcome: "done" | "known" | "unknown" | "unseated" | "review", state: State | null}} Decided what becomes of
 *   an order; `state` is null where it stays what it was
 */

const SEATED = ["held", "processing", "paid", "review"];
/** The states in which a payment changes something. */
const OPEN = ["held", "processing", "expired", "failed", "review"];
const KNOWN = { outcome: "known", state: null };

/** Return how many seats an order has in a state. */
export function seatsIn(state, quantity) {
  return SEATED.includes(state) ? quantity : 0;
}

/** Return in which state an order begins: what costs nothing is paid. */
export function beginning({ amount }) {
  return amount ? "held" : "paid";
}

/**
 * Return whether somebody may erase their order: once nobody needs it to let them in, or to pay them back.
 * Until an event is over, also an order that nobody paid may still be paid late.
 */
export function mayErase(order, event, now) {
  return now >= event.end && !["processing", "review", "unseated"].includes(order.state);
}

/**
 * Return whether so many of a ticket can be had.
 * RSVPs and orders take from the same seats. Who waits for a seat by RSVP does not keep others from buying one.
 */
export function hasRoom(quantity, used, { seats, ofTicket }) {
  const limits = [[seats.capacity, used.seats], [ofTicket, used.ofTicket]];
  return limits.every(([limit, taken]) => limit === null || taken + quantity <= limit);
}

/**
 * Return what a message makes of an order, whatever came before it; `isSeatFree` is asked where it matters.
 * @param {() => Promise<boolean>} isSeatFree
 * @returns {Promise<Decided>}
 */
export async function heard(order, told, isSeatFree, isLive) {
  if (told.isLive !== isLive) return told.news === "paid" ? reviewed(order) : { outcome: "review", state: null };
  switch (told.news) {
    case "paid":
      return paid(order, told, isSeatFree);
    case "processing":
      return processing(order, isSeatFree);
    case "refunded":
      return { outcome: "done", state: told.isWhole && order.state !== "refunded" ? "refunded" : null };
    case "failed":
      return ended(order, "failed", ["held", "processing", "expired"]);
    case "expired":
      return ended(order, "expired", ["held"]);
    default:
      throw new TypeError(told.news);
  }
}

/** Tickets, or the money back where there is no seat. */
async function paid(order, told, isSeatFree) {
  if (!OPEN.includes(order.state)) return KNOWN;
  const isAsAsked = told.amount === order.amount && told.currency === order.currency;
  if (!isAsAsked || (order.session && told.session !== order.session)) return reviewed(order);
  if (SEATED.includes(order.state) || (await isSeatFree())) return { outcome: "done", state: "paid" };
  return { outcome: "unseated", state: "unseated" };
}

/** Somebody has to look at a payment that is not what was asked for; seats that are held are kept until then. */
function reviewed(order) {
  return { outcome: "review", state: ["held", "processing"].includes(order.state) ? "review" : null };
}

/** The seats are kept as long as a bank takes, which may be days. */
async function processing(order, isSeatFree) {
  const isKept = order.state === "held" || (order.state === "expired" && (await isSeatFree()));
  return isKept ? { outcome: "done", state: "processing" } : KNOWN;
}

/** The seats are free; what is paid stays paid, whatever comes late. */
function ended(order, state, openIn) {
  return openIn.includes(order.state) ? { outcome: "done", state } : KNOWN;
}
