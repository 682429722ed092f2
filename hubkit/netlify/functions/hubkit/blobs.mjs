/**
 * RSVPs in Netlify Blobs, where the last write wins: so nobody gets a seat by them. Each is kept as a request, under a
 * key of its own, which is the same for the same person, and the organizers answer it.
 */

import { person } from "./decisions.mjs";

const NAME = "hubkit-rsvps";

/** Keeps requests to come. */
export class BlobsStore {
  /** Whether a seat that it gives is one. */
  givesSeats = false;
  #blobs;
  #signer;

  /**
   * @param {(options: object) => object} getStore of `@netlify/blobs`
   * @param {import("./tokens.mjs").Signer} signer by whose secret people are known without their address
   */
  constructor(getStore, signer) {
    this.#blobs = getStore({ name: NAME, consistency: "strong" });
    this.#signer = signer;
  }

  async close() {}

  /** Keep a request; one of the same person stays as it is, unless it was cancelled. */
  async take(wish, seats, now) {
    const id = `${seats.event}/${this.#signer.mark(`${seats.event}\0${person(wish.email)}`)}`;
    const known = await this.find(id);
    if (known !== null && known.state !== "cancelled") return { outcome: "known", rsvp: known };
    const { event, name, email, partySize: party_size, language } = wish;
    const rsvp = {
      id, number: now.getTime(), event, name, email, party_size, language, state: "requested",
      made: now, changed: now, held_until: null,
    };
    await this.#keepUntil(seats);
    await this.#put(rsvp);
    return { outcome: "new", rsvp };
  }

  /** There is nothing to confirm. */
  async confirm(key) {
    const rsvp = await this.#live(key);
    return rsvp ? { outcome: "done", rsvp } : { outcome: "gone", rsvp: null };
  }

  async resize(key, partySize, seats, now) {
    return this.#changed(key, { party_size: partySize, changed: now });
  }

  async cancel(key, seats, now) {
    return this.#changed(key, { state: "cancelled", changed: now });
  }

  /** Erase a request. */
  async withdraw(key) {
    const rsvp = await this.find(key);
    if (rsvp === null) return { outcome: "gone", rsvp };
    await this.#blobs.delete(`requests/${key}`);
    return { outcome: "done", rsvp };
  }

  async find(key) {
    return this.#blobs.get(`requests/${key}`, { type: "json" });
  }

  /** Nothing is given, and nobody is in a line; what is asked for proves that the store is there. */
  async taken(event) {
    await this.#blobs.get(`ends/${event || "none"}`);
    return { seats: 0, waiting: 0 };
  }

  async told() {
    return [];
  }

  async waitedFor() {
    return [];
  }

  async errands() {
    return [];
  }

  /** Erase the requests of events that ended before a time. */
  async forget(unconfirmed, over) {
    for (const { key } of (await this.#blobs.list({ prefix: "ends/" })).blobs) {
      const ends = new Date(await this.#blobs.get(key));
      if (ends >= over) continue;
      const { blobs } = await this.#blobs.list({ prefix: `requests/${key.slice("ends/".length)}/` });
      for (const each of blobs) await this.#blobs.delete(each.key);
      await this.#blobs.delete(key);
    }
  }

  async #live(key) {
    const rsvp = await this.find(key);
    return rsvp?.state === "cancelled" ? null : rsvp;
  }

  async #changed(key, changes) {
    const found = await this.#live(key);
    if (found === null) return { outcome: "gone", rsvp: null };
    const rsvp = { ...found, ...changes };
    await this.#put(rsvp);
    return { outcome: "done", rsvp };
  }

  async #put(rsvp) {
    await this.#blobs.setJSON(`requests/${rsvp.id}`, rsvp);
  }

  /** Remember when an event ends, for the time when the catalogue does not know it any more. */
  async #keepUntil({ event, ends }) {
    const written = ends.toISOString();
    if ((await this.#blobs.get(`ends/${event}`)) !== written) await this.#blobs.set(`ends/${event}`, written);
  }
}
