/** Erasing: rows that go, and what has to be done so that nothing of them is left in the tables. */

// PostgreSQL leaves a deleted row in its page, also after VACUUM, until something is written over it. A table that is
// written anew has the rows that are there, and no more; `name || ''` and `+ 0` are what makes PostgreSQL do that.
const WRITTEN_ANEW = [
  "LOCK TABLE hubkit.rsvps, hubkit.outbox, hubkit.orders, hubkit.tickets, hubkit.refunds, hubkit.order_outbox," +
    " hubkit.erasing IN ACCESS EXCLUSIVE MODE",
  "ALTER TABLE hubkit.rsvps ALTER COLUMN name TYPE text USING name || ''",
  "ALTER TABLE hubkit.outbox ALTER COLUMN kind TYPE text USING kind || ''",
  "ALTER TABLE hubkit.orders ALTER COLUMN name TYPE text USING name || ''",
  "ALTER TABLE hubkit.tickets ALTER COLUMN place TYPE bigint USING place + 0",
  "ALTER TABLE hubkit.refunds ALTER COLUMN tries TYPE integer USING tries + 0",
  "ALTER TABLE hubkit.order_outbox ALTER COLUMN kind TYPE text USING kind || ''",
  "UPDATE hubkit.erasing SET is_left = false",
];

/** Delete an RSVP of an event that is held, with all that was to be told to the person. */
export async function remove(connection, key) {
  await mark(connection, await connection.changed("DELETE FROM hubkit.rsvps WHERE id = $1", [key]));
}

/** Delete the RSVPs that were to be confirmed since before a time. */
export async function removeUnconfirmed(connection, before) {
  const unconfirmed = "state = 'pending' AND changed < $1";
  const held = `SELECT 1 FROM hubkit.events WHERE event IN (SELECT event FROM hubkit.rsvps WHERE ${unconfirmed})`;
  await connection.rows(`${held} ORDER BY event FOR UPDATE`, [before]);
  await mark(connection, await connection.changed(`DELETE FROM hubkit.rsvps WHERE ${unconfirmed}`, [before]));
}

/** Delete the RSVPs of events that ended before a time. */
export async function removeOver(connection, before) {
  const held = "SELECT event FROM hubkit.events WHERE ends < $1 ORDER BY event FOR UPDATE";
  const over = (await connection.rows(held, [before])).map(([event]) => event);
  await mark(connection, await connection.changed("DELETE FROM hubkit.rsvps WHERE event = ANY($1)", [over]));
}

/** Have it known to all processes that something of people is left in the tables. */
export async function mark(connection, removed) {
  if (removed) await connection.run("UPDATE hubkit.erasing SET is_left = true WHERE NOT is_left");
}

/** Return whether something of people may be left in the tables, whichever process deleted it. */
export async function isLeft(connection) {
  return (await connection.row("SELECT is_left FROM hubkit.erasing"))?.[0] !== false;
}

/** Write the tables anew, so that nothing of what was deleted is left in their files; meanwhile all others wait. */
export async function wipe(connection) {
  for (const statement of WRITTEN_ANEW) await connection.run(statement);
}
