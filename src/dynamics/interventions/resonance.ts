import { bootstrapEstimates } from '../../math/bootstrap';
import { type Work, within } from '../../math/progress';
import type { Estimate } from '../../math/statistics';
import { underGain } from '../../rnn/intervention';
import type { RnnWeights } from '../../rnn/weights';
import { type Judgement, judge, judgeAll, judgeIfEnough } from '../judge';
import { COLUMNS, spreadStarts, sumRuns } from './interventionRuns';
import { runStatistics } from './interventionSweep';

/**
 * Dwell CV and flips against the partialNoiseGain g on the noise of both integrating populations (docs/science.md §3.21, claim
 * C21).
 */
export interface ResonanceReport {
  /** g, ascending [G]. */
  gains: number[];
  /** Units whose noise is scaled. */
  units: number;
  runs: number;
  /** Of each run. */
  steps: number;
  /** dwellCV of the whole argmax dwells at each gain [G]; NaN with fewer than two. */
  cv: Estimate[];
  /** Changes of argmax label per 1000 steps [G]. */
  flips: Estimate[];
  /** Runs that passed the divergence cap at each gain [G]; only their steps before count. */
  divergentRuns: number[];
  /** Lowest CV of all gains, and the gain where it occurs; the interval of the gain shows how much its place varies. */
  minimum: { gain: Estimate; cv: Estimate };
  /** How far the CV at the first and at the last gain is above the lowest one at g ∈ [.5, 1.5]. */
  ends: { first: Depth; last: Depth };
  /** C21: interior minimum at g ∈ [.5, 1.5], both ends ≥ .1 above it by ≥ 3 standard errors. */
  verdict: Judgement;
}

/** A paired difference. Choosing the lowest of several noisy CVs adds up to about one standard error to it. */
export interface Depth extends Estimate {
  standardError: number;
}

export interface ResonanceOptions {
  seed: number;
  /** Default 48 runs of 3000 steps. */
  runs?: number;
  steps?: number;
  /** Ascending. */
  gains?: readonly number[];
}

const GAINS = [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3];
/** Where the minimum must lie. */
const INTERIOR = { low: 0.5, high: 1.5 };
const DEPTH = 0.1;
const STANDARD_ERRORS = 3;
const MIN_RUNS = 20;
/** Number of runs stepped together: one tile of the kernels. */
const TOGETHER = 8;

/**
 * Sweeps the noise gain of two populations together. All gains use the same starts and the same noise, and intervals resample
 * runs with all their gains, so differences between gains are paired. Yields progress 0 … 1.
 * @param populations units of both; if there are none, all gains give the untouched network
 */
export function* resonance(
  weights: RnnWeights,
  populations: readonly [readonly number[], readonly number[]],
  { seed, runs = 48, steps = 3000, gains = GAINS }: ResonanceOptions,
): Work<ResonanceReport> {
  const units = populations.flat();
  const { sums, divergentRuns } = yield* within(sweep(weights, units, { seed, runs, steps, gains }), 0, 0.98);
  const described = describe(sums, gains, weights.nOutputs, seed);
  const bounded = runs - Math.max(...divergentRuns);
  return {
    gains: [...gains],
    units: units.length,
    runs,
    steps,
    ...described,
    divergentRuns,
    verdict: judgeResonance(described, units.length, bounded),
  };
}

/** Sums of every run at every gain, row-major [runs×G×stride] of `sumRuns`. */
function* sweep(
  weights: RnnWeights,
  units: readonly number[],
  { seed, runs, steps, gains }: Required<ResonanceOptions>,
): Work<{ sums: Float64Array; divergentRuns: number[] }> {
  const H = weights.hiddenSize;
  const stride = strideOf(weights.nOutputs);
  const starts = spreadStarts(weights, runs, seed);
  const sums = new Float64Array(runs * gains.length * stride);
  const divergentRuns = gains.map(() => 0);
  for (const [g, gain] of gains.entries()) {
    const network = underGain(weights, { units, part: 'input' }, gain);
    for (let from = 0; from < runs; from += TOGETHER) {
      const some = starts.subarray(from * H, Math.min(runs, from + TOGETHER) * H);
      const made = sumRuns(network, some, { seed, steps, firstRun: from });
      for (let run = 0; run < made.runs; run++)
        sums.set(made.sums.subarray(run * stride, (run + 1) * stride), ((from + run) * gains.length + g) * stride);
      divergentRuns[g]! += made.divergentRuns;
      yield (g + Math.min(1, (from + TOGETHER) / runs)) / gains.length;
    }
  }
  return { sums, divergentRuns };
}

