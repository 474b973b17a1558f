import { alignAxes } from '../../math/principalAxes';
import { rotatePoints } from '../../math/projection';
import type { Estimate } from '../../math/statistics';
import { CHECKPOINT_AXES, type CheckpointDynamics } from './checkpointDynamics';

/** A checkpoint's run on axes that are aligned with those of the other checkpoints. */
export interface AlignedRun {
  /** Row-major [path×CHECKPOINT_AXES], relative to the projection of h = 0, the fixed point that all checkpoints share. */
  points: Float32Array;
}

/**
 * Turns the principal axes of each checkpoint towards those of the next one, starting from the last. A picture that moves through
 * the checkpoints then neither flips nor spins (quirk Q18). The last one keeps its axes. A turn within the span of the axes keeps
 * all distances.
 * @param list in order of training, of one network
 * @returns one entry per checkpoint; divergent and empty ones are skipped and have none
 */
export function alignTrajectory(
  list: readonly Pick<CheckpointDynamics, 'components' | 'points' | 'origin' | 'divergent'>[],
): (AlignedRun | undefined)[] {
  const aligned: (AlignedRun | undefined)[] = list.map(() => undefined);
  let later: Float64Array | undefined;
  for (let index = list.length - 1; index >= 0; index--) {
    const { components, points, origin, divergent } = list[index]!;
    if (divergent || points.length === 0) continue;
    const size = components.length / CHECKPOINT_AXES;
    const rotation = alignAxes(components, later ?? components, CHECKPOINT_AXES, size);
    later = turnAxes(components, rotation, size);
    const about = points.map((value, i) => value - origin[i % CHECKPOINT_AXES]!);
    aligned[index] = { points: rotatePoints(about, rotation, CHECKPOINT_AXES) };
  }
  return aligned;
}

/** R·axes [CHECKPOINT_AXES×size]. */
function turnAxes(axes: Float64Array, rotation: Float64Array, size: number): Float64Array {
  const turned = new Float64Array(axes.length);
  for (let i = 0; i < CHECKPOINT_AXES; i++)
    for (let j = 0; j < CHECKPOINT_AXES; j++)
      for (let k = 0; k < size; k++) turned[i * size + k]! += rotation[i * CHECKPOINT_AXES + j]! * axes[j * size + k]!;
  return turned;
}

/** The lines to which the loss is compared, from an update on. */
export interface LossLines {
  firstUpdate: number;
  /** Loss between two samples of the model, and loss of outputs without memory. */
  floor: number;
  plateau: number;
}

/** Fractions of the steps with an eigenvalue |λ| > 1, and with a critical pair. */
export interface Fractions {
  unstable: number;
  critical: number;
}

/** What the marker is computed from. */
export interface EmergenceCurves {
  /** losses[u] is the loss at update u. */
  losses: readonly number[];
  /** In order of `firstUpdate`. */
  landmarks: readonly LossLines[];
  /** In order of update; NaN where they could not be measured. */
  checkpoints: readonly ({ update: number } & Fractions)[];
}

/** The moment at which memory appears (docs/science.md §3.16). Times are updates; undefined when it did not happen. */
export interface Bifurcation {
  /**
   * Start of the drop: the first update of the stretch in which the loss goes from a tenth to a quarter of the way to its floor.
   */
  dropStart: number | undefined;
  /** The loss had left its plateau by this update: the end of the first of three evaluations below the threshold. */
  lossTime: number | undefined;
  /** First checkpoint with either fraction above its threshold. */
  spectrumTime: number | undefined;
  /** The marker: the later of the two. */
  update: number | undefined;
  /** The values of which one must be exceeded. */
  thresholds: Fractions;
  /** Both fractions at the first checkpoint that has values. */
  step0: Fractions;
}

/** Number of updates averaged into one evaluation of the loss; a single batch is too noisy. */
export const EVALUATION = 10;
/** Number of successive evaluations that must agree. */
const CONSECUTIVE = 3;
/** Share of the way from plateau to floor at which the loss has left the plateau, and at which the drop begins. */
const LEFT = 0.25;
const LEAVING = 0.1;
/** A fraction must rise above this, or above its own start by this. */
const RISE = 0.02;

