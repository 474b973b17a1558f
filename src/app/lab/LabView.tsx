import { Suspense, useEffect, useState } from 'react';
import { InterveneBar } from '../../analyses/intervene/InterveneBar';
import { ErrorBoundary } from '../../ui/ErrorBoundary';
import { lazyComponent } from '../../ui/lazyComponent';
import { OutputStrip } from '../../views/outputs/OutputStrip';
import { Playback } from '../../views/playback/Playback';
import { Portrait } from '../../views/portrait/Portrait';
import { TrainingPanel } from '../../views/training/TrainingPanel';
import { TransitionPanel } from '../../views/transitions/TransitionPanel';
import { LabBar } from './LabBar';

const AnalysisPanels = lazyComponent(() => import('../../analyses/registry').then((module) => module.AnalysisPanels));

/** All panels, all controls. */
export function LabView() {
  return (
    <>
      <div className="screen" id="live">
        <LabBar />
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
      <LaterAnalysisPanels />
    </>
  );
}

/** The analyses below the live run, once the page has had time to move. */
function LaterAnalysisPanels() {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), 300);
    return () => clearTimeout(timer);
  }, []);
  const waiting = <p className="analysis-note">Loading the analyses…</p>;
  return due ? (
    <Suspense fallback={waiting}>
      <ErrorBoundary name="Analyses">
        <AnalysisPanels />
      </ErrorBoundary>
    </Suspense>
  ) : (
    waiting
  );
}
