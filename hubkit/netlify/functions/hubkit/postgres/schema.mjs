/** The tables in a PostgreSQL database: made, recognised, and brought up to date, as `hubkit api` does. */

import { StoreError } from "../store.mjs";
import { LOCK, OLDEST, STEPS } from "./steps.mjs";

/**
 * Within a transaction, make the tables where there are none, and take every step that they have not taken.
 * Throws `StoreError` where the server is too old or the tables are of a newer hubkit.
 * @param {import("./transactions.mjs").Connection} connection
 */
export async function bringUp(connection) {
  await inspect(connection);
  if ((await version(connection)) === STEPS.length) return;
  await connection.rows("SELECT pg_advisory_xact_lock($1)", [LOCK]);
  const taken = await version(connection);
  if (taken === null) {
    await connection.run("CREATE SCHEMA hubkit");
    await connection.run("CREATE TABLE hubkit.version (steps integer NOT NULL)");
    await connection.run("INSERT INTO hubkit.version VALUES (0)");
  } else if (taken > STEPS.length) throw new StoreError("the database was written by a newer hubkit; update hubkit to use it");
  for (const step of STEPS.slice(taken ?? 0)) for (const statement of step) await connection.run(statement);
  await connection.rows("UPDATE hubkit.version SET steps = $1", [STEPS.length]);
}

/** Return how many steps the tables have taken; null where there are none. */
async function version(connection) {
  // Not by to_regclass: that may not see yet what another process has made.
  const there = "SELECT count(*) FROM pg_tables WHERE schemaname = 'hubkit' AND tablename = 'version'";
  const [count] = await connection.row(there);
  if (count === 0) return null;
  const row = await connection.row("SELECT steps FROM hubkit.version");
  if (row === null) throw new StoreError("the database has tables of hubkit without a version; put a backup in its place");
  return row[0];
}

async function inspect(connection) {
  const settings = "SELECT current_setting('server_version_num')::integer, current_setting('server_encoding')";
  const [number, encoding] = await connection.row(settings);
  if (number < OLDEST * 10_000) throw new StoreError(`the database is a PostgreSQL older than ${OLDEST}; use a newer one`);
  if (encoding !== "UTF8")
    throw new StoreError("the database cannot keep every name; make one with UTF-8: createdb --encoding UTF8 NAME");
}
