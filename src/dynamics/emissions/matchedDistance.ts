import { type CostMatrix, hammingCosts } from '../../math/hamming';
import { type Estimate, meanEstimate } from '../../math/statistics';
import { createPotentials, finishColumns, type Potentials, updateRows } from './matchedDistancePotentials';

/**
 * ε of the entropic matching; largest number of updates; the sum of changes of both potentials at which it ends (docs/science.md
 * §3.4).
 */
const EPSILON = 0.1;
const MAX_ITERATIONS = 1000;
const TOLERANCE = 0.1;

/** The matching of two sets of sequences and its cost (docs/science.md §3.4). */
export interface MatchedDistance {
  /** ‖x_i(j) − y_j‖ of one-hot sequences, √(2·mismatches), for each sequence of y [N_y]. */
  distances: Float64Array;
  /**
   * i(j): the row of x to which sequence j of y is matched, argmax_i π_ij, the first on a tie [N_y]. Several j may have the same
   * i.
   */
  matches: Int32Array;
  /** Mean of `distances`. Its interval treats the sequences of y as independent and x as fixed. */
  mean: Estimate;
  /** Standard deviation of `distances`. */
  sd: number;
  /** Share of the rows of x that are matched at all. Equal rows count once, because a tie goes to the first. */
  coverage: number;
  /** Mismatches of each sequence of y to its nearest in x, mean: large when x lacks a mode of y. */
  nearestOfY: Estimate;
  /** Mismatches of each sequence of x to its nearest in y, mean: large when x holds what y never does. */
  nearestOfX: Estimate;
  /** Dual potentials u [N_x], v [N_y]: the plan is π_ij = exp((u_i + v_j − √(2c_ij)) / ε). */
  rowPotentials: Float64Array;
  columnPotentials: Float64Array;
  iterations: number;
  /** False when the largest number of updates was reached before Σ|Δu| + Σ|Δv| < 0.1. */
  converged: boolean;
}

/** Cells updated, and costs counted, between two reports of progress: about 20 ms each. */
const UPDATES_PER_YIELD = 6e6;
const COSTS_PER_YIELD = 4e5;

/**
 * Sinkhorn-matched Euclidean distance between two label sets, row-major [N_x×T] and [N_y×T]: ε = 0.1, at most 1000 alternating
 * updates with marginals 1/N. Its value depends strongly on N and T, so compare only equal sizes. Yields progress 0 … 1 of the
 * largest number of updates; it may end early.
 * @throws RangeError when a set is empty or not a whole number of sequences
 */
export function* matchedDistance(
  x: Uint8Array,
  y: Uint8Array,
  seqLen: number,
  nOutputs: number,
): Generator<number, MatchedDistance, void> {
  for (const set of [x, y])
    if (set.length === 0 || set.length % seqLen !== 0)
      throw new RangeError(`${set.length} labels are not a whole number of sequences of ${seqLen} steps`);
  const rows = x.length / seqLen;
  const columns = y.length / seqLen;
  const costs = yield* countCosts(x, y, seqLen, nOutputs);
  const potentials = createPotentials(costs, rows, columns, seqLen, EPSILON);
  const block = Math.max(1, Math.floor(UPDATES_PER_YIELD / columns));
  let iterations = 0;
  let change = Number.POSITIVE_INFINITY;
  let cells = 0;
  while (iterations < MAX_ITERATIONS && !(change < TOLERANCE)) {
    change = 0;
    for (let from = 0; from < rows; from += block) {
      const to = Math.min(rows, from + block);
      change += updateRows(potentials, from, to);
      cells += (to - from) * columns;
      if (cells < UPDATES_PER_YIELD) continue;
      cells = 0;
      yield iterations / MAX_ITERATIONS;
    }
    change += finishColumns(potentials);
    iterations++;
  }
  return { ...match(potentials), iterations, converged: change < TOLERANCE };
}

/** `hammingCosts` in blocks of rows. */
function* countCosts(x: Uint8Array, y: Uint8Array, seqLen: number, nOutputs: number): Generator<number, CostMatrix, void> {
  const rows = x.length / seqLen;
  const columns = y.length / seqLen;
  const costs = seqLen < 256 ? new Uint8Array(rows * columns) : new Uint16Array(rows * columns);
  const block = Math.max(1, Math.floor(COSTS_PER_YIELD / columns));
  for (let from = 0; from < rows; from += block) {
    costs.set(hammingCosts(x.subarray(from * seqLen, (from + block) * seqLen), y, seqLen, nOutputs), from * columns);
    yield 0;
  }
  return costs;
}

/** Finds the matching from the potentials: argmax_i π_ij = argmax_i (u_i − √(2c_ij)), because v_j is the same for all i. */
function match({ costs, rows, columns, distances: ofCost, u, v }: Potentials): Omit<MatchedDistance, 'iterations' | 'converged'> {
  const best = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
  const matches = new Int32Array(columns);
  const nearestOfY = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const nearestOfX = new Float64Array(rows).fill(Number.POSITIVE_INFINITY);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      const cost = costs[i * columns + j]!;
      const score = u[i]! - ofCost[cost]!;
      if (score > best[j]!) {
        best[j] = score;
        matches[j] = i;
      }
      if (cost < nearestOfY[j]!) nearestOfY[j] = cost;
      if (cost < nearestOfX[i]!) nearestOfX[i] = cost;
    }
  const distances = Float64Array.from(matches, (i, j) => ofCost[costs[i * columns + j]!]!);
  const mean = meanEstimate(distances);
  const squares = distances.reduce((sum, d) => sum + (d - mean.value) ** 2, 0);
  return {
    distances,
    matches,
    mean,
    sd: Math.sqrt(squares / Math.max(1, columns - 1)),
    coverage: new Set(matches).size / rows,
    nearestOfY: meanEstimate(nearestOfY),
    nearestOfX: meanEstimate(nearestOfX),
    rowPotentials: u,
    columnPotentials: v,
  };
}
