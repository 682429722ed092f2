/** Orders that are kept, whatever database they are in. */

import * as changes from "./changes.mjs";

/** Keeps orders. What it has answered stays, whatever happens to the process after. */
export class Orders {
  #do;

  /**
   * Every method throws as those of the store do whose database it shares.
   * @param {<Result>(work: (rows: import("../postgres/orders.mjs").OrderRows) => Promise<Result>) => Promise<Result>} act
   *   does work in a transaction, perhaps again from the beginning
   */
  constructor(act) {
    this.#do = act;
  }

  /** Hold seats until a time; null where there are not so many, whoever else asks meanwhile. What is free is `paid`. */
  hold(wanted, stock, now, until) {
    return this.#do((rows) => changes.hold(rows, wanted, stock, now, until));
  }

  /** Keep Stripe's name of the page where an order is paid. */
  began(key, session) {
    return this.#do((rows) => rows.noteSession(key, session));
  }

  /** Give back the seats of an order that is held. */
  letGo(key, now) {
    return this.#do((rows) => changes.letGo(rows, key, now));
  }

  /** Give back all seats that were held too long. */
  letGoOfLate(now) {
    return this.#do((rows) => rows.letGoOfLate(now));
  }

  /**
   * Do what Stripe tells, once, in any order; without `stock` (null) there are no seats any more.
   * What was paid when its hold was over gets seats if there are some, else it is paid back.
   */
  hear(told, stock, now, isLive) {
    return this.#do((rows) => changes.hear(rows, told, stock, now, isLive));
  }

  /** Return an order by its id. */
  find(key) {
    return this.#do((rows) => rows.byId(key));
  }

  /** Return the order that a message is about. */
  about(told) {
    return this.#do((rows) => changes.about(rows, told));
  }

  /** Return the ids of the tickets of an order, one for each seat; random, and good while it is `paid`. */
  tickets(key) {
    return this.#do((rows) => rows.tickets(key));
  }

  /** Return how many seats of an event are given or held, by orders and RSVPs; holds that are over are not. */
  taken(event, now) {
    return this.#do((rows) => rows.taken(event, now));
  }

  /** Give out the orders to be paid back; each is due again after a pause that grows, unless `repaid`. */
  refunds(now, most) {
    return this.#do((rows) => rows.refunds(now, most));
  }

  /** Have a refund not given out again. */
  repaid(key, now) {
    return this.#do((rows) => changes.repaid(rows, key, now));
  }

  /** Give out what the organizers' webhook is due to be told of orders. */
  errands(now, most) {
    return this.#do((rows) => rows.errands(now, most));
  }

  /** Have a notice not given out again: it was sent, or is given up. */
  end(errand) {
    return this.#do((rows) => rows.end(errand));
  }

  /** Return what the buyer of an order was written, or is to be, in order. */
  told(key) {
    return this.#do((rows) => rows.told(key));
  }

  /** Erase one order as its buyer asks, unless it is still to be paid back; its bytes go within the hour. */
  withdraw(key) {
    return this.#do((rows) => changes.withdraw(rows, key));
  }

  /** Delete the orders of events that ended before a time, but for those still to be paid back. */
  removeOver(before) {
    return this.#do((rows) => rows.removeOver(before));
  }
}
