import type { HmmSpec } from '../../hmm/spec';
import { within } from '../../math/progress';
import { type Estimate, lessBy } from '../../math/statistics';
import type { RnnWeights } from '../../rnn/weights';
import type { Verdict } from '../judge';
import { requireSameOutputs, sampleModel, sampleNetwork, type Unbounded } from './emissionReportSamples';
import {
  type ExactSequenceStatistics,
  exactSequenceStatistics,
  type SequenceStatistics,
  sequenceStatistics,
} from './emissionReportStatistics';

/** A network's emissions compared with the model's: a sample of equal size, and the exact values. */
export interface EmissionStatistics {
  bounded: true;
  sequences: number;
  seqLen: number;
  network: SequenceStatistics;
  model: SequenceStatistics;
  exact: ExactSequenceStatistics;
  judgement: EmissionJudgement;
}
export type EmissionReport = EmissionStatistics | Unbounded;

export interface EmissionOptions {
  /** N, sequences of the network and of the model each; 2000 for claim C1. */
  sequences: number;
  /** T ≥ 2, the training length for the paper's comparisons. */
  seqLen: number;
  seed: number;
}

/** First update number of this report's draws. Checkpoint selection uses 0 … 99, the evaluation those from 1000 on. */
const FIRST_UPDATE = 2000;

/**
 * Samples N sequences of the network from h_1 and N of the model, and compares both with the exact values (claim C1 without its loss).
 * Yields progress 0 … 1.
 * @throws RangeError when `sequences` < 1 or `seqLen` < 2, or network and model differ in their number of outputs
 */
export function* emissionReport(
  weights: RnnWeights,
  hmm: HmmSpec,
  { sequences, seqLen, seed }: EmissionOptions,
): Generator<number, EmissionReport, void> {
  requireSameOutputs(weights, hmm);
  if (!(sequences >= 1 && seqLen >= 2)) throw new RangeError(`${sequences} sequences of ${seqLen} steps hold no output changes`);
  const size = { sequences, seqLen, seed, firstUpdate: FIRST_UPDATE };
  const own = yield* within(sampleNetwork(weights, size), 0, 0.7);
  if ('bounded' in own) return own;
  const reference = yield* within(sampleModel(hmm, size), 0.7, 0.8);
  const network = sequenceStatistics(own, seqLen, hmm.nOutputs, seed);
  yield 0.9;
  const model = sequenceStatistics(reference, seqLen, hmm.nOutputs, seed);
  yield 1;
  const exact = exactSequenceStatistics(hmm, seqLen);
  return { bounded: true, sequences, seqLen, network, model, exact, judgement: judgeEmissions(network, exact) };
}

/** 0.021 → “.02”. */
const decimals = (value: number): string => value.toFixed(2).replace(/^0/, '');

/** The second half is mentioned when its ratio differs from that of the whole by more than this. */
const START_UP = 0.05;

/**
 * The report in one sentence, such as “Changes 4 % too often; largest cell error .02 (row 0)”. If the start from h = 0 matters,
 * it adds the change ratio of the second half of the sequences.
 */
export function emissionVerdict(report: EmissionReport): string {
  if (!report.bounded) return `Not judged: the state grew without bound, first at step ${report.divergedAt}`;
  const { largestCell, changeRatio, lateChangeRatio } = report.judgement;
  const cells = largestCell
    ? `largest cell error ${decimals(Math.abs(largestCell.error.value))} (row ${largestCell.row})`
    : 'too few outputs to judge the transitions';
  if (!Number.isFinite(changeRatio.value)) return `The model never changes its output; ${cells}`;
  const late =
    Math.abs(lateChangeRatio.value - changeRatio.value) > START_UP ? ` (second half: ${comparison(lateChangeRatio)})` : '';
  return `Changes ${comparison(changeRatio)}${late}; ${cells}`;
}

