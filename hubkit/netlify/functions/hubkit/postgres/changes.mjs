/** What becomes of seats with each call: read, decided and stored within one transaction that holds the event. */

import { comingLate, hasRoom, letGo, taking } from "../decisions.mjs";
import { movingUp } from "../seats.mjs";
import { remove } from "./erasing.mjs";

const GONE = { outcome: "gone", rsvp: null, movedUp: [] };

/** @param {import("./rows.mjs").Rows} rows */
export async function take(rows, wish, seats, now) {
  await rows.holdEvent(seats);
  await rows.letGo(seats.event, now);
  const known = await rows.live(wish);
  const { outcome, state } = taking(wish, known, await rows.room(seats), seats.waitlist);
  let rsvp = known?.rsvp ?? null;
  if (state !== null) {
    if (rsvp !== null) await rows.put(rsvp.id, "cancelled", rsvp.party_size, 0, now);
    rsvp = await rows.insert(wish, state, now);
  }
  return { outcome, rsvp: outcome === "full" ? null : rsvp };
}

export async function confirm(rows, key, seats, now) {
  await rows.holdEvent(seats);
  const found = await current(rows, key, now);
  if (found === null) return GONE;
  if (letGo(found)) return comeLate(rows, found.rsvp, seats, now);
  if (found.rsvp.state !== "pending") return { outcome: "done", rsvp: found.rsvp, movedUp: [] };
  const [rsvp] = await rows.seat([found.rsvp.number], now);
  return { outcome: "done", rsvp, movedUp: [] };
}

/** Confirm one that holds no seats. */
async function comeLate(rows, late, seats, now) {
  const { given, numbers } = comingLate(late, await rows.inLine(late.event), await rows.room(seats), seats.waitlist);
  const moved = await rows.seat(numbers, now);
  const others = moved.filter((rsvp) => rsvp.id !== late.id);
  if (given === "seat") return { outcome: "done", rsvp: moved.find((rsvp) => rsvp.id === late.id), movedUp: others };
  if (given === "none") return { outcome: "full", rsvp: late, movedUp: [] };
  return { outcome: "done", rsvp: await rows.put(late.id, "waiting", late.party_size, 0, now), movedUp: moved };
}

export async function resize(rows, key, partySize, seats, now) {
  await rows.holdEvent(seats);
  const found = await current(rows, key, now);
  if (found === null) return GONE;
  if (!hasRoom(found, partySize, await rows.room(seats))) return { outcome: "full", rsvp: found.rsvp, movedUp: [] };
  let changed = found.rsvp;
  if (partySize !== changed.party_size)
    changed = await rows.put(key, changed.state, partySize, found.seats ? partySize : 0, now);
  const movedUp = await moveUp(rows, seats, now);
  return { outcome: "done", rsvp: movedUp.find((rsvp) => rsvp.id === key) ?? changed, movedUp };
}

export async function cancel(rows, key, seats, now) {
  await rows.holdEvent(seats);
  const found = await current(rows, key, now);
  if (found === null) return GONE;
  const rsvp = await rows.put(key, "cancelled", found.rsvp.party_size, 0, now);
  return { outcome: "done", rsvp, movedUp: await moveUp(rows, seats, now) };
}

/** Erase an RSVP; without `seats` the event is over, and nobody moves up. */
export async function withdraw(rows, key, seats, now) {
  if (seats === null) await rows.holdEventOf(key);
  else await rows.holdEvent(seats);
  const found = await rows.byId(key);
  if (found === null) return GONE;
  await remove(rows.connection, key);
  return { outcome: "done", rsvp: found.rsvp, movedUp: seats ? await settle(rows, seats, now) : [] };
}

/** Let go of what was held too long, and give free seats to those who wait; return who got one. */
export async function settle(rows, seats, now) {
  await rows.holdEvent(seats);
  await rows.letGo(seats.event, now);
  return moveUp(rows, seats, now);
}

async function moveUp(rows, seats, now) {
  return rows.seat(movingUp(await rows.inLine(seats.event), await rows.room(seats)), now);
}

/** Return an RSVP that is not cancelled, after what its event held too long is let go. */
async function current(rows, key, now) {
  const found = await rows.byId(key);
  if (found === null || found.rsvp.state === "cancelled") return null;
  await rows.letGo(found.rsvp.event, now);
  return rows.byId(key);
}
