import { bootstrapEstimates } from '../../math/bootstrap';
import type { Estimate } from '../../math/statistics';
import { type Judgement, judge, judgeAll } from '../judge';

/** The two numbers that describe a ring, as values or as estimates. */
export interface Ring<T> {
  /** Share of the states in the emptiest of 24 directions, 0 … 1/24. */
  enclosure: T;
  /** Share of the states nearer to the point than 0.35 times the median distance, 0 … 1. */
  holeShare: T;
}
export type RingShape = Ring<number>;

/**
 * Bounds of a ring; both must hold. States that are spread evenly over all angles have an enclosure of 1/24 = .042, a cloud on
 * one side has 0. A Gaussian cloud around the point has a hole share of .08.
 */
const RING = { leastEnclosure: 0.005, largestHoleShare: 0.04 } as const;

/** Whether the states form a ring, by the values without intervals: they enclose the resting point and leave a hole around it. */
export const isRing = ({ enclosure, holeShare }: RingShape): boolean =>
  enclosure >= RING.leastEnclosure && holeShare <= RING.largestHoleShare;

/**
 * Measures whether the states lie in a ring around the resting point. Both numbers are measured in a plane, with each axis
 * divided by the standard deviation of the states, by angle and distance from the projection of h = 0. Only in a projection can
 * this point lie inside: rates are never negative, so h = 0 is a corner of the state space.
 */

/** Equal angles the plane is cut into. */
const DIRECTIONS = 24;
/** States nearer than this, in median distances, are in the hole. */
const HOLE = 0.35;
export type RingEstimate = Ring<Estimate>;

/** Columns of a run: the states in each direction, those in the hole, all. */
const IN_HOLE = DIRECTIONS;
const ALL = DIRECTIONS + 1;
const COLUMNS = DIRECTIONS + 2;

function shapeOf(totals: ArrayLike<number>, from = 0): RingShape {
  let least = Number.POSITIVE_INFINITY;
  for (let bin = 0; bin < DIRECTIONS; bin++) least = Math.min(least, totals[from + bin]!);
  return { enclosure: least / totals[from + ALL]!, holeShare: totals[from + IN_HOLE]! / totals[from + ALL]! };
}

/** Standard deviation of a column of several paths [n×stride each]. */
export function spread(paths: readonly ArrayLike<number>[], stride: number, axis: number): number {
  let [n, sum, squares] = [0, 0, 0];
  for (const path of paths)
    for (let at = axis; at < path.length; at += stride) {
      n++;
      sum += path[at]!;
      squares += path[at]! ** 2;
    }
  return Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
}

/**
 * One row of counts for each path; NaN when the states do not spread over a plane. Scale and median distance are those of all
 * paths together.
 */
function countRing(paths: readonly ArrayLike<number>[], stride: number, centre: ArrayLike<number>): Float64Array {
  const rows = new Float64Array(paths.length * COLUMNS);
  const [sx, sy] = [0, 1].map((axis) => spread(paths, stride, axis)) as [number, number];
  if (!(sx > 0 && sy > 0)) return rows.fill(Number.NaN);
  const distances = paths.map((path, run) => {
    const radii = new Float64Array(Math.floor(path.length / stride));
    for (let t = 0; t < radii.length; t++) {
      const x = (path[t * stride]! - centre[0]!) / sx;
      const y = (path[t * stride + 1]! - centre[1]!) / sy;
      const turn = Math.atan2(y, x) / (2 * Math.PI) + 0.5;
      rows[run * COLUMNS + Math.min(DIRECTIONS - 1, Math.floor(turn * DIRECTIONS))]!++;
      radii[t] = Math.hypot(x, y);
    }
    return radii;
  });
  const all = new Float64Array(distances.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const radii of distances) {
    all.set(radii, at);
    at += radii.length;
  }
  const hole = HOLE * all.sort()[Math.floor(all.length / 2)]!;
  distances.forEach((radii, run) => {
    rows[run * COLUMNS + IN_HOLE] = radii.filter((radius) => radius < hole).length;
    rows[run * COLUMNS + ALL] = radii.length;
  });
  return rows;
}

/**
 * Ring of one path in the plane of its first two columns.
 * @param points row-major [n×stride]
 * @param centre projection of h = 0 [≥2]
 */
export const ringShape = (points: ArrayLike<number>, stride: number, centre: ArrayLike<number>): RingShape =>
  shapeOf(countRing([points], stride, centre));

/**
 * Ring of independent runs, with bootstrap intervals over whole runs. Scale and median distance stay those of all runs.
 * @param paths row-major [n×stride] each
 * @param centre projection of h = 0 [≥2]
 */
export function ringEstimate(
  paths: readonly ArrayLike<number>[],
  stride: number,
  centre: ArrayLike<number>,
  seed: number,
): RingEstimate {
  const [enclosure, holeShare] = bootstrapEstimates(
    countRing(paths, stride, centre),
    COLUMNS,
    (totals) => {
      const shape = shapeOf(totals);
      return [shape.enclosure, shape.holeShare];
    },
    seed,
  );
  return { enclosure: enclosure!, holeShare: holeShare! };
}

/** Judges whether the states form a ring: they enclose the resting point and leave a hole around it. */
export const judgeRing = ({ enclosure, holeShare }: RingEstimate): Judgement =>
  judgeAll([
    judge({
      name: 'the share of states in the emptiest of 24 directions from the resting point',
      estimate: enclosure,
      threshold: RING.leastEnclosure,
      sense: 'at least',
      digits: 3,
    }),
    judge({
      name: 'the share of states in the hole around it',
      estimate: holeShare,
      threshold: RING.largestHoleShare,
      sense: 'at most',
      digits: 3,
    }),
  ]);
