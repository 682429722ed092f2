/** Orders as rows of PostgreSQL, beside the RSVPs whose seats they share. */

import { randomBytes } from "node:crypto";

import { seatsIn } from "../checkout/decisions.mjs";
import { mark } from "./erasing.mjs";
import { OF_ORDERS } from "./outbox.mjs";

const COLUMNS =
  "number, id, event, ticket, quantity, name, email, language, amount, currency, state, made, changed, held_until," +
  " session, payment, refunded";
const KEY_BYTES = 16;
/** After which a refund that was given out is due again: the first time, doubled with each other, and at most. */
const FIRST_PAUSE = "2 minutes";
const LONGEST_PAUSE = "6 hours";
/** Twice as long as Stripe lets anybody send a message again. */
const DELIVERIES_KEPT = 60 * 24 * 60 * 60_000;
const IS_OWED = "id IN (SELECT bought FROM hubkit.refunds WHERE due IS NOT NULL)";

/** Return a row of the table as a value. */
function orderOf(row) {
  const [number, id, event, ticket, quantity, name, email, language, amount, currency, state, made, changed] = row;
  const [held_until, session, payment, refunded] = row.slice(13);
  return {
    id, number, event, ticket, quantity, name, email, language, amount, currency, state, made, changed, held_until,
    session, payment, refunded,
  };
}

function newKey() {
  return randomBytes(KEY_BYTES).toString("base64url");
}

/** The rows of orders, as the transaction of a connection sees them. */
export class OrderRows {
  #rsvps;
  #connection;

  /**
   * @param {import("./rows.mjs").Rows} rsvps
   * @param {string[]} receivers who is told of changes
   */
  constructor(rsvps, receivers) {
    this.#rsvps = rsvps;
    this.#connection = rsvps.connection;
    this.receivers = receivers;
  }

  /** Keep an event for this transaction alone, until its end, and store what it has to give, if that is known. */
  async holdEvent(event, seats) {
    if (seats !== null) await this.#rsvps.holdEvent(seats);
    else await this.#connection.rows("SELECT event FROM hubkit.events WHERE event = $1 FOR UPDATE", [event]);
  }

  /** Give back what an event held too long, for RSVPs and for orders, for good: also where a clock goes back. */
  async letGo(event, now) {
    await this.#rsvps.letGo(event, now);
    await this.#expire([event], now);
  }

