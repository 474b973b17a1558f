import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { startClock } from './app/clock';
import { applyProfile } from './app/theme';
import './app/styles.css';
import './app/deck.css';
import { LabContext } from './panels/context';
import { createFrames } from './state/frames';
import { createLab } from './state/lab';

const lab = createLab(window.location.search, () => performance.now());
const frames = createFrames();
applyProfile(lab.store.getState().settings.profile);

createRoot(document.getElementById('root')!).render(
  <LabContext.Provider value={{ lab, frames }}>
    <App />
  </LabContext.Provider>,
);
startClock(lab, frames);
