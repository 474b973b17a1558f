import { useEffect, useMemo, useRef } from 'react';
import type { TrainingStatus } from '../../state/training/slice';
import { useApp, useAppController } from '../../ui/context';
import { ErrorBoundary } from '../../ui/ErrorBoundary';
import { OutputStrip } from '../../views/outputs/OutputStrip';
import { Portrait } from '../../views/portrait/Portrait';
import { NormalisedLoss } from '../../views/training/NormalisedLoss';
import { curveOfRun, duration, stageSentence } from '../../views/training/progress';
import { TRAINING_VIEW } from './text';
import './training.css';

const isLive = (status: TrainingStatus): boolean => status === 'running' || status === 'paused' || status === 'starting';

/** A training in this tab, on the whole page: the state from hairball to ring, its outputs, the loss, and the way back. */
export function TrainingView() {
  const app = useAppController();
  const view = useApp((state) => state.training);
  const name = useApp((state) => (state.trained ?? state.network)?.hmm.name ?? '');
  const curve = useMemo(() => curveOfRun(view), [view]);
  useClosedElsewhere();
  return (
    <main className="training-view" aria-label={TRAINING_VIEW.title} data-status={view.status} data-testid="training-view">
      <header>
        <div>
          <h2>{TRAINING_VIEW.title}</h2>
          <p>{TRAINING_VIEW.of(name)}</p>
        </div>
        <Buttons status={view.status} />
      </header>
      <p className="training-stage" role="status">
        {isLive(view.status) && view.status !== 'paused' ? stageSentence(view) : TRAINING_VIEW.states[view.status]}
      </p>
      <p className="training-progress">
        <progress max={Math.max(1, view.total)} value={view.update} aria-label="Progress of the training" />
        <span>
          {TRAINING_VIEW.where(view.update, view.total)}
          {view.status === 'running' && view.secondsLeft !== undefined && `, ${TRAINING_VIEW.left(duration(view.secondsLeft))}`}
        </span>
      </p>
      <ErrorBoundary name="Phase portrait">
        <Portrait compact />
      </ErrorBoundary>
      <ErrorBoundary name="Outputs">
        <OutputStrip />
      </ErrorBoundary>
      <section className="panel birth-loss" aria-label="Loss">
        <NormalisedLoss curve={curve} now={() => app.store.getState().training.update} />
      </section>
    </main>
  );
}

function Buttons({ status }: { status: TrainingStatus }) {
  const app = useAppController();
  const live = isLive(status);
  return (
    <div className="row" data-control="training">
      <button type="button" onClick={app.watchTraining} disabled={status === 'starting'} data-testid="training-pause">
        {status === 'running' || status === 'starting'
          ? TRAINING_VIEW.pause
          : status === 'paused'
            ? TRAINING_VIEW.resume
            : TRAINING_VIEW.again}{' '}
        <kbd>T</kbd>
      </button>
      <button type="button" className="primary" onClick={() => app.leaveTraining(true)} data-testid="training-keep">
        {live ? TRAINING_VIEW.goesOn : TRAINING_VIEW.keep} <kbd>Esc</kbd>
      </button>
      <button type="button" onClick={() => app.leaveTraining(false)} data-testid="training-cancel">
        {live ? TRAINING_VIEW.cancel : TRAINING_VIEW.earlier}
      </button>
    </div>
  );
}

/** Whoever goes somewhere leaves the view; the training goes on. */
function useClosedElsewhere(): void {
  const app = useAppController();
  const place = useApp(({ settings: { view, chapter, step } }) => [view, chapter, step].join());
  const first = useRef(place);
  useEffect(() => {
    if (place !== first.current) app.leaveTraining(true);
  }, [app, place]);
}
