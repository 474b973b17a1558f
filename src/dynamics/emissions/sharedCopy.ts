import { countEmissions } from '../../hmm/emissionCounts';
import type { HmmSpec } from '../../hmm/spec';
import { exactStatistics } from '../../hmm/statistics';
import { bootstrapEstimates } from '../../math/bootstrap';
import { type Work, within } from '../../math/progress';
import type { Estimate } from '../../math/statistics';
import type { RnnWeights } from '../../rnn/weights';
import { packWeightText, TEXT_BITS, type TextBits, unpackWeightText, WeightTextError } from '../../rnn/weightText';
import { judgeWithin } from './emissionReport';
import { requireSameOutputs, sampleNetwork } from './emissionReportSamples';

/** Checks whether the rounded copy of a network in a link is as good as the network itself. */

/** Row k of the output transition matrix O in both networks. */
export interface SharedRow {
  /** Pairs counted in the original's row; below 500 the row is not judged. */
  pairs: number;
  judged: boolean;
  /** Largest |O[k][l] − exact| over l; NaN without a single pair. */
  original: number;
  copy: number;
  /** copy − original, paired: both use the same noise. */
  difference: Estimate;
}

export interface SharedCopyReport {
  /** Runs of each network, from h = 0 at σ = 1; more and longer than the long-run test of docs/science.md §0.5. */
  runs: number;
  steps: number;
  /** False when a run of either network passed the divergence cap; `rows` is empty then. */
  bounded: boolean;
  /** One per output [K]. */
  rows: SharedRow[];
  /** The copy is bounded, and each judged row's error is within .02 of the original's, with its whole interval. */
  passes: boolean;
  /** Why, as a sentence. */
  reason: string;
}

/** What a link can carry of a network: its text, or why there is none. */
export type SharedCopyChoice =
  | { ok: true; text: string; bits: TextBits; report: SharedCopyReport }
  | { ok: false; reason: string };

/** Counts over 800,000 steps: differences of frequent rows are known to .001, those of rows with 500 pairs to about .01. */
const SIZE = { runs: 400, steps: 2000 };
/**
 * First update number of this report's draws, apart from the emission report (from 2000) and the matched distance (from 3000 and
 * 4000).
 */
const FIRST_UPDATE = 5000;
const TOLERANCE = 0.02;
const MIN_ROW = 500;

/** Pairs of each run, row-major [runs×K²]; or the step at which a run passed the cap. */
type Counted = Float64Array | { divergedAt: number };

function* count(weights: RnnWeights, seed: number): Work<Counted> {
  const { runs, steps } = SIZE;
  const K = weights.nOutputs;
  const outputs = yield* sampleNetwork(weights, { sequences: runs, seqLen: steps, seed, firstUpdate: FIRST_UPDATE });
  if ('bounded' in outputs) return outputs;
  const pairs = new Float64Array(runs * K * K);
  for (let run = 0; run < runs; run++)
    pairs.set(countEmissions(outputs.subarray(run * steps, (run + 1) * steps), steps, K).pairs, run * K * K);
  return pairs;
}

/**
 * Compares a copy with its original: output transitions of both against the exact ones of the model, and the copy's long-run test, on
 * the same noise. Yields progress 0 … 1.
 * @throws RangeError when networks and model differ in their number of outputs
 */
export function* sharedCopyReport(original: RnnWeights, copy: RnnWeights, hmm: HmmSpec, seed: number): Work<SharedCopyReport> {
  requireSameOutputs(original, hmm);
  requireSameOutputs(copy, hmm);
  const reference = yield* within(count(original, seed), 0, 0.5);
  if ('divergedAt' in reference) return unbounded(ITSELF, reference.divergedAt);
  return yield* within(compare(reference, copy, hmm, seed), 0.5, 1);
}

/**
 * The text with the fewest bits per weight whose copy passes, or the reason why none does. Networks too large for a link are
 * refused first. Yields progress 0 … 1.
 * @throws RangeError when network and model differ in their number of outputs
 */