/**
 * Finds the bifurcation: the first update by which both conditions hold. (a) For three evaluations in a row, the loss is at least
 * a quarter of the way from plateau to floor. (b) The fraction of steps with |λ| > 1, or that with a critical pair, exceeds .02
 * at this checkpoint and the next.
 * A network that was started with a gain above 1 may have critical pairs from the first step. There, a fraction must exceed its
 * own value at the start by .02. Each fraction is compared with its own start: if most steps have a critical pair from the
 * beginning, the union of both could not rise any more. The next checkpoint must agree, because near the threshold the fractions
 * vary by more than the margin and the weights still move fast before the drop. It would be too strict to require it of all later
 * checkpoints: a trained network may become quieter again.
 * @param options.startGain factor on W_hh at initialisation
 */
export function bifurcation(curves: EmergenceCurves, { startGain }: { startGain: number }): Bifurcation {
  const known = curves.checkpoints.filter(({ unstable, critical }) => Number.isFinite(unstable + critical));
  const { unstable = Number.NaN, critical = Number.NaN } = known[0] ?? {};
  const above = (start: number) => (startGain > 1 ? start : 0) + RISE;
  const thresholds = { unstable: above(unstable), critical: above(critical) };
  const { dropStart, lossTime } = lossDrop(curves.losses, curves.landmarks);
  const risen = (at: Fractions) => at.unstable > thresholds.unstable || at.critical > thresholds.critical;
  const spectrumTime = firstConfirmed(known, risen)?.update;
  const both = lossTime !== undefined && spectrumTime !== undefined;
  const update = both ? Math.max(lossTime, spectrumTime) : undefined;
  return { dropStart, lossTime, spectrumTime, update, thresholds, step0: { unstable, critical } };
}

/** First entry for which the condition holds, for it and for the next one. */
export function firstConfirmed<T>(list: readonly T[], holds: (entry: T) => boolean): T | undefined {
  return list.find((entry, i) => i + 1 < list.length && holds(entry) && holds(list[i + 1]!));
}

function lossDrop(losses: readonly number[], landmarks: readonly LossLines[]): Pick<Bifurcation, 'dropStart' | 'lossTime'> {
  const depth = evaluations(losses, landmarks);
  const left = depth.findIndex((_, k) => {
    const here = depth.slice(k, k + CONSECUTIVE);
    return here.length === CONSECUTIVE && here.every((value) => value > LEFT);
  });
  if (left < 0) return { dropStart: undefined, lossTime: undefined };
  let start = left;
  while (start > 0 && depth[start - 1]! > LEAVING) start--;
  return { dropStart: start * EVALUATION, lossTime: (left + 1) * EVALUATION };
}

/**
 * How far the loss has gone from plateau (0) to floor (1), as means over EVALUATION updates, relative to the lines valid at each
 * of them. NaN where there are no lines, where they coincide, or where a loss is not finite.
 */
function evaluations(losses: readonly number[], landmarks: readonly LossLines[]): number[] {
  return Array.from({ length: Math.floor(losses.length / EVALUATION) }, (_, k) => {
    let sum = 0;
    for (let u = k * EVALUATION; u < (k + 1) * EVALUATION; u++) {
      const lines = landmarks.findLast(({ firstUpdate }) => firstUpdate <= u);
      const gap = lines && lines.plateau > lines.floor ? lines.plateau - lines.floor : Number.NaN;
      sum += ((lines?.plateau ?? Number.NaN) - losses[u]!) / gap;
    }
    return sum / EVALUATION;
  });
}

/** A quantity at one checkpoint. */
export interface CheckpointValue {
  update: number;
  divergent: boolean;
  estimate: Estimate;
}

/**
 * Mean of a quantity over the bounded checkpoints before the drop begins, and over those from the marker on. The interval is the
 * mean of theirs, as if all errors were shared, because all use the same noise; `n` is the number of checkpoints. Undefined if
 * there are none.
 * @param values in order of update
 */
export function beforeAfter(
  values: readonly CheckpointValue[],
  { dropStart, update }: Pick<Bifurcation, 'dropStart' | 'update'>,
): { before: Estimate | undefined; after: Estimate | undefined } {
  const mean = (chosen: (at: number) => boolean): Estimate | undefined => {
    const estimates = values
      .filter((value) => !value.divergent && Number.isFinite(value.estimate.value) && chosen(value.update))
      .map(({ estimate }) => estimate);
    const n = estimates.length;
    const average = (part: 'value' | 'low' | 'high') => estimates.reduce((sum, estimate) => sum + estimate[part], 0) / n;
    return n > 0 ? { value: average('value'), low: average('low'), high: average('high'), n } : undefined;
  };
  return {
    before: dropStart === undefined ? undefined : mean((at) => at < dropStart),
    after: update === undefined ? undefined : mean((at) => at >= update),
  };
}