function comparison({ value, low, high }: Estimate): string {
  if (low <= 1 && high >= 1) {
    const within = Math.ceil(100 * Math.max(high - 1, 1 - low) - 1e-9);
    return `as often as the model, to within ${within} %`;
  }
  const percent = Math.abs(100 * (value - 1));
  const amount = percent < 1 ? percent.toFixed(1) : Math.round(percent);
  return `${amount} % too ${value > 1 ? 'often' : 'seldom'}`;
}

/** Thresholds of claim C1, and the pairs a row needs to be judged. */
const MAX_FREQUENCY_ERROR = 0.03;
const MAX_CELL_ERROR = 0.05;
const MAX_CHANGE_ERROR = 0.15;
const MIN_ROW = 500;

/** Whether the whole interval is within ±limit of `centre`, wholly outside, or neither. NaN counts as neither. */
export function judgeWithin({ low, high }: Estimate, centre: number, limit: number): Verdict {
  if (low >= centre - limit && high <= centre + limit) return 'reproduced';
  return low > centre + limit || high < centre - limit ? 'not-reproduced' : 'inconclusive';
}

/** All verdicts must hold; one that clearly fails decides. */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('not-reproduced')) return 'not-reproduced';
  return verdicts.includes('inconclusive') ? 'inconclusive' : 'reproduced';
}

/** A network's emissions judged by claim C1 (all but the loss). Errors are network − exact, with the interval of the estimate. */
export interface EmissionJudgement {
  /** The cell of O with the largest error, among rows with at least 500 pairs; undefined if there is no such row. */
  largestCell: { row: number; column: number; error: Estimate } | undefined;
  /** Rows with too few pairs to be judged. */
  unjudgedRows: number[];
  largestFrequency: { output: number; error: Estimate };
  /** Changes per sequence over exact; 1 is right. */
  changeRatio: Estimate;
  /** The same in the second half of the sequences, where the start from h = 0 hardly matters. */
  lateChangeRatio: Estimate;
  cells: Verdict;
  frequencies: Verdict;
  changes: Verdict;
  /** All three. */
  verdict: Verdict;
}

const scaled = ({ value, low, high, n }: Estimate, by: number): Estimate => ({
  value: value * by,
  low: low * by,
  high: high * by,
  n,
});

const furthest = <T extends { error: Estimate }>(all: readonly T[]): T | undefined =>
  all.reduce<T | undefined>(
    (worst, one) => (!worst || Math.abs(one.error.value) > Math.abs(worst.error.value) ? one : worst),
    undefined,
  );

/** Judges sampled statistics against the exact values. */
export function judgeEmissions(network: SequenceStatistics, exact: ExactSequenceStatistics): EmissionJudgement {
  const rows = network.outputTransitionMatrix;
  const unjudgedRows = rows.flatMap((row, k) => (row[0]!.n >= MIN_ROW ? [] : [k]));
  const cells = rows.flatMap((cellsOfRow, row) =>
    unjudgedRows.includes(row)
      ? []
      : cellsOfRow.map((cell, column) => ({ row, column, error: lessBy(cell, exact.outputTransitionMatrix[row]![column]!) })),
  );
  const frequencies = network.frequency.map(({ mean }, output) => ({ output, error: lessBy(mean, exact.frequency[output]!) }));
  const changeRatio = scaled(network.changes.mean, 1 / exact.changes);
  const parts = {
    cells: cells.length > 0 ? allOf(cells.map(({ error }) => judgeWithin(error, 0, MAX_CELL_ERROR))) : 'inconclusive',
    frequencies: allOf(frequencies.map(({ error }) => judgeWithin(error, 0, MAX_FREQUENCY_ERROR))),
    changes: judgeWithin(changeRatio, 1, MAX_CHANGE_ERROR),
  } as const;
  return {
    largestCell: furthest(cells),
    unjudgedRows,
    largestFrequency: furthest(frequencies)!,
    changeRatio,
    lateChangeRatio: scaled(network.lateChanges.mean, 1 / exact.lateChanges),
    ...parts,
    verdict: allOf(Object.values(parts)),
  };
}
