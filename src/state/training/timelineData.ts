import type { CheckpointAnalysis } from '../../analyses/emergence/compute';
import {
  type AlignedRun,
  alignTrajectory,
  type Bifurcation,
  beforeAfter,
  bifurcation,
  type CheckpointValue,
} from '../../dynamics/emergence/emergence';
import { memoizeLast } from '../../math/memory';
import type { Estimate } from '../../math/statistics';
import type { AppState } from '../store';
import type { CheckpointResults } from './slice';
import { resultKey, type TimelineCheckpoint, type TimelineSource, timelineSource } from './timelineSource';

/** A checkpoint with what is known of it so far. */
export interface TimelineEntry extends TimelineCheckpoint {
  found: CheckpointAnalysis | undefined;
  /** Its orbit on the common axes; undefined while it is not known, and for one that grows without bound. */
  aligned: AlignedRun | undefined;
}

export interface TimelineData {
  source: TimelineSource;
  entries: readonly TimelineEntry[];
  /** Entries whose orbit can be drawn, in order. */
  drawn: readonly (TimelineEntry & { aligned: AlignedRun; found: CheckpointAnalysis })[];
  marker: Bifurcation;
  known: number;
}

const described = memoizeLast((source: TimelineSource, results: CheckpointResults): TimelineData => {
  const found = source.checkpoints.map(({ update }) => results[resultKey(source, update)]);
  const known = found.flatMap((one, n) => (one ? [{ n, dynamics: one.dynamics }] : []));
  const aligned: (AlignedRun | undefined)[] = source.checkpoints.map(() => undefined);
  alignTrajectory(known.map(({ dynamics }) => dynamics)).forEach((run, k) => {
    aligned[known[k]!.n] = run;
  });
  const entries = source.checkpoints.map(
    (checkpoint, n): TimelineEntry => ({ ...checkpoint, found: found[n], aligned: aligned[n] }),
  );
  return {
    source,
    entries,
    drawn: entries.filter((entry): entry is TimelineData['drawn'][number] => Boolean(entry.aligned && entry.found)),
    marker: bifurcation(
      {
        losses: source.losses,
        landmarks: source.landmarks,
        checkpoints: known.map(({ n, dynamics }) => ({
          update: source.checkpoints[n]!.update,
          unstable: dynamics.unstable.value,
          critical: dynamics.critical.value,
        })),
      },
      { startGain: source.startGain ?? 1 },
    ),
    known: known.length,
  };
});

/** The training run looked back at, with what is known of its checkpoints; undefined while there is none. */
export function timelineData(state: AppState): TimelineData | undefined {
  const source = timelineSource(state);
  return source && described(source, state.checkpointResults);
}

/** A quantity before the loss begins to drop and from the marker on. */
export function splitAtMarker(
  { entries, marker }: TimelineData,
  of: (found: CheckpointAnalysis) => Estimate,
): ReturnType<typeof beforeAfter> {
  const values = entries.flatMap(({ update, found }): CheckpointValue[] =>
    found ? [{ update, divergent: found.dynamics.divergent, estimate: of(found) }] : [],
  );
  return beforeAfter(values, marker);
}

/** An orbit between two checkpoints: the same noise drives both, so that each state has its own in the other. */
export interface MorphedRun {
  points: Float32Array;
  labels: Uint8Array;
  /** The nearest checkpoint. */
  update: number;
  /** What is shown: the update asked for, or the first or last known where it lies outside of those. */
  shown: number;
}

/** The orbit at an update, between the two drawn checkpoints around it. */
export function morphAt(drawn: TimelineData['drawn'], update: number): MorphedRun | undefined {
  if (drawn.length === 0) return undefined;
  const after = drawn.findIndex((entry) => entry.update >= update);
  const b = drawn[after < 0 ? drawn.length - 1 : after]!;
  const a = drawn[after > 0 ? after - 1 : after < 0 ? drawn.length - 1 : 0]!;
  const mix = b.update === a.update ? 0 : Math.min(1, Math.max(0, (update - a.update) / (b.update - a.update)));
  const count = Math.min(a.aligned.points.length, b.aligned.points.length);
  const points = Float32Array.from(
    { length: count },
    (_, i) => a.aligned.points[i]! + mix * (b.aligned.points[i]! - a.aligned.points[i]!),
  );
  const nearest = mix < 0.5 ? a : b;
  return {
    points,
    labels: nearest.found.dynamics.labels.subarray(0, count / 3),
    update: nearest.update,
    shown: a.update + mix * (b.update - a.update),
  };
}
