/** Netlify runs this once an hour: seats are given on, people forgotten, and notices sent that were not sent yet. */

import { homeOf } from "./hubkit/home.mjs";

export const config = { schedule: "43 * * * *" };

const CATALOG = new URL("./catalog.json", import.meta.url);

export default async function everyHour() {
  const home = await homeOf(process.env, CATALOG);
  try {
    await home.keepHouse();
  } finally {
    await home.store.close();
  }
}
