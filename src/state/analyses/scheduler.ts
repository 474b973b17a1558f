import type { StoreApi } from 'zustand/vanilla';
import { type PanelJob, REQUESTS, type RequestInput, type RequestResult, requestOf } from '../../analyses/requests';
import type { Pool, Priority } from '../../workers/pool/pool';
import type { Result } from '../../workers/validateFinite';
import type { NetworkInView } from '../networks/slice';
import type { AppState, AppStore } from '../store';
import { cachedKickReport, cacheKickReport } from './kickReportCache';
import type { AnalysisView, AnalysisViews, NetworkTag } from './slice';

export interface Analyses {
  /** Call it when a panel is visible. Its analysis is kept up to date until the returned function is called. */
  want(name: PanelJob): () => void;
  /** Runs it again after a failure, or after it was stopped. */
  retry(name: PanelJob): void;
  /** Gives it up for the network in view; it is not begun again before something it depends on changes, or `retry`. */
  stop(name: PanelJob): void;
}

/** Pause in milliseconds before an analysis is repeated for a network that is still changing. */
const REST_MS = 2500;

const isPassing = (network: NetworkInView | undefined) => network?.origin === 'training' || network?.origin === 'history';

const tagOf = ({ origin, update, preset }: NetworkInView): NetworkTag => ({ origin, update, seed: preset?.seed });

/** Parts of the state on which analyses depend, apart from one another's results. */
const DEPENDED_ON = ['network', 'orbit', 'settings', 'groupEdits', 'experiment', 'draft', 'ownSequences', 'history'] as const;

/** Results that need not be computed: shipped with the network, or computed before. */
interface Memory<N extends PanelJob> {
  recall(state: AppState): Promise<RequestResult<N> | undefined>;
  remember(key: string, value: RequestResult<N>): void;
}

const MEMORIES: { [N in PanelJob]?: Memory<N> } = {
  kick: { recall: (state) => cachedKickReport(state.network!, state.settings), remember: cacheKickReport },
};

/** An analysis that was given to the pool. */
interface Pending {
  key: string;
  network: NetworkInView;
  /** It has left the queue. */
  started: boolean;
  priority: Priority;
  controller: AbortController;
  /** The reader stopped it: it is not begun again by itself. */
  stopped?: boolean;
}

