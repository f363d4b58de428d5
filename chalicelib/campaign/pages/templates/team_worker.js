// Answers for the team's page where there is no network: with the form alone, and nobody's data.
const NAME = 'team-' + {{ version|tojson }}
const SHELL = {{ shell|tojson }}
const KEPT = {{ kept|tojson }}
const PATIENCE = 8000

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(KEPT)).then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  const others = (names) => names.filter((name) => name.startsWith('team-') && name !== NAME)
  const cleaned = caches.keys().then((names) => Promise.all(others(names).map((name) => caches.delete(name))))
  event.waitUntil(cleaned.then(() => self.clients.claim()))
})

async function page(request) {
  const slow = new Promise((_, refuse) => setTimeout(refuse, PATIENCE))
  try {
    return await Promise.race([fetch(request), slow])
  } catch {
    return (await caches.open(NAME)).match(SHELL)
  }
}

async function dress(request) {
  return (await (await caches.open(NAME)).match(request)) ?? fetch(request)
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { pathname } = new URL(request.url)
  if (request.method !== 'GET') return
  if (request.mode === 'navigate' && pathname === '/team') event.respondWith(page(request))
  else if (pathname.startsWith('/static/')) event.respondWith(dress(request))
})
