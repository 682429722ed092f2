/** What the environment sets up: where RSVPs are kept, how links are signed and tickets paid, and who is told. */

import { appOf } from "./app.mjs";
import { BlobsStore } from "./blobs.mjs";
import { readCatalog } from "./catalog.mjs";
import { hookFrom } from "./channels.mjs";
import { payBack } from "./checkout/cashier.mjs";
import { paymentsFrom } from "./checkout/settings.mjs";
import { tillOf } from "./checkout/till.mjs";
import { nameOf } from "./guard.mjs";
import { keepHouse, sendNotices } from "./housekeeping.mjs";
import { PostgresStore } from "./postgres/store.mjs";
import { StoreError } from "./store.mjs";
import { Signer } from "./tokens.mjs";

/**
 * Return what answers requests, and what is to be done after an answer, and now and then.
 * @param {Record<string, string | undefined>} environment
 * @param {URL} place where the catalogue is
 */
export async function homeOf(environment, place, { now = () => new Date(), ...options } = {}) {
  const catalog = readCatalog(place);
  const signer = new Signer(environment.HUBKIT_SECRET ?? "");
  const hook = hookFrom(environment);
  const store = await storeOf(environment, signer, hook ? ["hook"] : []);
  const payments = paymentsFrom(environment);
  let isToPayBack = false;
  const till = payments && store.givesSeats ? tillOf(store.orders, payments, () => (isToPayBack = true)) : null;
  const house = { catalog, store, hook, now };
  let isToTell = false;
  const tell = () => (isToTell = true);
  return {
    store,
    answer: appOf(catalog, store, signer, { ...options, now, tell, till }),
    /** Pay back what came too late, and send what the last answers have to tell. */
    async afterwards() {
      if (isToPayBack) {
        isToPayBack = false;
        await payBack(till, now, tell).catch((fault) => console.error(`Paying back failed: ${nameOf(fault)}`));
      }
      if (!isToTell) return;
      isToTell = false;
      await sendNotices(house).catch((fault) => console.error(`Telling of an RSVP failed: ${nameOf(fault)}`));
    },
    async keepHouse() {
      if (till) await payBack(till, now, tell);
      await keepHouse(house);
      await sendNotices(house);
    },
  };
}

/** Seats are given where there is a database; elsewhere requests are kept in what Netlify has. */
async function storeOf({ DATABASE_URL: address }, signer, receivers) {
  if (address) return new PostgresStore((await import("pg")).default, address, receivers);
  const { getStore } = await import("@netlify/blobs");
  try {
    return new BlobsStore(getStore, signer);
  } catch {
    throw new StoreError("hubkit needs DATABASE_URL, or Netlify's Blobs: set DATABASE_URL, as docs/netlify.md says");
  }
}
