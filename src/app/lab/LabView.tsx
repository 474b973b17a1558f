import { Suspense, useEffect, useState } from 'react';
import { InterveneBar } from '../../analyses/intervene/InterveneBar';
import { ErrorBoundary } from '../../ui/ErrorBoundary';
import { lazyComponent } from '../../ui/lazyComponent';
import { OutputStrip } from '../../views/outputs/OutputStrip';
import { LabPlayback } from '../../views/playback/LabPlayback';
import { Portrait } from '../../views/portrait/Portrait';
import { LabBar } from './LabBar';
import { LabTraining } from './LabTraining';
import { LAB } from './text';
import './lab.css';

const Workbench = lazyComponent(() => import('./Workbench').then((module) => module.Workbench));

/** The live run with its controls, always in sight, and the workbench beside it. */
export function LabView() {
  return (
    <div className="lab">
      <LabBar />
      <main className="bench">
        <div className="hero" id="live">
          <ErrorBoundary name="Phase portrait">
            <Portrait />
          </ErrorBoundary>
          <LabPlayback />
          <InterveneBar />
          <LabTraining />
          <ErrorBoundary name="Outputs">
            <OutputStrip />
          </ErrorBoundary>
        </div>
        <LaterWorkbench />
      </main>
    </div>
  );
}

/** The analyses, once the page has had time to move. */
function LaterWorkbench() {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), 300);
    return () => clearTimeout(timer);
  }, []);
  const waiting = <p className="analysis-note">{LAB.loading}</p>;
  return due ? (
    <Suspense fallback={waiting}>
      <ErrorBoundary name="Analyses">
        <Workbench />
      </ErrorBoundary>
    </Suspense>
  ) : (
    waiting
  );
}
