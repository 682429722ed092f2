/** RSVPs as rows of PostgreSQL: what each change reads and writes, within a transaction. */

import { randomBytes } from "node:crypto";

import { person } from "../decisions.mjs";
import { Room } from "../seats.mjs";

const COLUMNS =
  "number, id, event, name, email, party_size, language, state, made, changed, held_until, seats";
const KEY_BYTES = 16;

/** Return a row of the table as a value: the RSVP, and how many seats it has. */
function stored(row) {
  const [number, id, event, name, email, party_size, language, state, made, changed, held_until, seats] = row;
  return { rsvp: { id, number, event, name, email, party_size, language, state, made, changed, held_until }, seats };
}

/** The rows, as the transaction of a connection sees them. */
export class Rows {
  /** @param {import("./transactions.mjs").Connection} connection */
  constructor(connection) {
    this.connection = connection;
  }

  /**
   * Keep an event for this transaction alone, until its end, and store what it has to give.
   * Whoever else wants to change its RSVPs waits here. What is read after this is what they left.
   */
  async holdEvent({ event, capacity, waitlist, ends }) {
    const held = "SELECT capacity, waitlist, ends FROM hubkit.events WHERE event = $1 FOR UPDATE";
    const known = await this.connection.row(held, [event]);
    if (known && known[0] === capacity && known[1] === waitlist && known[2].getTime() === ends.getTime()) return;
    await this.connection.rows(
      "INSERT INTO hubkit.events (event, capacity, waitlist, ends) VALUES ($1, $2, $3, $4)" +
        " ON CONFLICT (event) DO UPDATE SET" +
        " capacity = excluded.capacity, waitlist = excluded.waitlist, ends = excluded.ends",
      [event, capacity, waitlist, ends],
    );
  }

  /** Keep the event of an RSVP for this transaction alone. */
  async holdEventOf(key) {
    const held = "SELECT event FROM hubkit.events WHERE event IN (SELECT event FROM hubkit.rsvps WHERE id = $1) FOR UPDATE";
    await this.connection.rows(held, [key]);
  }

  /** Return an RSVP, whatever its state. */
  async byId(key) {
    const row = await this.connection.row(`SELECT ${COLUMNS} FROM hubkit.rsvps WHERE id = $1`, [key]);
    return row && stored(row);
  }

  /** Return the RSVP that a person has for an event and has not cancelled. */
  async live({ event, email }) {
    const found = `SELECT ${COLUMNS} FROM hubkit.rsvps WHERE event = $1 AND person = $2 AND state <> 'cancelled'`;
    const row = await this.connection.row(found, [event, person(email)]);
    return row && stored(row);
  }

  /** Store a wish as an RSVP with the next number. */
  async insert(wish, state, now) {
    const key = randomBytes(KEY_BYTES).toString("base64url");
    const row = await this.connection.row(
      "INSERT INTO hubkit.rsvps" +
        " (id, event, name, email, party_size, language, state, made, changed, person, seats)" +
        ` VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10) RETURNING ${COLUMNS}`,
      [
        key, wish.event, wish.name, wish.email, wish.partySize, wish.language, state, now, person(wish.email),
        state === "confirmed" ? wish.partySize : 0,
      ],
    );
    return stored(row).rsvp;
  }

  /** Change an RSVP; only a pending one keeps until when it is held. */
  async put(key, state, partySize, seats, now) {
    const row = await this.connection.row(
      "UPDATE hubkit.rsvps SET state = $1::text, party_size = $2, seats = $3, changed = $4," +
        ` held_until = CASE $1::text WHEN 'pending' THEN held_until END WHERE id = $5 RETURNING ${COLUMNS}`,
      [state, partySize, seats, now, key],
    );
    return stored(row).rsvp;
  }

  /** Take the seats from those whose hold is over, for good: a clock that goes back does not return them. */
  async letGo(event, now) {
    await this.connection.rows(
      "UPDATE hubkit.rsvps SET seats = 0" +
        " WHERE event = $1 AND state = 'pending' AND seats > 0 AND held_until <= $2",
      [event, now],
    );
  }

  /** Return what an event has left; what was held too long has to be let go before. */
  async room({ event, capacity }) {
    const [taken, awaited] = await this.connection.row(
      "SELECT seats, EXISTS (SELECT 1 FROM hubkit.rsvps" +
        " WHERE rsvps.event = events.event AND state = 'waiting' AND party_size <= $1)" +
        " FROM hubkit.events WHERE event = $2",
      [capacity, event],
    );
    return new Room(capacity, taken, awaited);
  }

  /** Return those who wait, in order. */
  async inLine(event) {
    const line = "SELECT number, party_size FROM hubkit.rsvps WHERE event = $1 AND state = 'waiting' ORDER BY number";
    return (await this.connection.rows(line, [event])).map(([number, partySize]) => ({ number, partySize }));
  }

  /** Confirm people, with seats for all of their parties; return them by number. */
  async seat(numbers, now) {
    if (!numbers.length) return [];
    const change =
      "UPDATE hubkit.rsvps SET state = 'confirmed', seats = party_size, changed = $1, held_until = NULL" +
      ` WHERE number = ANY($2) RETURNING ${COLUMNS}`;
    const moved = (await this.connection.rows(change, [now, numbers])).map((row) => stored(row).rsvp);
    return moved.sort((a, b) => a.number - b.number);
  }

  /** Return how an event stands, without the holds that are over by now. */
  async taken(event, now) {
    const row = await this.connection.row(
      "SELECT seats - (SELECT coalesce(sum(late.seats), 0)::bigint FROM hubkit.rsvps AS late" +
        " WHERE late.event = events.event AND state = 'pending' AND late.seats > 0 AND held_until <= $1), people" +
        " FROM hubkit.events WHERE event = $2",
      [now, event],
    );
    const [seats, waiting] = row ?? [0, 0];
    return { seats, waiting };
  }

  /** Return the events where somebody waits. */
  async waitedFor() {
    const rows = await this.connection.rows("SELECT event FROM hubkit.events WHERE people > 0 ORDER BY event");
    return rows.map(([event]) => event);
  }
}
