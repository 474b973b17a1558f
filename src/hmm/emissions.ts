import { type Estimate, wilson } from '../math/statistics';
import type { EmissionCounts } from './emissionCounts';

/** What the counts say, each number with its Wilson interval (successive pairs are correlated: intervals are slightly narrow). */
export interface EmissionEstimates {
  frequency: Estimate[];
  /** [K][K]; n is the number of pairs in the row. */
  outputTransitionMatrix: Estimate[][];
  changeRate: Estimate;
}

export function estimateEmissions(counts: EmissionCounts): EmissionEstimates {
  const { nOutputs, outputs, pairs } = counts;
  const total = outputs.reduce((a, b) => a + b, 0);
  let nPairs = 0;
  let same = 0;
  const matrix = Array.from({ length: nOutputs }, (_, k) => {
    const row = pairs.subarray(k * nOutputs, (k + 1) * nOutputs);
    const n = row.reduce((a, b) => a + b, 0);
    nPairs += n;
    same += row[k]!;
    return Array.from(row, (count) => wilson(count, n));
  });
  return {
    frequency: Array.from(outputs, (count) => wilson(count, total)),
    outputTransitionMatrix: matrix,
    changeRate: wilson(nPairs - same, nPairs),
  };
}

/**
 * A row is judged if it has at least this many pairs and this share of all pairs. In a long run, a row of rare stray outputs has
 * many pairs too.
 */
const MIN_ROW = { pairs: 500, share: 0.005 };

/** How far emissions are from the exact model (claim C1). */
export interface EmissionError {
  /** Largest |O − O_exact| over the judged rows, 0 … 1. */
  maxCell: number;
  /** changeRate / exact − 1. */
  changeRate: number;
  /** Largest |f − f_exact|. */
  maxFrequency: number;
  /** Rows with enough counts to be judged. */
  judgedRows: number[];
}

/** Whether a row of O holds enough pairs to be judged. */
export const isJudged = ({ outputTransitionMatrix, changeRate }: EmissionEstimates, row: number): boolean =>
  outputTransitionMatrix[row]![0]!.n >= Math.max(MIN_ROW.pairs, MIN_ROW.share * changeRate.n);

export function emissionError(
  estimates: EmissionEstimates,
  exact: { frequency: number[]; outputTransitionMatrix: number[][]; changeRate: number },
): EmissionError {
  const judgedRows = [...estimates.outputTransitionMatrix.keys()].filter((row) => isJudged(estimates, row));
  let maxCell = 0;
  for (const k of judgedRows)
    for (let l = 0; l < exact.frequency.length; l++)
      maxCell = Math.max(
        maxCell,
        Math.abs(estimates.outputTransitionMatrix[k]![l]!.value - exact.outputTransitionMatrix[k]![l]!),
      );
  return {
    maxCell,
    changeRate: estimates.changeRate.value / exact.changeRate - 1,
    maxFrequency: Math.max(...estimates.frequency.map((f, k) => Math.abs(f.value - exact.frequency[k]!))),
    judgedRows,
  };
}
