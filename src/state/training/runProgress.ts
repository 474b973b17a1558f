import { type RnnShape, unpackWeights, weightsFingerprint } from '../../rnn/weights';
import type { OptimiserState } from '../../training/engine';
import type { HistoryLandmark } from '../../training/history';
import { remainingWork } from '../../training/recipe';
import { addSnapshot } from '../../training/snapshots';
import type { TrainingMessage, TrainingRequest } from '../../workers/training/protocol';
import type { NetworkInView } from '../networks/slice';
import { notify } from '../page/slice';
import type { AppStore } from '../store';
import { cacheEngine, provenanceOfRun, sizeKey } from './runRequest';
import { idleTraining, type TrainingView } from './slice';

/** Store updates of a busy run are gathered for this long. */
const PUBLISH_MS = 150;

/** The run under way: what was asked for, what the worker has told of it, and what the page sees. */
export interface RunProgress {
  /** Another number for another run; the same when a run goes on. */
  id: number;
  request: TrainingRequest | undefined;
  /** The last full state. */
  state: OptimiserState | undefined;
  readonly view: TrainingView;
  /** Begins to measure the speed anew. */
  restartClock(): void;
  /** Updates per second and seconds left, as the view has them. */
  tick(update: number): Pick<TrainingView, 'updatesPerSecond' | 'secondsLeft'>;
  /** Another view takes the place of this one. It is seen at the next `set`. */
  replace(view: TrainingView): void;
  /** Changes the view. @param now the page sees it at once, not with the next of its regular updates */
  set(patch: Partial<TrainingView>, now?: boolean): void;
  /** Goes back to an update: what came after it did not happen. @returns what changes in the view */
  goBack(update: number): Partial<TrainingView>;
}

export function createRunProgress(store: AppStore): RunProgress {
  let view = idleTraining();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let speed = createSpeedometer();
  const publish = (now = false) => {
    if (now) {
      clearTimeout(timer);
      timer = undefined;
      store.setState({ training: { ...view, losses: [...view.losses] } });
    } else timer ??= setTimeout(() => publish(true), PUBLISH_MS);
  };
  const run: RunProgress = {
    id: 0,
    request: undefined,
    state: undefined,
    get view() {
      return view;
    },
    restartClock() {
      speed = createSpeedometer();
    },
    tick: (update) => speed.tick(update, run.request ? remainingWork(run.request.recipe, update) : 0),
    replace(next) {
      view = next;
    },
    set(patch, now) {
      view = { ...view, ...patch };
      publish(now);
    },
    goBack(update) {
      store.setState(({ recorded }) =>
        recorded ? { recorded: { ...recorded, snapshots: recorded.snapshots.filter((kept) => kept.update <= update) } } : {},
      );
      return {
        update,
        losses: view.losses.filter((point) => point.update <= update),
        checkpoints: view.checkpoints.filter((mark) => mark.update <= update),
      };
    },
  };
  return run;
}

/** What messages of the worker act on. */
export interface MessageDependencies {
  store: AppStore;
  run: RunProgress;
  /** A checkpoint's network that stays bounded. */
  showNetwork(network: NetworkInView): void;
  /** Goes on from the last state. @param learningRate replaces the rate of before */
  goOn(learningRate?: number): void;
}

type Handlers = { [K in TrainingMessage['kind']]: (message: Extract<TrainingMessage, { kind: K }>) => void };

/** What is done with each message of the training worker. */
export function createMessageHandler(dependencies: MessageDependencies): (message: TrainingMessage) => void {
  const handlers: Handlers = { ...courseOf(dependencies), ...resultsOf(dependencies), ...troubleOf(dependencies) };
  return (message) => (handlers[message.kind] as (m: TrainingMessage) => void)(message);
}

type Course = 'engine' | 'started' | 'phase' | 'paused' | 'resumed' | 'stopped' | 'finished';