/** What the scheduler knows between two changes of the state. */
interface Schedule {
  readonly store: StoreApi<AppState>;
  readonly pool: Pool;
  /** How many visible panels want each analysis. */
  readonly wanted: Map<PanelJob, number>;
  /** What each value on screen was computed from. */
  readonly keys: Map<PanelJob, string>;
  readonly pending: Map<PanelJob, Pending>;
  /** When the last analysis of a network that is still changing ended, in milliseconds of `performance.now`. */
  restsFrom: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Keeps the visible analyses up to date: each is given to the pool whenever something it depends on has changed. */
export function createAnalyses(store: StoreApi<AppState>, pool: Pool): Analyses {
  const schedule: Schedule = {
    store,
    pool,
    wanted: new Map(),
    keys: new Map(),
    pending: new Map(),
    restsFrom: Number.NEGATIVE_INFINITY,
    timer: undefined,
  };
  const { wanted, keys, pending } = schedule;
  store.subscribe((state, before) => {
    if (DEPENDED_ON.every((part) => state[part] === before[part])) return;
    tidy(schedule);
    if (state.network?.hmm !== before.network?.hmm) {
      keys.clear();
      store.setState({ analyses: {} });
    }
    pump(schedule);
  });
  return {
    want(name) {
      wanted.set(name, (wanted.get(name) ?? 0) + 1);
      pump(schedule);
      return () => {
        const count = wanted.get(name)! - 1;
        if (count > 0) wanted.set(name, count);
        else wanted.delete(name);
        tidy(schedule);
      };
    },
    retry(name) {
      keys.delete(name);
      put(store, name, { status: 'waiting', progress: 0 });
      pump(schedule);
    },
    stop(name) {
      const job = pending.get(name);
      if (!job) return;
      job.stopped = true;
      job.controller.abort();
    },
  };
}

function put(store: StoreApi<AppState>, name: PanelJob, change: Partial<AnalysisView>): void {
  store.setState(({ analyses }) => ({
    analyses: { ...analyses, [name]: { status: 'waiting', progress: 0, ...analyses[name], ...change } } as AnalysisViews,
  }));
}

const priorityOf = (name: PanelJob): Priority => (REQUESTS[name].asked ? 'asked' : 'inSight');

/** The key of an analysis that is visible and neither up to date nor running. */
function openKey({ store, pending, keys }: Schedule, name: PanelJob): string | undefined {
  const key = REQUESTS[name].key(store.getState());
  return pending.has(name) || keys.get(name) === key ? undefined : key;
}

/** Begins every visible analysis that is not up to date. While a network trains they run one by one, with a pause after each. */
function pump(schedule: Schedule): void {
  const { store, wanted, pending } = schedule;
  for (const name of wanted.keys()) {
    const key = openKey(schedule, name);
    if (key === undefined) continue;
    if (priorityOf(name) === 'inSight' && isPassing(store.getState().network)) {
      if ([...pending.values()].some(({ priority }) => priority === 'inSight')) continue;
      const rest = restLeft(schedule);
      if (rest > 0) {
        clearTimeout(schedule.timer);
        // A timer only paces the work; what is computed does not depend on it.
        schedule.timer = setTimeout(() => pump(schedule), rest);
        continue;
      }
    }
    void work(schedule, name, key);
  }
}

/** Milliseconds to wait before the next visible analysis. */
function restLeft({ store, restsFrom }: Schedule): number {
  if (!isPassing(store.getState().network)) return 0;
  const rested = performance.now() - restsFrom;
  // A clock that was set back must not block the analyses.
  return rested >= 0 ? REST_MS - rested : 0;
}

/** Computes one analysis, or recalls it, and puts it in the store. */
async function work<N extends PanelJob>(schedule: Schedule, name: N, key: string): Promise<void> {
  const { store, pool, pending, keys } = schedule;
  const state = store.getState();
  const network = state.network!;
  const job: Pending = { key, network, started: false, priority: priorityOf(name), controller: new AbortController() };
  pending.set(name, job);
  keys.set(name, key);
  const input = REQUESTS[name].input(state) as RequestInput<N>;
  const memory: Memory<N> | undefined = MEMORIES[name];
  if (memory) put(store, name, { status: 'working', progress: 0 });
  const known = await memory?.recall(state);
  const compute = () =>
    pool.run(requestOf(name, input), {
      priority: job.priority,
      signal: job.controller.signal,
      onStart: () => {
        job.started = true;
        put(store, name, { status: 'working', progress: 0 });
      },
      onProgress: (progress) => put(store, name, { progress }),
    });
  const answer = (known ? { ok: true, value: known } : await compute()) as Result<RequestResult<N>>;
  pending.delete(name);
  if (answer.ok && !known) memory?.remember(key, answer.value);
  if (answer.ok)
    put(store, name, { status: 'ready', progress: 1, value: answer.value, key, of: tagOf(network) } as Partial<AnalysisView>);
  else if (job.stopped) put(store, name, { status: 'stopped' });
  else if (answer.code === 'superseded') keys.delete(name);
  else put(store, name, { status: 'failed', message: answer.message });
  if (isPassing(network) && job.priority === 'inSight') schedule.restsFrom = performance.now();
  pump(schedule);
}

/**
 * Cancels waiting analyses that are no longer visible or out of date, and running ones when another network has replaced
 * theirs.
 */
function tidy({ store, wanted, pending }: Schedule): void {
  const state = store.getState();
  for (const [name, { key, network, started, controller }] of pending) {
    const outdated = !wanted.has(name) || REQUESTS[name].key(state) !== key;
    // A network in training changes all the time, so its analysis may end first. Any other change of network cancels at once.
    const replaced = state.network !== network && !isPassing(state.network);
    if (replaced || (!started && outdated)) controller.abort();
  }
}

/**
 * Returns a function that requests the kick groups as long as an intervention may need them. Call it whenever that may have
 * changed.
 */
export function requireKickGroups(store: AppStore, analyses: Analyses): () => void {
  let forget: (() => void) | undefined;
  return () => {
    forget?.();
    const { settings, silencing } = store.getState();
    forget = settings.actOn === 'none' && !silencing ? undefined : analyses.want('kick');
  };
}
