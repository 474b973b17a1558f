import type { MeanLoop } from '../../dynamics/orbit/meanLoop';
import type { OrbitCourse, OutputCrossing } from '../../dynamics/orbit/orbitCourse';

/** A course as it is drawn: close places along it, in the order in which the state passes them. */
export interface CourseShape {
  xs: Float64Array;
  ys: Float64Array;
  /** Time spent on a length of the course, from 0 where the state is quickest to 1 where it lingers most. */
  dwell: Float64Array;
  /** Share of each output among the states around each place [n][outputs]. */
  outputs: readonly (readonly number[])[];
  closed: boolean;
}

/** Places drawn between one bin of the loop, or one step of a crossing, and the next. */
const FINE = 5;
/** Neighbours that a bin is averaged with, and their weights: the mean of a bin with few states is rough. */
const KERNEL = [0.06, 0.24, 0.4, 0.24, 0.06] as const;
/** Widths go by this power of the time spent: in proportion, all but the slowest place would be thin. */
const CONTRAST = 0.75;

/** Reads values along a course: a closed one goes on at its beginning, an open one stays at its ends. */
const along =
  (values: readonly number[], closed: boolean) =>
  (i: number): number => {
    const n = values.length;
    return values[closed ? (i + n) % n : Math.min(n - 1, Math.max(0, i))]!;
  };

const smoothed = (values: readonly number[], closed: boolean): number[] => {
  const at = along(values, closed);
  return values.map((_, i) => KERNEL.reduce((sum, weight, k) => sum + weight * at(i + k - 2), 0));
};

/** Places on a Catmull–Rom curve through the values. */
function refined(values: readonly number[], closed: boolean): Float64Array {
  const n = values.length;
  const at = along(values, closed);
  const pieces = closed ? n : n - 1;
  return Float64Array.from({ length: pieces * FINE + (closed ? 0 : 1) }, (_, place) => {
    const [i, u] = [Math.floor(place / FINE), (place % FINE) / FINE];
    const [a, b, c, d] = [at(i - 1), at(i), at(i + 1), at(i + 2)];
    return b + 0.5 * u * (c - a + u * (2 * a - 5 * b + 4 * c - d + u * (3 * (b - c) + d - a)));
  });
}

/** Shares of a fine place: those of the coarse one before it, mixed with the next. */
function refinedShares(shares: readonly (readonly number[])[], closed: boolean, n: number): number[][] {
  return Array.from({ length: n }, (_, place) => {
    const [i, u] = [Math.floor(place / FINE), (place % FINE) / FINE];
    const next = closed ? (i + 1) % shares.length : Math.min(shares.length - 1, i + 1);
    return shares[i]!.map((share, k) => share + u * (shares[next]![k]! - share));
  });
}

function shapeOf(
  xs: readonly number[],
  ys: readonly number[],
  time: readonly number[],
  outputs: readonly (readonly number[])[],
  closed: boolean,
): CourseShape {
  const [x, y] = [smoothed(xs, closed), smoothed(ys, closed)];
  const n = x.length;
  const length = x.map((_, i) => {
    const [a, b] = closed ? [(i + n - 1) % n, (i + 1) % n] : [Math.max(0, i - 1), Math.min(n - 1, i + 1)];
    return Math.hypot(x[b]! - x[a]!, y[b]! - y[a]!) / (closed ? 2 : b - a);
  });
  const slow = smoothed(
    smoothed(
      time.map((share, i) => share / length[i]!),
      closed,
    ),
    closed,
  );
  const [least, most] = [Math.min(...slow), Math.max(...slow)];
  const [fx, fy] = [refined(x, closed), refined(y, closed)];
  const dwell = refined(
    slow.map((value) => ((value - least) / (most - least || 1)) ** CONTRAST),
    closed,
  ).map((value) => Math.min(1, Math.max(0, value)));
  return { xs: fx, ys: fy, dwell, outputs: refinedShares(outputs, closed, fx.length), closed };
}

/** Runs of bins that are not open, in the order in which the state passes them: one run of all bins where the loop is closed. */
function runsOf({ points, speed, closed, sense }: MeanLoop): number[][] {
  const n = speed.length;
  const order = Array.from({ length: n }, (_, i) => (sense > 0 ? i : n - 1 - i));
  if (closed) return [order];
  const isOpen = (bin: number) => Number.isNaN(points[2 * bin]!);
  const start = order.findIndex(isOpen);
  const runs: number[][] = [[]];
  for (let k = 1; k <= n; k++) {
    const bin = order[(start + k) % n]!;
    if (isOpen(bin)) runs.push([]);
    else runs.at(-1)!.push(bin);
  }
  return runs.filter((run) => run.length >= 3);
}

function loopShapes(loop: MeanLoop): CourseShape[] {
  const kinds = loop.labelShare.length / loop.speed.length;
  return runsOf(loop).map((bins) =>
    shapeOf(
      bins.map((bin) => loop.points[2 * bin]!),
      bins.map((bin) => loop.points[2 * bin + 1]!),
      bins.map((bin) => loop.share[bin]!),
      bins.map((bin) => [...loop.labelShare.subarray(bin * kinds, (bin + 1) * kinds)]),
      loop.closed,
    ),
  );
}

function crossingShape({ points, from, to }: OutputCrossing): CourseShape {
  const n = points.length / 2;
  const steps = Array.from({ length: n }, (_, i) => i);
  const kinds = Math.max(from, to) + 1;
  return shapeOf(
    steps.map((i) => points[2 * i]!),
    steps.map((i) => points[2 * i + 1]!),
    // One step is one step: where they are short, the state is slow.
    steps.map(() => 1),
    steps.map((i) => Array.from({ length: kinds }, (_, k) => (k === (i < n / 2 ? from : to) ? 1 : 0))),
    false,
  );
}

/** What is drawn of a course: one closed loop, pieces of an open one, or the paths between lobes. */
export const courseShapes = ({ loop, crossings }: OrbitCourse): CourseShape[] =>
  loop ? loopShapes(loop) : crossings.map(crossingShape);
