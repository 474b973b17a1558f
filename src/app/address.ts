import type { AppController } from '../state/app';
import { notify } from '../state/page/slice';
import { decodeLink, droppedSentence } from '../state/settings/link';
import { LAB_KEYS, LOCATION_KEYS, SETTING_KEYS, type Settings } from '../state/settings/settings';

/** Milliseconds of rest before a change is written to the address: browsers refuse more than a hundred writes in half a minute. */
const REST_MS = 400;

const locationOf = (settings: Settings): string => LOCATION_KEYS.map((key) => settings[key]).join('\n');
const panelOf = (settings: Settings): string => LAB_KEYS.map((key) => settings[key]).join('\n');

/**
 * Keeps the address of the page in step with the settings: a reload finds the same state, and going somewhere (another chapter, another
 * network) can be gone back on. A page embedded elsewhere leaves the history of its host alone.
 * @returns a function that ends it
 */
export function keepAddress(app: AppController, view: Window): () => void {
  const { store, story } = app;
  const embedded = view.parent !== view;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let location = locationOf(store.getState().settings);
  let panel = panelOf(store.getState().settings);
  const write = () => {
    clearTimeout(timer);
    timer = undefined;
    const { settings } = store.getState();
    const gone = locationOf(settings) !== location;
    const turned = panelOf(settings) !== panel;
    location = locationOf(settings);
    panel = panelOf(settings);
    const link = app.link();
    if (link === view.location.search) return;
    try {
      // Weights that came in the fragment belong to the place they came to.
      if (gone && !embedded) view.history.pushState(null, '', link);
      // They stay in view at another panel of the lab.
      else if (turned && !embedded) view.history.pushState(null, '', link + view.location.hash);
      else view.history.replaceState(null, '', link + view.location.hash);
    } catch {
      // A page opened from a file or in a sandbox may not change its address; copying the link still works.
    }
  };
  const unsubscribe = store.subscribe(({ settings }, { settings: before }) => {
    if (settings === before) return;
    // Going somewhere is written at once, so that every place has an entry of its own.
    if (locationOf(settings) !== location || panelOf(settings) !== panel) write();
    else timer ??= setTimeout(write, REST_MS);
  });
  const back = () => {
    const { settings, dropped } = decodeLink(view.location.search, story);
    const sentence = droppedSentence(dropped);
    if (sentence) notify(store, 'warning', sentence);
    location = locationOf(settings);
    panel = panelOf(settings);
    app.apply(Object.fromEntries(SETTING_KEYS.map((key) => [key, settings[key]])));
    void app.openShared(view.location.hash);
  };
  const leave = () => {
    if (timer !== undefined) write();
  };
  if (view.location.hash.startsWith('#w=')) void import('./ownLink').then(({ watchCarried }) => watchCarried(store, view));
  view.addEventListener('popstate', back);
  view.addEventListener('pagehide', leave);
  return () => {
    unsubscribe();
    clearTimeout(timer);
    view.removeEventListener('popstate', back);
    view.removeEventListener('pagehide', leave);
  };
}
