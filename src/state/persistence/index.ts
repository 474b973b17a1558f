import { notify } from '../page/slice';
import { decodeLink } from '../settings/link';
import { modelOf } from '../settings/settings';
import type { AppStore } from '../store';
import { readText } from '../webStorage';
import { createAutosave, OWN_RUN } from './autosave';
import { type AppDependencies, type PersistenceDependencies, persistenceDependencies } from './dependencies';
import { createIndexedDbStorage } from './indexedDbStorage';
import { lastVisit, rememberVisit } from './lastVisit';
import { createRecents, IN_VIEW, type RecentNetworks, rememberImports } from './recentNetworks';
import { createResumePrompt } from './resumePrompt';
import { createStorage, type StorageBackend } from './storage';
import { createSequenceKeeper, type SequenceKeeper } from './storedSequences';
import { createTabLocks, type TabLocks } from './tabLocks';
import { locationText, PERSISTENCE_TEXT } from './text';

/** What is stored in this browser: the training in progress, recent networks, and the last location. */
export interface Persistence {
  recents: RecentNetworks;
  /** The sequences opened last. */
  sequences: SequenceKeeper;
  /**
   * Offers to continue: an interrupted training, or else the network that was in view before a reload, or else, at the bare
   * address, the location of the last visit.
   * @param search query string with which the page was opened
   */
  offer(search: string): Promise<void>;
}

/** What the browser provides; tests replace it. */
interface PersistencePlatform {
  storageBackend: StorageBackend;
  locks: TabLocks;
  /** A clock in milliseconds that never goes back. */
  now: () => number;
  wallClock: () => number;
}

const browser = (): PersistencePlatform => ({
  storageBackend: createIndexedDbStorage(),
  locks: createTabLocks(),
  now: () => performance.now(),
  wallClock: () => Date.now(),
});

export function createPersistence(
  app: AppDependencies,
  { storageBackend, locks, now, wallClock }: PersistencePlatform = browser(),
): Persistence {
  const { store, story } = app;
  // What the last page left is read first, because this page writes to the same keys.
  const left = { run: readText('session', OWN_RUN), view: readText('session', IN_VIEW), place: lastVisit(story) };
  const parts = persistenceDependencies(app, now, wallClock);
  const storage = createStorage(store, storageBackend);
  const recents = createRecents(parts, storage);
  const sequences = createSequenceKeeper(parts, storage);
  let newestRun = 0;
  const autosave = createAutosave({ parts, storage, recents, locks }, () => ++newestRun);
  const known = (order: number) => {
    newestRun = Math.max(newestRun, order);
  };
  const offerRun = createResumePrompt({ parts, storage, recents, locks, autosave, own: left.run, known });
  rememberImports(store, recents);
  rememberVisit(store, story);
  globalThis.window?.addEventListener('pagehide', autosave.flush);
  globalThis.document?.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') autosave.flush();
  });
  return {
    recents,
    sequences,
    async offer(search) {
      // An embedded page is set up by the page around it.
      if (store.getState().settings.ui !== 'full') return;
      void sequences.restore();
      if ((await offerRun()) || (await offerNetwork(store, recents, left.view))) return;
      if (search === '' || search === '?') offerLocation(parts, left.place);
    },
  };
}

/**
 * Offers the stored network that was in view in this tab before.
 * @returns whether there was one
 */
async function offerNetwork(store: AppStore, recents: RecentNetworks, fingerprint: string | undefined): Promise<boolean> {
  const kept = fingerprint === undefined ? undefined : await recents.find(fingerprint);
  if (!kept || store.getState().network?.fingerprint === kept.fingerprint) return false;
  notify(store, 'info', PERSISTENCE_TEXT.wasInView(kept.name), { label: PERSISTENCE_TEXT.showIt, run: () => recents.open(kept) });
  return true;
}

function offerLocation({ store, story, apply }: PersistenceDependencies, link: string | undefined): void {
  if (link === undefined) return;
  const { settings } = decodeLink(link, story);
  notify(store, 'info', PERSISTENCE_TEXT.lastVisit(locationText(settings, modelOf(settings).name)), {
    label: PERSISTENCE_TEXT.goThere,
    run: () => apply(settings),
  });
}
