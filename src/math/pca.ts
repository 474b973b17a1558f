import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { PcaBasis } from './basis';

/**
 * Principal component analysis by the mean-centred covariance (docs/science.md §3.5).
 * @param states row-major [n×H], n ≥ 2
 * @param components number of axes kept; those beyond H are 0
 * Signs are as the eigen-solver gives them; `fixSigns` of dynamics makes them stable.
 */
export function pca(states: Float32Array | Float64Array, hiddenSize: number, components: number): PcaBasis {
  const n = Math.floor(states.length / hiddenSize);
  if (n < 2) throw new RangeError(`PCA needs at least two states, got ${n}`);
  const mean = new Float64Array(hiddenSize);
  for (let row = 0; row < n; row++) for (let i = 0; i < hiddenSize; i++) mean[i]! += states[row * hiddenSize + i]!;
  for (let i = 0; i < hiddenSize; i++) mean[i]! /= n;
  const decomposition = new EigenvalueDecomposition(covariance(states, hiddenSize, n, mean), { assumeSymmetric: true });
  const values = decomposition.realEigenvalues;
  const vectors = decomposition.eigenvectorMatrix;
  const order = values.map((_, i) => i).sort((a, b) => values[b]! - values[a]!);
  let total = 0;
  for (const value of values) total += Math.max(0, value);
  const axes = new Float64Array(components * hiddenSize);
  for (let k = 0; k < Math.min(components, hiddenSize); k++)
    for (let i = 0; i < hiddenSize; i++) axes[k * hiddenSize + i] = vectors.get(i, order[k]!);
  const explained = Float64Array.from(order, (index) => (total > 0 ? Math.max(0, values[index]!) / total : 0));
  return { mean, components: axes, explained };
}

/** Covariance [H×H]. Uses that most units of a ReLU state are silent: raw second moments first, the mean taken off after. */
function covariance(states: Float32Array | Float64Array, hiddenSize: number, n: number, mean: Float64Array): Matrix {
  const moments = new Float64Array(hiddenSize * hiddenSize);
  const active = new Int32Array(hiddenSize);
  for (let row = 0; row < n; row++) {
    const base = row * hiddenSize;
    let count = 0;
    for (let i = 0; i < hiddenSize; i++) if (states[base + i] !== 0) active[count++] = i;
    for (let a = 0; a < count; a++) {
      const value = states[base + active[a]!]!;
      const target = active[a]! * hiddenSize;
      for (let b = a; b < count; b++) moments[target + active[b]!]! += value * states[base + active[b]!]!;
    }
  }
  const result = Matrix.zeros(hiddenSize, hiddenSize);
  for (let i = 0; i < hiddenSize; i++)
    for (let j = i; j < hiddenSize; j++) {
      const value = (moments[i * hiddenSize + j]! - n * mean[i]! * mean[j]!) / (n - 1);
      result.set(i, j, value);
      result.set(j, i, value);
    }
  return result;
}
