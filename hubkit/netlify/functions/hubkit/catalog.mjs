/** The catalogue: what a build leaves for the functions to know. They trust it, and never what a browser says. */

import { readFileSync } from "node:fs";

const VERSION = 1;
const MOMENTS = ["start", "end", "opens", "closes"];

/**
 * @typedef {Record<string, string>} ByLanguage a text for each language of the hub, its default first
 * @typedef {{name: ByLanguage, url: ByLanguage, timezone: string, contact: string, styles: string[], icon: string}} Hub
 * @typedef {{
 *   hub: string, title: ByLanguage, url: ByLanguage, when: ByLanguage, where: ByLanguage,
 *   start: Date, end: Date, opens: Date | null, closes: Date | null, timezone: string, mode: "rsvp" | "checkout",
 *   status: string, capacity: number | null, waitlist: boolean, tickets: object[],
 * }} Event
 * @typedef {{
 *   name: ByLanguage, url: string, origins: string[], keep_days: number, api: string, styles: string[], icon: string,
 * }} Site
 * @typedef {{site: Site, hubs: Map<string, Hub>, events: Map<string, Event>, texts: Map<string, ByLanguage>}} Catalog
 */

/**
 * Return the catalogue in a file. Throws where there is none, or one of another hubkit.
 * @param {URL | string} place
 * @returns {Catalog}
 */
export function readCatalog(place) {
  const written = JSON.parse(readFileSync(place, "utf-8"));
  if (written.version !== VERSION) throw new Error("catalog.json is of another version of hubkit; build the site again");
  const blank = { contact: "", styles: [], icon: "" };
  return {
    site: { keep_days: 30, api: "", styles: [], icon: "", ...written.site },
    hubs: new Map(Object.entries(written.hubs).map(([name, hub]) => [name, { ...blank, ...hub }])),
    events: new Map(Object.entries(written.events).map(([name, event]) => [name, eventOf(event)])),
    texts: new Map(Object.entries(written.texts)),
  };
}

/** @returns {Event} */
function eventOf(written) {
  const event = { capacity: null, waitlist: false, opens: null, closes: null, all_day: false, tickets: [], ...written };
  for (const name of MOMENTS) event[name] = event[name] === null ? null : new Date(event[name]);
  return event;
}
