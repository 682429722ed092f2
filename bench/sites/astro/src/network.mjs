import { getCollection } from "astro:content";

const format = (options) => {
  const formatter = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  return (text) => formatter.format(new Date(text.includes("T") ? text + "Z" : text));
};
const date = { day: "numeric", month: "long", year: "numeric" };
const time = { hour: "2-digit", minute: "2-digit" };
export const day = format(date);
export const moment = format({ ...date, ...time });
export const longMoment = format({ weekday: "long", ...date, ...time });
export const hour = format(time);

// Every hub with its pages; the collection is sorted once for a page that asks for its paths.
export async function hubs() {
  const found = new Map();
  const pages = (await getCollection("pages")).sort((one, two) => (one.id < two.id ? -1 : 1));
  for (const page of pages) {
    if (!found.has(page.data.hub)) found.set(page.data.hub, { event: [], member: [], charter: [] });
    const hub = found.get(page.data.hub);
    if (page.data.kind === "hub") hub.page = page;
    else hub[page.data.kind].push(page);
  }
  return [...found.values()];
}