/** A run begins, rests, goes on and ends. */
function courseOf({ store, run }: MessageDependencies): Pick<Handlers, Course> {
  return {
    engine: ({ id, description, passedOver, timings }) => {
      run.set({ engineId: id, engine: description, passedOver, timings }, true);
      if (timings.length > 1 && run.request) cacheEngine(sizeKey(run.request.recipe), id);
    },
    started: ({ gain, total }) => {
      const { request } = run;
      run.restartClock();
      run.set({ status: 'running', gain, total }, true);
      if (!request || request.resume) return;
      store.setState({ recorded: { id: run.id, asked: request, gain, hmm: request.hmm, snapshots: [] } });
      if (gain < request.recipe.initialGain - 1e-9)
        notify(
          store,
          'info',
          `This seed's start grew without bound at gain ${request.recipe.initialGain}; it was scaled down to ${gain.toFixed(2)}.`,
        );
    },
    phase: () => {},
    paused: () => run.set({ status: 'paused' }, true),
    resumed: () => {
      run.restartClock();
      run.set({ status: 'running' }, true);
    },
    stopped: ({ reason }) => {
      run.set({ status: 'stopped' }, true);
      if (reason === 'minutes') notify(store, 'info', `Training stopped after ${run.request?.minutes} minutes, as set.`);
    },
    finished: ({ update }) => run.set({ status: 'finished', update }, true),
  };
}

type Results = 'landmarks' | 'update' | 'snapshot' | 'checkpoint' | 'state';

/** What a run finds on its way: losses, weights, checkpoints. */
function resultsOf({ store, run, showNetwork }: MessageDependencies): Pick<Handlers, Results> {
  return {
    landmarks: ({ landmarks, firstUpdate }) =>
      run.set({
        landmarks: [...run.view.landmarks.filter((known) => known.firstUpdate !== firstUpdate), { ...landmarks, firstUpdate }],
      }),
    update: ({ update, loss }) => {
      run.view.losses.push({ update, loss });
      run.set({ update, ...run.tick(update) });
    },
    snapshot: ({ update, weights }) =>
      store.setState(({ recorded }) => {
        if (!recorded) return {};
        const losses = run.view.losses.map(({ loss }) => loss);
        const snapshots = addSnapshot(recorded.snapshots, { update, weights }, losses, landmarksOf(run.view));
        return { recorded: { ...recorded, snapshots } };
      }),
    checkpoint: ({ checkpoint }) => {
      const { update, bounded, error, weights } = checkpoint;
      const mark = { update, bounded, ...(error ? { maxCell: error.maxCell, changeRate: error.changeRate } : {}) };
      run.set({ checkpoints: [...run.view.checkpoints.filter((known) => known.update !== update), mark] });
      const { request } = run;
      if (!bounded || !request) return;
      showNetwork({
        origin: 'training',
        weights,
        hmm: request.hmm,
        update,
        fingerprint: weightsFingerprint(weights),
        provenance: provenanceOfRun(request),
      });
    },
    state: ({ state }) => {
      run.state = state;
      if (run.request) run.set({ fingerprint: weightsFingerprint(unpackWeights(state.parameters, shapeOf(run.request))) });
    },
  };
}

/** What goes wrong: the page says what was kept, and offers to go on. */
function troubleOf({ store, run, goOn }: MessageDependencies): Pick<Handlers, 'engine-lost' | 'diverged' | 'failed'> {
  return {
    'engine-lost': ({ id, reason, restoredUpdate }) => {
      run.set(run.goBack(restoredUpdate), true);
      notify(
        store,
        'warning',
        `The engine ${id} broke (${reason}); training goes on from update ${restoredUpdate} on another one.`,
      );
    },
    diverged: ({ update, restoredUpdate, learningRate }) => {
      run.set({ status: 'diverged', divergedRate: learningRate, ...run.goBack(restoredUpdate) }, true);
      notify(
        store,
        'warning',
        `Update ${update} gave numbers that are not finite; the weights of update ${restoredUpdate} are back.`,
        { label: `Go on at half the rate (${(learningRate / 2).toPrecision(2)})`, run: () => goOn(learningRate / 2) },
      );
    },
    failed: ({ message }) => {
      run.set({ status: 'failed' }, true);
      notify(store, 'error', `Training stopped: ${message}.`, run.state ? { label: 'Go on', run: () => goOn() } : undefined);
    },
  };
}

const shapeOf = ({ recipe, hmm }: TrainingRequest): RnnShape => ({
  hiddenSize: recipe.hiddenSize,
  inputDim: recipe.inputDim,
  nOutputs: hmm.nOutputs,
});

/** The lines of a run as a history holds them. */
export const landmarksOf = ({ landmarks }: Pick<TrainingView, 'landmarks'>): HistoryLandmark[] =>
  landmarks.map(({ firstUpdate, batch, seqLen, floor, plateau }) => ({
    firstUpdate,
    batch,
    seqLen,
    floor: floor.value,
    plateau: plateau.value,
  }));

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
