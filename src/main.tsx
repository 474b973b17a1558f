import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { keepAddress } from './app/address';
import { startClock } from './app/clock';
import { fetchKernels } from './app/kernels';
import { startOffline } from './app/offlineStart';
import { applyPage, applyProfile } from './app/theme';
import './app/styles.css';
import './app/deck.css';
import { createLab } from './state/app';
import { createFrames } from './state/live/frames';
import { createAnnouncer, STORY } from './story';
import { LabContext } from './ui/context';
import { FIRST_FRAME } from './views/portrait/firstFrame';

const lab = createLab(window.location.search, () => performance.now(), STORY, fetchKernels(), window.location.hash);
const frames = createFrames();
const { settings } = lab.store.getState();
applyProfile(settings.profile);
applyPage(settings);
if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) lab.store.setState({ calm: true, playing: false });
keepAddress(lab, window);
const announcer = createAnnouncer(lab);
frames.subscribe(announcer.frame);

createRoot(document.getElementById('root')!).render(
  <LabContext.Provider value={{ lab, frames }}>
    <App />
  </LabContext.Provider>,
);
startClock(lab, frames);
void startOffline(lab.store);
if (window.parent !== window && settings.allow !== '')
  void import('./app/embed').then(({ startEmbed }) => startEmbed(lab, frames, window));

/** So long the rest waits for the first picture at most, in seconds. */
const PATIENCE = 3;

/** What the first picture does without is loaded once it is there, or at once where the page begins with something else. */
const { view, lecture, ui } = settings;
if (view !== 'story' || lecture || ui !== 'full') void lab.complete();
else {
  let waited = 0;
  const waiting = frames.subscribe((dt) => {
    waited += dt;
    const drawn = lab.store.getState().orbit && performance.getEntriesByName(FIRST_FRAME).length > 0;
    if (!drawn && waited < PATIENCE) return;
    waiting();
    setTimeout(() => void lab.complete(), 0);
  });
}
