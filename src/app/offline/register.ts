import { trustedScript } from '../../workers/trusted';
import type { OfflineState, ToPage, ToWorker } from './files';
import { keepNetworks } from './keeping';
import { OFFLINE } from './text';

/**
 * Makes the app work without a network after the first visit. Call it once the page moves: it downloads every file of the app.
 * Where it cannot be had the app is the same, only not offline; the state says why and nobody is disturbed.
 */

export interface OfflineHooks {
  /** The app works without a network from now on. Called once. */
  onReady?: () => void;
  /** Another version is ready; `reload` puts it under this page. Called once per version. */
  onUpdate?: (reload: () => void) => void;
  /** Every change of state. */
  onProgress?: (state: OfflineState) => void;
}

/** So long a new version may take to get under the page that asked for it, in milliseconds; then the page is loaded anyway. */
const TAKE_OVER_WAIT = 5000;
/** A version that is on its way is looked for again after so many milliseconds. */
const VERSION_WAIT = 3000;
/** An open page asks for a new version this often, in milliseconds, and only while it is looked at. */
const CHECK_EVERY = 60 * 60 * 1000;

/** Why there can be no service worker here; undefined when there can. */
function obstacle(): string | undefined {
  if (import.meta.env.DEV) return OFFLINE.reasons.development;
  if (!('serviceWorker' in navigator) || !('caches' in window)) return OFFLINE.reasons.unsupported;
  // A visitor of another site has not asked for all of this.
  if (window.top !== window) return OFFLINE.reasons.embedded;
  return undefined;
}

/** The registration, or undefined where the browser refuses it (private mode, storage forbidden, no such file on the host). */
async function register(): Promise<ServiceWorkerRegistration | undefined> {
  try {
    const url = trustedScript(new URL('./sw.js', document.baseURI).href);
    const scope = new URL('./', document.baseURI).href;
    return await navigator.serviceWorker.register(url, { scope, updateViaCache: 'none' });
  } catch {
    return undefined;
  }
}

const say = (worker: ServiceWorker, message: ToWorker): void => worker.postMessage(message);

/** Resolves when a worker is past its installation, with whether that went well. */
const settled = (worker: ServiceWorker): Promise<boolean> =>
  new Promise((resolve) => {
    const look = () => {
      if (worker.state === 'installing') return;
      worker.removeEventListener('statechange', look);
      resolve(worker.state !== 'redundant');
    };
    worker.addEventListener('statechange', look);
    look();
  });

/**
 * The worker in use, once no other version is on its way: browsers put that one to use only when this one has nothing to do, and
 * the new one can go on with what this one began.
 */
async function restingWorker(): Promise<ServiceWorker> {
  const registration = await navigator.serviceWorker.ready;
  while (registration.installing || registration.waiting) await new Promise((resolve) => setTimeout(resolve, VERSION_WAIT));
  return registration.active!;
}

/** Tells of every version that waits to be used, and of one that another tab has put to use. */
function followUpdates(registration: ServiceWorkerRegistration, onUpdate: NonNullable<OfflineHooks['onUpdate']>): void {
  let asked = false;
  let controlled = navigator.serviceWorker.controller !== null;
  const reload = () => {
    asked = true;
    if (!registration.waiting) return window.location.reload();
    say(registration.waiting, { type: 'take-over' });
    setTimeout(() => window.location.reload(), TAKE_OVER_WAIT);
  };
  const offer = async (worker: ServiceWorker | null) => {
    // The first version of all replaces nothing.
    if (worker && registration.active && (await settled(worker)) && worker.state === 'installed') onUpdate(reload);
  };
  void offer(registration.waiting ?? (registration.active ? registration.installing : null));
  registration.addEventListener('updatefound', () => void offer(registration.installing));
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (asked) window.location.reload();
    else if (controlled) onUpdate(reload);
    controlled = true;
  });
  let checked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' || Date.now() - checked < CHECK_EVERY) return;
    checked = Date.now();
    // Without a network there is nothing new.
    registration.update().catch(() => {});
  });
}

/** Registers the service worker and reports what comes of it. Never throws, never reloads unasked. */
export async function registerOffline({ onReady, onUpdate, onProgress }: OfflineHooks): Promise<void> {
  const tell = (state: OfflineState) => onProgress?.(state);
  let failure: string = OFFLINE.reasons.refused;
  let preparing = true;
  const unavailable = (why: string) => {
    preparing = false;
    tell({ status: 'unavailable', share: 0, reason: why });
  };
  const reason = obstacle();
  if (reason) return unavailable(reason);
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<ToPage | undefined>) => {
    if (data?.type === 'install-failed') failure = data.reason;
    if (data?.type === 'installing' && preparing) tell({ status: 'preparing', share: data.share });
  });
  navigator.serviceWorker.startMessages();
  tell({ status: 'preparing', share: 0 });
  const registration = await register();
  if (!registration) return unavailable(failure);
  const first = registration.active ?? registration.waiting ?? registration.installing;
  if (!first || !(await settled(first))) return unavailable(failure);
  preparing = false;
  if (onUpdate) followUpdates(registration, onUpdate);
  await navigator.serviceWorker.ready;
  onReady?.();
  await keepNetworks(restingWorker, tell);
}
