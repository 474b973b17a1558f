import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { PcaBasis } from './projection';

/**
 * Principal component analysis of the mean-centred covariance (docs/science.md §3.5). The signs of the axes are arbitrary;
 * `fixSigns` in dynamics/orbit makes them stable.
 * @param states row-major [n×H], n ≥ 2
 * @param components number of axes kept; those beyond H are 0
 * @throws RangeError with fewer than two states
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

/**
 * Covariance [H×H]. Most units of a ReLU state are silent, so raw second moments are summed over active units only and the mean
 * is subtracted at the end.
 */
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

/**
 * The orthogonal matrix R [axes×axes] that minimises ‖R·from − to‖ (Frobenius norm). It turns one set of axes as close as
 * possible to another (orthogonal Procrustes problem, Schönemann 1966). Reflections are allowed, because the signs of principal
 * axes are arbitrary.
 * @param from axes, row-major [axes×size]
 * @param to as many axes of the same space [axes×size]
 * @throws RangeError when the sizes do not fit or an entry is not finite
 */
export function alignAxes(from: ArrayLike<number>, to: ArrayLike<number>, axes: number, size: number): Float64Array {
  if (from.length !== axes * size || to.length !== axes * size)
    throw new RangeError(`${from.length} and ${to.length} numbers are not two sets of ${axes} axes of ${size} entries`);
  const overlap = Matrix.zeros(axes, axes);
  for (let i = 0; i < axes; i++)
    for (let j = 0; j < axes; j++) {
      let dot = 0;
      for (let k = 0; k < size; k++) dot += to[i * size + k]! * from[j * size + k]!;
      // With a value that is not finite, the singular value decomposition would never end.
      if (!Number.isFinite(dot)) throw new RangeError('An axis is not finite');
      overlap.set(i, j, dot);
    }
  const { leftSingularVectors: left, rightSingularVectors: right } = new SingularValueDecomposition(overlap);
  return Float64Array.from(left.mmul(right.transpose()).to1DArray());
}
