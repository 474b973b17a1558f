/**
 * The service worker: keeps one version of the app whole, and the shipped networks beside it, so that everything works without a
 * network. Built by build-plugins/serviceWorker.ts into sw.js, with the list of files in it.
 *
 * A version is installed whole or not at all, in a cache of its own, and checked by hash. It is never put under pages that are
 * open unless the user asks; the version before it is then kept, for tabs that still show it and ask for its files.
 */

import type { KeptOne, ToPage, ToWorker } from './files';
import {
  answerFor,
  cacheNames,
  completeHeaders,
  dataKey,
  isHashed,
  type OfflineFile,
  type OfflineFiles,
  PAGE,
  staleVersions,
} from './files';

declare const self: ServiceWorkerGlobalScope;
declare const __OFFLINE_FILES__: OfflineFiles;

const FILES = __OFFLINE_FILES__;
const SCOPE = self.registration.scope;
const CACHES = cacheNames(SCOPE, FILES.version);
/** Files fetched at a time while a version is installed. */
const AT_ONCE = 4;
/** A training history is larger than this; where the browser asks to spare data, only smaller files are kept unasked. */
const SPARING_BYTES = 200_000;
const ANY_FORM: CacheQueryOptions = { ignoreVary: true, ignoreSearch: true };

const absolute = (url: string): string => new URL(url, SCOPE).href;

async function tell(message: ToPage): Promise<void> {
  for (const client of await self.clients.matchAll({ includeUncontrolled: true, type: 'window' })) client.postMessage(message);
}

/** A file from the host, exactly as it was built. @throws Error with a sentence otherwise */
async function fetchChecked(file: OfflineFile): Promise<Response> {
  const how: RequestInit & { priority: string } = {
    integrity: file.integrity,
    // What has its hash in its name may come from the browser's own store; the rest is asked for again.
    cache: isHashed(file) ? 'default' : 'no-cache',
    priority: 'low',
  };
  let response: Response;
  try {
    response = await fetch(absolute(file.url), how);
  } catch {
    throw new Error(`${file.url} could not be fetched, or is not the file of this version`);
  }
  if (!response.ok) throw new Error(`${file.url} could not be fetched (${response.status})`);
  return new Response(response.body, { status: 200, headers: completeHeaders(response.headers, FILES.headers) });
}

async function install(): Promise<void> {
  // Only this script has changed, and pages live on the very files: nothing may be thrown away.
  const inUse = await caches.has(CACHES.app);
  const waiting = [...FILES.app];
  try {
    const cache = await caches.open(CACHES.app);
    let done = 0;
    const keepSome = async () => {
      for (let file = waiting.shift(); file; file = waiting.shift()) {
        const url = absolute(file.url);
        const older = isHashed(file) ? await caches.match(url, ANY_FORM) : await cache.match(url, ANY_FORM);
        await cache.put(url, older ?? (await fetchChecked(file)));
        await tell({ type: 'installing', share: ++done / FILES.app.length });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, keepSome));
  } catch (error) {
    waiting.length = 0;
    if (!inUse) await caches.delete(CACHES.app);
    await tell({ type: 'install-failed', reason: (error as Error).message });
    throw error;
  }
}

async function activate(): Promise<void> {
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: 'window' });
  for (const name of staleVersions(await caches.keys(), CACHES.prefix, CACHES.app, pages.length > 0)) await caches.delete(name);
  const networks = await caches.open(CACHES.data);
  const current = new Set(FILES.data.map((file) => absolute(dataKey(file))));
  for (const request of await networks.keys()) if (!current.has(request.url)) await networks.delete(request);
  await self.clients.claim();
}

/** From this version, else from another one that is still kept, else from the host. */
async function fromApp(request: Request, url: string): Promise<Response> {
  const own = await (await caches.open(CACHES.app)).match(url, ANY_FORM);
  return own ?? (await caches.match(url, ANY_FORM)) ?? fetch(request);
}

const underway = new Map<string, Promise<Response>>();

/** Fetches a network and keeps it; a second wish for the same one waits for the first. */
function keepNetwork(file: OfflineFile): Promise<Response> {
  const key = absolute(dataKey(file));
  const persistence =
    underway.get(key) ??
    (async () => {
      const response = await fetchChecked(file);
      await (await caches.open(CACHES.data)).put(key, response.clone());
      return response;
    })().finally(() => underway.delete(key));
  underway.set(key, persistence);
  return persistence;
}

async function fromNetworks(request: Request, file: OfflineFile): Promise<Response> {
  const kept = await (await caches.open(CACHES.data)).match(absolute(dataKey(file)), { ignoreVary: true });
  if (kept) return kept;
  // Where it cannot be kept (storage full, or the host has another revision by now) the page gets what the host has.
  return keepNetwork(file).then(
    (response) => response.clone(),
    () => fetch(request),
  );
}

/** Keeps the first of the shipped networks that is missing. */
async function keepNext(sparing: boolean): Promise<KeptOne> {
  const wanted = FILES.data.filter((file) => !sparing || file.bytes <= SPARING_BYTES);
  const networks = await caches.open(CACHES.data);
  const kept = new Set((await networks.keys()).map((request) => request.url));
  const missing = wanted.filter((file) => !kept.has(absolute(dataKey(file))));
  const sum = (files: readonly OfflineFile[]) => files.reduce((bytes, file) => bytes + file.bytes, 0);
  const answer = (left: readonly OfflineFile[]): KeptOne => ({
    kept: sum(wanted) - sum(left),
    wanted: sum(wanted),
    more: left.length > 0,
  });
  if (!missing[0]) return answer([]);
  try {
    await keepNetwork(missing[0]);
    return answer(missing.slice(1));
  } catch (error) {
    return { ...answer(missing), problem: (error as Error).message };
  }
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(activate()));

self.addEventListener('fetch', (event) => {
  const answer = answerFor(event.request, SCOPE, FILES);
  if (answer?.from === 'page') event.respondWith(fromApp(event.request, absolute(PAGE)));
  if (answer?.from === 'app') event.respondWith(fromApp(event.request, event.request.url));
  if (answer?.from === 'data') event.respondWith(fromNetworks(event.request, answer.file));
});

self.addEventListener('message', (event) => {
  const message = event.data as ToWorker | undefined;
  // Not waited for: this very event would keep the worker from being put to use.
  if (message?.type === 'take-over') void self.skipWaiting();
  if (message?.type === 'keep-next') {
    const [port] = event.ports;
    event.waitUntil(keepNext(message.sparing).then((answer) => port?.postMessage(answer)));
  }
});
