import { modelOf } from '../settings/settings';
import { decodeLink } from '../settings/urlState';
import { type AppStore, notify } from '../store';
import { readText } from '../webStorage';
import { createAutosave, OWN_RUN } from './autosave';
import { type AppDependencies, type KeepingParts, keepingParts } from './deps';
import { createIndexedStore } from './indexedDbStorage';
import { keepPlace, lastPlace } from './lastVisit';
import { createRecents, type RecentNetworks } from './recentNetworks';
import { IN_VIEW, keepOpenedNetworks } from './rememberImports';
import { createRunOffers } from './resumePrompt';
import { createKeeper } from './storage';
import type { KeepStore } from './storageBackend';
import { createRunHolds, type RunHolds } from './tabLocks';
import { KEEPING, placeText } from './text';

/** What is kept in this browser: the training under way, recent networks, where one was. */
export interface Keeping {
  recents: RecentNetworks;
  /**
   * Offers what was left: an interrupted training, or else the network that was in view before a reload, or else, at the bare address,
   * the place of the last visit. @param search query string the page was opened with
   */
  offer(search: string): Promise<void>;
}

/** What the browser gives; other things stand in for it in tests. */
interface KeepingPlatform {
  keepStore: KeepStore;
  holds: RunHolds;
  /** Milliseconds that only ever grow. */
  now: () => number;
  wallClock: () => number;
}

const browser = (): KeepingPlatform => ({
  keepStore: createIndexedStore(),
  holds: createRunHolds(),
  now: () => performance.now(),
  wallClock: () => Date.now(),
});

export function createKeeping(app: AppDependencies, { keepStore, holds, now, wallClock }: KeepingPlatform = browser()): Keeping {
  const { store, story } = app;
  // What was left is read first of all: this page writes to the same places.
  const left = { run: readText('session', OWN_RUN), view: readText('session', IN_VIEW), place: lastPlace(story) };
  const parts = keepingParts(app, now, wallClock);
  const keeper = createKeeper(store, keepStore);
  const recents = createRecents(parts, keeper);
  let newestRun = 0;
  const autosave = createAutosave({ parts, keeper, recents, holds }, () => ++newestRun);
  const known = (order: number) => {
    newestRun = Math.max(newestRun, order);
  };
  const offerRun = createRunOffers({ parts, keeper, recents, holds, autosave, own: left.run, known });
  keepOpenedNetworks(store, recents);
  keepPlace(store, story);
  globalThis.window?.addEventListener('pagehide', autosave.flush);
  globalThis.document?.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') autosave.flush();
  });
  return {
    recents,
    async offer(search) {
      // An embedded page is set up by the page around it.
      if (store.getState().settings.ui !== 'full') return;
      if ((await offerRun()) || (await offerNetwork(store, recents, left.view))) return;
      if (search === '' || search === '?') offerPlace(parts, left.place);
    },
  };
}

/** Offers the kept network that was in view in this tab before. @returns whether there was one */
async function offerNetwork(store: AppStore, recents: RecentNetworks, fingerprint: string | undefined): Promise<boolean> {
  const kept = fingerprint === undefined ? undefined : await recents.find(fingerprint);
  if (!kept || store.getState().network?.fingerprint === kept.fingerprint) return false;
  notify(store, 'info', KEEPING.wasInView(kept.name), { label: KEEPING.showIt, run: () => recents.open(kept) });
  return true;
}

function offerPlace({ store, story, apply }: KeepingParts, link: string | undefined): void {
  if (link === undefined) return;
  const { settings } = decodeLink(link, story);
  notify(store, 'info', KEEPING.lastPlace(placeText(settings, modelOf(settings).name)), {
    label: KEEPING.goThere,
    run: () => apply(settings),
  });
}
