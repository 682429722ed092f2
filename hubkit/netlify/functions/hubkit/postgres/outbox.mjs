/** What is to be told: rows that stand or fall with the change they tell of, and hold nothing of a person but an id. */

const FIRST_PAUSE = "2 minutes";
const LONGEST_PAUSE = "1 hour";

/** A table of what is to be told, and its column that says about which RSVP or order. */
class Outbox {
  #table;
  #about;

  constructor(table, about) {
    this.#table = table;
    this.#about = about;
  }

  /** Put down what is to be told, within the transaction of the change. */
  async put(connection, notes, now) {
    for (const { receiver, kind, event, about, people } of notes)
      await connection.rows(
        `INSERT INTO ${this.#table} (receiver, kind, event, ${this.#about}, people, made, due)` +
          " VALUES ($1, $2, $3, $4, $5, $6, $6)",
        [receiver, kind, event, receiver === "person" ? about : null, people, now],
      );
  }

  /**
   * Give out what is due to be told to one receiver; it is due again after 2, 4, 8 … minutes, at most an hour.
   * What another process is just giving out is passed over, so that nothing is given to two.
   */
  async giveOut(connection, receiver, now, most) {
    const rows = await connection.rows(
      `UPDATE ${this.#table} SET tries = tries + 1,` +
        " due = $1::timestamptz + least($2::interval * (1 << least(tries, 10)), $3::interval)" +
        ` WHERE number = ANY(ARRAY(SELECT number FROM ${this.#table} WHERE due <= $1 AND receiver = $5` +
        " ORDER BY due, number LIMIT $4 FOR UPDATE SKIP LOCKED))" +
        " RETURNING number, kind, event, people, made, tries," +
        " to_char(made AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US')",
      [now, FIRST_PAUSE, LONGEST_PAUSE, most, receiver],
    );
    return rows
      .map(([number, kind, event, people, made, tries, written]) => ({
        number, receiver, kind, event, people, made, tries,
        /** As Python's `isoformat` writes it: of which the id of a notice is made. */
        stamp: `${written.replace(/\.000000$/, "")}+00:00`,
      }))
      .sort((a, b) => a.number - b.number);
  }

  /** Have a notice not given out again. */
  async end(connection, { number }) {
    await connection.rows(`DELETE FROM ${this.#table} WHERE number = $1`, [number]);
  }

  /** Return what a person was written, or is to be, in order. */
  async told(connection, key) {
    const found = `SELECT kind, made, sent FROM ${this.#table} WHERE ${this.#about} = $1 ORDER BY number`;
    return (await connection.rows(found, [key])).map(([kind, made, sent]) => ({ kind, made, sent }));
  }
}

export const OF_RSVPS = new Outbox("hubkit.outbox", "rsvp");
export const OF_ORDERS = new Outbox("hubkit.order_outbox", "bought");
