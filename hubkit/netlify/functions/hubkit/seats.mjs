/** The arithmetic of seats: who gets one, who waits, and who moves up. */

/** What an event has at one moment. */
export class Room {
  /**
   * @param {number | null} capacity null for as many as come
   * @param {number} taken seats that are confirmed or held
   * @param {boolean} awaited whether somebody waits whom the event could hold
   */
  constructor(capacity, taken, awaited) {
    this.capacity = capacity;
    this.taken = taken;
    this.awaited = awaited;
  }

  /** Return whether a party fits into the event while it is empty. */
  couldHold(partySize) {
    return this.capacity === null || partySize <= this.capacity;
  }

  /** Return whether so many seats are free, and nobody waits for them. */
  hasFree(seats) {
    return this.capacity === null || (!this.awaited && seats <= this.capacity - this.taken);
  }
}

/**
 * Return where a party goes that comes now: nobody who comes later passes those who wait.
 * A party that the event could not hold even empty gets no place on the list, where it would wait for ever.
 * @returns {"seat" | "list" | "none"}
 */
export function place(partySize, room, waitlist) {
  if (room.hasFree(partySize)) return "seat";
  return waitlist && room.couldHold(partySize) ? "list" : "none";
}

/**
 * Return the numbers of those who get a seat now, of {number, partySize} in order of number.
 * The list moves strictly in order: a party larger than what is free waits, and the smaller ones behind it wait with
 * it. Only a party larger than the whole event, as when its capacity shrank, is passed over.
 */
export function movingUp(waiting, room) {
  let free = room.capacity === null ? Infinity : room.capacity - room.taken;
  const numbers = [];
  for (const { number, partySize } of waiting) {
    if (!room.couldHold(partySize)) continue;
    if (partySize > free) break;
    free -= partySize;
    numbers.push(number);
  }
  return numbers;
}
