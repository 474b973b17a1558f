import type { HmmSpec } from '../../hmm/spec';
import { exactStatistics } from '../../hmm/statistics';
import { type RnnWeights, unpackWeights, weightsFingerprint } from '../../rnn/weights';
import type { OptimiserState } from '../../training/engine';
import type { HistoryLandmark } from '../../training/history';
import { type Recipe, recipeProblem, remainingWork, totalUpdates } from '../../training/recipe';
import { RECIPES, recipeForModel } from '../../training/recipes';
import { addSnapshot, type Snapshot } from '../../training/recorder';
import type { RunControls } from '../../training/run';
import { recipeForWindows, type TrainingWindows } from '../../training/targets';
import { createTrainingClient } from '../../workers/training/client';
import type { TrainingMessage, TrainingRequest } from '../../workers/training/protocol';
import type { NetworkInView } from '../networks/slice';
import { notify } from '../page/slice';
import { modelOf, type Settings } from '../settings/settings';
import type { AppStore } from '../store';
import { cachedEngine, cacheEngine } from './engineCache';
import { provenanceOfRun } from './runProvenance';
import { idleTraining, type TrainingView } from './slice';

/** Updates between checkpoints of a custom recipe, however long it is. */
const CUSTOM_EVALUATE_EVERY = 25;

/** The recipe the settings ask for: a named one, or one phase made of the settings. A model of one's own has no recipe of the paper. */
export function recipeOf(settings: Settings): Recipe {
  if (settings.model === '' && settings.recipe !== 'custom') return RECIPES[settings.recipe][settings.preset];
  const own =
    settings.model === '' ? RECIPES.live[settings.preset] : recipeForModel(exactStatistics(modelOf(settings)).changeRate);
  if (settings.recipe !== 'custom') return own;
  return {
    ...own,
    hiddenSize: settings.hidden,
    inputDim: settings.inputs,
    initialGain: settings.gain,
    readoutGain: settings.readout,
    clip: settings.clip,
    activityPenalty: settings.penalty,
    pairWeight: settings.pairs,
    evaluateEvery: CUSTOM_EVALUATE_EVERY,
    phases: [{ seqLen: settings.length, batch: settings.batch, learningRate: settings.rate, updates: settings.updates }],
  };
}

/** What the settings change in a run that is under way. A named recipe keeps its own rates until a slider is moved. */
const controlsOf = (settings: Settings): RunControls => ({
  targetError: settings.target > 0 ? settings.target : undefined,
  ...(settings.recipe === 'custom' ? { learningRate: settings.rate, clip: settings.clip } : {}),
});

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
  /** Goes on from the last state, after a stop, a divergence or a death of the worker; the lab brings its model back. */
  goOn(learningRate?: number): void;
  /** Changes rate, clip or target of the run under way. */
  setControls(controls: RunControls): void;
  /** The run as it can be gone on with; undefined before its first full state. */
  inHand(): RunInHand | undefined;
  /** Goes on with a run of an earlier time in place of the one here. */
  takeUp(run: RunTakenUp): void;
}

/** Store updates of a busy run are gathered for this long. */
const PUBLISH_MS = 150;

/** What a session tells the lab around it. */
export interface TrainingOutlets {
  /** A checkpoint's network that stays bounded. */
  network(network: NetworkInView): void;
  /** A run is about to go on: another model may be in use meanwhile. */
  goingOn(hmm: HmmSpec): void;
}

