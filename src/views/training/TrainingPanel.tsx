import { type ReactNode, useMemo } from 'react';
import { sameModel } from '../../hmm/spec';
import type { TrainingStatus, TrainingView } from '../../state/training/slice';
import type { Preset } from '../../training/presets';
import { useApp, useAppController } from '../../ui/context';
import { Term } from '../../ui/glossary';
import { MaximiseButton, usePanel } from '../../ui/panelFrame';
import { HmmDiagram } from '../model/HmmDiagram';
import { LossChart, ShippedHistory } from './LossChart';
import { curveOfRun, duration, stageSentence } from './progress';
import { TrainingSettings } from './TrainingSettings';
import { HISTORY_TEXT, TRAINING } from './text';
import './training.css';

/** Train, pause, step, stop; the loss; the engine. */
export function TrainingPanel() {
  const view = useApp((state) => state.training);
  const other = useOtherModel();
  const { className, ...frame } = usePanel('training');
  return (
    <section
      className={`${className} training`}
      aria-label={TRAINING.title}
      data-status={view.status}
      data-part="training"
      {...frame}
    >
      <header>
        <h2>{TRAINING.title}</h2>
        <Buttons status={view.status} other={other} />
        <MaximiseButton id="training" title={TRAINING.title} />
      </header>
      <p className="caption" aria-live="polite">
        {other === undefined ? stageSentence(view) : TRAINING.otherModel(other)}
      </p>
      {view.status === 'idle' ? <Preview /> : <RunChart view={view} />}
      {view.status !== 'idle' && <Numbers view={view} />}
      <TrainingSettings />
    </section>
  );
}

/** Name of the model that the run in the tab learns, where it is not the one in view. */
function useOtherModel(): string | undefined {
  return useApp(({ recorded, network, training: { status } }) => {
    if (!recorded || !network || status === 'idle' || status === 'starting') return undefined;
    return sameModel(recorded.hmm, network.hmm) ? undefined : recorded.hmm.name;
  });
}

function RunChart({ view }: { view: TrainingView }) {
  const curve = useMemo(() => curveOfRun(view), [view]);
  return <LossChart view={curve} />;
}

/** Before the first run: the model to be learned, and what the training of the shipped network ended with. */
function Preview() {
  const network = useApp((state) => state.network);
  const history = useApp((state) => (state.historyShown ? state.history : undefined));
  return (
    <>
      {network && (history ? <ShippedHistory history={history} /> : <HmmDiagram hmm={network.hmm} />)}
      {network?.preset && <Shipped preset={network.preset} />}
    </>
  );
}

function Shipped({ preset }: { preset: Preset }) {
  const app = useAppController();
  const { loss, floor, ratio, maxCell, changeRateRatio, batch, seqLen } = preset.scores;
  const rate = 100 * (changeRateRatio.value - 1);
  const opened = useApp((state) => state.historyShown && state.history !== undefined);
  const loading = useApp((state) => state.historyShown && state.historyLoading);
  if (opened) return null;
  return (
    <div className="shipped">
      <p>
        The network shown was trained by this code (recipe “{preset.recipeName}”, seed {preset.seed}, {preset.update} updates):{' '}
        <Term id="loss">loss</Term> <b>{loss.value.toFixed(2)}</b> [{loss.low.toFixed(2)}, {loss.high.toFixed(2)}],{' '}
        <Term id="floor">floor</Term> <b>{floor.value.toFixed(2)}</b> [{floor.low.toFixed(2)}, {floor.high.toFixed(2)}] (n ={' '}
        {loss.n} batches of {batch}, T = {seqLen}; {TRAINING.ratio} <b data-testid="shipped-ratio">{ratio.value.toFixed(3)}</b>
        ); <Term id="cellError">cell error</Term> {maxCell.toFixed(3)}; change rate {Math.abs(rate).toFixed(1)} %{' '}
        {rate > 0 ? 'high' : 'low'}.{preset.misses.length > 0 && ` It misses a bar: ${preset.misses.join('; ')}.`}
      </p>
      {preset.history && (
        <button type="button" onClick={app.openHistory} disabled={loading} data-testid="open-history">
          {loading ? HISTORY_TEXT.loading : HISTORY_TEXT.open}
        </button>
      )}
    </div>
  );
}

