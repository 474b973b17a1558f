import { bootstrapEstimates } from '../math/bootstrap';
import { type Estimate, wilson } from '../math/statistics';
import type { HmmSpec } from './spec';
import { stationaryDistribution } from './statistics';

/** Dwell times: how many steps in a row the same output lasts. Arrays over lengths are indexed by the length n itself. */

/** Exact dwell-time distribution of one output of a model in its stationary regime. */
export interface DwellDistribution {
  /**
   * Dwells that begin per step: P(output = k, previous output ≠ k). They sum over outputs to the change rate of docs/science.md
   * §1.4.
   */
  entryRate: number;
  /** probability[n] = P(dwell = n), n = 0 … nMax; entry 0 is 0. All zero for an output that is never entered. */
  probability: Float64Array;
  /** survival[n] = P(dwell > n), n = 0 … nMax. */
  survival: Float64Array;
  /** Mean in steps; NaN for an output that is never entered. */
  mean: number;
  /** Coefficient of variation, standard deviation / mean; √(1 − p_exit) for a geometric dwell (docs/science.md §1.4). */
  cv: number;
}

/**
 * Exact dwell distributions of every output [K], for lengths up to `nMax`. With Q = A·diag(B[:,k]), and e_j ∝ Σ_i π_i (1 −
 * B[i,k]) A[i,j] B[j,k] for the hidden state at the first step of a dwell: P(dwell > n) = e Qⁿ 1. Mean and CV belong to the whole
 * distribution, not to the part up to nMax.
 */
export function exactDwells(spec: HmmSpec, nMax: number): DwellDistribution[] {
  const stationary = stationaryDistribution(spec);
  return Array.from({ length: spec.nOutputs }, (_, k) => dwellOf(spec, stationary, k, nMax));
}

function dwellOf({ transitionMatrix: A, emissionMatrix: B }: HmmSpec, stationary: number[], k: number, nMax: number) {
  const hold = A.map((row) => row.map((p, j) => p * B[j]![k]!));
  const entry = hold.map((_, j) => stationary.reduce((sum, p, i) => sum + p * (1 - B[i]![k]!) * hold[i]![j]!, 0));
  const entryRate = entry.reduce((a, b) => a + b, 0);
  const probability = new Float64Array(nMax + 1);
  const survival = new Float64Array(nMax + 1);
  if (!(entryRate > 0)) return { entryRate: 0, probability, survival, mean: Number.NaN, cv: Number.NaN };
  const start = entry.map((p) => p / entryRate);
  let alive = start;
  survival[0] = 1;
  for (let n = 1; n <= nMax; n++) {
    const before = alive;
    alive = hold.map((_, j) => before.reduce((sum, p, i) => sum + p * hold[i]![j]!, 0));
    survival[n] = alive.reduce((a, b) => a + b, 0);
    // The probability of leaving is computed directly. As a difference of survival values it would lose its digits in the tail.
    probability[n] = before.reduce((sum, p, i) => sum + p * A[i]!.reduce((s, q, j) => s + q * (1 - B[j]![k]!), 0), 0);
  }
  const { mean, cv } = moments(hold, start);
  return { entryRate, probability, survival, mean, cv };
}

/**
 * How often the range of the sums is doubled. 2^40 steps are longer than any dwell that double precision can tell from an endless
 * one.
 */
const DOUBLINGS = 40;

/**
 * Mean Σ S(n) and second moment Σ (2n+1) S(n) of a dwell with survival S(n) = start·holdⁿ·1. The range of the sums is doubled
 * again and again. Solving with I − hold would fail for states that cannot be reached; this does not.
 */
function moments(hold: number[][], start: number[]): { mean: number; cv: number } {
  const times = (matrix: number[][], v: number[]) => matrix.map((row) => row.reduce((sum, q, j) => sum + q * v[j]!, 0));
  let power = hold;
  /** Σ holdⁿ·1 and Σ n·holdⁿ·1 over n < length. */
  let sums = hold.map(() => 1);
  let weighted = hold.map(() => 0);
  let length = 1;
  for (let round = 0; round < DOUBLINGS; round++) {
    const later = times(power, sums);
    const laterWeighted = times(power, weighted);
    weighted = weighted.map((w, i) => w + laterWeighted[i]! + length * later[i]!);
    sums = sums.map((s, i) => s + later[i]!);
    const half = power;
    power = half.map((row) => hold.map((_, j) => row.reduce((sum, q, l) => sum + q * half[l]![j]!, 0)));
    length *= 2;
  }
  const from = (v: number[]) => start.reduce((sum, p, i) => (p > 0 ? sum + p * v[i]! : sum), 0);
  const mean = from(sums);
  return { mean, cv: Math.sqrt(Math.max(0, 2 * from(weighted) + mean - mean * mean)) / mean };
}

/** The dwells that can be seen completely within windows of T steps. Short sequences can only estimate this distribution. */
export interface WindowedDwells {
  /** Expected number of complete dwells of length n per sequence, n = 0 … T−2. */
  expected: Float64Array;
  /** survival[n] = P(dwell > n) among complete dwells. */
  survival: Float64Array;
  mean: number;
  cv: number;
}

