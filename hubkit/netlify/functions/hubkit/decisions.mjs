/** What becomes of an RSVP with each call: decided of what is stored, whatever database it is stored in. */

import { HOLD, movingUp, place } from "./seats.mjs";

/** Return what is the same for all spellings of an address that are one person. */
export function person(email) {
  return email.normalize("NFC").toLowerCase();
}

/** Return whether a stored RSVP is pending and holds no seats: none were free, or it was held too long. */
export function letGo(stored) {
  return stored.rsvp.state === "pending" && stored.seats === 0;
}

/** Return how many seats a new RSVP has; one that is held until now has none. */
export function seatsOfNew(wish, state, now, until) {
  const hasNone = state === "waiting" || (until !== null && until <= now);
  return hasNone ? 0 : wish.partySize;
}

/**
 * Return what becomes of a wish of somebody who has an RSVP (`known`), or none.
 *
 * A person whose hold is over may ask again: where mail is set up they get it again if they can, else the old RSVP is
 * cancelled for the new. Where mail is set up, the outcome for somebody known is what it would be if they were not.
 * @returns {{outcome: "new" | "known" | "full", state: string | null, until: Date | null}}
 */
export function taking(wish, known, room, now, waitlist) {
  const given = place(wish.partySize, room, waitlist);
  const held = new Date(now.getTime() + HOLD);
  if (known === null || (letGo(known) && !wish.needsConfirmation)) {
    if (given === "none") return { outcome: "full", state: null, until: null };
    if (wish.needsConfirmation) return { outcome: "new", state: "pending", until: given === "seat" ? held : now };
    return { outcome: "new", state: given === "seat" ? "confirmed" : "waiting", until: null };
  }
  if (!wish.needsConfirmation) return { outcome: "known", state: null, until: null };
  const outcome = given === "none" ? "full" : "known";
  if (!letGo(known)) return { outcome, state: null, until: null };
  const hasSeat = place(known.rsvp.party_size, room, false) === "seat";
  return { outcome, state: null, until: hasSeat ? held : now };
}

/**
 * Return where one goes that holds no seats and confirms, and the numbers of all who get a seat by it.
 * It joins the `line` of those who wait where its number puts it, and the line moves.
 */
export function comingLate(late, line, room, waitlist) {
  const joined = [...line, { number: late.number, partySize: late.party_size }].sort((a, b) => a.number - b.number);
  const numbers = movingUp(joined, room);
  if (numbers.includes(late.number)) return { given: "seat", numbers };
  return waitlist && room.couldHold(late.party_size) ? { given: "list", numbers } : { given: "none", numbers: [] };
}

/** Return whether an RSVP may be for so many. A larger party gets no seat that somebody waits for. */
export function hasRoom(found, partySize, room) {
  const more = partySize - found.rsvp.party_size;
  return more <= 0 || (found.seats ? room.hasFree(more) : room.couldHold(partySize));
}