function Buttons({ status, other }: { status: TrainingStatus; other: string | undefined }) {
  const app = useAppController();
  const trained = useApp((state) => state.trained);
  const origin = useApp((state) => state.network?.origin);
  const ships = useApp((state) => state.settings.model === '');
  const live = status === 'running' || status === 'paused';
  const label: Record<TrainingStatus, string> = {
    idle: 'Train',
    starting: 'Starting…',
    running: 'Pause',
    paused: 'Resume',
    finished: 'Train again',
    stopped: 'Train again',
    diverged: 'Train again',
    failed: 'Train again',
  };
  return (
    <div className="buttons" data-control="training">
      <button type="button" className="primary" onClick={app.trainKey} disabled={status === 'starting'} data-testid="train">
        {label[status]} <kbd>T</kbd>
      </button>
      {status === 'paused' && (
        <button type="button" onClick={app.training.stepOnce}>
          One update
        </button>
      )}
      {live && (
        <button type="button" onClick={app.training.stop} data-testid="stop">
          Stop
        </button>
      )}
      {(status === 'stopped' || status === 'failed') && (
        <button type="button" onClick={() => app.training.goOn()}>
          Go on
        </button>
      )}
      {!live && status !== 'starting' && status !== 'idle' && (
        <button
          type="button"
          onClick={() => {
            app.newSeed();
            app.restartTraining();
          }}
        >
          From a new seed
        </button>
      )}
      {trained && origin !== 'training' && (
        <button type="button" onClick={app.showTrained}>
          Show yours{other !== undefined && ` (${other})`}
        </button>
      )}
      {origin === 'training' && (
        <button type="button" onClick={app.showPreset}>
          {ships ? TRAINING.showShipped : TRAINING.showUntrained}
        </button>
      )}
    </div>
  );
}

function Item({ name, children, testId }: { name: ReactNode; children: ReactNode; testId?: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-testid={testId}>{children}</dd>
    </div>
  );
}

function Numbers({ view }: { view: TrainingView }) {
  const last = view.losses.at(-1);
  const lines = view.landmarks.at(-1);
  const best = view.checkpoints.filter((mark) => mark.bounded).at(-1);
  return (
    <>
      <dl className="status training-numbers">
        <Item name="update" testId="update">
          {view.update} / {view.total}
        </Item>
        <Item name={<Term id="loss">loss</Term>} testId="loss">
          {last ? last.loss.toFixed(2) : '–'}
        </Item>
        <Item name={<Term id="floor">floor</Term>}>{lines ? lines.floor.value.toFixed(2) : '–'}</Item>
        <Item name={<Term id="plateau">plateau</Term>}>{lines ? lines.plateau.value.toFixed(2) : '–'}</Item>
        <Item name={<Term id="cellError">cell error</Term>}>{best?.maxCell?.toFixed(3) ?? '–'}</Item>
        <Item name={<Term id="rate">updates/s</Term>}>{view.updatesPerSecond?.toFixed(1) ?? '–'}</Item>
        <Item name="time left">
          {view.status === 'running' && view.secondsLeft !== undefined ? duration(view.secondsLeft) : '–'}
        </Item>
      </dl>
      <div className="hint engine" data-testid="engine" data-engine={view.engineId}>
        Engine: {view.engine ?? 'being chosen…'}
        {view.timings.length > 1 && ` (${view.timings.map((t) => `${t.id} ${t.updatesPerSecond.toFixed(1)}/s`).join(', ')})`}.
        Seed {view.seed}, start gain {view.gain.toFixed(2)}, <Term id="fingerprint">weights</Term>{' '}
        <b data-testid="fingerprint">{view.fingerprint ?? '–'}</b>.
        {view.passedOver.length > 0 && (
          <details>
            <summary>{view.passedOver.length === 1 ? 'one engine' : `${view.passedOver.length} engines`} skipped</summary>
            <ul>
              {view.passedOver.map(({ id, reason }) => (
                <li key={id}>
                  {id}: {reason}.
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
    </>
  );
}
