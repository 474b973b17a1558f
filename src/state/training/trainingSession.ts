import type { HmmSpec } from '../../hmm/spec';
import type { RnnWeights } from '../../rnn/weights';
import type { OptimiserState } from '../../training/engine';
import { recipeProblem, totalUpdates } from '../../training/recipe';
import type { RunControls } from '../../training/run';
import type { Snapshot } from '../../training/snapshots';
import { recipeForWindows, type TrainingWindows } from '../../training/targets';
import { createTrainingClient, type TrainingClient } from '../../workers/training/client';
import type { TrainingRequest } from '../../workers/training/protocol';
import type { NetworkInView } from '../networks/slice';
import { notify } from '../page/slice';
import { modelOf } from '../settings/settings';
import type { AppStore } from '../store';
import { createMessageHandler, createRunProgress, type RunProgress } from './runProgress';
import { cachedEngine, controlsOf, recipeOf, sizeKey, threadsOf } from './runRequest';
import { idleTraining, noteControls, type TrainingView } from './slice';

/** The run in the tab with its last full state. */
export interface RunInHand {
  /** Another number for another run; the same when a run goes on. */
  id: number;
  request: TrainingRequest;
  state: OptimiserState;
}

/** A run of an earlier time that is to go on here. */
interface RunTakenUp extends Omit<RunInHand, 'id'> {
  view: Pick<TrainingView, 'total' | 'gain' | 'losses' | 'landmarks' | 'checkpoints'>;
  snapshots: readonly Snapshot[];
  /** Replaces the rate it had. */
  learningRate?: number | undefined;
}

export interface TrainingSession {
  /** Starts a run with the settings as they are, from fresh weights or from given ones (whose size then holds). @param seed that of the settings */
  start(from?: RnnWeights, windows?: TrainingWindows, seed?: number): void;
  /** Pause when running, go on when paused. */
  togglePause(): void;
  stepOnce(): void;
  stop(): void;
  /** Goes on from the last state, after a stop, a divergence or a death of the worker; the app puts its model in use again. */
  goOn(learningRate?: number): void;
  /** Changes rate, clip or target of the run under way. */
  setControls(controls: RunControls): void;
  /** The run as it can be gone on with; undefined before its first full state. */
  inHand(): RunInHand | undefined;
  /** Goes on with a run of an earlier time in place of the one here. */
  takeUp(run: RunTakenUp): void;
}

/** What a session tells the app around it. */
export interface TrainingOutlets {
  /** A checkpoint's network that stays bounded. */
  network(network: NetworkInView): void;
  /** A run is about to go on: another model may be in use meanwhile. */
  goingOn(hmm: HmmSpec): void;
}

export function createTrainingSession(store: AppStore, outlets: TrainingOutlets): TrainingSession {
  const run = createRunProgress(store);
  const goOn = (learningRate?: number) => session.goOn(learningRate);
  const client = createTrainingClient({
    message: createMessageHandler({ store, run, showNetwork: outlets.network, goOn }),
    died: (reason) => {
      const { state } = run;
      run.set({ status: 'failed' }, true);
      notify(
        store,
        'error',
        `The training worker died (${reason}). ${state ? `The weights of update ${state.updates} are kept.` : 'Nothing had been trained yet.'}`,
        state ? { label: 'Go on from there', run: () => goOn() } : { label: 'Try again', run: () => session.start() },
      );
    },
  });
  const session: TrainingSession = {
    start: (from, windows, seed) => startRun(store, run, client, { from, windows, seed }),
    togglePause() {
      if (run.view.status === 'running') client.pause();
      else if (run.view.status === 'paused') client.resume();
    },
    stepOnce() {
      if (run.view.status === 'paused') client.stepOnce();
    },
    stop: () => client.stop(),
    goOn(learningRate) {
      const { request, state } = run;
      if (!request || !state) return;
      outlets.goingOn(request.hmm);
      const controls = learningRate === undefined ? request.controls : { ...request.controls, learningRate };
      run.set({ status: 'starting', ...run.goBack(state.updates) }, true);
      noteControls(store, controls);
      launch(run, client, { ...request, controls, resume: state, resumedGain: run.view.gain });
    },
    setControls(controls) {
      if (run.request) run.request.controls = { ...run.request.controls, ...controls };
      noteControls(store, controls);
      client.setControls(controls);
    },
    inHand: () => (run.request && run.state ? { id: run.id, request: run.request, state: run.state } : undefined),
    takeUp({ request, state, view, snapshots, learningRate }) {
      drop(run, client);
      run.request = request;
      run.state = state;
      run.replace({ ...idleTraining(), ...view, losses: [...view.losses], update: state.updates, seed: request.seed });
      store.setState({ recorded: { id: ++run.id, asked: request, gain: view.gain, hmm: request.hmm, snapshots } });
      session.goOn(learningRate);
    },
  };
  return session;
}

/** What a run begins with; without weights, with fresh ones; without a seed, with that of the settings. */
interface RunStart {
  from: RnnWeights | undefined;
  windows: TrainingWindows | undefined;
  seed: number | undefined;
}

/** Starts a run with the settings as they are. A recipe that cannot be trained is refused, with the reason. */
function startRun(store: AppStore, run: RunProgress, client: TrainingClient, { from, windows, seed: given }: RunStart): void {
  const { settings } = store.getState();
  const seed = given ?? settings.seed;
  const sizes = from && { hiddenSize: from.hiddenSize, inputDim: from.inputDim, initialGain: 1, readoutGain: 1 };
  const wanted = { ...recipeOf(settings), ...sizes };
  const recipe = windows ? recipeForWindows(wanted, windows) : wanted;
  const problem = recipeProblem(recipe);
  if (problem) {
    notify(store, 'error', `Training was not started: ${problem}`);
    return;
  }
  drop(run, client);
  run.id++;
  run.replace({ ...idleTraining(), seed });
  run.set({ status: 'starting', total: totalUpdates(recipe), gain: recipe.initialGain }, true);
  launch(run, client, {
    hmm: modelOf(settings),
    recipe,
    seed,
    engine: settings.engine,
    controls: controlsOf(settings),
    minutes: settings.minutes,
    threads: threadsOf(settings),
    remembered: cachedEngine(sizeKey(recipe)),
    from,
    windows,
  });
}

function launch(run: RunProgress, client: TrainingClient, request: TrainingRequest): void {
  run.request = request;
  client.start(request);
}

/** Ends a run that is under way at once: what it would still tell must not be taken for news of the next one. */
function drop(run: RunProgress, client: TrainingClient): void {
  if (['starting', 'running', 'paused'].includes(run.view.status)) client.terminate();
  run.state = undefined;
}
