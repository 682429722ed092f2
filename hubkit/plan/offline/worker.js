// Keeps pages on a device, for where there is no network: the home page of a hub, its events and the next of them; or the page for the door.
// KEPT stands above: the scope, the version, and the addresses of the pages and of what they need.
const family = `hubkit ${KEPT.scope} `;
const name = family + KEPT.version;
// Milliseconds after which a network that does not answer counts as none.
const patience = 4000;

addEventListener("install", (event) => {
  const wanted = [...KEPT.pages, ...KEPT.assets].map((path) => new Request(path, { cache: "no-cache" }));
  event.waitUntil(caches.open(name).then((cache) => cache.addAll(wanted)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => event.waitUntil(forgetEarlier()));

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.destination === "document") event.respondWith(page(request, pathname));
  else if (KEPT.assets.includes(pathname)) event.respondWith(asset(request, pathname));
});

async function forgetEarlier() {
  const old = (await caches.keys()).filter((each) => each.startsWith(family) && each !== name);
  await Promise.all(old.map((each) => caches.delete(each)));
}

// From the network if it answers; else as it was kept; and where it was not kept, on to the home page, which was.
async function page(request, pathname) {
  const kept = await (await caches.open(name)).match(pathname);
  try {
    return await fetch(request, kept ? { signal: AbortSignal.timeout(patience) } : {});
  } catch (error) {
    if (kept) return marked(kept);
    if (pathname !== KEPT.scope) return Response.redirect(KEPT.scope);
    throw error;
  }
}

// Every page carries the words that say so, hidden.
async function marked(kept) {
  const html = (await kept.text()).replace('<p class="offline" hidden>', '<p class="offline">');
  return new Response(html, { headers: kept.headers });
}

async function asset(request, pathname) {
  return (await (await caches.open(name)).match(pathname)) ?? fetch(request);
}
