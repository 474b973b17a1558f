import { useState } from 'react';
import { weightsFingerprint } from '../../rnn/weights';
import { mechanismOf, type NetworkMechanism } from '../../state/analyses/compareWarmStart';
import type { AppState } from '../../state/store';
import { controlsOf, recipeOf } from '../../state/training/runRequest';
import { setTrainingAside, type TrainingAside } from '../../state/training/slice';
import { useApp, useAppController } from '../../ui/context';
import { exitsLeftText, UnitChips } from '../units';
import { WORDS } from './text';
import './richness.css';
import { WAY_NAMES, WAYS, type Way, wayOf } from './ways';

/** The model of the experiment: the one whose memory appears after the fewest updates. */
const MODEL = 'chain-3';

/** The run in the tab, to be set aside; undefined where it has no checkpoint beyond its start. */
function recordedRun({ recorded, training }: AppState): TrainingAside | undefined {
  if (!recorded || recorded.snapshots.length < 2) return undefined;
  const { asked, hmm, snapshots } = recorded;
  const way = wayOf(asked);
  const name = way ? `“${way}”, seed ${training.seed}` : WORDS.earlier;
  return { name, asked, hmm, checkpoints: snapshots };
}

/** The way in which the run in the tab is being trained now; a run that is starting is what the settings ask for. */
function wayUnderWay({ recorded, settings, training: { status } }: AppState): Way | undefined {
  if (status === 'starting') return wayOf({ recipe: recipeOf(settings), controls: controlsOf(settings) });
  return recorded && /^(running|paused)$/.test(status) ? wayOf(recorded.asked) : undefined;
}

/** Trains one seed in two ways, and compares what came of it. */
export function Experiment() {
  const app = useAppController();
  const { store } = app;
  const ready = useApp((state) => state.featuresLoaded);
  const aside = useApp((state) => state.trainingAside);
  const under = useApp(wayUnderWay);
  const share = useApp(({ training: { update, total } }) => update / Math.max(1, total));
  const recordedSomething = useApp((state) => recordedRun(state) !== undefined);
  const train = (way: Way) => {
    const state = store.getState();
    const run = recordedRun(state);
    if (run && wayOf(run.asked) !== way) setTrainingAside(store, run);
    const { seed, preset, model } = state.settings;
    if (preset !== MODEL || model !== '') app.choosePreset(MODEL);
    app.apply(WAYS[way]);
    app.restartTraining(seed);
  };
  return (
    <section className="experiment" aria-label={WORDS.experiment}>
      <h3>{WORDS.experiment}</h3>
      <p>{WORDS.setting}</p>
      <p className="row">
        {WAY_NAMES.map((way) => (
          <button
            key={way}
            type="button"
            className={under === way ? undefined : 'primary'}
            disabled={!ready || under === way}
            onClick={() => train(way)}
            data-testid={`train-${way}`}
          >
            {under === way ? WORDS.under(way, share) : aside && wayOf(aside.asked) === way ? WORDS.again(way) : WORDS.train(way)}
          </button>
        ))}
        {under !== undefined && (
          <button type="button" onClick={() => app.training.stop()} data-testid="stop-way">
            {WORDS.stop}
          </button>
        )}
        <button
          type="button"
          disabled={!recordedSomething}
          title={WORDS.asideHint}
          onClick={() => setTrainingAside(store, recordedRun(store.getState()))}
          data-testid="set-aside"
        >
          {WORDS.aside}
        </button>
        {aside && (
          <button type="button" onClick={() => setTrainingAside(store, undefined)} data-testid="remove-aside">
            {WORDS.remove}
          </button>
        )}
      </p>
      {aside && recordedSomething && under === undefined && <Mechanisms aside={aside} />}
    </section>
  );
}

/** Mechanisms of the training set aside and of the one in the tab, each at its last checkpoint. */
function useMechanisms(aside: TrainingAside) {
  const { store, pool } = useAppController();
  const [found, setFound] = useState<{ name: string; update: number; mechanism: NetworkMechanism }[]>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const compare = async () => {
    const now = recordedRun(store.getState());
    if (!now) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const rows = [];
      for (const { name, checkpoints } of [aside, now]) {
        const { update, weights } = checkpoints.at(-1)!;
        const network = { weights, fingerprint: weightsFingerprint(weights) };
        rows.push({ name, update, mechanism: await mechanismOf(store, pool, network) });
      }
      setFound(rows);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return { found, busy, problem, compare };
}

function Mechanisms({ aside }: { aside: TrainingAside }) {
  const { found, busy, problem, compare } = useMechanisms(aside);
  return (
    <>
      <button type="button" disabled={busy} onClick={() => void compare()} data-testid="compare-ways">
        {busy ? WORDS.comparing : WORDS.compare}
      </button>
      {problem && <p role="alert">{WORDS.failed(problem)}</p>}
      {found && (
        <table className="values essential" data-testid="compared-ways">
          <thead>
            <tr>
              <th scope="col">training</th>
              <th scope="col">switch</th>
              <th scope="col">fewest units that throw it</th>
              <th scope="col">exits left without them</th>
            </tr>
          </thead>
          <tbody>
            {found.flatMap(({ name, update, mechanism }) =>
              mechanism.kick.directions.map((direction) => (
                <tr key={`${name}${direction.from}${direction.to}`}>
                  <th scope="row">
                    {name}, update {update}
                  </th>
                  <td>
                    {direction.from} → {direction.to}
                  </td>
                  <td>{direction.score ? <UnitChips units={direction.score.group} /> : '–'}</td>
                  <td>{exitsLeftText(direction, WORDS.missed)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      )}
    </>
  );
}
