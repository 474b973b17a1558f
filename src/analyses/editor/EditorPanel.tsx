import { Suspense, useEffect, useMemo, useState } from 'react';
import { addOutput, addState, fromTemplate, removeOutput, removeState, TEMPLATES, type TemplateId } from '../../hmm/edit';
import { modelWarnings } from '../../hmm/modelChecks';
import { encodeModel } from '../../hmm/modelText';
import type { HmmSpec } from '../../hmm/spec';
import { exactStatistics } from '../../hmm/statistics';
import { AnalysisBody, AnalysisPanel } from '../../ui/AnalysisPanel';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { EDITOR } from '../../ui/importText';
import { keyOf } from '../../ui/keyboard';
import { lazyComponent } from '../../ui/lazyComponent';
import { estimateText } from '../../ui/numbers';
import { MatrixTable } from './MatrixTable';

const Graph = lazyComponent(() => import('./Graph').then((module) => module.Graph));

/** A model drawn by hand. */
export function EditorPanel() {
  return (
    <AnalysisPanel id="editor" title={EDITOR.title} term="model" lead={EDITOR.lead}>
      <Editor />
    </AnalysisPanel>
  );
}

function Editor() {
  const app = useAppController();
  const draft = useApp((state) => state.draft);
  const [selected, setSelected] = useState<number>();
  const { model, preset } = useApp((state) => state.settings);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the model in use that is shown
  useEffect(() => app.draft.open(), [app, model, preset]);
  if (!draft) return null;
  const spec = draft.now;
  const chosen = selected !== undefined && selected < spec.nStates ? selected : undefined;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: undo and redo belong to everything inside
    <div
      onKeyDown={(event) => {
        if (!(event.ctrlKey || event.metaKey) || keyOf(event) !== 'z') return;
        event.preventDefault();
        if (event.shiftKey) app.draft.redo();
        else app.draft.undo();
      }}
    >
      <Tools spec={spec} selected={chosen} />
      <div className="figures editor">
        <Suspense fallback={<div />}>
          <Graph spec={spec} selected={chosen} onSelect={setSelected} />
        </Suspense>
        <div>
          <MatrixTable spec={spec} matrix="transitionMatrix" title="From state to state" selected={chosen} />
          <MatrixTable spec={spec} matrix="emissionMatrix" title="What each state emits" selected={chosen} />
        </div>
      </div>
      <Statistics spec={spec} />
      <UseButtons spec={spec} />
    </div>
  );
}

function Tools({ spec, selected }: { spec: HmmSpec; selected: number | undefined }) {
  const app = useAppController();
  const { past, future } = useApp((state) => state.draft!);
  const { change } = app.draft;
  return (
    <div className="row">
      <button type="button" onClick={() => change(addState)}>
        Add a state
      </button>
      <button
        type="button"
        disabled={selected === undefined}
        title={selected === undefined ? 'Select a state first' : `Removes state ${selected}`}
        onClick={() => selected !== undefined && change((now) => removeState(now, selected))}
      >
        Remove it
      </button>
      <span>
        outputs{' '}
        <button type="button" aria-label="One output less" onClick={() => change(removeOutput)}>
          −
        </button>{' '}
        <b>{spec.nOutputs}</b>{' '}
        <button type="button" aria-label="One output more" onClick={() => change(addOutput)}>
          +
        </button>
      </span>
      <button type="button" disabled={past.length === 0} onClick={app.draft.undo}>
        Undo <kbd>Ctrl Z</kbd>
      </button>
      <button type="button" disabled={future.length === 0} onClick={app.draft.redo}>
        Redo
      </button>
      <button type="button" onClick={app.draft.reset}>
        As in use
      </button>
      <Template />
    </div>
  );
}

/** Puts a model of a family in place of the one drawn, with as many states and outputs. */
function Template() {
  const { change } = useAppController().draft;
  const [template, setTemplate] = useState<TemplateId>('target-chain');
  const [parameter, setParameter] = useState<number>(TEMPLATES['target-chain'].usual);
  const { low, high } = TEMPLATES[template];
  return (
    <span className="row">
      <select
        aria-label="Template"
        value={template}
        onChange={(event) => {
          const id = event.target.value as TemplateId;
          setTemplate(id);
          setParameter(TEMPLATES[id].usual);
        }}
      >
        {(Object.keys(TEMPLATES) as TemplateId[]).map((id) => (
          <option key={id} value={id}>
            {TEMPLATES[id].name}
          </option>
        ))}
      </select>
      <input
        className="unit-search"
        type="number"
        aria-label="Parameter of the template"
        min={low}
        max={high}
        step={0.01}
        value={parameter}
        onChange={(event) => setParameter(Number(event.target.value))}
      />
      <button type="button" onClick={() => change((now) => fromTemplate(template, now.nStates, now.nOutputs, parameter))}>
        Apply
      </button>
    </span>
  );
}

