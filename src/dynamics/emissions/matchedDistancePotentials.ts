import type { CostMatrix } from '../../math/hamming';

/**
 * Alternating updates of the dual potentials of an entropic matching, for costs √(2·mismatches) (docs/science.md §3.4): u_i ←
 * ε(ln(1/N_x + 1e-8) − ln Σ_j exp((v_j − C_ij)/ε)), then v likewise from the new u.
 * C has only T+1 different values, so exp(−C/ε) is read from a table, and exp(v_j/ε) is computed once per update. A cell then
 * costs one look-up and two multiply-adds; rows and columns are updated in one pass. Both exponentials are relative to the
 * largest potential. A sum that falls into the range where double precision loses digits is computed again in the log domain.
 */
export interface Potentials {
  costs: CostMatrix;
  rows: number;
  columns: number;
  epsilon: number;
  /** √(2c) and exp(−√(2c)/ε) for c = 0 … T. */
  distances: Float64Array;
  kernel: Float64Array;
  u: Float64Array;
  v: Float64Array;
  /** exp((v_j − vShift)/ε) [columns]. */
  scaledV: Float64Array;
  uShift: number;
  vShift: number;
  /** Σ_i exp((u_i − uShift)/ε)·kernel over the rows updated so far [columns]. */
  columnSums: Float64Array;
  /** The kernel along one row [columns]. */
  rowKernel: Float64Array;
}

/** Added to the marginals inside the logarithm, as the reference does. */
const MARGINAL_GUARD = 1e-8;

/** In a sum above this, terms that underflow (below 1e-308) do not matter. */
const SAFE_SUM = 1e-280;

/** Potentials at zero for costs row-major [rows×columns], each 0 … seqLen. */
export function createPotentials(costs: CostMatrix, rows: number, columns: number, seqLen: number, epsilon: number): Potentials {
  const distances = Float64Array.from({ length: seqLen + 1 }, (_, c) => Math.sqrt(2 * c));
  return {
    costs,
    rows,
    columns,
    epsilon,
    distances,
    kernel: distances.map((d) => Math.exp(-d / epsilon)),
    u: new Float64Array(rows),
    v: new Float64Array(columns),
    scaledV: new Float64Array(columns).fill(1),
    uShift: Number.NaN,
    vShift: 0,
    columnSums: new Float64Array(columns),
    rowKernel: new Float64Array(columns),
  };
}

/** Updates u for rows from … to−1 and adds them to the column sums. Returns Σ|Δu|. */
export function updateRows(p: Potentials, from: number, to: number): number {
  const { columns, epsilon, u, v } = p;
  const logMarginal = Math.log(1 / p.rows + MARGINAL_GUARD);
  let change = 0;
  for (let i = from; i < to; i++) {
    const base = i * columns;
    const sum = gatherRow(p, base);
    const logSum = isSafe(sum) ? Math.log(sum) + p.vShift / epsilon : logSumAlong(p, v, base, 1);
    const next = epsilon * (logMarginal - logSum);
    change += Math.abs(next - u[i]!);
    u[i] = next;
    // Before the first update there is no largest potential; that of any row will do.
    if (Number.isNaN(p.uShift)) p.uShift = next;
    addRow(p, Math.exp((next - p.uShift) / epsilon));
  }
  return change;
}

/**
 * Reads the kernel along the row at `base` from the table and returns Σ_j kernel·scaledV. Four separate sums are faster, because
 * no addition waits for the one before.
 */
function gatherRow({ costs, columns, kernel, scaledV, rowKernel }: Potentials, base: number): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let j = 0;
  for (; j + 3 < columns; j += 4) {
    const k0 = kernel[costs[base + j]!]!;
    const k1 = kernel[costs[base + j + 1]!]!;
    const k2 = kernel[costs[base + j + 2]!]!;
    const k3 = kernel[costs[base + j + 3]!]!;
    rowKernel[j] = k0;
    rowKernel[j + 1] = k1;
    rowKernel[j + 2] = k2;
    rowKernel[j + 3] = k3;
    s0 += k0 * scaledV[j]!;
    s1 += k1 * scaledV[j + 1]!;
    s2 += k2 * scaledV[j + 2]!;
    s3 += k3 * scaledV[j + 3]!;
  }
  for (; j < columns; j++) {
    rowKernel[j] = kernel[costs[base + j]!]!;
    s0 += rowKernel[j]! * scaledV[j]!;
  }
  return s0 + s1 + (s2 + s3);
}

/** Adds `weight` times the row read last to the column sums. */
function addRow({ columns, columnSums, rowKernel }: Potentials, weight: number): void {
  let j = 0;
  for (; j + 3 < columns; j += 4) {
    columnSums[j]! += weight * rowKernel[j]!;
    columnSums[j + 1]! += weight * rowKernel[j + 1]!;
    columnSums[j + 2]! += weight * rowKernel[j + 2]!;
    columnSums[j + 3]! += weight * rowKernel[j + 3]!;
  }
  for (; j < columns; j++) columnSums[j]! += weight * rowKernel[j]!;
}

const isSafe = (sum: number): boolean => sum > SAFE_SUM && sum < Number.MAX_VALUE;

/** Updates v from the column sums of all rows and prepares the next update. Returns Σ|Δv|. */
export function finishColumns(p: Potentials): number {
  const { columns, epsilon, u, v, columnSums, scaledV } = p;
  const logMarginal = Math.log(1 / columns + MARGINAL_GUARD);
  let change = 0;
  for (let j = 0; j < columns; j++) {
    const sum = columnSums[j]!;
    const logSum = isSafe(sum) ? Math.log(sum) + p.uShift / epsilon : logSumAlong(p, u, j, columns);
    const next = epsilon * (logMarginal - logSum);
    change += Math.abs(next - v[j]!);
    v[j] = next;
  }
  p.uShift = largest(u);
  p.vShift = largest(v);
  for (let j = 0; j < columns; j++) scaledV[j] = Math.exp((v[j]! - p.vShift) / epsilon);
  columnSums.fill(0);
  return change;
}

function largest(values: Float64Array): number {
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) if (value > max) max = value;
  return max;
}

/** ln Σ_k exp((potential_k − C_k)/ε) along a row or column of the costs, safe from under- and overflow. */
function logSumAlong({ costs, distances, epsilon }: Potentials, potential: Float64Array, from: number, step: number): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < potential.length; k++) max = Math.max(max, potential[k]! - distances[costs[from + k * step]!]!);
  let sum = 0;
  for (let k = 0; k < potential.length; k++)
    sum += Math.exp((potential[k]! - distances[costs[from + k * step]!]! - max) / epsilon);
  return Math.log(sum) + max / epsilon;
}