export function createTrainingSession(store: AppStore, outlets: TrainingOutlets): TrainingSession {
  let request: TrainingRequest | undefined;
  let state: OptimiserState | undefined;
  let draft: TrainingView = idleTraining();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let speed = createSpeedometer();
  let runs = 0;

  const publish = (now = false) => {
    if (now) {
      clearTimeout(timer);
      timer = undefined;
      store.setState({ training: { ...draft, losses: [...draft.losses] } });
    } else timer ??= setTimeout(() => publish(true), PUBLISH_MS);
  };
  const set = (patch: Partial<TrainingView>, now = false) => {
    draft = { ...draft, ...patch };
    publish(now);
  };
  /** Goes back to an update: what came after it did not happen. */
  const goBack = (update: number): Partial<TrainingView> => {
    store.setState(({ recorded }) =>
      recorded ? { recorded: { ...recorded, snapshots: recorded.snapshots.filter((kept) => kept.update <= update) } } : {},
    );
    return trim(draft, update);
  };
  const client = createTrainingClient({
    message: (message) => receive(message),
    died: (reason) => {
      set({ status: 'failed' }, true);
      notify(
        store,
        'error',
        `The training worker died (${reason}). ${state ? `The weights of update ${state.updates} are kept.` : 'Nothing had been trained yet.'}`,
        state ? { label: 'Go on from there', run: () => session.goOn() } : { label: 'Try again', run: () => session.start() },
      );
    },
  });

  const handlers: { [K in TrainingMessage['kind']]: (message: Extract<TrainingMessage, { kind: K }>) => void } = {
    engine: ({ id, description, passedOver, timings }) => {
      set({ engineId: id, engine: description, passedOver, timings }, true);
      if (timings.length > 1 && request) cacheEngine(sizeKey(request.recipe), id);
    },
    'engine-lost': ({ id, reason, restoredUpdate }) => {
      set(goBack(restoredUpdate), true);
      notify(
        store,
        'warning',
        `The engine ${id} broke (${reason}); training goes on from update ${restoredUpdate} on another one.`,
      );
    },
    started: ({ gain, total }) => {
      speed = createSpeedometer();
      set({ status: 'running', gain, total }, true);
      if (request && !request.resume) store.setState({ recorded: { id: runs, gain, hmm: request.hmm, snapshots: [] } });
      if (request && gain < request.recipe.initialGain - 1e-9 && !request.resume)
        notify(
          store,
          'info',
          `This seed's start grew without bound at gain ${request.recipe.initialGain}; it was scaled down to ${gain.toFixed(2)}.`,
        );
    },
    phase: () => {},
    landmarks: ({ landmarks, firstUpdate }) =>
      set({ landmarks: [...draft.landmarks.filter((l) => l.firstUpdate !== firstUpdate), { ...landmarks, firstUpdate }] }),
    update: ({ update, loss }) => {
      draft.losses.push({ update, loss });
      const rate = speed.tick(update, request ? remainingWork(request.recipe, update) : 0);
      set({ update, ...rate });
    },
    snapshot: ({ update, weights }) =>
      store.setState(({ recorded }) => {
        if (!recorded) return {};
        const losses = draft.losses.map(({ loss }) => loss);
        const snapshots = addSnapshot(recorded.snapshots, { update, weights }, losses, landmarksOf(draft));
        return { recorded: { ...recorded, snapshots } };
      }),
    checkpoint: ({ checkpoint }) => {
      const { update, bounded, error, weights } = checkpoint;
      const mark = { update, bounded, ...(error ? { maxCell: error.maxCell, changeRate: error.changeRate } : {}) };
      set({ checkpoints: [...draft.checkpoints.filter((c) => c.update !== update), mark] });
      if (!bounded || !request) return;
      outlets.network({
        origin: 'training',
        weights,
        hmm: request.hmm,
        update,
        fingerprint: weightsFingerprint(weights),
        provenance: provenanceOfRun(request),
      });
    },
    diverged: ({ update, restoredUpdate, learningRate }) => {
      set({ status: 'diverged', divergedRate: learningRate, ...goBack(restoredUpdate) }, true);
      notify(
        store,
        'warning',
        `Update ${update} gave numbers that are not finite; the weights of update ${restoredUpdate} are back.`,
        { label: `Go on at half the rate (${(learningRate / 2).toPrecision(2)})`, run: () => session.goOn(learningRate / 2) },
      );
    },
    finished: ({ update }) => set({ status: 'finished', update }, true),
    state: (message) => {
      state = message.state;
      if (request) {
        const shape = {
          hiddenSize: request.recipe.hiddenSize,
          inputDim: request.recipe.inputDim,
          nOutputs: request.hmm.nOutputs,
        };
        set({ fingerprint: weightsFingerprint(unpackWeights(state.parameters, shape)) });
      }
    },
    paused: () => set({ status: 'paused' }, true),
    resumed: () => {
      speed = createSpeedometer();
      set({ status: 'running' }, true);
    },
    stopped: ({ reason }) => {
      set({ status: 'stopped' }, true);
      if (reason === 'minutes') notify(store, 'info', `Training stopped after ${request?.minutes} minutes, as set.`);
    },
    failed: ({ message }) => {
      set({ status: 'failed' }, true);
      notify(store, 'error', `Training stopped: ${message}.`, state ? { label: 'Go on', run: () => session.goOn() } : undefined);
    },
  };
  const receive = (message: TrainingMessage) => (handlers[message.kind] as (m: TrainingMessage) => void)(message);

  const launch = (next: TrainingRequest) => {
    request = next;
    client.start(next);
  };
  /** Ends a run that is under way at once: what it would still tell must not be taken for news of the next one. */
  const drop = () => {
    if (['starting', 'running', 'paused'].includes(draft.status)) client.terminate();
    state = undefined;
  };
  const session: TrainingSession = {
    start(from, windows, seed = store.getState().settings.seed) {
      const { settings } = store.getState();
      const sizes = from && { hiddenSize: from.hiddenSize, inputDim: from.inputDim, initialGain: 1, readoutGain: 1 };
      const wanted = { ...recipeOf(settings), ...sizes };
      const recipe = windows ? recipeForWindows(wanted, windows) : wanted;
      const problem = recipeProblem(recipe);
      if (problem) {
        notify(store, 'error', `Training was not started: ${problem}`);
        return;
      }
      drop();
      runs++;
      draft = {
        ...idleTraining(),
        status: 'starting',
        seed,
        total: totalUpdates(recipe),
        gain: recipe.initialGain,
      };
      publish(true);
      launch({
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
    },
    togglePause() {
      if (draft.status === 'running') client.pause();
      else if (draft.status === 'paused') client.resume();
    },
    stepOnce() {
      if (draft.status === 'paused') client.stepOnce();
    },
    stop: () => client.stop(),
    goOn(learningRate) {
      if (!request || !state) return;
      outlets.goingOn(request.hmm);
      const controls = learningRate === undefined ? request.controls : { ...request.controls, learningRate };
      set({ status: 'starting', ...goBack(state.updates) }, true);
      launch({ ...request, controls, resume: state, resumedGain: draft.gain });
    },
    setControls(controls) {
      if (request) request.controls = { ...request.controls, ...controls };
      client.setControls(controls);
    },
    inHand: () => (request && state ? { id: runs, request, state } : undefined),
    takeUp({ request: kept, state: reached, view, snapshots, learningRate }) {
      drop();
      request = kept;
      state = reached;
      draft = { ...idleTraining(), ...view, losses: [...view.losses], update: reached.updates, seed: kept.seed };
      store.setState({ recorded: { id: ++runs, gain: view.gain, hmm: kept.hmm, snapshots } });
      session.goOn(learningRate);
    },
  };
  return session;
}

/** All but one of the machine's threads, at most four: one is left for the page. */
const threadsOf = ({ threads }: Settings): number =>
  threads || Math.min(4, Math.max(1, (navigator.hardwareConcurrency || 2) - 1));

/** Engines are compared once per size: which one wins depends on it. */
const sizeKey = ({ hiddenSize, inputDim, phases }: Recipe): string =>
  `${hiddenSize}-${inputDim}-${phases[0]!.batch}-${phases[0]!.seqLen}`;

/** The lines of a run as a history holds them. */
export const landmarksOf = ({ landmarks }: Pick<TrainingView, 'landmarks'>): HistoryLandmark[] =>
  landmarks.map(({ firstUpdate, batch, seqLen, floor, plateau }) => ({
    firstUpdate,
    batch,
    seqLen,
    floor: floor.value,
    plateau: plateau.value,
  }));

/** Drops what lies after an update that was gone back to. */
const trim = (view: TrainingView, update: number): Partial<TrainingView> => ({
  update,
  losses: view.losses.filter((point) => point.update <= update),
  checkpoints: view.checkpoints.filter((mark) => mark.update <= update),
});

/** Updates per second over the last few seconds, and the time left by remaining work. */
function createSpeedometer() {
  const ticks: { at: number; update: number; work: number }[] = [];
  return {
    tick(update: number, work: number): { updatesPerSecond?: number; secondsLeft?: number } {
      const at = performance.now();
      ticks.push({ at, update, work });
      while (ticks.length > 2 && at - ticks[0]!.at > 8000) ticks.shift();
      const first = ticks[0]!;
      const seconds = (at - first.at) / 1000;
      if (seconds < 0.2) return {};
      return {
        updatesPerSecond: (update - first.update) / seconds,
        secondsLeft: (work * seconds) / Math.max(1, first.work - work),
      };
    },
  };
}
