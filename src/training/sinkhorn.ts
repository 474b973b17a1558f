import { type CostMatrix, hammingCosts, selfHammingCosts } from '../math/hamming';

/**
 * The loss: debiased Sinkhorn divergence between two sets of label sequences (docs/science.md §2.5), in float64.
 * Because costs are whole numbers 0…T, exp(−C/ε) is a table of T+1 values and a softmin needs no exponential per pair.
 */
export interface SinkhornOptions {
  /** √ of the final ε. 0.2 trains in the paper. */
  blur?: number;
  /** ε shrinks by scaling² per pass. */
  scaling?: number;
}

export interface SinkhornResult {
  value: number;
  /** ∂S/∂x of the one-hot x with potentials frozen, row-major [N×T×K]; only when asked for. */
  gradient?: Float64Array;
  /** The plan between x and y that the gradient goes by; with it. */
  plan?: Plan;
}

/** A transport plan by its potentials: P_ij = exp((potential_j + softmin_i − C_ij)/ε)/columns, rows summing to 1. */
export interface Plan {
  /** C, row-major [rows×columns] */
  costs: CostMatrix;
  rows: number;
  columns: number;
  potential: Float64Array;
  softmin: Float64Array;
  /** ε */
  eps: number;
}

/** δ² = Σ over one-hot coordinates of (max−min)² over both sets: 3T when all three symbols occur at every step. */
export function squaredDiameter(x: Uint8Array, y: Uint8Array, seqLen: number, nOutputs: number): number {
  const rows = (x.length + y.length) / seqLen;
  const counts = new Uint32Array(seqLen * nOutputs);
  for (const set of [x, y]) for (let i = 0; i < set.length; i++) counts[(i % seqLen) * nOutputs + set[i]!]!++;
  return counts.reduce((sum, count) => sum + (count > 0 && count < rows ? 1 : 0), 0);
}

/** The ε list: [δ²], then δ²·scaling^{2n} while above blur², then blur². */
export function epsilonSchedule(diameterSquared: number, blur: number, scaling: number): number[] {
  const list = [diameterSquared];
  // The comparison is made on logarithms with the step added exactly as in an arithmetic range, so borderline lengths agree.
  const from = Math.log(diameterSquared);
  const to = 2 * Math.log(blur);
  const step = 2 * Math.log(scaling);
  const count = Math.max(0, Math.ceil((to - from) / step));
  for (let i = 0; i < count; i++) list.push(Math.exp(from + i * step));
  list.push(blur * blur);
  return list;
}

/** One coupling between two sets, with the running potentials of both sides. */
interface Coupling {
  costs: CostMatrix;
  rows: number;
  columns: number;
  /** True for a set against itself: one potential, rows only. */
  symmetric: boolean;
}

/** exp(−c/ε) for c = 0…T. */
function kernelTable(eps: number, seqLen: number): Float64Array {
  return Float64Array.from({ length: seqLen + 1 }, (_, c) => Math.exp(-c / eps));
}

/** Weights exp(η − max η) of η_j = −ln n + potential_j/ε, and the shift taken out. */
function shiftedWeights(potential: Float64Array, eps: number, out: Float64Array): number {
  const n = potential.length;
  let max = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < n; j++) if (potential[j]! > max) max = potential[j]!;
  for (let j = 0; j < n; j++) out[j] = Math.exp((potential[j]! - max) / eps);
  return max / eps - Math.log(n);
}

/** Below this a sum of table products may have lost its leading term to underflow and is redone in the log domain. */
const UNDERFLOW = 1e-250;

/** ln Σ_j exp(potential_j/ε − ln n − cost/ε) the slow, always safe way; `stride` walks a row (1) or a column (columns). */
function safeLogSum(costs: CostMatrix, base: number, stride: number, potential: Float64Array, eps: number): number {
  const n = potential.length;
  let max = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < n; j++) max = Math.max(max, (potential[j]! - costs[base + j * stride]!) / eps);
  let sum = 0;
  for (let j = 0; j < n; j++) sum += Math.exp((potential[j]! - costs[base + j * stride]!) / eps - max);
  return max + Math.log(sum) - Math.log(n);
}

/** Softmins of both sides of a coupling at ε: `left` from the column potential, `right` from the row potential. */
function softmins(
  coupling: Coupling,
  rowPotential: Float64Array,
  columnPotential: Float64Array,
  eps: number,
  seqLen: number,
): { left: Float64Array; right: Float64Array } {
  const { costs, rows, columns, symmetric } = coupling;
  const table = kernelTable(eps, seqLen);
  const columnWeights = new Float64Array(columns);
  const columnShift = shiftedWeights(columnPotential, eps, columnWeights);
  const left = new Float64Array(rows);
  const right = symmetric ? left : new Float64Array(columns);
  let rowShift = 0;
  if (symmetric) sumRows(costs, rows, columns, columnWeights, table, left);
  else {
    const rowWeights = new Float64Array(rows);
    rowShift = shiftedWeights(rowPotential, eps, rowWeights);
    sumBoth(costs, rows, columns, rowWeights, columnWeights, table, left, right);
    for (let j = 0; j < columns; j++)
      right[j] =
        -eps * (right[j]! > UNDERFLOW ? Math.log(right[j]!) + rowShift : safeLogSum(costs, j, columns, rowPotential, eps));
  }
  for (let i = 0; i < rows; i++)
    left[i] =
      -eps * (left[i]! > UNDERFLOW ? Math.log(left[i]!) + columnShift : safeLogSum(costs, i * columns, 1, columnPotential, eps));
  return { left, right };
}

