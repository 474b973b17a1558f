import { ANALYSIS_SEED } from '../../analyses/choices';
import { requestOf } from '../../analyses/requests';
import type { Pool } from '../../workers/pool/pool';
import type { AppState, AppStore } from '../store';
import { type CheckpointResults, moveTimeline } from './slice';
import {
  RUN,
  resultKey,
  runKey,
  type TimelineCheckpoint,
  type TimelineSource,
  timelineKind,
  timelineSource,
} from './timelineSource';

/** Analyses of the checkpoints of a training run, one after the other. */
export interface Timeline {
  /** Call it when a panel on emergence is visible. Checkpoints are analysed until the returned function is called. */
  want(): () => void;
  /** Tries again what failed. */
  retry(): void;
  /** Another run is recorded: results of a replaced run, or of updates that were undone, are removed. */
  tidy(): void;
  /** Puts the cursor back to the end when another training is shown. */
  rewind(before: AppState): void;
  /** The training shown may have changed: its next checkpoint is analysed. */
  sourceChanged(): void;
}

/**
 * While a network trains, a pause of this many times its own length follows each analysis, so that analyses take at most a fifth
 * of the time.
 */
const REST = 4;
/** Longest pause in ms. A machine that slept during an analysis must not pause for hours. */
const LONGEST_REST = 30_000;

/**
 * The checkpoint to analyse next. A finished run is done from coarse to fine, so that its whole shape appears at once; during a
 * run the newest comes first.
 */
export function nextCheckpoint(source: TimelineSource, results: CheckpointResults): TimelineCheckpoint | undefined {
  const { checkpoints } = source;
  const open = checkpoints.map((_, n) => n).filter((n) => !results[resultKey(source, checkpoints[n]!.update)]);
  if (open.length === 0) return undefined;
  if (source.kind === 'recorded') return checkpoints[open.at(-1)!];
  const done = checkpoints.map((_, n) => n).filter((n) => !open.includes(n));
  const distance = (n: number) =>
    Math.min(n === 0 || n === checkpoints.length - 1 ? 0 : Number.POSITIVE_INFINITY, ...done.map((d) => Math.abs(d - n)));
  const urgency = (n: number) => (n === 0 || n === checkpoints.length - 1 ? Number.POSITIVE_INFINITY : distance(n));
  return checkpoints[open.reduce((best, n) => (urgency(n) > urgency(best) ? n : best))];
}

/** Removes results of a run that was replaced, and of updates that were undone. */
function removeReplaced(store: AppStore): void {
  const { recorded, checkpointResults } = store.getState();
  const alive = new Set(recorded?.snapshots.map(({ update }) => resultKey({ key: runKey(recorded) }, update)));
  const all = Object.entries(checkpointResults);
  const kept = all.filter(([key]) => !key.startsWith(RUN) || alive.has(key));
  if (kept.length < all.length) store.setState({ checkpointResults: Object.fromEntries(kept) });
}

export function createTimeline(store: AppStore, pool: Pool, now: () => number, fetchShipped: () => void): Timeline {
  let wanted = 0;
  let running = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const work = async (source: TimelineSource, { update, weights }: TimelineCheckpoint) => {
    running = true;
    let began = now();
    const answer = await pool.run(
      requestOf('checkpoint', {
        weights, // All checkpoints get the same noise, so that only the network differs.
        seed: ANALYSIS_SEED,
      }),
      {
        priority: 'inSight',
        onStart: () => (began = now()),
      },
    );
    running = false;
    if (answer.ok)
      store.setState(({ checkpointResults }) => ({
        checkpointResults: { ...checkpointResults, [resultKey(source, update)]: answer.value },
      }));
    else store.setState({ timelineProblem: answer.message });
    const rest = store.getState().training.status === 'running' ? Math.min(LONGEST_REST, REST * Math.max(0, now() - began)) : 0;
    clearTimeout(timer);
    timer = setTimeout(pump, rest);
  };
  const pump = () => {
    if (running || wanted === 0 || store.getState().timelineProblem) return;
    const state = store.getState();
    const source = timelineSource(state);
    if (!source && timelineKind(state) === 'shipped' && !state.historyLoading && !state.history) fetchShipped();
    const next = source && nextCheckpoint(source, state.checkpointResults);
    if (source && next) void work(source, next);
  };
  return {
    tidy: () => removeReplaced(store),
    rewind(before) {
      const { network, timelineChoice } = store.getState();
      if (network?.preset?.id !== before.network?.preset?.id || timelineChoice !== before.timelineChoice)
        moveTimeline(store, undefined);
    },
    sourceChanged() {
      // During a pause after a result, the timer continues the work.
      if (timer === undefined || store.getState().training.status !== 'running') pump();
    },
    want() {
      wanted++;
      pump();
      return () => void wanted--;
    },
    retry() {
      store.setState({ timelineProblem: undefined });
      pump();
    },
  };
}
