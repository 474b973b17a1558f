import { useMemo, useState } from 'react';
import { nameStates } from '../../hmm/fittedStates';
import { grainedModel } from '../../hmm/modelText';
import { windows } from '../../hmm/sequences/windows';
import { MIN_WINDOWS } from '../../training/targets';
import { useApp, useAppController } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { SEQUENCES } from '../../ui/importText';
import { Slider } from '../../ui/Slider';
import { bestStates, ModelTables, selectionFigure } from '../ModelSelection';
import type { FittedPoint } from './compute';
import { memoryText, READING, TRAINING_LINE, WINDOWS } from './text';

/** The models that were fitted, and what can be done with one of them. */
export function Fits({ points }: { points: readonly FittedPoint[] }) {
  const app = useAppController();
  const [chosen, setChosen] = useState<number>();
  const figure = useMemo(() => selectionFigure(points), [points]);
  const best = bestStates(points);
  const nStates = chosen ?? best;
  const names = useApp((state) => state.ownSequences!.parsed.names);
  const point = points.find((one) => one.nStates === nStates) ?? points[0]!;
  const note = `Baum–Welch, 10 restarts of at most 50 steps for each number of states; the best restart counts.`;
  return (
    <>
      <p className="analysis-verdict" data-testid="suggested-states">
        {READING.suggested(best, Math.max(...points.map((one) => one.nStates)))}
      </p>
      <div className="figures">
        <FigureView
          figure={figure}
          name="sequences-fit"
          label="AIC and BIC against the number of hidden states"
          notes={[note]}
          pixels={220}
        />
        <div>
          <p className="row">
            <label>
              hidden states{' '}
              <select value={nStates} onChange={(event) => setChosen(Number(event.target.value))}>
                {points.map((one) => (
                  <option key={one.nStates} value={one.nStates}>
                    {one.nStates}
                    {one.nStates === best ? ' (lowest BIC)' : ''}
                  </option>
                ))}
              </select>
            </label>
            <span className="hint">
              ln L {point.logLikelihood.toFixed(1)}, AIC {point.aic.toFixed(0)}, BIC {point.bic.toFixed(0)},{' '}
              {point.fit.freeParameters} parameters
            </span>
          </p>
          <p data-testid="memory-gain">{memoryText(point)}</p>
          <ModelTables
            models={[{ name: 'fitted model', spec: point.fit, stateNames: nameStates(point.fit.emissionMatrix, names) }]}
          />
        </div>
      </div>
      <TrainOn
        onUse={() =>
          app.chooseModel(
            grainedModel({ ...point.fit, name: `Fitted to ${app.store.getState().ownSequences!.name}`.slice(0, 60) }),
          )
        }
        point={point}
      />
      <p className="figure-note">{note}</p>
    </>
  );
}

/** Train on the fitted model, or on windows of the sequences. */
function TrainOn({ onUse, point }: { onUse: () => void; point: FittedPoint }) {
  const app = useAppController();
  const own = useApp((state) => state.ownSequences!);
  const longest = Math.max(...own.parsed.sequences.map((sequence) => sequence.length));
  const [length, setLength] = useState(own.suggestedLength);
  const cut = useMemo(() => windows(own.parsed.sequences, length), [own, length]);
  const count = cut.windows;
  return (
    <div className="row">
      <button type="button" className="primary" onClick={onUse} data-testid="use-fitted">
        Use this model
      </button>
      <Slider
        label={SEQUENCES.windows}
        value={length}
        low={2}
        high={Math.min(200, longest)}
        format={(value) => String(Math.round(value))}
        onChange={(value) => setLength(Math.round(value))}
      />
      <span className="hint">{WINDOWS.cut(count, length, cut.leftOut)}</span>
      <button
        type="button"
        disabled={count < MIN_WINDOWS}
        title={count < MIN_WINDOWS ? WINDOWS.few(MIN_WINDOWS) : WINDOWS.trainHint}
        data-testid="train-windows"
        onClick={() => {
          onUse();
          app.trainOnWindows({ labels: cut.labels, seqLen: length });
        }}
      >
        {WINDOWS.train(point.nStates)}
      </button>
      <Trained />
    </div>
  );
}

/** How far the training is, and what to do when it is over. */
function Trained() {
  const app = useAppController();
  const training = useApp((state) => state.training);
  const own = useApp((state) => state.network?.origin === 'training' && state.settings.model !== '');
  if (!own) return null;
  const { status, update, total, secondsLeft } = training;
  const live = status === 'running' || status === 'paused' || status === 'starting';
  if (status === 'idle') return null;
  return (
    <p className="trained" data-testid="sequence-training" data-status={status}>
      {live && (
        <>
          {TRAINING_LINE.under(update, total, status === 'running' ? secondsLeft : undefined)}{' '}
          <button type="button" onClick={app.trainKey} disabled={status === 'starting'}>
            {status === 'paused' ? TRAINING_LINE.resume : TRAINING_LINE.pause}
          </button>
        </>
      )}
      {!live && (
        <>
          {TRAINING_LINE.over(status, update)}{' '}
          <button type="button" className="primary" onClick={() => app.set('view', 'report')} data-testid="sequence-report">
            {TRAINING_LINE.report}
          </button>
        </>
      )}
    </p>
  );
}