/**
 * What `countDwells` finds on average in stationary sequences of T steps. A complete dwell of n steps can begin at T − 1 − n
 * places, so expected[n] = entryRate·P(n)·(T − 1 − n). Short sequences favour short dwells, and dwells over T − 2 steps are never
 * seen.
 * @throws RangeError when `exact` does not reach length T − 2
 */
export function windowedDwells(exact: DwellDistribution, seqLen: number): WindowedDwells {
  const longest = Math.max(0, seqLen - 2);
  if (exact.probability.length <= longest)
    throw new RangeError(`the exact distribution ends at ${exact.probability.length - 1} steps; ${longest} are needed`);
  const expected = new Float64Array(longest + 1);
  for (let n = 1; n <= longest; n++) expected[n] = exact.entryRate * exact.probability[n]! * (seqLen - 1 - n);
  const total = expected.reduce((a, b) => a + b, 0);
  const sum = expected.reduce((a, b, n) => a + n * b, 0);
  const squares = expected.reduce((a, b, n) => a + n * n * b, 0);
  return { expected, survival: survivalOf(expected, total), ...shape(total, sum, squares) };
}

function survivalOf(histogram: Float64Array, total: number): Float64Array {
  const survival = new Float64Array(histogram.length);
  let above = 0;
  for (let n = histogram.length - 1; n >= 0; n--) {
    survival[n] = total > 0 ? above / total : 0;
    above += histogram[n]!;
  }
  return survival;
}

/** Mean and CV from count, sum and sum of squares; NaN when there is nothing. */
function shape(count: number, sum: number, squares: number): { mean: number; cv: number } {
  const mean = count > 0 ? sum / count : Number.NaN;
  return { mean, cv: Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean };
}

/** Counted dwells of one output. */
export interface DwellCounts {
  /** Complete dwells counted. */
  dwells: number;
  /** Incomplete dwells that were left out: the first and the last of each sequence. */
  censored: number;
  /** histogram[n] = complete dwells of length n, n = 0 … T−2. */
  histogram: Float64Array;
  /** survival[n] estimates P(dwell > n) among complete dwells; Wilson intervals take the dwells of a sequence as independent. */
  survival: Estimate[];
  /** Mean in steps and coefficient of variation; bootstrap intervals over units, of which `n` counts. NaN without dwells. */
  mean: Estimate;
  cv: Estimate;
}

/** With fewer sequences than this, the bootstrap resamples single dwells instead of whole sequences. */
const ENOUGH_SEQUENCES = 20;

/**
 * Counts the complete dwells of each output [K] in labels row-major [N×T]. The first and the last dwell of every sequence are cut
 * by the window and left out. This favours short dwells (`windowedDwells` says by how much), so compare only with sequences of
 * the same length that were counted in the same way. The bootstrap resamples whole sequences, or single dwells when there are
 * fewer than 20 sequences; those then count as independent.
 * @param seed of the bootstrap draws
 */
export function countDwells(labels: Uint8Array, seqLen: number, nOutputs: number, seed: number): DwellCounts[] {
  const sequences = labels.length / seqLen;
  const histograms = Array.from({ length: nOutputs }, () => new Float64Array(Math.max(0, seqLen - 2) + 1));
  const censored = new Float64Array(nOutputs);
  const perSequence = sequences >= ENOUGH_SEQUENCES;
  /** Per unit and output: dwells, sum and sum of squares of their lengths. */
  const stride = 3 * nOutputs;
  const sums = new Float64Array((perSequence ? sequences : changesWithin(labels, seqLen)) * stride);
  let units = perSequence ? sequences : 0;
  for (let i = 0; i < sequences; i++) {
    let from = 0;
    for (let t = 1; t <= seqLen; t++) {
      const label = labels[i * seqLen + t - 1]!;
      if (t < seqLen && labels[i * seqLen + t] === label) continue;
      const n = t - from;
      if (from === 0 || t === seqLen) censored[label]!++;
      else {
        histograms[label]![n]!++;
        const at = (perSequence ? i : units++) * stride + 3 * label;
        sums[at]!++;
        sums[at + 1]! += n;
        sums[at + 2]! += n * n;
      }
      from = t;
    }
  }
  const shapes = bootstrapEstimates(sums.subarray(0, units * stride), stride, (totals) => shapesOf(totals, nOutputs), seed);
  return histograms.map((histogram, k) => {
    const dwells = histogram.reduce((a, b) => a + b, 0);
    return {
      dwells,
      censored: censored[k]!,
      histogram,
      survival: Array.from(survivalOf(histogram, dwells), (p) => wilson(Math.round(p * dwells), dwells)),
      mean: shapes[2 * k]!,
      cv: shapes[2 * k + 1]!,
    };
  });
}

/** Number of changes of output within sequences. There cannot be more complete dwells than this. */
function changesWithin(labels: Uint8Array, seqLen: number): number {
  let changes = 0;
  for (let i = 1; i < labels.length; i++) if (i % seqLen !== 0 && labels[i] !== labels[i - 1]) changes++;
  return changes;
}

/** Mean and CV of each output in turn, [2K]. */
function shapesOf(totals: Float64Array, nOutputs: number): number[] {
  return Array.from({ length: nOutputs }, (_, k) => shape(totals[3 * k]!, totals[3 * k + 1]!, totals[3 * k + 2]!)).flatMap(
    ({ mean, cv }) => [mean, cv],
  );
}