  /** Give back what orders of any event held too long; the events are held in the order of their ids. */
  async letGoOfLate(now) {
    const late =
      "SELECT event FROM hubkit.events WHERE event IN" +
      " (SELECT event FROM hubkit.orders WHERE state = 'held' AND held_until <= $1) ORDER BY event FOR UPDATE";
    const events = (await this.#connection.rows(late, [now])).map(([event]) => event);
    if (events.length) await this.#expire(events, now);
  }

  async #expire(events, now) {
    await this.#connection.rows(
      "UPDATE hubkit.orders SET state = 'expired', seats = 0, held_until = NULL, changed = $1" +
        " WHERE event = ANY($2) AND state = 'held' AND held_until <= $1",
      [now, events],
    );
  }

  /** Return what is given or held: of the event, by orders and RSVPs; and of the ticket. */
  async used(event, ticket) {
    const [seats, ofTicket] = await this.#connection.row(
      "SELECT seats, (SELECT coalesce(sum(sold.seats), 0)::bigint FROM hubkit.orders AS sold" +
        " WHERE sold.event = events.event AND ticket = $1 AND sold.seats > 0) FROM hubkit.events WHERE event = $2",
      [ticket, event],
    );
    return { seats, ofTicket };
  }

  /** Return how many seats of an event are given or held, without the holds that are over by now. */
  async taken(event, now) {
    const late =
      "SELECT coalesce(sum(seats), 0)::bigint FROM hubkit.orders" +
      " WHERE event = $1 AND state = 'held' AND held_until <= $2";
    const [over] = await this.#connection.row(late, [event, now]);
    return (await this.#rsvps.taken(event, now)).seats - over;
  }

  /** Store a new order, with the next number. */
  async insert(wanted, state, now, until) {
    const { event, ticket, quantity, name, email, language, amount, currency } = wanted;
    const row = await this.#connection.row(
      "INSERT INTO hubkit.orders (id, event, ticket, quantity, name, email, language, amount, currency, state, made," +
        " changed, held_until, seats) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13)" +
        ` RETURNING ${COLUMNS}`,
      [
        newKey(), event, ticket, quantity, name, email, language, amount, currency, state, now, until,
        seatsIn(state, quantity),
      ],
    );
    return orderOf(row);
  }

  /** Return an order, whatever its state. */
  async byId(key) {
    const row = await this.#connection.row(`SELECT ${COLUMNS} FROM hubkit.orders WHERE id = $1`, [key]);
    return row && orderOf(row);
  }

  /** Return the order of a payment. */
  async byPayment(payment) {
    const found = `SELECT ${COLUMNS} FROM hubkit.orders WHERE payment = $1 AND payment <> ''`;
    const row = await this.#connection.row(found, [payment]);
    return row && orderOf(row);
  }

  /** Give an order another state, with the seats that belong to it; only one that is held keeps until when. */
  async put({ id, quantity }, state, now) {
    await this.#connection.rows(
      "UPDATE hubkit.orders SET state = $1::text, seats = $2, changed = $3," +
        " held_until = CASE $1::text WHEN 'held' THEN held_until END WHERE id = $4",
      [state, seatsIn(state, quantity), now, id],
    );
  }

  /** Keep Stripe's name of the page where an order is paid. */
  async noteSession(key, session) {
    await this.#connection.rows("UPDATE hubkit.orders SET session = $1 WHERE id = $2", [session, key]);
  }

  /** Keep Stripe's name of the payment of an order. */
  async notePayment(key, payment) {
    await this.#connection.rows("UPDATE hubkit.orders SET payment = $1 WHERE id = $2", [payment, key]);
  }

  /** Keep how much of an order was paid back, if that is more than was known. */
  async noteRefunded(key, amount) {
    const change = "UPDATE hubkit.orders SET refunded = greatest(refunded, $1) WHERE id = $2";
    await this.#connection.rows(change, [amount, key]);
  }

  /** Keep the name of a message; return false where it was kept before. */
  async isNew(delivery, now) {
    const added = "INSERT INTO hubkit.deliveries VALUES ($1, $2) ON CONFLICT DO NOTHING";
    return (await this.#connection.changed(added, [delivery, now])) > 0;
  }

  /** Give an order one ticket for each seat; a second time does nothing. */
  async giveTickets({ id, quantity }) {
    await this.#connection.rows(
      "INSERT INTO hubkit.tickets SELECT new.id, $1, place FROM unnest($2::text[]) WITH ORDINALITY" +
        " AS new (id, place) ON CONFLICT (bought, place) DO NOTHING",
      [id, Array.from({ length: quantity }, newKey)],
    );
  }

  /** Return the ids of the tickets of an order, one for each seat. */
  async tickets(key) {
    const found = "SELECT id FROM hubkit.tickets WHERE bought = $1 ORDER BY place";
    return (await this.#connection.rows(found, [key])).map(([ticket]) => ticket);
  }

  /** Have an order paid back. */
  async owe(key, now) {
    await this.#connection.rows("INSERT INTO hubkit.refunds (bought, made, due) VALUES ($1, $2, $2)", [key, now]);
  }

  /** Have an order not paid back again. */
  async oweNoMore(key) {
    await this.#connection.rows("UPDATE hubkit.refunds SET due = NULL WHERE bought = $1", [key]);
  }

  /**
   * Give out the orders that are to be paid back; each is due again after 2, 4, 8 … minutes, at most six hours.
   * What another process is just giving out is passed over.
   */
  async refunds(now, most) {
    const given = await this.#connection.rows(
      "UPDATE hubkit.refunds SET tries = tries + 1," +
        " due = $1::timestamptz + least($2::interval * (1 << least(tries, 10)), $3::interval)" +
        " WHERE bought = ANY(ARRAY(SELECT bought FROM hubkit.refunds WHERE due <= $1" +
        " ORDER BY due LIMIT $4 FOR UPDATE SKIP LOCKED)) RETURNING bought",
      [now, FIRST_PAUSE, LONGEST_PAUSE, most],
    );
    const found = `SELECT ${COLUMNS} FROM hubkit.orders WHERE id = ANY($1) ORDER BY number`;
    return (await this.#connection.rows(found, [given.map(([key]) => key)])).map(orderOf);
  }

  /** Put down what is to be told. */
  async tell(notes, now) {
    await OF_ORDERS.put(this.#connection, notes, now);
  }

  /** Give out what the organizers' webhook is due to be told. */
  async errands(now, most) {
    return OF_ORDERS.giveOut(this.#connection, "hook", now, most);
  }

  /** Have a notice not given out again. */
  async end(errand) {
    await OF_ORDERS.end(this.#connection, errand);
  }

  /** Return what the buyer of an order was written, or is to be, in order. */
  async told(key) {
    return OF_ORDERS.told(this.#connection, key);
  }

  /** Delete an order of an event that is held, unless it is still to be paid back; return whether it was there. */
  async remove(key) {
    const gone = `DELETE FROM hubkit.orders WHERE id = $1 AND NOT ${IS_OWED}`;
    const removed = await this.#connection.changed(gone, [key]);
    await mark(this.#connection, removed);
    return removed > 0;
  }

  /** Delete those of events that ended before a time, as `remove` does, and the names of old messages. */
  async removeOver(before) {
    const old = new Date(before.getTime() - DELIVERIES_KEPT);
    await this.#connection.rows("DELETE FROM hubkit.deliveries WHERE came < $1", [old]);
    const held = "SELECT event FROM hubkit.events WHERE ends < $1 ORDER BY event FOR UPDATE";
    const over = (await this.#connection.rows(held, [before])).map(([event]) => event);
    const gone = `DELETE FROM hubkit.orders WHERE event = ANY($1) AND NOT ${IS_OWED}`;
    await mark(this.#connection, await this.#connection.changed(gone, [over]));
  }
}
