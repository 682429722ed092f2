/** What the answering functions share, and how they read what was sent. */

import { RefusedError, refused, wantsJson, wantsPage } from "./answers.mjs";
import { Buckets } from "./limits.mjs";
import { settingOf } from "./pages.mjs";
import { keptUntil } from "./standing.mjs";

const MOST_BYTES = 16 * 1024;
/** Milliseconds in which a body has to arrive. */
const PATIENCE = 10_000;
const FORM_STAYS_GOOD = 24 * 60 * 60_000;
const YOUNGEST_FORM = 3_000;

/**
 * @typedef {{request: Request, url: URL, address: string, parameters: string[]}} Asking a request, with its address as
 *   it is counted, and what stands in its path
 */

/** All that is needed to answer. */
export class Desk {
  /**
   * @param {import("./catalog.mjs").Catalog} catalog
   * @param {object} store
   * @param {import("./tokens.mjs").Signer} signer
   * @param {{limits: typeof import("./limits.mjs").LIMITS, now: () => Date, tell: () => void,
   *   till: ReturnType<typeof import("./checkout/till.mjs").tillOf> | null}} options
   */
  constructor(catalog, store, signer, { limits, now, tell, till }) {
    this.catalog = catalog;
    this.store = store;
    this.signer = signer;
    this.now = now;
    /** Has what is to be told sent soon. */
    this.tell = tell;
    /** Where tickets are paid; null where payments are not set up. */
    this.till = till;
    this.requests = new Buckets(limits.requests);
    this.posts = new Buckets(limits.posts);
    this.barePosts = new Buckets(limits.barePosts);
  }

  /** Return an event that takes RSVPs. */
  event(name) {
    const event = this.catalog.events.get(name);
    return event?.mode === "rsvp" ? event : null;
  }

  /** Return an event that sells tickets. */
  sold(name) {
    const event = this.catalog.events.get(name);
    return event?.mode === "checkout" ? event : null;
  }

  setting(event = null, language = "") {
    return settingOf(this.catalog, event, language);
  }

  /** Return what is wrong with a form token, by the name of its text; nothing where there is none. */
  trust(token, event) {
    if (!token) return "";
    const signed = this.signer.read("form", token, this.now());
    if (signed === null || signed.value !== event) return "token-bad";
    return this.now() - signed.made < YOUNGEST_FORM ? "token-early" : "";
  }

  /** Return a token that says when the form of an event was shown. */
  formToken(event) {
    const now = this.now();
    return this.signer.sign("form", event, now, new Date(now.getTime() + FORM_STAYS_GOOD));
  }

  /** Return the path of the page of an RSVP, for who made it alone; good as long as their data is kept. */
  link(rsvp, event) {
    const ends = keptUntil(event, this.catalog.site);
    return `/api/rsvp/${this.signer.sign("link", rsvp.id, this.now(), ends)}`;
  }

  /** Return what to throw, to refuse a request. */
  refuse({ request }, code, status, setting = this.setting(), values = {}, headers = {}) {
    return new RefusedError(refused(setting, code, status, wantsPage(request.headers), headers, values));
  }

  /** Return what to throw where people are expected: a page, unless a program asks. */
  refusePerson({ request }, code, status) {
    return new RefusedError(refused(this.setting(), code, status, !wantsJson(request.headers)));
  }

  /** Count a request against a limit; throws `RefusedError` where it is used up. */
  count(asking, buckets) {
    const wait = buckets.wait(asking.address);
    if (wait) throw this.refuse(asking, "too-many", 429, this.setting(), { seconds: wait }, { "Retry-After": `${wait}` });
  }

  /**
   * Return a body; throws `RefusedError` where it is too long, or too long on its way.
   * @param {Asking} asking
   * @returns {Promise<Uint8Array>}
   */
  async body(asking, most = MOST_BYTES) {
    const { request } = asking;
    if (Number(request.headers.get("content-length") ?? 0) > most) throw this.refuse(asking, "too-large", 413);
    if (request.body === null) return new Uint8Array();
    const reader = request.body.getReader();
    const pieces = [];
    let length = 0;
    let timer;
    const tooSlow = new Promise((_, refuse) => {
      timer = setTimeout(() => refuse(this.refuse(asking, "too-slow", 408)), PATIENCE);
    });
    try {
      for (;;) {
        const { done, value } = await Promise.race([reader.read(), tooSlow]);
        if (done) return Buffer.concat(pieces);
        length += value.length;
        if (length > most) throw this.refuse(asking, "too-large", 413);
        pieces.push(value);
      }
    } finally {
      clearTimeout(timer);
      reader.cancel().catch(() => {});
    }
  }
}
