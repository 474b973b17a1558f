import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { keepAddress } from './app/address';
import { startClock } from './app/clock';
import { startOffline } from './app/offline/start';
import { applyPage, applyProfile, wishedProfile } from './app/theme';
import { reduceMotion } from './state/live/slice';
import './app/styles.css';
import './app/deck.css';
import kernelsFile from './kernels/kernels.wasm?url';
import { provideKernels } from './kernels/module';
import { createAppController } from './state/app';
import { createFrames, FIRST_FRAME } from './state/live/frames';
import { createAnnouncer, STORY } from './story';
import { AppContext } from './ui/context';

/** Fetches the kernels beside everything else the first picture needs; where that fails they come as a script. */
async function fetchKernels(): Promise<void> {
  try {
    const response = await fetch(kernelsFile);
    if (!response.ok) throw new Error(`${response.status}`);
    provideKernels(new Uint8Array(await response.arrayBuffer()));
  } catch {
    await import('./kernels/bundled');
  }
}

const app = createAppController(
  window.location.search,
  () => performance.now(),
  STORY,
  fetchKernels(),
  window.location.hash,
  wishedProfile(window),
);
const frames = createFrames();
const { settings } = app.store.getState();
applyProfile(settings.profile);
applyPage(settings);
if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) reduceMotion(app.store);
keepAddress(app, window);
const announcer = createAnnouncer(app);
frames.subscribe(announcer.frame);

/** Fetched at once, and not part of the first picture: nobody translates a page before it is there. */
void import('./app/translation').then(({ watchTranslation }) => watchTranslation(document));

/** Shows the app. If React gives up on the whole page, it begins anew: what the user has lies in the store, outside of it. */
function render(attemptsLeft: number): void {
  const place = document.getElementById('root')!;
  place.replaceChildren();
  const root = createRoot(place, {
    onUncaughtError(error) {
      console.error(error);
      if (attemptsLeft > 0) setTimeout(() => render(attemptsLeft - 1), 0);
    },
  });
  root.render(
    <AppContext.Provider value={{ app, frames }}>
      <App />
    </AppContext.Provider>,
  );
}
render(3);
startClock(app, frames);
void startOffline(app.store);
if (window.parent !== window && settings.allow !== '')
  void import('./app/embed').then(({ startEmbed }) => startEmbed(app, frames, window));

const features = app.store.subscribe(({ featuresLoaded }) => {
  if (!featuresLoaded) return;
  features();
  // Without its films the story still stands.
  import('./story/film').then(
    ({ playFilms }) => playFilms(app, frames),
    () => {},
  );
});

/** So long the rest waits for the first picture at most, in seconds. */
const PATIENCE = 3;

/** What the first picture does without is loaded once it is there, or at once where the page begins with something else. */
const { view, lecture, ui } = settings;
if (view !== 'story' || lecture || ui !== 'full') void app.loadFeatures();
else {
  let waited = 0;
  const waiting = frames.subscribe((dt) => {
    waited += dt;
    const drawn = app.store.getState().orbit && performance.getEntriesByName(FIRST_FRAME).length > 0;
    if (!drawn && waited < PATIENCE) return;
    waiting();
    setTimeout(() => void app.loadFeatures(), 0);
  });
}