const strideOf = (nOutputs: number): number => COLUMNS.length + nOutputs;

type Described = Pick<ResonanceReport, 'cv' | 'flips' | 'minimum' | 'ends'>;

function describe(sums: Float64Array, gains: readonly number[], nOutputs: number, seed: number): Described {
  const count = gains.length;
  const stride = strideOf(nOutputs);
  const statistics = (totals: Float64Array): number[] => {
    const atGains = gains.map((_, g) => runStatistics(totals, nOutputs, g * stride));
    const flips = atGains.map((row) => row[nOutputs]!);
    const cv = atGains.map((row) => row[nOutputs + 1]!);
    const lowest = findMinimum(gains, cv);
    const inside = findMinimum(gains, cv, INTERIOR.low, INTERIOR.high).value;
    return [...cv, ...flips, lowest.gain, lowest.value, cv[0]! - inside, cv[count - 1]! - inside];
  };
  const estimates = bootstrapEstimates(sums, count * stride, statistics, seed);
  const [gain, cv, first, last] = estimates.slice(2 * count) as [Estimate, Estimate, Estimate, Estimate];
  return {
    cv: estimates.slice(0, count),
    flips: estimates.slice(count, 2 * count),
    minimum: { gain, cv },
    ends: { first: withError(first), last: withError(last) },
  };
}

/** A 95 % interval of a normal estimate is 3.92 standard errors wide. */
const withError = (estimate: Estimate): Depth => ({ ...estimate, standardError: (estimate.high - estimate.low) / 3.92 });

/**
 * Lowest value, and its gain, among gains from `low` to `high`; the first of equal ones; NaN if there are none. NaN values are
 * skipped.
 */
export function findMinimum(
  gains: readonly number[],
  values: readonly number[],
  low = Number.NEGATIVE_INFINITY,
  high = Number.POSITIVE_INFINITY,
): { gain: number; value: number } {
  let best = { gain: Number.NaN, value: Number.NaN };
  gains.forEach((gain, g) => {
    const value = values[g]!;
    if (gain < low || gain > high || Number.isNaN(value)) return;
    if (!(best.value <= value)) best = { gain, value };
  });
  return best;
}

/** Claim C21. */
function judgeResonance({ minimum, ends }: Described, units: number, bounded: number): Judgement {
  return judgeIfEnough([{ what: 'units in the populations', n: units }], 1, () =>
    judgeIfEnough([{ what: 'runs that stay bounded at every gain', n: bounded }], MIN_RUNS, () =>
      judgeAll([
        judgePosition(minimum.gain),
        judgeDepth('the CV at the first gain minus the least', ends.first),
        judgeDepth('the CV at the last gain minus the least', ends.last),
      ]),
    ),
  );
}

function judgePosition({ value, low, high }: Estimate): Judgement {
  if (!Number.isFinite(value)) return { verdict: 'inconclusive', reason: 'the dwells cannot be measured on this run' };
  const inside = low >= INTERIOR.low && high <= INTERIOR.high;
  const outside = high < INTERIOR.low || low > INTERIOR.high;
  const reason = `the dwells are most regular at gain ${value} (95 % interval ${low} to ${high}; expected ${INTERIOR.low} to ${INTERIOR.high})`;
  return { verdict: inside ? 'reproduced' : outside ? 'not-reproduced' : 'inconclusive', reason };
}

function judgeDepth(name: string, depth: Depth): Judgement {
  const size = judge({ name, estimate: depth, threshold: DEPTH, sense: 'at least' });
  const far = depth.value >= STANDARD_ERRORS * depth.standardError;
  if (size.verdict !== 'reproduced' || far) return size;
  return { verdict: 'inconclusive', reason: `${size.reason}, but it is less than ${STANDARD_ERRORS} standard errors` };
}
