import { bootstrapEstimates } from '../../math/bootstrap';
import type { Work } from '../../math/progress';
import { type Estimate, meanEstimate } from '../../math/statistics';
import { type Simulation, simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';

/** Lags are searched from −MAX_LAG to MAX_LAG steps. */
export const MAX_LAG = 30;
/** A label change with a shorter dwell before or after it is flicker at the border. */
const LEAST_DWELL = 5;
/** With fewer flips no average is shown. */
const LEAST_FLIPS = 10;
/** With fewer steps before the divergence cap, nothing can be averaged. */
const MIN_STEPS = 200;
const BLOCKS = 40;
/** Smallest block. It must be longer than a lag in each direction, or it would hold few pairs of steps. */
const SHORTEST_BLOCK = 100;

/** Units that are averaged together: a kick group or a population (docs/science.md §3.14, §3.15). */
export interface UnitGroup {
  name: string;
  units: readonly number[];
}

/** Changes of the argmax label from one value to another. */
export interface FlipCount {
  from: number;
  to: number;
  /** Flips between a dwell of at least 5 steps in `from` and one of at least 5 in `to`, as far as the record shows them. */
  counted: number;
  /** All other changes from `from` to `to`: one of the two dwells is shorter. */
  leftOut: number;
}

/** The activity of the parts around the flips of one direction. */
export interface FlipAverage extends FlipCount {
  /**
   * Mean activity of each part over the counted flips, [parts][2·window + 1]: entry window + k is k steps after the first step
   * with label `to`. Student intervals over the flips; n is smaller where the record begins or ends within the window. A window
   * may include a neighbouring flip. NaN for an empty part.
   */
  averages: Estimate[][];
}

/** Which of two parts leads. Parts are given by their index. */
export interface PartLag {
  first: number;
  second: number;
  /**
   * Lag ℓ in steps, −MAX_LAG … MAX_LAG, at which |r(ℓ)| is largest; of equal ones the shortest. r(ℓ) is Pearson's correlation of
   * the activity of `first` at step t with that of `second` at t + ℓ, both in the same block. It is positive when `second`
   * follows `first`. At ±MAX_LAG the true lag may be larger. The interval is by bootstrap over the n blocks; every resample
   * searches the largest |r| again.
   */
  lag: Estimate;
  /** r at the lag of the whole record, below 0 in antiphase. Its interval is for that lag, from the same resamples. */
  correlation: Estimate;
}

/**
 * Mean activity of groups of units along one run at σ = 1, around its flips, and the lags between them (docs/science.md §3.15).
 */
export interface GroupActivityReport {
  /** Recorded steps; fewer than asked for when the run passed the divergence cap. */
  steps: number;
  /** Argmax labels [steps]. */
  labels: Uint8Array;
  /** Mean h of the units of each part at each step, [parts][steps]; NaN for an empty part. */
  activities: Float64Array[];
  window: number;
  /** Directions with at least 10 counted flips. */
  flips: FlipAverage[];
  /** The other directions that occur. */
  rareFlips: FlipCount[];
  /** One entry per pair of parts, the lower index first. Parts that are empty or whose activity never changes have no lag and are left out. */
  lags: PartLag[];
  divergent: boolean;
}

export interface GroupActivityOptions {
  seed: number;
  /** Recorded steps, after 50 of warm-up. Default 20,000. */
  steps?: number;
  /** Steps averaged before and after a flip. Default 25. */
  window?: number;
}

/**
 * Runs the network once at σ = 1 and follows the mean activity of each part. Parts may share units and may be empty. Yields progress.
 * @throws RangeError when fewer than 200 steps are left, or for a unit that does not exist
 */
export function* groupActivity(
  weights: RnnWeights,
  parts: readonly UnitGroup[],
  options: GroupActivityOptions,
): Work<GroupActivityReport> {
  const { seed, steps = 20_000, window = 25 } = options;
  const H = weights.hiddenSize;
  for (const { name, units } of parts)
    for (const unit of units)
      if (!Number.isInteger(unit) || unit < 0 || unit >= H)
        throw new RangeError(`${name} has unit ${unit}, the network ${H} units.`);
  const run = simulate(weights, { steps, seed, warmUp: 50 });
  if (run.steps < MIN_STEPS)
    throw new RangeError(`Activity needs at least ${MIN_STEPS} steps; the run has ${run.steps} before it ends or diverges.`);
  yield 0.3;
  const activities = parts.map(({ units }) => meanActivity(run, H, units));
  const flips = flipAverages(run.outputLabels, activities, window);
  yield 0.4;
  return {
    steps: run.steps,
    labels: run.outputLabels,
    activities,
    window,
    ...flips,
    lags: yield* partLags(activities, seed, 0.4),
    divergent: run.divergent,
  };
}

/** Mean h of some units at each step [steps]; NaN without units. */
function meanActivity(run: Simulation, hiddenSize: number, units: readonly number[]): Float64Array {
  const activity = new Float64Array(run.steps);
  for (let t = 0; t < run.steps; t++) {
    let sum = 0;
    for (const unit of units) sum += run.states[t * hiddenSize + unit]!;
    activity[t] = sum / units.length;
  }
  return activity;
}

/** With the first steps with label `to` of the counted flips. */
type FlipSteps = FlipCount & { at: number[] };

/** The flips of a record by direction, ordered by label. */
function collectFlips(labels: Uint8Array): FlipSteps[] {
  const found = new Map<number, FlipSteps>();
  const changes: number[] = [];
  for (let t = 1; t < labels.length; t++) if (labels[t] !== labels[t - 1]) changes.push(t);
  changes.forEach((t, k) => {
    const before = t - (changes[k - 1] ?? 0);
    const after = (changes[k + 1] ?? labels.length) - t;
    const [from, to] = [labels[t - 1]!, labels[t]!];
    const key = from * 256 + to;
    const direction = found.get(key) ?? { from, to, counted: 0, leftOut: 0, at: [] };
    found.set(key, direction);
    if (Math.min(before, after) < LEAST_DWELL) direction.leftOut++;
    else direction.counted = direction.at.push(t);
  });
  return [...found.entries()].sort(([a], [b]) => a - b).map(([, direction]) => direction);
}

/** Flip-triggered averages of all parts in the directions that are frequent enough. */
function flipAverages(
  labels: Uint8Array,
  activities: readonly Float64Array[],
  window: number,
): Pick<GroupActivityReport, 'flips' | 'rareFlips'> {
  const flips: FlipAverage[] = [];
  const rareFlips: FlipCount[] = [];
  for (const { at, ...count } of collectFlips(labels))
    if (count.counted < LEAST_FLIPS) rareFlips.push(count);
    else flips.push({ ...count, averages: activities.map((activity) => averageAround(activity, at, window)) });
  return { flips, rareFlips };
}

function averageAround(activity: Float64Array, at: readonly number[], window: number): Estimate[] {
  return Array.from({ length: 2 * window + 1 }, (_, entry) => {
    const steps = at.map((t) => t + entry - window).filter((t) => t >= 0 && t < activity.length);
    return meanEstimate(steps.map((t) => activity[t]!));
  });
}

/** Lags between all pairs of parts that have one. All pairs use the same resamples. */
function* partLags(activities: readonly Float64Array[], seed: number, progress: number): Work<PartLag[]> {
  const pairs = activities.flatMap((_, first) => activities.slice(first + 1).map((_, k) => [first, first + 1 + k] as const));
  const lags: PartLag[] = [];
  for (const [k, [first, second]] of pairs.entries()) {
    const sums = blockSums(activities[first]!, activities[second]!);
    const estimates = bootstrapEstimates(sums, STRIDE, lagStatistics, seed);
    const lag = estimates.pop()!;
    const correlation = estimates[lag.value + MAX_LAG];
    if (correlation) lags.push({ first, second, lag, correlation });
    yield progress + ((1 - progress) * (k + 1)) / pairs.length;
  }
  return lags;
}

/** Per lag: number of pairs of steps, Σa, Σb, Σa², Σb², Σab. */
const SUMS = 6;
const STRIDE = SUMS * (2 * MAX_LAG + 1);

/**
 * The sums from which correlations at every lag are computed, for each block of consecutive steps: over the pairs (a at t, b at t
 * + ℓ) with both steps in the block, row-major [blocks×STRIDE]. Up to 40 blocks of at least 100 steps.
 */
function blockSums(a: Float64Array, b: Float64Array): Float64Array {
  const blocks = Math.min(BLOCKS, Math.floor(a.length / SHORTEST_BLOCK));
  // Correlations do not depend on the origin. Deviations from the mean lose fewer digits.
  const [meanA, meanB] = [meanEstimate(a).value, meanEstimate(b).value];
  const sums = new Float64Array(blocks * STRIDE);
  for (let block = 0; block < blocks; block++) {
    const start = Math.floor((block * a.length) / blocks);
    const end = Math.floor(((block + 1) * a.length) / blocks);
    for (let lag = -MAX_LAG; lag <= MAX_LAG; lag++) {
      const from = Math.max(start, start - lag);
      const to = Math.min(end, end - lag);
      let [sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0];
      for (let t = from; t < to; t++) {
        const x = a[t]! - meanA;
        const y = b[t + lag]! - meanB;
        sumA += x;
        sumB += y;
        squaresA += x * x;
        squaresB += y * y;
        products += x * y;
      }
      sums.set([to - from, sumA, sumB, squaresA, squaresB, products], block * STRIDE + (lag + MAX_LAG) * SUMS);
    }
  }
  return sums;
}

/** Variances below this share of the mean square are rounding errors. */
const ROUNDING = 1e-12;

/**
 * Computes from sums over blocks [STRIDE]: r at each lag (NaN when a part is empty or constant), then the lag with the largest
 * |r|.
 */
function lagStatistics(totals: Float64Array): number[] {
  const correlations = Array.from({ length: 2 * MAX_LAG + 1 }, (_, k) => correlationOf(totals, k * SUMS));
  let [best, strength] = [Number.NaN, -1];
  for (let distance = 0; distance <= MAX_LAG; distance++)
    for (const lag of [distance, -distance]) {
      const r = Math.abs(correlations[lag + MAX_LAG]!);
      if (!(r > strength)) continue;
      strength = r;
      best = lag;
    }
  return [...correlations, best];
}

/** Correlation from the SUMS that begin at `at`. */
function correlationOf(totals: Float64Array, at: number): number {
  const n = totals[at]!;
  const meanA = totals[at + 1]! / n;
  const meanB = totals[at + 2]! / n;
  const squareA = totals[at + 3]! / n;
  const squareB = totals[at + 4]! / n;
  const varianceA = squareA - meanA * meanA;
  const varianceB = squareB - meanB * meanB;
  if (!(varianceA > ROUNDING * squareA && varianceB > ROUNDING * squareB)) return Number.NaN;
  return (totals[at + 5]! / n - meanA * meanB) / Math.sqrt(varianceA * varianceB);
}