function sumRows(
  costs: CostMatrix,
  rows: number,
  columns: number,
  weights: Float64Array,
  table: Float64Array,
  out: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const base = i * columns;
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += weights[j]! * table[costs[base + j]!]!;
    out[i] = sum;
  }
}

function sumBoth(
  costs: CostMatrix,
  rows: number,
  columns: number,
  rowWeights: Float64Array,
  columnWeights: Float64Array,
  table: Float64Array,
  left: Float64Array,
  right: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const base = i * columns;
    const weight = rowWeights[i]!;
    let sum = 0;
    for (let j = 0; j < columns; j++) {
      const kernel = table[costs[base + j]!]!;
      sum += columnWeights[j]! * kernel;
      right[j]! += weight * kernel;
    }
    left[i] = sum;
  }
}

function average(potential: Float64Array, update: Float64Array): void {
  for (let i = 0; i < potential.length; i++) potential[i] = 0.5 * (potential[i]! + update[i]!);
}

const meanDifference = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! - b[i]!;
  return sum / a.length;
};

/**
 * Sinkhorn divergence of label sets x [N×T] and y [M×T] with K outputs (geomloss schedule: one averaged pass per ε, one last
 * full pass), and with `withGradient` its gradient by the envelope theorem: (self barycentre − target barycentre)/N.
 */
export function sinkhornDivergence(
  x: Uint8Array,
  y: Uint8Array,
  seqLen: number,
  nOutputs: number,
  withGradient = false,
  options: SinkhornOptions = {},
): SinkhornResult {
  const { blur = 0.2, scaling = 0.5 } = options;
  const n = x.length / seqLen;
  const m = y.length / seqLen;
  const cross: Coupling = { costs: hammingCosts(x, y, seqLen, nOutputs), rows: n, columns: m, symmetric: false };
  const selfX: Coupling = { costs: selfHammingCosts(x, seqLen, nOutputs), rows: n, columns: n, symmetric: true };
  const selfY: Coupling = { costs: selfHammingCosts(y, seqLen, nOutputs), rows: m, columns: m, symmetric: true };
  // Identical single-point sets have no extent; ε then starts at blur² and every cost is zero.
  const schedule = epsilonSchedule(Math.max(squaredDiameter(x, y, seqLen, nOutputs), blur * blur), blur, scaling);
  const zeroX = new Float64Array(n);
  const zeroY = new Float64Array(m);
  const { left: f, right: g } = softmins(cross, zeroX, zeroY, schedule[0]!, seqLen);
  const { left: p } = softmins(selfX, zeroX, zeroX, schedule[0]!, seqLen);
  const { left: q } = softmins(selfY, zeroY, zeroY, schedule[0]!, seqLen);
  for (const eps of schedule) {
    const crossUpdate = softmins(cross, f, g, eps, seqLen);
    average(p, softmins(selfX, p, p, eps, seqLen).left);
    average(q, softmins(selfY, q, q, eps, seqLen).left);
    average(f, crossUpdate.left);
    average(g, crossUpdate.right);
  }
  const eps = blur * blur;
  const last = softmins(cross, f, g, eps, seqLen);
  const lastP = softmins(selfX, p, p, eps, seqLen).left;
  const lastQ = softmins(selfY, q, q, eps, seqLen).left;
  const value = meanDifference(last.left, lastP) + meanDifference(last.right, lastQ);
  if (!withGradient) return { value };
  const gradient = new Float64Array(n * seqLen * nOutputs);
  const plan: Plan = { ...cross, potential: g, softmin: last.left, eps };
  addBarycentres(gradient, { ...selfX, potential: p, softmin: lastP, eps }, x, 1 / n, seqLen, nOutputs);
  addBarycentres(gradient, plan, y, -1 / n, seqLen, nOutputs);
  return { value, gradient, plan };
}

/** ln P_ij of row i into `out` [columns]. */
export function logPlanRow({ costs, columns, potential, softmin, eps }: Plan, i: number, out: Float64Array): void {
  const logWeight = -Math.log(columns);
  for (let j = 0; j < columns; j++) out[j] = (potential[j]! + softmin[i]! - costs[i * columns + j]!) / eps + logWeight;
}

/** Plan entries below this change a gradient entry by less than float64 can hold at the tolerances tested. */
const NEGLIGIBLE_LOG = -41.5;

/** gradient_i += factor · Σ_j P_ij onehot(points_j). */
function addBarycentres(
  gradient: Float64Array,
  plan: Plan,
  points: Uint8Array,
  factor: number,
  seqLen: number,
  nOutputs: number,
): void {
  const logRow = new Float64Array(plan.columns);
  for (let i = 0; i < plan.rows; i++) {
    const row = i * seqLen * nOutputs;
    logPlanRow(plan, i, logRow);
    for (let j = 0; j < plan.columns; j++) {
      if (logRow[j]! < NEGLIGIBLE_LOG) continue;
      const mass = factor * Math.exp(logRow[j]!);
      const point = j * seqLen;
      for (let t = 0; t < seqLen; t++) gradient[row + t * nOutputs + points[point + t]!]! += mass;
    }
  }
}
