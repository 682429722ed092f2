/** What the environment sets up: where RSVPs are kept, and by what secret links are signed. */

import { appOf } from "./app.mjs";
import { readCatalog } from "./catalog.mjs";
import { PostgresStore } from "./postgres/store.mjs";
import { Signer } from "./tokens.mjs";

/**
 * Return what answers requests.
 * @param {Record<string, string | undefined>} environment
 * @param {URL} place where the catalogue is
 */
export async function homeOf(environment, place, options = {}) {
  const catalog = readCatalog(place);
  const signer = new Signer(environment.HUBKIT_SECRET ?? "");
  const store = await storeOf(environment);
  return { answer: appOf(catalog, store, signer, options), store };
}

async function storeOf(environment) {
  const { default: pg } = await import("pg");
  return new PostgresStore(pg, environment.DATABASE_URL ?? "");
}
