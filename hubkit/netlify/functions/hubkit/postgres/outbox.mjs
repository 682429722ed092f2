/** What is to be told: rows that stand or fall with the change they tell of, and hold nothing of a person but an id. */

const FIRST_PAUSE = "2 minutes";
const LONGEST_PAUSE = "1 hour";

/** Put down what is to be told, within the transaction of the change. */
export async function put(connection, notes, now) {
  for (const { receiver, kind, rsvp } of notes)
    await connection.rows(
      "INSERT INTO hubkit.outbox (receiver, kind, event, rsvp, people, made, due) VALUES ($1, $2, $3, $4, $5, $6, $6)",
      [receiver, kind, rsvp.event, receiver === "person" ? rsvp.id : null, rsvp.party_size, now],
    );
}

/**
 * Give out what is due to be told to one receiver; it is due again after 2, 4, 8 … minutes, at most an hour.
 * What another process is just giving out is passed over, so that nothing is given to two.
 */
export async function giveOut(connection, receiver, now, most) {
  const rows = await connection.rows(
    "UPDATE hubkit.outbox SET tries = tries + 1," +
      " due = $1::timestamptz + least($2::interval * (1 << least(tries, 10)), $3::interval)" +
      " WHERE number = ANY(ARRAY(SELECT number FROM hubkit.outbox WHERE due <= $1 AND receiver = $5" +
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
export async function end(connection, { number }) {
  await connection.rows("DELETE FROM hubkit.outbox WHERE number = $1", [number]);
}

/** Return what a person was written, or is to be, in order. */
export async function told(connection, key) {
  const rows = await connection.rows("SELECT kind, made, sent FROM hubkit.outbox WHERE rsvp = $1 ORDER BY number", [key]);
  return rows.map(([kind, made, sent]) => ({ kind, made, sent }));
}
