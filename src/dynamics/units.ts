import type { RnnWeights } from '../rnn/weights';

/** Lists of units of a network: all, the largest, those that fire, and the weights among the active ones. */

export const allUnits = (hiddenSize: number): number[] => Array.from({ length: hiddenSize }, (_, unit) => unit);

/** The distinct units in ascending order. */
export const ascending = (units: readonly number[]): number[] => [...new Set(units)].sort((a, b) => a - b);

/** The `count` units with the largest values, largest first; of equal values the lower unit comes first. */
export const topUnits = (values: ArrayLike<number>, count: number): number[] =>
  allUnits(values.length)
    .sort((a, b) => values[b]! - values[a]! || a - b)
    .slice(0, count);

/** Units that fire in a smaller share of the steps are ignored. */
const ACTIVE_SHARE = 0.05;

/** Units that fire often enough to matter, ascending. @param activeShare share of the steps in which each unit fires [H] */
export const firingUnits = (activeShare: ArrayLike<number>): number[] =>
  allUnits(activeShare.length).filter((unit) => activeShare[unit]! >= ACTIVE_SHARE);

/**
 * Active set A = {i: value_i > 0} of one pre-activation z or hidden state h (the same set for both, as h = ReLU(z)).
 * @param values z or h, H entries from `offset`
 * @param active receives the indices, ascending [≥ H]
 * @returns |A|
 */
export function activeUnits(values: ArrayLike<number>, hiddenSize: number, active: Int32Array, offset = 0): number {
  let count = 0;
  for (let i = 0; i < hiddenSize; i++) if (values[offset + i]! > 0) active[count++] = i;
  return count;
}

/**
 * W_hh[A, A], row-major [count×count]. Its eigenvalues are the non-zero ones of the Jacobian D·W_hh (docs/science.md §0.6), so
 * that only a small eigenproblem has to be solved.
 * @param active indices of the active units; the first `count` are used
 */
export function activeBlock(weights: RnnWeights, active: Int32Array, count: number): Float64Array {
  const H = weights.hiddenSize;
  const block = new Float64Array(count * count);
  for (let a = 0; a < count; a++) {
    const row = active[a]! * H;
    for (let b = 0; b < count; b++) block[a * count + b] = weights.recurrentWeights[row + active[b]!]!;
  }
  return block;
}
