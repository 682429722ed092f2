/** Transactions: what waits for a connection is done in order, and again where it collided with others. */

import { Busy, StoreError } from "../store.mjs";

/**
 * Transactions of this instance that may be under way at once. An instance answers few requests at once, there may be many
 * of them, and databases have few connections; those for one event wait for each other anyway.
 */
const CONNECTIONS = 2;
/** Milliseconds after which who found no connection is refused. */
const PATIENCE = 25_000;
/** Milliseconds after which a connection that nobody needs is given back. */
const IDLE = 10_000;
/** How often work is done again that collided with other work, or lost its connection. */
const TRIES = 5;
/** Set with each transaction, since a pool of connections in front of the server keeps nothing longer. */
const BEGIN =
  "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SET LOCAL lock_timeout = '5s';" +
  " SET LOCAL statement_timeout = '10s'; SET LOCAL idle_in_transaction_session_timeout = '10s'";
const COLLIDED = ["40001", "40P01"];
const KEPT = ["55P03", "57014"];
const FULL = ["53300", "53400", "57P03"];
const BIGINT = 20;
const LOST = /^(08|57P0[12])/;

/** The connection ended before anything was stored. */
class LostError extends Error {}

/** A connection within a transaction. */
export class Connection {
  #client;

  constructor(client) {
    this.#client = client;
  }

  /** Return the rows of a statement, as arrays. */
  async rows(text, values = []) {
    const { rows } = await this.#client.query({ text, values, rowMode: "array" });
    return rows;
  }

  /** Return the first row of a statement, or null. */
  async row(text, values = []) {
    return (await this.rows(text, values))[0] ?? null;
  }

  /** Return how many rows a statement changed. */
  async changed(text, values = []) {
    return (await this.#client.query({ text, values })).rowCount;
  }

  /** Run statements without values. */
  async run(text) {
    await this.#client.query(text);
  }
}

/** Does work in transactions. */
export class Transactions {
  #pool;

  /** @param {object} pg the module of that name */
  constructor(pg, address) {
    if (!/^postgres(ql)?:\/\//.test(address)) throw noAddress();
    this.#pool = new pg.Pool({
      connectionString: address,
      max: CONNECTIONS,
      connectionTimeoutMillis: PATIENCE,
      idleTimeoutMillis: IDLE,
      application_name: "hubkit",
      keepAlive: true,
      allowExitOnIdle: true,
      types: {
        getTypeParser: (type, format) => (type === BIGINT ? Number : pg.types.getTypeParser(type, format)),
      },
    });
    this.#pool.on("error", () => {});
  }

  /** Let go of the database. */
  async close() {
    await this.#pool.end();
  }

  /**
   * Return what the work returns, once it is committed; where it throws, nothing is stored. It may be done again, from
   * the beginning, where another transaction stood against it. Throws `Busy` where nothing was had in time, and
   * `StoreError` where the database failed.
   * @template Result
   * @param {(connection: Connection) => Promise<Result>} work
   * @returns {Promise<Result>}
   */
  async do(work) {
    for (let left = TRIES; left; left--) {
      try {
        return await this.#once(work);
      } catch (fault) {
        if (!(fault instanceof LostError) && !COLLIDED.includes(fault.code)) throw fault;
      }
    }
    throw new Busy("other programs change the same RSVPs all the time; try again in a few seconds");
  }

  async #once(work) {
    const client = await this.#connected();
    let isGone = false;
    const gone = () => (isGone = true);
    client.on("error", gone);
    try {
      const result = await beforeCommit(client, work, () => isGone);
      await commit(client, () => isGone);
      return result;
    } catch (fault) {
      await client.query("ROLLBACK").catch(gone);
      throw fault;
    } finally {
      client.off("error", gone);
      client.release(isGone);
    }
  }

  async #connected() {
    try {
      return await this.#pool.connect();
    } catch (fault) {
      if (FULL.includes(fault.code) || /timeout/.test(fault.message))
        throw new Busy("the database of RSVPs has no room for another connection; try again in a few seconds");
      if (fault.code === "ERR_INVALID_URL") throw noAddress();
      throw new StoreError(`the database in DATABASE_URL cannot be reached (${nameOf(fault)})`);
    }
  }
}

function noAddress() {
  return new StoreError(
    "DATABASE_URL is not the address of a PostgreSQL database: it is written postgresql://USER:PASSWORD@HOST/DATABASE, and" +
      " in the password every character but letters and digits as % and two digits (%40 for @)",
  );
}

async function beforeCommit(client, work, isGone) {
  try {
    await client.query(BEGIN);
    return await work(new Connection(client));
  } catch (fault) {
    if (COLLIDED.includes(fault.code) || fault instanceof StoreError) throw fault;
    if (isGone() || LOST.test(fault.code ?? "") || /Connection terminated|not queryable/.test(fault.message)) throw new LostError();
    throw said(fault);
  }
}

async function commit(client, isGone) {
  try {
    await client.query("COMMIT");
  } catch (fault) {
    if (COLLIDED.includes(fault.code)) throw fault;
    if (!isGone() && /^[0-9A-Z]{5}$/.test(fault.code ?? "")) throw said(fault);
    throw new StoreError("the connection to the database ended before it said whether it stored the RSVP; look, or ask again");
  }
}

/** Return what is told of a fault: never the database's own words, which may hold a person's data. */
function said(fault) {
  if (!/^[0-9A-Z]{5}$/.test(fault.code ?? "")) return fault;
  if (KEPT.includes(fault.code)) return new Busy("another program keeps these RSVPs; try again in a few seconds");
  if (fault.code === "53100") return new StoreError("the disk of the database of RSVPs is full");
  if (fault.code === "25006") return new StoreError("the database of RSVPs can only be read: is it a copy, or is its disk full?");
  if (fault.code === "42501") return new StoreError("the user in DATABASE_URL may not do that; let the user own the database");
  return new StoreError(`the database of RSVPs failed (${fault.code})`);
}

function nameOf(fault) {
  return /^[A-Z0-9_]+$/.test(fault.code ?? "") ? fault.code : fault.constructor.name;
}
