// Netlify runs this once an hour. It asks the published site whether it would look different by now, for instance
// because an event is over, and only then starts a build, by the build hook in HUBKIT_BUILD_HOOK: see netlify.toml.
// Every build counts against your Netlify plan, so whatever does not clearly say "build" starts none.
// To look once a day, at 4:17 UTC, write "17 4 * * *" below.

export const config = { schedule: "17 * * * *" };

export default async function buildWhenDue() {
  const hook = process.env.HUBKIT_BUILD_HOOK;
  if (!hook) throw new Error("HUBKIT_BUILD_HOOK is not set: netlify.toml says how.");
  const address = `${process.env.URL}/<< home >>hubs.json`;
  const answer = await fetch(address, { headers: { "cache-control": "no-cache" } });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}. No build was started.`);
  const { next_change: next } = await answer.json();
  if (next === null) return console.log("Not due: nothing in the site changes by itself.");
  if (!(Date.parse(next) <= Date.now())) return console.log(`Not due: the site changes next at ${next}.`);
  const started = await fetch(hook, { method: "POST" });
  if (!started.ok) throw new Error(`The build hook answered ${started.status}. Is it still there?`);
  console.log(`Due: the site looks different since ${next}. A build was started.`);
}