/** What is exactly true of the model, and how hard it is to learn. */
function Statistics({ spec }: { spec: HmmSpec }) {
  const exact = useMemo(() => exactStatistics(spec), [spec]);
  const warnings = useMemo(() => modelWarnings(spec), [spec]);
  return (
    <>
      <div className="row">
        <OutputTable exact={exact} />
        <StateTable spec={spec} exact={exact} />
      </div>
      <p className="picked">Outputs change in {(100 * exact.changeRate).toFixed(2)} % of the steps.</p>
      {warnings.map((warning) => (
        <p key={warning} className="claim" data-verdict="inconclusive">
          <b>Note:</b> {warning}
        </p>
      ))}
      <AnalysisBody name="learnable">
        {({ floor, plateau, batch, seqLen }) => (
          <p className="figure-note">
            How learnable: at N = {batch}, T = {seqLen} a memoryless network’s loss is {estimateText(plateau, 1)}, the model’s own
            floor {estimateText(floor, 1)}. The gap of {(plateau.value - floor.value).toFixed(1)} (
            {Math.round((100 * (plateau.value - floor.value)) / plateau.value)} %) is all that tells training about memory; below
            about 15 % it takes large batches.
          </p>
        )}
      </AnalysisBody>
    </>
  );
}

interface ExactProps {
  exact: ReturnType<typeof exactStatistics>;
}

function OutputTable({ exact }: ExactProps) {
  const palette = usePalette();
  return (
    <table className="values">
      <caption>Which output follows which (exact)</caption>
      <thead>
        <tr>
          <th scope="col">from ╲ to</th>
          {exact.frequency.map((f, k) => (
            <th key={palette.outputs[k]} scope="col">
              <i className="swatch" style={{ background: palette.outputs[k] }} /> {k} ({(100 * f).toFixed(1)} %)
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {exact.outputTransitionMatrix.map((row, k) => (
          <tr key={palette.outputs[k]}>
            <th scope="row">{k}</th>
            {row.map((p, l) => (
              <td key={palette.outputs[l]}>{p.toFixed(3)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function StateTable({ spec, exact }: ExactProps & { spec: HmmSpec }) {
  return (
    <table className="values">
      <caption>Hidden states</caption>
      <thead>
        <tr>
          <th scope="col">state</th>
          <th scope="col">share of time</th>
          <th scope="col">mean stay, steps</th>
        </tr>
      </thead>
      <tbody>
        {exact.stationary.map((p, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: states are their numbers
          <tr key={i}>
            <th scope="row">{i}</th>
            <td>{(100 * p).toFixed(1)} %</td>
            <td>{spec.transitionMatrix[i]![i]! < 1 ? (1 / (1 - spec.transitionMatrix[i]![i]!)).toFixed(1) : 'for ever'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function UseButtons({ spec }: { spec: HmmSpec }) {
  const app = useAppController();
  const inUse = useApp((state) => state.settings.model === encodeModel(spec));
  const network = useApp((state) => state.network);
  const fits = network?.weights.nOutputs === spec.nOutputs;
  return (
    <div className="row">
      <label>
        name{' '}
        <input
          value={spec.name}
          maxLength={60}
          onChange={(event) => {
            const name = event.target.value.replaceAll('~', '-');
            app.draft.change((now) => ({ ...now, name }));
          }}
        />
      </label>
      <button
        type="button"
        className="primary"
        disabled={inUse}
        title={EDITOR.useHint}
        onClick={() => app.chooseModel(spec)}
        data-testid="use-model"
      >
        {inUse ? 'In use' : EDITOR.use}
      </button>
      <button
        type="button"
        disabled={!network || !fits}
        title={
          fits
            ? EDITOR.warmHint
            : `The network in view has ${network?.weights.nOutputs ?? '?'} outputs, this model ${spec.nOutputs}`
        }
        onClick={() => app.warmStart(spec)}
        data-testid="warm-start"
      >
        {EDITOR.warm}
      </button>
      <span className="hint">{inUse ? 'It is in the link.' : ''}</span>
    </div>
  );
}
