import { useMemo, useState } from 'react';
import { grainedModel } from '../../hmm/grain';
import type { FitCurvePoint } from '../../hmm/modelSelection';
import { sequenceEmissions, windows } from '../../hmm/sequences';
import { nameStates } from '../../hmm/stateNames';
import { MIN_WINDOWS } from '../../training/targets';
import { AnalysisBody, AnalysisPanel } from '../../ui/AnalysisPanel';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { FileButton } from '../../ui/FileButton';
import { FigureView } from '../../ui/figure/FigureView';
import { SEQUENCES } from '../../ui/importText';
import { Slider } from '../../ui/Slider';
import { ModelTables } from '../ModelTables';
import { bestStates, selectionFigure } from '../modelSelectionFigure';

/** Sequences of one's own, a model for them, and a network for that. */
export function SequencesPanel() {
  const sequences = useApp((state) => state.ownSequences);
  return (
    <AnalysisPanel id="sequences" title={SEQUENCES.title} term="fit" lead={SEQUENCES.lead} wide>
      <Bring />
      {sequences && (
        <>
          <Summary />
          <AnalysisBody name="fitCurve">{(points) => <Fits points={points} />}</AnalysisBody>
        </>
      )}
    </AnalysisPanel>
  );
}

function Bring() {
  const app = useAppController();
  const [text, setText] = useState('');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop files; the button beside it does the same
    <div
      className="bring"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        const [file] = event.dataTransfer.files;
        if (file) void app.sequences.openFile(file);
      }}
    >
      <textarea
        aria-label={SEQUENCES.paste}
        placeholder={SEQUENCES.paste}
        rows={3}
        value={text}
        data-testid="sequence-text"
        onChange={(event) => setText(event.target.value)}
      />
      <div className="row">
        <button
          type="button"
          className="primary"
          disabled={text.trim() === ''}
          onClick={() => app.sequences.openText('pasted text', text)}
          data-testid="sequence-read"
        >
          Read
        </button>
        <FileButton
          accept=".csv,.tsv,.txt,.json"
          title={SEQUENCES.paste}
          testId="sequence-file"
          onFile={(file) => void app.sequences.openFile(file)}
        >
          Open a file…
        </FileButton>
        <button type="button" onClick={app.sequences.openExample} title={SEQUENCES.exampleNote} data-testid="sequence-example">
          {SEQUENCES.example}
        </button>
      </div>
    </div>
  );
}

/** What was read, in numbers. */
function Summary() {
  const palette = usePalette();
  const own = useApp((state) => state.ownSequences!);
  const { names, sequences, notes } = own.parsed;
  const statistics = useMemo(() => sequenceEmissions(sequences, names.length), [sequences, names]);
  const lengths = sequences.map((sequence) => sequence.length);
  return (
    <>
      <p className="picked" data-testid="sequence-summary">
        <b>{own.name}</b>: {sequences.length.toLocaleString('en')} sequences,{' '}
        {lengths.reduce((a, b) => a + b, 0).toLocaleString('en')} labels, lengths {Math.min(...lengths)} to {Math.max(...lengths)}
        ; {names.length} different labels.
      </p>
      {notes.map((note) => (
        <p key={note} className="figure-note">
          {note}
        </p>
      ))}
      <div className="wide-table">
        <table className="values">
          <caption>Which label follows which</caption>
          <thead>
            <tr>
              <th scope="col">from ╲ to</th>
              {names.map((name, k) => (
                <th key={name} scope="col">
                  <i className="swatch" style={{ background: palette.outputs[k] }} /> {name} (
                  {(100 * statistics.frequency[k]!.value).toFixed(1)} %)
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {statistics.outputTransitionMatrix.map((row, k) => (
              <tr key={names[k]}>
                <th scope="row">{names[k]}</th>
                {row.map((p, l) => (
                  <td key={names[l]} title={`n = ${p.n}, 95 % interval ${p.low.toFixed(3)} to ${p.high.toFixed(3)}`}>
                    {Number.isFinite(p.value) ? p.value.toFixed(3) : '–'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function Fits({ points }: { points: readonly FitCurvePoint[] }) {
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
                    {one.nStates === best ? ' (least BIC)' : ''}
                  </option>
                ))}
              </select>
            </label>
            <span className="hint">
              ln L {point.logLikelihood.toFixed(1)}, AIC {point.aic.toFixed(0)}, BIC {point.bic.toFixed(0)},{' '}
              {point.fit.freeParameters} parameters
            </span>
          </p>
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
function TrainOn({ onUse, point }: { onUse: () => void; point: FitCurvePoint }) {
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
      <span className="hint">
        {count} windows, {cut.leftOut} labels left out; every third is held out for the floor
      </span>
      <button
        type="button"
        disabled={count < MIN_WINDOWS}
        title={
          count < MIN_WINDOWS
            ? `At least ${MIN_WINDOWS} windows are needed`
            : 'A fresh network is trained on the windows themselves; the fitted model judges it'
        }
        data-testid="train-windows"
        onClick={() => {
          onUse();
          app.trainOnWindows({ labels: cut.labels, seqLen: length });
        }}
      >
        Train on the sequences (scored with the {point.nStates}-state fit)
      </button>
    </div>
  );
}