export function* chooseSharedCopy(weights: RnnWeights, hmm: HmmSpec, seed: number): Work<SharedCopyChoice> {
  requireSameOutputs(weights, hmm);
  const texts: { bits: TextBits; text: string }[] = [];
  try {
    for (const bits of TEXT_BITS) texts.push({ bits, text: packWeightText(weights, { bits }) });
  } catch (error) {
    if (error instanceof WeightTextError) return { ok: false, reason: error.message };
    throw error;
  }
  const parts = texts.length + 1;
  const reference = yield* within(count(weights, seed), 0, 1 / parts);
  if ('divergedAt' in reference) return { ok: false, reason: unbounded(ITSELF, reference.divergedAt).reason };
  let reason = '';
  for (const [part, { bits, text }] of texts.entries()) {
    const copy = unpackWeightText(text);
    const report = yield* within(compare(reference, copy, hmm, seed), (part + 1) / parts, (part + 2) / parts);
    if (report.passes) return { ok: true, text, bits, report };
    reason = report.reason;
  }
  return { ok: false, reason };
}

const ITSELF = 'The network itself';

const unbounded = (who: string, step: number): SharedCopyReport => ({
  ...SIZE,
  bounded: false,
  rows: [],
  passes: false,
  reason: `${who} grows without bound (first at step ${step}).`,
});

function* compare(reference: Float64Array, copy: RnnWeights, hmm: HmmSpec, seed: number): Work<SharedCopyReport> {
  const counted = yield* count(copy, seed);
  if ('divergedAt' in counted) return unbounded('The rounded copy', counted.divergedAt);
  const rows = compareRows(reference, counted, hmm, seed);
  return { ...SIZE, bounded: true, rows, ...judgeRows(rows) };
}

function compareRows(original: Float64Array, copy: Float64Array, hmm: HmmSpec, seed: number): SharedRow[] {
  const K = hmm.nOutputs;
  const cells = K * K;
  const exact = exactStatistics(hmm).outputTransitionMatrix;
  // The pairs of both networks in a run stand side by side, so that the bootstrap draws them together.
  const sums = new Float64Array(2 * original.length);
  for (let run = 0; run < SIZE.runs; run++) {
    sums.set(original.subarray(run * cells, (run + 1) * cells), 2 * run * cells);
    sums.set(copy.subarray(run * cells, (run + 1) * cells), (2 * run + 1) * cells);
  }
  const errors = (totals: Float64Array, from: number): number[] =>
    exact.map((row, k) => rowError(totals.subarray(from + k * K, from + (k + 1) * K), row));
  const statistics = (totals: Float64Array): number[] => {
    const before = errors(totals, 0);
    const after = errors(totals, cells);
    return [...before, ...after, ...after.map((error, k) => error - before[k]!)];
  };
  const estimates = bootstrapEstimates(sums, 2 * cells, statistics, seed);
  return exact.map((_, k) => {
    let pairs = 0;
    for (let at = k * K; at < original.length; at += cells) for (let l = 0; l < K; l++) pairs += original[at + l]!;
    return {
      pairs,
      judged: pairs >= MIN_ROW,
      original: estimates[k]!.value,
      copy: estimates[K + k]!.value,
      difference: estimates[2 * K + k]!,
    };
  });
}

/** Largest |O[k][l] − exact| of a row of pairs; NaN without a single pair. */
function rowError(pairs: Float64Array, exact: readonly number[]): number {
  const total = pairs.reduce((a, b) => a + b, 0);
  return exact.reduce((largest, p, l) => Math.max(largest, Math.abs(pairs[l]! / total - p)), 0);
}

/** Three decimals, without a minus sign before 0. */
const three = (value: number): string => (Math.round(1000 * value) / 1000 + 0).toFixed(3);

/** How far the interval reaches from 0. */
const reach = ({ difference: { low, high } }: SharedRow): number => Math.max(Math.abs(low), Math.abs(high));

function judgeRows(rows: readonly SharedRow[]): { passes: boolean; reason: string } {
  // Never empty: at least a sixth of the 800,000 pairs are in one row.
  const judged = [...rows.entries()].filter(([, row]) => row.judged);
  const failed = judged.find(([, { difference }]) => judgeWithin(difference, 0, TOLERANCE) !== 'reproduced');
  const [k, row] = failed ?? judged.reduce((furthest, other) => (reach(other[1]) > reach(furthest[1]) ? other : furthest));
  const { value, low, high } = row.difference;
  if (!Number.isFinite(value)) return { passes: false, reason: `The rounded copy no longer gives output ${k}.` };
  const reason = `After output ${k} the rounded copy's error differs from the network's own by ${three(value)} (95 % interval ${three(low)} to ${three(high)})`;
  return failed
    ? { passes: false, reason: `${reason}; at most ${TOLERANCE} is allowed.` }
    : { passes: true, reason: `${reason}, and after no other output by more; ${TOLERANCE} is allowed.` };
}
