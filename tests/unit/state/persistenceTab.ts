import { createSequences, type SequenceActions } from '../../../src/state/networks/importSequences';
import { createPersistence, type Persistence } from '../../../src/state/persistence';
import type { AppDependencies } from '../../../src/state/persistence/dependencies';
import type { TabLocks } from '../../../src/state/persistence/tabLocks';
import { NO_STORY } from '../../../src/state/settings/link';
import { defaultSettings, type Settings } from '../../../src/state/settings/settings';
import { type AppStore, createAppStore } from '../../../src/state/store';
import { createTrainingSession, type TrainingSession } from '../../../src/state/training/trainingSession';
import { createJsEngine } from '../../../src/training/engines/js/engine';
import { trainingRun } from '../../../src/training/run';
import type { TrainingClient, TrainingHandlers } from '../../../src/workers/training/client';
import type { TrainingRequest } from '../../../src/workers/training/protocol';
import type { FakeStore } from './persistenceFake';

/** A training worker without a worker: the same run, pulled by the test. */
export interface FakeWorker extends TrainingClient {
  requests: TrainingRequest[];
  /** Updates between two full states; the real worker tells them by the clock. */
  stateEvery: number;
  /** Makes so many updates, or all that are left. */
  advance(updates?: number): Promise<void>;
  /** What the real one does when told to pause: the full state first. */
  rest(kind: 'paused' | 'stopped'): Promise<void>;
}

export function createFakeWorker(handlers: TrainingHandlers): FakeWorker {
  let run: ReturnType<typeof trainingRun> | undefined;
  let engine = createJsEngine();
  const tellState = async () => handlers.message({ kind: 'state', state: await engine.readState() });
  const worker: FakeWorker = {
    requests: [],
    stateEvery: 1,
    start(request) {
      // Like the real one: a run that is replaced tells its state and its end on its way out.
      if (run) void worker.rest('stopped');
      worker.requests.push(structuredClone(request));
      engine = createJsEngine();
      run = trainingRun({ ...request, engine, landmarkDraws: 2 });
      handlers.message({ kind: 'engine', id: 'js', description: 'plain', passedOver: [], timings: [] });
    },
    async advance(updates = Number.POSITIVE_INFINITY) {
      for (let made = 0; run && made < updates; ) {
        const { value, done } = await run.next();
        if (done) run = undefined;
        if (done) break;
        if (value.kind === 'update') made++;
        // The state comes before the event it belongs to.
        const due = value.kind === 'update' && (value.update === 1 || value.update % worker.stateEvery === 0);
        if (due || value.kind === 'finished') await tellState();
        handlers.message(value);
      }
    },
    async rest(kind) {
      await tellState();
      handlers.message(kind === 'paused' ? { kind } : { kind, reason: 'user' });
    },
    pause: () => {},
    resume: () => handlers.message({ kind: 'resumed' }),
    stepOnce: () => {},
    stop: () => {},
    setControls: () => {},
    terminate: () => {
      run = undefined;
    },
  };
  return worker;
}

/** A tab of the browser: its own store, session and worker on a storage that is shared. */
export interface Tab {
  store: AppStore;
  training: TrainingSession;
  persistence: Persistence;
  sequences: SequenceActions;
  worker: FakeWorker;
  time: { now: number; wall: number };
  notices(): string[];
  press(label: string | RegExp): void;
}

/** A run of a moment. */
const SMALL: Partial<Settings> = {
  recipe: 'custom',
  hidden: 6,
  inputs: 2,
  batch: 16,
  length: 8,
  gain: 1,
  rate: 0.003,
  updates: 80,
  threads: 1,
  view: 'lab',
};

/** Where the session finds the worker that a test made last. */
export const workers: { last?: FakeWorker } = {};

export function openTab(storageBackend: FakeStore, locks: TabLocks, changes: Partial<Settings> = SMALL): Tab {
  const store = createAppStore({ ...defaultSettings(), ...changes });
  const training = createTrainingSession(store, {
    network: (network) => store.setState({ trained: network, network }),
    goingOn: () => {},
  });
  const worker = workers.last!;
  const time = { now: 0, wall: 1_700_000_000_000 };
  const apply: AppDependencies['apply'] = (settings) =>
    store.setState((state) => ({ settings: { ...state.settings, ...settings } }));
  const sequences = createSequences(store);
  const persistence = createPersistence(
    {
      store,
      story: NO_STORY,
      training,
      sequences,
      view: { show: (network) => store.setState({ network }), makeWay: (changes) => apply({ ...changes, moment: -1 }) },
      apply,
    },
    { storageBackend, locks, now: () => time.now, wallClock: () => time.wall },
  );
  return {
    store,
    training,
    persistence,
    sequences,
    worker,
    time,
    notices: () => store.getState().notices.map(({ text }) => text),
    press(label) {
      const action = store
        .getState()
        .notices.flatMap(({ actions }) => actions)
        .find((one) => (typeof label === 'string' ? one.label === label : label.test(one.label)));
      if (!action) throw new Error(`No button ${label} among ${JSON.stringify(store.getState().notices)}`);
      action.run();
    },
  };
}

/** Holds as the browser gives them: of a tab that died they are free. */
export function createFakeHolds(): { tab(): TabLocks & { die(): void } } {
  const held = new Map<string, object>();
  return {
    tab() {
      const me = {};
      const release = (run: string) => {
        if (held.get(run) === me) held.delete(run);
      };
      return {
        async take(run) {
          if (held.has(run) && held.get(run) !== me) return 'elsewhere';
          held.set(run, me);
          return 'taken';
        },
        release,
        die() {
          for (const [run, owner] of held) if (owner === me) held.delete(run);
        },
      };
    },
  };
}
