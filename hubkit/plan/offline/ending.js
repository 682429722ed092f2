// Stands where a worker stood that kept pages of a hub for visitors without a network: removes what that kept, and itself.
const family = `hubkit ${KEPT.scope} `;

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil(end()));

async function end() {
  const old = (await caches.keys()).filter((each) => each.startsWith(family));
  await Promise.all(old.map((each) => caches.delete(each)));
  await registration.unregister();
}
