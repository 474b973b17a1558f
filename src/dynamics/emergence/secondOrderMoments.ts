import { normalDensity, normalDistribution } from '../../math/normal';
import type { RnnStepper } from '../../rnn/step';
import type { RnnWeights } from '../../rnn/weights';
import { activeUnits } from '../units';

/** ĥ_0 … ĥ_steps, row-major [(steps+1)×H]; row 0 is the start itself. */
export function noiseFreePath(stepper: RnnStepper, start: ArrayLike<number>, steps: number): Float64Array {
  const H = stepper.hiddenSize;
  const path = new Float64Array((steps + 1) * H);
  const h = Float64Array.from(start);
  path.set(h, 0);
  for (let u = 1; u <= steps; u++) {
    stepper.step(h, null, 0, 0);
    path.set(h, u * H);
  }
  return path;
}

/**
 * E δ² along a noise-free path ĥ_0, ĥ_1, …, at σ = 1. With D_u = 1[ĥ_u > 0], perturbations of the pre-activations obey
 *   δ¹_0 = W_in ω_0,   δ¹_{u+1} = W_hh D_u δ¹_u + W_in ω_{u+1},
 *   δ²_0 = 0,          δ²_{u+1} = W_hh D_u δ²_u + ½ W_hh D_u (δ¹_u)²,
 * so that Σ_u = E δ¹_u δ¹_uᵀ and m_u = E δ²_u need no trials:
 *   Σ_0 = W_in W_inᵀ,  Σ_{u+1} = W_hh D_u Σ_u D_u W_hhᵀ + W_in W_inᵀ,
 *   m_0 = 0,           m_{u+1} = W_hh D_u (m_u + ½ diag Σ_u).
 * Only rows and columns of active units are kept of Σ_u.
 * @returns the function from a path [≥ steps×H], of which rows 0 … steps−1 count, to m_steps [H]
 */
export function createMomentRecursion(weights: RnnWeights): (path: Float64Array, steps: number) => Float64Array {
  const H = weights.hiddenSize;
  const noise = inputCovariance(weights);
  return (path, steps) => {
    let active = activeAt(path, 0, H);
    let covariance = blockOf(noise, active, active, H);
    let moment = new Float64Array(H);
    for (let u = 0; u < steps; u++) {
      const count = active.length;
      const carried = Float64Array.from(active, (unit, a) => moment[unit]! + covariance[a * count + a]! / 2);
      moment = Float64Array.from({ length: H }, (_, unit) => rowSum(weights.recurrentWeights, unit * H, active, carried));
      if (u + 1 === steps) break;
      const next = activeAt(path, u + 1, H);
      covariance = propagated(weights, covariance, active, next, noise);
      active = next;
    }
    return moment;
  };
}

const activeAt = (path: Float64Array, row: number, H: number): Int32Array => {
  const active = new Int32Array(H);
  return active.subarray(0, activeUnits(path, H, active, row * H));
};

/** W_in W_inᵀ [H×H]. */
function inputCovariance({ hiddenSize: H, inputDim: d, inputWeights }: RnnWeights): Float64Array {
  const covariance = new Float64Array(H * H);
  for (let i = 0; i < H; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += inputWeights[i * d + k]! * inputWeights[j * d + k]!;
      covariance[i * H + j] = sum;
      covariance[j * H + i] = sum;
    }
  return covariance;
}

/** Rows `rows` and columns `columns` of a matrix [·×H], row-major [rows×columns]. */
function blockOf(matrix: Float32Array | Float64Array, rows: Int32Array, columns: Int32Array, H: number): Float64Array {
  const width = columns.length;
  const block = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++)
    for (let j = 0; j < width; j++) block[i * width + j] = matrix[rows[i]! * H + columns[j]!]!;
  return block;
}

/** Σ_a row[units_a]·values_a, the row at `offset`. */
function rowSum(matrix: Float32Array, offset: number, units: Int32Array, values: Float64Array): number {
  let sum = 0;
  for (let a = 0; a < units.length; a++) sum += matrix[offset + units[a]!]! * values[a]!;
  return sum;
}

/** W[B,A] Σ W[B,A]ᵀ + noise[B,B], row-major [B×B], for Σ row-major [A×A]. A is active before the step, B after it. */
function propagated(
  { hiddenSize: H, recurrentWeights }: RnnWeights,
  covariance: Float64Array,
  before: Int32Array,
  after: Int32Array,
  noise: Float64Array,
): Float64Array {
  const width = before.length;
  const n = after.length;
  const block = blockOf(recurrentWeights, after, before, H);
  const result = blockOf(noise, after, after, H);
  const half = new Float64Array(width);
  for (let b = 0; b < n; b++) {
    // Row b of W[B,A] Σ. Σ is symmetric, so its rows are its columns.
    half.fill(0);
    for (let a = 0; a < width; a++) {
      const weight = block[b * width + a]!;
      for (let c = 0; c < width; c++) half[c] = half[c]! + weight * covariance[a * width + c]!;
    }
    for (let c = 0; c <= b; c++) {
      let sum = result[b * n + c]!;
      for (let a = 0; a < width; a++) sum += half[a]! * block[c * width + a]!;
      result[b * n + c] = sum;
      result[c * n + b] = sum;
    }
  }
  return result;
}

/**
 * E ReLU(m + sξ) of a standard normal ξ: m Φ(m/s) + s φ(m/s), which is never below ReLU(m) (docs/science.md §3.17).
 * @param s ≥ 0
 */
export function rectificationMoment(m: number, s: number): number {
  const rectified = Math.max(0, m);
  if (s === 0) return rectified;
  return Math.max(rectified, m * normalDistribution(m / s) + s * normalDensity(m / s));
}
