import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { keepAddress } from './app/address';
import { startClock } from './app/clock';
import { fetchKernels } from './app/kernels';
import { applyProfile } from './app/theme';
import './app/styles.css';
import './app/deck.css';
import { LabContext } from './panels/context';
import { createFrames } from './state/frames';
import { createLab } from './state/lab';
import { createAnnouncer, STORY } from './story';

const lab = createLab(window.location.search, () => performance.now(), STORY, fetchKernels());
const frames = createFrames();
applyProfile(lab.store.getState().settings.profile);
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

/** What the first picture does without is loaded once it moves, or at once where the page begins with something else. */
const { view, lecture, ui } = lab.store.getState().settings;
if (view !== 'story' || lecture || ui !== 'full') void lab.complete();
else {
  const moving = frames.subscribe(() => {
    if ((lab.player?.step ?? 0) === 0 || !lab.store.getState().orbit) return;
    moving();
    setTimeout(() => void lab.complete(), 0);
  });
}
