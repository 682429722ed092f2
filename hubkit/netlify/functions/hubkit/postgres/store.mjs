/** RSVPs in a PostgreSQL database: the tables of `hubkit api`, which may serve the same network beside these functions. */

import { Orders } from "../checkout/keeping.mjs";
import { changedNotes, cameNotes, movedUpNotes, withdrawnNotes } from "../telling.mjs";
import * as changes from "./changes.mjs";
import * as erasing from "./erasing.mjs";
import { OrderRows } from "./orders.mjs";
import { OF_RSVPS } from "./outbox.mjs";
import { Rows } from "./rows.mjs";
import { bringUp } from "./schema.mjs";
import { Transactions } from "./transactions.mjs";

/** Keeps RSVPs. What it has answered stays, whatever happens to the process after. */
export class PostgresStore {
  /** Whether a seat that it gives is one. */
  givesSeats = true;
  #transactions;
  #receivers;
  #rows;
  /** @type {Promise<void> | null} */
  #ready = null;

  /**
   * Every method throws `Busy` where nothing was had within seconds, and `StoreError` where the database failed.
   * @param {object} pg the module of that name
   * @param {string} address such as `postgresql://user:password@host/name`
   * @param {string[]} receivers who is told of changes
   */
  constructor(pg, address, receivers = [], rows = Rows) {
    this.#transactions = new Transactions(pg, address);
    this.#receivers = receivers;
    this.#rows = rows;
    /** The orders in the same database, whose seats are those of the RSVPs. */
    this.orders = new Orders((work) => this.#do((each) => work(new OrderRows(each, receivers))));
  }

  close() {
    return this.#transactions.close();
  }

  /** Give a seat, or a place on the waiting list; never more seats than there are, whoever else asks meanwhile. */
  take(wish, seats, now) {
    return this.#do(async (rows) => {
      const answer = await changes.take(rows, wish, seats, now);
      if (answer.outcome === "new") await OF_RSVPS.put(rows.connection, cameNotes(this.#receivers, answer.rsvp), now);
      return answer;
    });
  }

  /** Make a pending RSVP a confirmed one; one that is confirmed or waiting stays what it is. */
  confirm(key, seats, now) {
    return this.#changed(key, now, (rows) => changes.confirm(rows, key, seats, now));
  }

  /** Change how many come; seats that get free go to those who wait. */
  resize(key, partySize, seats, now) {
    return this.#changed(key, now, (rows) => changes.resize(rows, key, partySize, seats, now));
  }

  /** Give the seats back, to those who wait; a second time does nothing. */
  cancel(key, seats, now) {
    return this.#changed(key, now, (rows) => changes.cancel(rows, key, seats, now));
  }

  /** Erase the RSVP; its seats go to those who wait, unless the event is over (null). Its bytes go with `forget`. */
  withdraw(key, seats, now) {
    return this.#do(async (rows) => {
      const done = await changes.withdraw(rows, key, seats, now);
      if (done.rsvp !== null && seats !== null)
        await OF_RSVPS.put(rows.connection, withdrawnNotes(this.#receivers, done.rsvp, done.movedUp), now);
      return done;
    });
  }

  /** Let go of what was held too long, and give free seats to those who wait, in order. */
  settle(seats, now) {
    return this.#do(async (rows) => {
      const moved = await changes.settle(rows, seats, now);
      await OF_RSVPS.put(rows.connection, movedUpNotes(this.#receivers, moved), now);
      return moved;
    });
  }

  /** Return an RSVP by its id, whatever its state. */
  async find(key) {
    return (await this.#do((rows) => rows.byId(key)))?.rsvp ?? null;
  }

  taken(event, now) {
    return this.#do((rows) => rows.taken(event, now));
  }

  told(key) {
    return this.#do((rows) => OF_RSVPS.told(rows.connection, key));
  }

  /** Return the events where somebody waits. */
  waitedFor() {
    return this.#do((rows) => rows.waitedFor());
  }

  /** Give out what the organizers' webhook is due to be told. */
  errands(now, most) {
    return this.#do((rows) => OF_RSVPS.giveOut(rows.connection, "hook", now, most));
  }

  /** Have a notice not given out again: it was sent, or is given up. */
  end(errand) {
    return this.#do((rows) => OF_RSVPS.end(rows.connection, errand));
  }

  /** Erase those who were to confirm before one time, and the people of events that ended before another. */
  async forget(unconfirmed, over) {
    await this.#do((rows) => erasing.removeUnconfirmed(rows.connection, unconfirmed));
    await this.#do((rows) => erasing.removeOver(rows.connection, over));
    await this.orders.removeOver(over);
    if (await this.#do((rows) => erasing.isLeft(rows.connection))) await this.#do((rows) => erasing.wipe(rows.connection));
  }

  /** Do a change of an RSVP, and put down who is to be told. */
  #changed(key, now, change) {
    return this.#do(async (rows) => {
      await rows.holdEventOf(key);
      const before = await rows.byId(key);
      const done = await change(rows);
      await OF_RSVPS.put(rows.connection, changedNotes(this.#receivers, before?.rsvp ?? null, done), now);
      return done;
    });
  }

  async #do(work) {
    this.#ready ??= this.#transactions.do(bringUp);
    try {
      await this.#ready;
    } catch (fault) {
      this.#ready = null;
      throw fault;
    }
    return this.#transactions.do((connection) => work(new this.#rows(connection)));
  }
}
