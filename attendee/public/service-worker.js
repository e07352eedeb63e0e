/*
 * Lets the client open without a network, so that choices can be made and kept. It holds the page and its bundles, which are
 * the same for everybody; what belongs to a person never goes in here.
 */
const shell = "accrue-shell";

/** Addresses of the client's own pages; the server's pages and files (/verify, /admin, PDFs, the API) pass by. */
const ownPage =
  /^\/($|sign-in$|register$|forgot-password$|reset-password$|transcript$|renewal$|elsewhere$|presence$|room$|scan$|badge$|account(\/mails)?$|certificates(\/[\w-]+)?$|conferences\/[\w-]+(\/presence)?$|evaluate(\/[\w-]+)?$)/;

async function keepPage(response) {
  const cache = await caches.open(shell);
  const page = await response.clone().text();
  const bundles = [...new Set(page.match(/\/assets\/[\w.-]+/g))];
  const kept = (await cache.keys()).map((request) => new URL(request.url).pathname);
  await cache.addAll(bundles.filter((bundle) => !kept.includes(bundle)));
  await cache.put("/", response);
  const stale = kept.filter((path) => path !== "/" && !bundles.includes(path));
  await Promise.all(stale.map((path) => cache.delete(path)));
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fetch("/").then(keepPage));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && ownPage.test(pathname))
    event.respondWith(
      fetch(request).then(
        (response) => {
          if (response.ok) event.waitUntil(keepPage(response.clone()).catch(() => {}));
          return response;
        },
        async (error) => {
          const kept = await caches.match("/");
          if (kept) return kept;
          throw error;
        },
      ),
    );
  else if (pathname.startsWith("/assets/"))
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});
