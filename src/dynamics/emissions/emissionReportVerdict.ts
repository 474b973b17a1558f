import { type Estimate, lessBy } from '../../math/statistics';
import type { Verdict } from '../judge';
import type { ExactSequenceStatistics, SequenceStatistics } from './emissionReportStatistics';

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
