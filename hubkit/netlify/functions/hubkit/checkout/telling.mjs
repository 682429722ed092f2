/** Who is to be told what becomes of an order. */

const WRITTEN = new Map([["paid", "ticket-paid"], ["unseated", "ticket-unseated"]]);
const NOTICED = new Map([["paid", "ticket-paid"], ["refunded", "ticket-refunded"]]);

/** Return what the buyer is written where an order comes into a state, and what the organizers are told. */
export function became({ id, event, quantity }, state, receivers) {
  return [...receivers].sort().flatMap((receiver) => {
    const kind = (receiver === "person" ? WRITTEN : NOTICED).get(state);
    return kind ? [{ receiver, kind, event, about: id, people: quantity }] : [];
  });
}
