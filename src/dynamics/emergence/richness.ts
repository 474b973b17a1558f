/**
 * How far training moved a matrix, and how many directions it uses. Rich training changes the weights much and uses few
 * directions; lazy training keeps most of the random start (Schuessler et al. 2020, arXiv 2006.11036; Liu et al. 2023, arXiv
 * 2310.08513).
 */

const squaredNorm = (matrix: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < matrix.length; i++) sum += matrix[i]! ** 2;
  return sum;
};

/** ‖W − W₀‖ / ‖W₀‖ in the Frobenius norm, ≥ 0. @throws RangeError when the sizes differ */
export function relativeChange(matrix: ArrayLike<number>, start: ArrayLike<number>): number {
  if (matrix.length !== start.length) throw new RangeError(`${matrix.length} weights cannot be compared with ${start.length}`);
  let sum = 0;
  for (let i = 0; i < matrix.length; i++) sum += (matrix[i]! - start[i]!) ** 2;
  return Math.sqrt(sum / squaredNorm(start));
}

/** Cosine of the angle between two matrices as vectors, −1 … 1. @throws RangeError when the sizes differ */
export function matrixCosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} weights cannot be compared with ${b.length}`);
  let [dot, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    ofA += a[i]! ** 2;
    ofB += b[i]! ** 2;
  }
  return dot / Math.sqrt(ofA * ofB);
}

/**
 * Participation ratio (Σs²)²/Σs⁴ of the singular values s of a square matrix, 1 … size: how many directions carry it. Σs² = ‖W‖² and
 * Σs⁴ = ‖WᵀW‖², so no decomposition is needed.
 * @param matrix row-major [size×size]
 */
export function participationRatio(matrix: ArrayLike<number>, size: number): number {
  let fourth = 0;
  for (let a = 0; a < size; a++)
    for (let b = a; b < size; b++) {
      let dot = 0;
      for (let row = 0; row < size; row++) dot += matrix[row * size + a]! * matrix[row * size + b]!;
      fourth += (a === b ? 1 : 2) * dot * dot;
    }
  return squaredNorm(matrix) ** 2 / fourth;
}

/** How rich a training was: what it did to the recurrent weights, whose start is known. */
export interface Richness {
  /** ‖ΔW‖/‖W₀‖, ≥ 0. */
  moved: number;
  /** Cosine of W and W₀; 1 where nothing was learned. */
  cosine: number;
  /** Participation ratio of ΔW; not a number before the first update. */
  change: number;
  /** Participation ratio of W. */
  weights: number;
}

/**
 * @param matrix W_hh, row-major [size×size]
 * @param start the same before training
 * @throws RangeError when the sizes differ
 */
export const richnessOf = (matrix: Float32Array, start: Float32Array, size: number): Richness => ({
  moved: relativeChange(matrix, start),
  cosine: matrixCosine(matrix, start),
  change: participationRatio(
    matrix.map((value, at) => value - start[at]!),
    size,
  ),
  weights: participationRatio(matrix, size),
});
