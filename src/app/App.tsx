import { lazy, Suspense, useEffect } from 'react';
import { Deck } from '../panels/analysis/Deck';
import { useApp, useLab } from '../panels/context';
import { ErrorBoundary } from '../panels/ErrorBoundary';
import { InterveneBar } from '../panels/intervene/InterveneBar';
import { OutputStrip } from '../panels/outputs/OutputStrip';
import { Playback } from '../panels/playback/Playback';
import { Portrait } from '../panels/portrait/Portrait';
import { TrainingPanel } from '../panels/training/TrainingPanel';
import { TransitionPanel } from '../panels/transitions/TransitionPanel';
import { handleKey, handleRelease, releaseAll } from '../story/keys';
import { Header } from './Header';
import { Help } from './Help';
import { Notices } from './Notices';
import { applyProfile } from './theme';

const Report = lazy(() => import('./report/Report').then(({ Report: page }) => ({ default: page })));

export function App() {
  useKeys();
  useTitle();
  const profile = useApp((state) => state.settings.profile);
  useEffect(() => applyProfile(profile), [profile]);
  const view = useApp((state) => state.settings.view);
  if (view === 'report')
    return (
      <Suspense fallback={<p className="analysis-note">Loading the report…</p>}>
        <ErrorBoundary name="Replication report">
          <Report />
        </ErrorBoundary>
      </Suspense>
    );
  return (
    <>
      <div className="screen" id="live">
        <Header />
        <Notices />
        <main>
          <div className="hero">
            <ErrorBoundary name="Phase portrait">
              <Portrait />
            </ErrorBoundary>
            <Playback />
            <InterveneBar />
          </div>
          <div className="side">
            <ErrorBoundary name="Training">
              <TrainingPanel />
            </ErrorBoundary>
            <ErrorBoundary name="Transitions">
              <TransitionPanel />
            </ErrorBoundary>
          </div>
          <ErrorBoundary name="Outputs">
            <OutputStrip />
          </ErrorBoundary>
        </main>
      </div>
      <Deck />
      <Help />
    </>
  );
}

function useKeys(): void {
  const lab = useLab();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => handleKey(event, lab);
    const onRelease = (event: KeyboardEvent) => handleRelease(event, lab);
    const onBlur = () => releaseAll(lab);
    window.addEventListener('keydown', onKey);
    window.addEventListener('keyup', onRelease);
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('keyup', onRelease);
      window.removeEventListener('blur', onBlur);
    };
  }, [lab]);
}

/** Progress of a run in the tab's title: training goes on while the tab is hidden. */
function useTitle(): void {
  const title = useApp(({ training: { status, update, total } }) => {
    if (status === 'running') return `${Math.floor((100 * update) / Math.max(1, total))} % · noisy-orbits`;
    if (status === 'finished') return 'trained · noisy-orbits';
    return status === 'paused' ? 'paused · noisy-orbits' : 'noisy-orbits';
  });
  useEffect(() => {
    document.title = title;
  }, [title]);
}
