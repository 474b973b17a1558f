import type { StoreApi } from 'zustand/vanilla';
import { createAnalysisClient } from '../../workers/analysis/client';
import type { JobInput, JobResult, PanelJob } from '../../workers/analysis/protocol';
import type { Result } from '../../workers/result';
import type { NetworkInView } from '../networks/slice';
import type { AppState } from '../store';
import { INPUTS } from './inputs';
import type { AnalysisView, AnalysisViews, NetworkTag } from './views';

export interface Analyses {
  /** A panel is in sight: its analysis is kept up to date until the returned function is called. */
  want(name: PanelJob): () => void;
  /** Runs it again after a failure. */
  retry(name: PanelJob): void;
}

/** Milliseconds of rest before an analysis of a network that is still changing is made again. */
const REST_MS = 2500;

const isPassing = (network: NetworkInView | undefined) => network?.origin === 'training' || network?.origin === 'history';

const tagOf = ({ origin, update, preset }: NetworkInView): NetworkTag => ({ origin, update, seed: preset?.seed });

/** Parts of the state that analyses depend on, but for one another's results. */
const DEPENDED_ON = ['network', 'orbit', 'settings', 'groupEdits', 'experiment', 'draft', 'ownSequences'] as const;

/** Runs the analyses that are in sight, one at a time, whenever what they depend on has changed. */
export function createAnalyses(store: StoreApi<AppState>): Analyses {
  const client = createAnalysisClient();
  const wanted = new Map<PanelJob, number>();
  /** What each value on screen was computed from. */
  const keys = new Map<PanelJob, string>();
  let running: { name: PanelJob; network: NetworkInView } | undefined;
  let restsFrom = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const put = (name: PanelJob, change: Partial<AnalysisView>) =>
    store.setState(({ analyses }) => ({
      analyses: { ...analyses, [name]: { status: 'waiting', progress: 0, ...analyses[name], ...change } } as AnalysisViews,
    }));
  /** The next job that is in sight and out of date. */
  const next = (): { name: PanelJob; key: string } | undefined => {
    for (const name of wanted.keys()) {
      const key = INPUTS[name].key(store.getState());
      if (key !== undefined && keys.get(name) !== key) return { name, key };
    }
    return undefined;
  };
  const work = async <N extends PanelJob>(name: N, key: string) => {
    const state = store.getState();
    const network = state.network!;
    running = { name, network };
    keys.set(name, key);
    put(name, { status: 'working', progress: 0 });
    const known = await INPUTS[name].recall?.(state);
    const input = INPUTS[name].input(state) as JobInput<N>;
    const answer: Result<JobResult<N>> = known
      ? { ok: true, value: known }
      : await client.run(name, input, (progress) => put(name, { progress }));
    running = undefined;
    if (answer.ok && !known) INPUTS[name].remember?.(key, answer.value);
    if (answer.ok)
      put(name, { status: 'ready', progress: 1, value: answer.value, key, of: tagOf(network) } as Partial<AnalysisView>);
    else if (answer.code === 'superseded') keys.delete(name);
    else put(name, { status: 'failed', message: answer.message });
    if (isPassing(network)) restsFrom = performance.now();
    pump();
  };
  const pump = () => {
    const job = next();
    if (!job || running) return;
    clearTimeout(timer);
    const rested = performance.now() - restsFrom;
    // A clock that was put back must not hold the analyses up.
    const rest = isPassing(store.getState().network) && rested >= 0 ? REST_MS - rested : 0;
    // A timer only paces the work; what is computed does not depend on it.
    if (rest > 0) timer = setTimeout(pump, rest);
    else void work(job.name, job.key);
  };
  store.subscribe((state, before) => {
    if (DEPENDED_ON.every((part) => state[part] === before[part])) return;
    // A network in training is followed in passing: its analysis may end first. Anything else replaces it at once.
    if (running && state.network !== running.network && !isPassing(state.network)) client.cancel();
    if (state.network?.hmm !== before.network?.hmm) {
      keys.clear();
      store.setState({ analyses: {} });
    }
    pump();
  });
  return {
    want(name) {
      wanted.set(name, (wanted.get(name) ?? 0) + 1);
      pump();
      return () => {
        const count = wanted.get(name)! - 1;
        if (count > 0) wanted.set(name, count);
        else wanted.delete(name);
      };
    },
    retry(name) {
      keys.delete(name);
      pump();
    },
  };
}
