/** What becomes of an RSVP with each call: decided of what is stored, whatever database it is stored in. */

import { movingUp, place } from "./seats.mjs";

/** Return what is the same for all spellings of an address that are one person. */
export function person(email) {
  return email.normalize("NFC").toLowerCase();
}

/** Return whether a stored RSVP is pending and holds no seats: none were free, or it was held too long. */
export function letGo(stored) {
  return stored.rsvp.state === "pending" && stored.seats === 0;
}

/**
 * Return what becomes of a wish of somebody who has an RSVP (`known`), or none. A person whose hold is over may ask
 * again: the old RSVP is cancelled for the new.
 * @returns {{outcome: "new" | "known" | "full", state: "confirmed" | "waiting" | null}} `state` is of the one to store
 */
export function taking(wish, known, room, waitlist) {
  if (known !== null && !letGo(known)) return { outcome: "known", state: null };
  const given = place(wish.partySize, room, waitlist);
  if (given === "none") return { outcome: "full", state: null };
  return { outcome: "new", state: given === "seat" ? "confirmed" : "waiting" };
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
