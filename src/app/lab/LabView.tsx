import './lab.css';
import { Suspense, useEffect, useState } from 'react';
import { InterveneBar } from '../../analyses/intervene/Controls';
import { useApp, useAppController } from '../../ui/context';
import { ErrorBoundary } from '../../ui/ErrorBoundary';
import { lazyComponent } from '../../ui/lazyComponent';
import { OutputStrip } from '../../views/outputs/OutputStrip';
import { LabPlayback } from '../../views/playback/LabPlayback';
import { Portrait } from '../../views/portrait/Portrait';
import { LabBar } from './LabBar';
import { LAB } from './text';

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

/** Beside the live run: that a network trains, how far it is, and the way to its curve, where that is out of sight. */
function LabTraining() {
  const app = useAppController();
  const { status, total, losses } = useApp((state) => state.training);
  const panel = useApp((state) => state.settings.panel);
  const inSight = panel === '' || panel.split('.').includes('training');
  if (inSight || (status !== 'running' && status !== 'paused')) return null;
  const last = losses.at(-1);
  return (
    <div className="lab-training row">
      <progress max={total} value={last?.update ?? 0} aria-label={LAB.trains} />
      <span className="hint">
        {status === 'paused' ? LAB.paused : LAB.trains}: {LAB.progress(last?.update ?? 0, total, last?.loss)}
      </span>
      <button type="button" onClick={() => app.set('panel', 'training')}>
        {LAB.toTraining}
      </button>
    </div>
  );
}
