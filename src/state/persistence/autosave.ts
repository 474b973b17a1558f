import type { Snapshot } from '../../training/snapshots';
import type { NetworkInView } from '../networks/slice';
import type { AppState } from '../store';
import type { CheckpointMark, TrainingView } from '../training/slice';
import type { RunInHand } from '../training/trainingSession';
import { writeText } from '../webStorage';
import type { PersistenceDependencies } from './dependencies';
import type { RecentNetworks } from './recentNetworks';
import { type KeptRun, removal, runRecord, snapshotKey, snapshotRecord, windowsRecord } from './runRecord';
import type { AppStorage, Change } from './storage';
import type { TabLocks } from './tabLocks';
import { defaultName } from './text';

/** A run in progress is stored at this interval. Its state arrives every two seconds, so at most ten seconds can be lost. */
const SAVE_EVERY_MS = 5000;
/** Under this key the tab remembers its run across a reload. */
export const OWN_RUN = 'run';

/** Stores the run in this tab while it is in progress, and its network when it has ended. */
export interface Autosave {
  /** The next run continues a stored one under its own key. The present run stays stored. */
  adopt(run: KeptRun, snapshots: readonly Snapshot[]): void;
  /** Stores the present state at once. */
  flush(): void;
}

/** The run in this tab, and what of it has been stored. */
interface Watched {
  id: number;
  key: string;
  order: number;
  /** Its network is stored and the run is closed. A run that continues opens again. */
  closed: boolean;
  saved: RunInHand['state'] | undefined;
  savedAt: number;
  snapshots: Set<number>;
  windows: boolean;
  /** Last bounded checkpoint, with its results. */
  network: { network: NetworkInView; mark: CheckpointMark; seed: number } | undefined;
}

/** A stored run that continues here, with the snapshots in the storage. */
interface Adopted {
  run: KeptRun;
  snapshots: readonly Snapshot[];
}

const ENDED: readonly TrainingView['status'][] = ['finished', 'stopped'];
const AT_REST: readonly TrainingView['status'][] = ['paused', 'diverged', 'failed'];

/** A random key, because runs of different tabs must not share one. Nothing is computed from it. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The parts that autosave uses. */
interface Dependencies {
  parts: PersistenceDependencies;
  storage: AppStorage;
  recents: RecentNetworks;
  locks: TabLocks;
}

/** @param nextOrder greater than that of every run known so far */
export function createAutosave(dependencies: Dependencies, nextOrder: () => number): Autosave {
  const { store, training, now } = dependencies.parts;
  let watched: Watched | undefined;
  let adopted: Adopted | undefined;

  const end = (run: Watched) => {
    if (run.closed) return;
    if (!adopted) return void close(run, dependencies);
    // Another run continues in its place; this one waits.
    run.closed = true;
    dependencies.locks.release(run.key);
  };
  const follow = (state: AppState) => {
    const { training: view } = state;
    const hand = training.inHand();
    if (watched && watched.id !== hand?.id && (hand || view.status === 'starting')) {
      end(watched);
      watched = undefined;
    }
    if (!hand) return;
    if (!watched) {
      watched = begin(hand, adopted, dependencies, nextOrder);
      adopted = undefined;
    }
    watched.network = lastBounded(state, hand) ?? watched.network;
    if (ENDED.includes(view.status)) return end(watched);
    if (watched.closed && view.status === 'running') {
      watched.closed = false;
      void dependencies.locks.take(watched.key);
    }
    if (watched.closed || watched.saved === hand.state) return;
    const due = watched.saved === undefined || now() - watched.savedAt >= SAVE_EVERY_MS;
    if (whole(hand, view) && (due || view.status !== 'running')) save(watched, hand, state, dependencies);
  };
  const flush = () => {
    const hand = training.inHand();
    const state = store.getState();
    if (!watched || watched.closed || watched.id !== hand?.id || watched.saved === hand.state) return;
    if (whole(hand, state.training)) save(watched, hand, state, dependencies);
  };
  store.subscribe((state, before) => {
    if (state.training !== before.training) follow(state);
  });
  // It may have begun before this was loaded.
  follow(store.getState());
  return {
    adopt(run, snapshots) {
      flush();
      adopted = { run, snapshots };
    },
    flush,
  };
}

function begin(hand: RunInHand, adopted: Adopted | undefined, { parts, locks }: Dependencies, nextOrder: () => number): Watched {
  const key = adopted?.run.id ?? newKey();
  void locks.take(key);
  writeText('session', OWN_RUN, key);
  return {
    id: hand.id,
    key,
    order: adopted?.run.order ?? nextOrder(),
    closed: false,
    saved: adopted && hand.state,
    savedAt: parts.now(),
    snapshots: new Set(adopted?.snapshots.map(({ update }) => update)),
    windows: adopted?.run.onWindows ?? false,
    network: undefined,
  };
}

