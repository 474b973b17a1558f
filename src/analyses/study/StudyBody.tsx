import { useEffect, useMemo, useRef, useState } from 'react';
import { drawThumbnail } from '../../charts/thumbnail';
import {
  CELLS,
  type Cell,
  FACTORS,
  LEVELS,
  levelDifferences,
  levelSummaries,
  runId,
  STUDY_MODELS,
  STUDY_SEEDS,
  type StudyModel,
  type StudyResult,
} from '../../claims/study';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { ORBIT_STRIDE, PLANES } from '../../dynamics/orbit/orbitPlanes';
import { smallOrbit } from '../../state/networks/smallOrbits';
import { studyNetwork, studyResults, studyWeights } from '../../state/networks/study';
import { useApp, useAppController, usePalette } from '../../ui/context';
import { FigureView } from '../../ui/figure/FigureView';
import { short } from '../../ui/numbers';
import { useIsVisible } from '../../ui/onScreen';
import { Segmented } from '../../ui/Segmented';
import { levelsFigure } from './figure';
import { FACTOR_NAMES, findingsText, WORDS } from './text';
import './study.css';

type Results = Readonly<Record<string, StudyResult>>;

/** The results of the study, once the panel is in sight. */
function useStudy() {
  const visible = useIsVisible();
  const [results, setResults] = useState<Results>();
  const [problem, setProblem] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is a reason to load again
  useEffect(() => {
    if (!visible) return;
    setProblem(undefined);
    studyResults().then(setResults, (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  }, [visible, attempt]);
  return { results, problem, again: () => setAttempt(attempt + 1) };
}

/** What the choices of a training do to the mechanism, and the networks behind it. */
export function StudyBody() {
  const { results, problem, again } = useStudy();
  const [model, setModel] = useState<StudyModel>('chain-3');
  const [cell, setCell] = useState<Cell>(CELLS[1]!);
  const own = useMemo(() => Object.values(results ?? {}).filter((run) => run.model === model), [results, model]);
  const summaries = useMemo(() => levelSummaries(own), [own]);
  const figure = useMemo(() => levelsFigure(summaries), [summaries]);
  const findings = useMemo(() => findingsText(levelDifferences(summaries)), [summaries]);
  if (problem)
    return (
      <p role="alert" className="analysis-note">
        {WORDS.failed(problem)}{' '}
        <button type="button" onClick={again}>
          {WORDS.again}
        </button>
      </p>
    );
  if (!results) return <p className="analysis-note">{WORDS.loading}</p>;
  const note = WORDS.note(own.length, CELLS.length * STUDY_SEEDS.length);
  return (
    <div className="analysis-body" data-status="ready" data-testid="study" data-runs={own.length}>
      <FigureView figure={figure} name="study" label={WORDS.figure} notes={[note]} height={9} />
      <p className="analysis-verdict">{findings}</p>
      <div className="row study-choice">
        <ModelChoice results={results} model={model} onChange={setModel} />
        <CellChoice cell={cell} onChange={setCell} />
      </div>
      <ul className="seeds study-seeds">
        {STUDY_SEEDS.map((seed) => (
          <Network
            key={`${model} ${seed} ${FACTORS.map((factor) => cell[factor]).join()}`}
            run={results[runId({ ...cell, model, seed })]}
            seed={seed}
          />
        ))}
      </ul>
      <p className="figure-note">
        {note} {WORDS.source}
      </p>
    </div>
  );
}

interface ModelChoiceProps {
  results: Results;
  model: StudyModel;
  onChange(model: StudyModel): void;
}

/** The models that have runs; nothing where there is no choice. */
function ModelChoice({ results, model, onChange }: ModelChoiceProps) {
  const made = STUDY_MODELS.filter((value) => Object.values(results).some((run) => run.model === value));
  if (made.length < 2) return null;
  return (
    <Segmented
      label={WORDS.model}
      options={made.map((value) => ({ value, name: WORDS.models[value] }))}
      value={model}
      onChange={onChange}
    />
  );
}

/** Two levels for each of the four choices. */
function CellChoice({ cell, onChange }: { cell: Cell; onChange: (cell: Cell) => void }) {
  return FACTORS.map((factor) => (
    <label key={factor}>
      {FACTOR_NAMES[factor]}{' '}
      <select
        value={cell[factor]}
        onChange={(event) => onChange({ ...cell, [factor]: Number(event.target.value) })}
        data-testid={`study-${factor}`}
      >
        {LEVELS[factor].map((level) => (
          <option key={level} value={level}>
            {level}
          </option>
        ))}
      </select>
    </label>
  ));
}

/** The weights and the orbit of a network of the study; a failure is a phrase. */
function useNetwork(run: StudyResult | undefined) {
  const { pool, persistence } = useAppController();
  const visible = useIsVisible();
  const [orbit, setOrbit] = useState<OrbitSummary>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    if (!visible || !run?.found) return;
    const left = new AbortController();
    studyWeights(run)
      .then((weights) => smallOrbit(pool, weights, { priority: 'inSight', signal: left.signal }))
      .then((found) => left.signal.aborted || setOrbit(found))
      .catch((error: unknown) => left.signal.aborted || setProblem(error instanceof Error ? error.message : String(error)));
    return () => left.abort();
  }, [pool, run, visible]);
  const open = async () => {
    if (run?.found) persistence.recents.open(studyNetwork(run, await studyWeights(run)));
  };
  return { orbit, problem, open };
}

function Network({ run, seed }: { run: StudyResult | undefined; seed: number }) {
  const palette = usePalette();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { orbit, problem, open } = useNetwork(run);
  const shown = useApp((state) => run?.found !== undefined && state.network?.fingerprint === run?.found?.fingerprint);
  const ready = useApp((state) => state.featuresLoaded);
  useEffect(() => {
    if (canvas.current && orbit) drawThumbnail(canvas.current, { ...orbit, stride: ORBIT_STRIDE, axes: PLANES[0] }, palette);
  }, [orbit, palette]);
  const found = run?.found;
  if (!found)
    return (
      <li>
        <strong>{WORDS.seed(seed)}</strong>
        <span>{run === undefined ? WORDS.missing : run.drop === null ? WORDS.plateau : WORDS.unbounded}</span>
      </li>
    );
  return (
    <li>
      <canvas ref={canvas} role="img" aria-label={`Orbit of ${WORDS.seed(seed)}`} />
      <div className="row">
        <strong>{WORDS.seed(seed)}</strong>
        <button type="button" disabled={!ready} aria-pressed={shown} onClick={() => void open()} data-testid="open-study">
          {shown ? WORDS.inView : WORDS.open}
        </button>
      </div>
      {problem && <span role="alert">{problem}</span>}
      <span>
        left the plateau at update {run.drop}; {found.turns === null ? '–' : short(Math.abs(found.turns))} turns per round trip
      </span>
      <span className="detail">
        fewest units that throw the switch:{' '}
        {found.directions.map(({ from, to, fewest }) => `${from} → ${to} ${fewest ?? 'none'}`).join(', ')}
      </span>
      <span className="detail">
        {found.selfOverCross !== null && `weights within less those between populations ${short(found.selfOverCross)} sd; `}
        ‖ΔW‖/‖W₀‖ {short(found.change)}, {short(found.participation, 1)} directions
      </span>
    </li>
  );
}
