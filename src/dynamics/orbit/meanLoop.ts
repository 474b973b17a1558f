import type { Estimate } from '../../math/statistics';
import { isRing, type RingShape, spread } from './ring';

/**
 * The mean path of a run in a plane, for drawing: the average of the states at each angle about the resting point. Averaging by
 * angle turns any cloud into a ring. So the loop may be drawn only where `loopIsMeasured` says that the run really circles.
 * Elsewhere `meanCrossing` shows the mean path from one output to another (docs/science.md §3.5).
 */

/** Number of equal angles of the loop. */
export const LOOP_BINS = 48;

/** A bin with fewer states than this, or with less than a fortieth of an equal share, stays empty. */
const FEWEST_STATES = 8;
const LEAST_SHARE = 1 / 40;

export interface MeanLoop {
  /** Mean state of each bin [LOOP_BINS × 2], from the angle −π on, counter-clockwise; NaN where the bin is empty. */
  points: Float64Array;
  /** Mean advance per step from each bin, in the direction of the whole run, in turns [LOOP_BINS]; NaN where the bin is empty. */
  speed: Float64Array;
  /** Share of the states in each bin [LOOP_BINS]; large where the run is slow. */
  share: Float64Array;
  /** Share of each label among the states of a bin [LOOP_BINS × number of labels]; empty when no labels were given. */
  labelShare: Float64Array;
  /** 1 counter-clockwise, −1 clockwise. */
  sense: 1 | -1;
  /** Whether no bin is empty. */
  closed: boolean;
}

/** Angle of each state about the centre, in turns from −½ to ½, with each axis divided by its standard deviation. */
function anglesOf(points: ArrayLike<number>, stride: number, centre: ArrayLike<number>): Float64Array {
  const [sx, sy] = [spread([points], stride, 0), spread([points], stride, 1)];
  if (!(sx > 0 && sy > 0)) throw new RangeError('the states do not spread over a plane');
  return Float64Array.from({ length: Math.floor(points.length / stride) }, (_, t) => {
    const x = (points[t * stride]! - centre[0]!) / sx;
    const y = (points[t * stride + 1]! - centre[1]!) / sy;
    return Math.atan2(y, x) / (2 * Math.PI);
  });
}

const binOf = (angle: number): number => Math.min(LOOP_BINS - 1, Math.floor((angle + 0.5) * LOOP_BINS));

/** The shorter way from one angle to the next, in turns. */
const advance = (from: number, to: number): number => to - from - Math.round(to - from);

/** Share of each label in each bin, from the bin of each state. */
function labelShares(bins: Uint8Array, labels: Uint8Array): Float64Array {
  const kinds = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const shares = new Float64Array(LOOP_BINS * kinds);
  const counts = new Float64Array(LOOP_BINS);
  bins.forEach((bin, t) => {
    shares[bin * kinds + labels[t]!]!++;
    counts[bin]!++;
  });
  return shares.map((count, at) => (count === 0 ? 0 : count / counts[Math.floor(at / kinds)]!));
}

/**
 * Mean state and mean advance by angle, of one run in the plane of its first two columns.
 * @param points row-major [n×stride], successive steps
 * @param centre projection of h = 0 [≥2]
 * @param labels argmax label of each step [n]
 * @throws RangeError when the states do not spread over a plane
 */
export function meanLoop(points: ArrayLike<number>, stride: number, centre: ArrayLike<number>, labels?: Uint8Array): MeanLoop {
  const angles = anglesOf(points, stride, centre);
  const n = angles.length;
  const counts = new Float64Array(LOOP_BINS);
  const steps = new Float64Array(LOOP_BINS);
  const sums = new Float64Array(2 * LOOP_BINS);
  const speed = new Float64Array(LOOP_BINS);
  let turns = 0;
  for (let t = 0; t < n; t++) {
    const bin = binOf(angles[t]!);
    counts[bin]!++;
    for (const axis of [0, 1]) sums[2 * bin + axis]! += points[t * stride + axis]!;
    if (t + 1 === n) continue;
    const turn = advance(angles[t]!, angles[t + 1]!);
    turns += turn;
    speed[bin]! += turn;
    steps[bin]!++;
  }
  const sense = turns < 0 ? -1 : 1;
  const least = Math.max(FEWEST_STATES, (LEAST_SHARE * n) / LOOP_BINS);
  let closed = true;
  for (let bin = 0; bin < LOOP_BINS; bin++) {
    const open = counts[bin]! < least || steps[bin] === 0;
    if (open) closed = false;
    for (const axis of [0, 1]) sums[2 * bin + axis] = open ? Number.NaN : sums[2 * bin + axis]! / counts[bin]!;
    speed[bin] = open ? Number.NaN : (sense * speed[bin]!) / steps[bin]!;
  }
  const labelShare = labels ? labelShares(Uint8Array.from(angles, binOf), labels) : new Float64Array(0);
  return { points: sums, speed, share: counts.map((count) => count / n), labelShare, sense, closed };
}

/** Turns per round trip of an orbit. */
const [FEWEST_TURNS, MOST_TURNS] = [0.8, 1.2];

/**
 * Whether the loop may be drawn: about one turn per round trip, an interval that excludes 0, and a ring around the resting point.
 * The decision uses measurements only, nothing that is drawn.
 * @param turns signed turns per round trip
 */
export function loopIsMeasured(turns: Estimate, ring: RingShape): boolean {
  const size = Math.abs(turns.value);
  return size >= FEWEST_TURNS && size <= MOST_TURNS && turns.low * turns.high > 0 && isRing(ring);
}

/** A change counts as a crossing when it has this many steps of the one output before it and of the other after it. */
const SETTLED = 6;

/** The mean path from one output to another. */
export interface MeanCrossing {
  /** Mean state at each step from `before` steps before the change to `after` steps behind it [(before + after + 1) × 2]. */
  points: Float64Array;
  /** Number of changes that are averaged. */
  crossings: number;
}

/**
 * Mean path of the run around its changes from one output to another, aligned at the first step of the new output. A change
 * counts only with six steps of the one output before and six of the other after it.
 * @param points row-major [n×stride], successive steps
 * @param labels argmax label of each step [n]
 * @returns undefined when the run never crosses
 */
export function meanCrossing(
  points: ArrayLike<number>,
  stride: number,
  labels: ArrayLike<number>,
  [from, to]: readonly [number, number],
  { before = 12, after = 12 }: { before?: number; after?: number } = {},
): MeanCrossing | undefined {
  const sums = new Float64Array(2 * (before + after + 1));
  let crossings = 0;
  const holds = (label: number, first: number, last: number): boolean => {
    for (let t = first; t <= last; t++) if (labels[t] !== label) return false;
    return true;
  };
  const [first, end] = [Math.max(before, SETTLED), labels.length - Math.max(after + 1, SETTLED)];
  for (let t = first; t <= end; t++) {
    if (labels[t] !== to || labels[t - 1] !== from) continue;
    if (!holds(from, t - SETTLED, t - 1) || !holds(to, t, t + SETTLED - 1)) continue;
    crossings++;
    for (let lag = -before; lag <= after; lag++)
      for (const axis of [0, 1]) sums[2 * (lag + before) + axis]! += points[(t + lag) * stride + axis]!;
  }
  return crossings === 0 ? undefined : { points: sums.map((sum) => sum / crossings), crossings };
}
