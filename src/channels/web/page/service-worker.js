/*
 * Shows a notice where the server is not reached. It keeps the notice and what that is drawn with, and nothing else: no answer, no
 * customer, no page that was open.
 */
const kept = 'bellwether-offline-1';
const notice = 'web/offline.html';
const drawnWith = ['web/page.css', 'web/bell.svg'];
const keptAddresses = [notice, ...drawnWith].map((path) => new URL(path, self.location).href);

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(kept)
      .then((cache) => cache.addAll(keptAddresses))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const stale = (names) => names.filter((name) => name.startsWith('bellwether-') && name !== kept);
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(stale(names).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode === 'navigate')
    event.respondWith(fetch(request).catch(() => caches.match(keptAddresses[0])));
  else if (request.method === 'GET' && keptAddresses.includes(request.url))
    event.respondWith(fetch(request).catch(() => caches.match(request.url)));
});
