// Many who ask at once, from one process: each by a request to the functions in a folder. It says "open" when it has the
// database, lets people in when told on standard input, and writes what each was answered: their number, status and state.
// Who is told that too many ask at the moment asks again, as on a slow machine. Kinds: guarded and unguarded want to come;
// buying and careless want a ticket.

import { pathToFileURL } from "node:url";

const [kind, folder, first, last] = process.argv.slice(2);
const at = (path) => import(pathToFileURL(`${folder}/${path}`));
const rooms = ["app", "catalog", "postgres/store", "postgres/rows", "tokens", "checkout/settings", "checkout/till"];
const [{ appOf }, { readCatalog }, { PostgresStore }, { Rows }, { Signer }, { paymentsFrom }, { tillOf }] = await Promise.all(
  rooms.map((name) => at(`hubkit/${name}.mjs`)),
);
const { default: pg } = await at("node_modules/pg/esm/index.mjs");

// Rows of an event that is not held: others may change it meanwhile.
class Careless extends Rows {
  async holdEvent({ event, capacity, waitlist, ends }) {
    const there = "INSERT INTO hubkit.events (event, capacity, waitlist, ends) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    await this.connection.rows(there, [event, capacity, waitlist, ends]);
  }
}

const catalog = readCatalog(pathToFileURL(`${folder}/catalog.json`));
const store = new PostgresStore(pg, process.env.DATABASE_URL, [], ["unguarded", "careless"].includes(kind) ? Careless : Rows);
const isBuying = ["buying", "careless"].includes(kind);
const endless = { atOnce: 1e6, seconds: 0.001 };
const answer = appOf(catalog, store, new Signer(process.env.HUBKIT_SECRET), {
  limits: { requests: endless, posts: endless, barePosts: endless },
  now: () => new Date(Number(process.env.NOW)),
  till: isBuying ? tillOf(store.orders, paymentsFrom(process.env)) : null,
});
const [event] = catalog.events.keys();
const headers = { "Content-Type": "application/json", Origin: catalog.site.origins[0] };

async function ask(who) {
  const person = { event, name: `Person-${who}`, email: `person-${who}@example.org` };
  const body = JSON.stringify(isBuying ? { ...person, ticket: "full", quantity: 1 } : person);
  const url = `http://x.test/api/${isBuying ? "checkout" : "rsvp"}`;
  let got;
  do got = await answer(new Request(url, { method: "POST", headers, body }), "192.0.2.1");
  while (got.status === 503);
  const { state, code } = await got.json();
  process.stdout.write(`${who} ${got.status} ${state ?? code ?? "led"}\n`);
}

await store.taken("", new Date());
process.stdout.write("open\n");
process.stdin.once("data", async () => {
  await Promise.all(Array.from({ length: last - first }, (_, index) => ask(Number(first) + index)));
  await store.close();
  process.exit(0);
});
