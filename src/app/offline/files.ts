/** What the service worker keeps, and which request gets what: shared by the worker, the build and the tests. No browser needed. */

/** A built file. */
export interface OfflineFile {
  /** Relative to the folder of the app; the page itself is `./`. */
  url: string;
  /** `sha256-…` in base64: what is kept is what was built, or nothing. */
  integrity: string;
  bytes: number;
}

/** Everything of one build. */
export interface OfflineFiles {
  /** Hash of all files: another one is another version. */
  version: string;
  /** Kept before the version is used: page, scripts, styles, WebAssembly, fonts. */
  app: readonly OfflineFile[];
  /** Kept when there is time: shipped networks, small files first. */
  data: readonly OfflineFile[];
  /** Added to what is kept where the host sent none of the name. */
  headers: Readonly<Record<string, string>>;
}

export const PAGE = './';

/** What a request gets. */
export type Answer =
  | { from: 'page' }
  /** `file` is undefined for a file of another version, which an older tab may still ask for. */
  | { from: 'app'; file: OfflineFile | undefined }
  | { from: 'data'; file: OfflineFile };

/** Files with a hash in their name live here. */
const HASHED = 'assets/';

export const isHashed = (file: OfflineFile): boolean => file.url.startsWith(HASHED);

interface AskedFor {
  url: string;
  method: string;
  /** `navigate` for pages. */
  mode: string;
}

/**
 * Who answers a request; undefined when it goes to the network as if there were no service worker.
 * Query strings are the app's own business: they do not tell files apart.
 * @param scope address of the folder of the app, with its last slash
 */
export function answerFor({ url, method, mode }: AskedFor, scope: string, files: OfflineFiles): Answer | undefined {
  const { origin, pathname } = new URL(url);
  const folder = new URL(scope);
  if (method !== 'GET' || origin !== folder.origin || !pathname.startsWith(folder.pathname)) return undefined;
  const path = pathname.slice(folder.pathname.length);
  if (path === '' || path === 'index.html') return { from: 'page' };
  // Other pages under the same folder are none of ours.
  if (mode === 'navigate') return undefined;
  const data = files.data.find((file) => file.url === path);
  if (data) return { from: 'data', file: data };
  const app = files.app.find((file) => file.url === path);
  return app || path.startsWith(HASHED) ? { from: 'app', file: app } : undefined;
}

/** Where a network is kept: another revision is another place. */
export const dataKey = (file: OfflineFile): string => `${file.url}?revision=${encodeURIComponent(file.integrity)}`;

/** Caches of this app; others of the same origin, and the app under another path, have other names. */
export function cacheNames(scope: string, version: string): { app: string; data: string; prefix: string } {
  const prefix = `noisy-orbits ${new URL(scope).pathname} version `;
  return { prefix, app: prefix + version, data: `noisy-orbits ${new URL(scope).pathname} networks` };
}

/**
 * Versions to throw away once `current` is in use. The one before it stays while pages of it are open.
 * @param names of caches, oldest first
 */
export function staleVersions(names: readonly string[], prefix: string, current: string, pagesOpen: boolean): string[] {
  const others = names.filter((name) => name.startsWith(prefix) && name !== current);
  return pagesOpen ? others.slice(0, -1) : others;
}

/** Headers of what is kept: those the host sent, and of the table those it did not. */
export function completeHeaders(sent: Headers, table: OfflineFiles['headers']): Headers {
  const all = new Headers(sent);
  // The body is kept unpacked.
  all.delete('content-encoding');
  all.delete('content-length');
  for (const [name, value] of Object.entries(table)) if (!all.has(name)) all.set(name, value);
  return all;
}

/** What the page and its service worker say to each other. */

export type ToWorker =
  /** The user asked for the new version. */
  | { type: 'take-over' }
  /** Keep one more of the shipped networks; answered on the port that comes with it by a `KeptOne`. */
  | { type: 'keep-next'; sparing: boolean };

export interface KeptOne {
  /** Bytes kept and wanted in all. */
  kept: number;
  wanted: number;
  /** Whether there is more to keep. */
  more: boolean;
  /** Why it did not work, a phrase. */
  problem?: string;
}

export type ToPage =
  /** Share of the app's own files that are kept, 0 … 1. */
  { type: 'installing'; share: number } | { type: 'install-failed'; reason: string };

/** How far the app is from working without a network. */
export interface OfflineState {
  /**
   * `preparing`: the app's own files are on their way; `ready`: the app works without a network, shipped networks are being kept;
   * `complete`: those too.
   */
  status: 'unavailable' | 'preparing' | 'ready' | 'complete';
  /** Of the app's files while preparing, of the networks' bytes after that, 0 … 1. */
  share: number;
  /** Why it is unavailable, or why no more is kept for now: a phrase. */
  reason?: string;
}
