/** What becomes of orders with each call: read, decided and stored within one transaction that holds the event. */

import { beginning, hasRoom, heard } from "./decisions.mjs";
import { became } from "./telling.mjs";

/** @param {import("../postgres/orders.mjs").OrderRows} rows */
export async function hold(rows, wanted, stock, now, until) {
  await rows.holdEvent(wanted.event, stock.seats);
  if (!(await isFree(rows, wanted.ticket, wanted.quantity, stock, now))) return null;
  const state = beginning(wanted);
  const order = await rows.insert(wanted, state, now, state === "held" ? until : null);
  if (state === "paid") await follow(rows, order, state, now);
  return order;
}

/** Return whether so many of a ticket can be had, after what was held too long is let go. */
async function isFree(rows, ticket, quantity, stock, now) {
  await rows.letGo(stock.seats.event, now);
  return hasRoom(quantity, await rows.used(stock.seats.event, ticket), stock);
}

export async function letGo(rows, key, now) {
  const order = await held(rows, await rows.byId(key), null);
  if (order?.state === "held") await rows.put(order, "expired", now);
}

/** Return an order as it is once its event is held for this transaction alone. */
async function held(rows, order, stock) {
  if (order === null) return null;
  await rows.holdEvent(order.event, stock?.seats ?? null);
  return rows.byId(order.id);
}

/** Return the order that a message is about: by our own id, else by the payment. */
export async function about(rows, told) {
  const ours = told.order ? await rows.byId(told.order) : null;
  return ours === null && told.payment ? rows.byPayment(told.payment) : ours;
}

/**
 * Do what Stripe tells: the name of the message is kept in the same transaction as what it does.
 * The event is held first, as by all who change orders, so that no two wait for each other.
 */
export async function hear(rows, told, stock, now, isLive) {
  const order = await held(rows, await about(rows, told), stock);
  if (!(await rows.isNew(told.id, now))) return "known";
  if (order === null) return "unknown";
  const isSeatFree = async () => stock !== null && (await isFree(rows, order.ticket, order.quantity, stock, now));
  const { outcome, state } = await heard(order, told, isSeatFree, isLive);
  if (told.isLive === isLive) {
    if (told.payment && !order.payment) await rows.notePayment(order.id, told.payment);
    if (told.news === "refunded") await rows.noteRefunded(order.id, told.amount);
  }
  if (state !== null) await become(rows, order, state, now);
  return outcome;
}

/** Give an order another state, with all that comes with it. */
async function become(rows, order, state, now) {
  await rows.put(order, state, now);
  await follow(rows, order, state, now);
}

async function follow(rows, order, state, now) {
  if (state === "paid") await rows.giveTickets(order);
  if (state === "unseated") await rows.owe(order.id, now);
  if (state === "refunded") await rows.oweNoMore(order.id);
  await rows.tell(became(order, state, rows.receivers), now);
}

/** Have a refund not given out again; its order is `refunded`, if Stripe has not said so before. */
export async function repaid(rows, key, now) {
  const order = await held(rows, await rows.byId(key), null);
  await rows.oweNoMore(key);
  if (order?.state !== "unseated") return;
  await rows.noteRefunded(key, order.amount);
  await become(rows, order, "refunded", now);
}

/** Erase an order, if it is not still to be paid back; return whether it was erased. */
export async function withdraw(rows, key) {
  return (await held(rows, await rows.byId(key), null)) !== null && rows.remove(key);
}