function save(run: Watched, hand: RunInHand, { recorded, training: view }: AppState, { parts, storage }: Dependencies): void {
  const { state } = hand;
  const snapshots = recorded?.id === hand.id ? recorded.snapshots.filter(({ update }) => update <= state.updates) : [];
  const changes = [
    { table: 'runs', key: run.key, value: runRecord(keptRun(run, hand, view, parts)) } as const,
    ...windowsChange(run, hand),
    ...snapshotChanges(run, snapshots),
  ];
  run.saved = state;
  run.savedAt = parts.now();
  void storage.write(changes).then((done) => {
    if (done) return;
    // All of it is written again the next time.
    run.snapshots.clear();
    run.windows = false;
  });
}

/**
 * Closes a run that has ended: its network joins the recent ones, and nothing is left to resume. If there is no room for the
 * network, the run stays.
 */
async function close(run: Watched, { recents, storage, locks }: Dependencies): Promise<void> {
  run.closed = true;
  const kept = !run.network || (await recents.keep(newNetwork(run.network)));
  // It may have been resumed meanwhile.
  if (!run.closed) return;
  if (kept) {
    run.saved = undefined;
    run.snapshots.clear();
    run.windows = false;
    await storage.write(removal(run.key));
  }
  if (run.closed) locks.release(run.key);
}

/** Whether the losses up to the state have arrived. They come a moment after it; when the run is paused, all have come. */
const whole = ({ state }: RunInHand, { status, update }: TrainingView): boolean =>
  AT_REST.includes(status) || (status === 'running' && state.updates <= update);

function keptRun(
  run: Watched,
  { request, state }: RunInHand,
  view: TrainingView,
  { wallClock, link }: PersistenceDependencies,
): KeptRun {
  const { hmm, recipe, seed, engine, controls, minutes, threads, windows } = request;
  const { updates } = state;
  return {
    id: run.key,
    order: run.order,
    savedAt: wallClock(),
    link: link(),
    onWindows: windows !== undefined,
    request: { hmm, recipe, seed, engine, controls, minutes, threads },
    engineId: view.engineId,
    state,
    view: {
      total: view.total,
      gain: view.gain,
      losses: view.losses.filter(({ update }) => update <= updates),
      landmarks: view.landmarks,
      checkpoints: view.checkpoints.filter(({ update }) => update <= updates),
      ...(view.status === 'diverged' && view.divergedRate !== undefined ? { divergedRate: view.divergedRate } : {}),
    },
  };
}

function windowsChange(run: Watched, { request: { windows } }: RunInHand): Change[] {
  if (!windows || run.windows) return [];
  run.windows = true;
  return [{ table: 'windows', key: run.key, value: windowsRecord(windows) }];
}

/** Snapshots are written once; those that the history drops are removed. */
function snapshotChanges(run: Watched, snapshots: readonly Snapshot[]): Change[] {
  const wanted = new Set(snapshots.map(({ update }) => update));
  const added = snapshots.filter(({ update }) => !run.snapshots.has(update));
  const removed = [...run.snapshots].filter((update) => !wanted.has(update));
  run.snapshots = wanted;
  return [
    ...added.map((snapshot) => ({
      table: 'snapshots' as const,
      key: snapshotKey(run.key, snapshot.update),
      value: snapshotRecord(snapshot),
    })),
    ...removed.map((update) => ({ table: 'snapshots' as const, key: snapshotKey(run.key, update) })),
  ];
}

/** The last bounded checkpoint of the run in hand, once it has learned anything. */
function lastBounded({ trained, training: view }: AppState, { request }: RunInHand): Watched['network'] {
  const mark = view.checkpoints.filter(({ bounded }) => bounded).at(-1);
  if (!trained || !mark || mark.update === 0 || trained.update !== mark.update || trained.hmm !== request.hmm) return undefined;
  return { network: trained, mark, seed: request.seed };
}

function newNetwork({ network, mark, seed }: NonNullable<Watched['network']>): Parameters<RecentNetworks['keep']>[0] {
  const { weights, hmm, update, fingerprint, provenance } = network;
  const { maxCell, changeRate } = mark;
  const told = Number.isFinite(maxCell) && Number.isFinite(changeRate);
  return {
    fingerprint,
    name: defaultName(hmm.name, seed, update),
    source: 'training',
    hmm,
    weights,
    update,
    seed,
    recipe: provenance,
    ...(told ? { scores: { maxCell: maxCell!, changeRate: changeRate! } } : {}),
  };
}
