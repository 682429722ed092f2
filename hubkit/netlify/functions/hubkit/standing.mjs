/** How an event stands: whether it takes RSVPs now, and if not, why. */

const DAY = 24 * 60 * 60_000;

/** Return how `event` stands by its status and the time alone, whoever has a seat. */
export function standingByTime(event, now) {
  if (event.status === "cancelled") return "cancelled";
  if (now >= event.end) return "past";
  if (event.opens !== null && now < event.opens) return "not-yet";
  if (event.closes !== null && now >= event.closes) return "closed";
  return "open";
}

/** Return how `event` stands for one person more; `waitlist`: only places on the waiting list are left. */
export function standing(event, taken, now) {
  const byTime = standingByTime(event, now);
  if (byTime !== "open" || event.capacity === null || (taken.seats < event.capacity && !taken.waiting)) return byTime;
  return event.waitlist ? "waitlist" : "full";
}

/** Return whether people may still change how many come: registration being closed is no reason against. */
export function isChangeable(event, now) {
  return ["open", "not-yet", "closed"].includes(standingByTime(event, now));
}

/** Return whether nothing is to become of the people of `event` any more. */
export function isOver(event, now) {
  return ["cancelled", "past"].includes(standingByTime(event, now));
}

/** Return what the store has to know of `event`. */
export function seatsOf(name, event) {
  return { event: name, capacity: event.capacity, waitlist: event.waitlist, ends: event.end };
}

/** Return when what is known of the people of `event` is no longer kept, and links to it end. */
export function keptUntil(event, site) {
  return new Date(event.end.getTime() + site.keep_days * DAY);
}
