/**
 * Eigenvalues of small real matrices: Householder reduction to Hessenberg form, then Francis's implicit double-shift QR steps
 * with deflation (the method of EISPACK's hqr; Golub & Van Loan, Matrix Computations, §7.5). No eigenvectors are computed. The
 * solver of ml-matrix is not used here: it has no limit of iterations and never ends on some sparse matrices, and a worker in
 * such a loop cannot be stopped.
 */
import { solveHessenberg } from './qrSteps';

/** Eigenvalues of a real matrix, in the solver's order; complex ones come as neighbouring conjugate pairs. */
export interface Eigenvalues {
  /** Real parts [n]. */
  re: Float64Array;
  /** Imaginary parts [n]. */
  im: Float64Array;
}

/** A solver that reuses its own memory. It is for many matrices in a row, or for one matrix in every frame. */
export interface EigenSolver {
  /** Real parts [capacity]: the first n are those of the last matrix. */
  readonly re: Float64Array;
  /** Imaginary parts [capacity]. */
  readonly im: Float64Array;
  /** Where the next matrix goes, row-major [n×n] from entry 0 [capacity²]. */
  readonly matrix: Float64Array;
  /**
   * Eigenvalues of the n×n matrix in `matrix`, which is destroyed, into `re` and `im`.
   * @throws RangeError when n exceeds the capacity, an entry is not finite, or the iteration does not converge
   */
  solve(n: number): void;
}

/** A solver for matrices of up to `capacity` rows. */
export function createEigenSolver(capacity: number): EigenSolver {
  const matrix = new Float64Array(capacity * capacity);
  const re = new Float64Array(capacity);
  const im = new Float64Array(capacity);
  const reflector = new Float64Array(Math.max(3, capacity));
  return {
    re,
    im,
    matrix,
    solve(n) {
      if (n > capacity) throw new RangeError(`a ${n}×${n} matrix does not fit a solver for ${capacity}×${capacity}`);
      for (let at = 0; at < n * n; at++)
        if (!Number.isFinite(matrix[at]!)) throw new RangeError(`entry ${at} is ${matrix[at]}: the matrix has no eigenvalues`);
      toHessenberg(matrix, n, reflector);
      solveHessenberg(matrix, n, re, im, reflector);
    },
  };
}

/**
 * Eigenvalues of a real square matrix.
 * @param matrix row-major, the first n·n entries are used; not changed
 * @throws RangeError when the matrix is too short, holds a non-finite entry, or does not converge
 */
export function eigenvalues(matrix: ArrayLike<number>, n: number): Eigenvalues {
  if (matrix.length < n * n) throw new RangeError(`${matrix.length} entries do not make a ${n}×${n} matrix`);
  const solver = createEigenSolver(n);
  for (let at = 0; at < n * n; at++) solver.matrix[at] = matrix[at]!;
  solver.solve(n);
  return { re: solver.re, im: solver.im };
}

/** Largest |λ|, ≥ 0; 0 for the empty matrix. Arguments and errors as in `eigenvalues`. */
export function spectralRadius(matrix: ArrayLike<number>, n: number): number {
  const { re, im } = eigenvalues(matrix, n);
  let largest = 0;
  for (let k = 0; k < n; k++) largest = Math.max(largest, Math.hypot(re[k]!, im[k]!));
  return largest;
}

/**
 * Replaces the matrix by a similar upper Hessenberg matrix, one column at a time, by a reflection from both sides. `v` is working
 * memory [≥ n].
 */
function toHessenberg(a: Float64Array, n: number, v: Float64Array): void {
  for (let k = 0; k < n - 2; k++) {
    let below = 0;
    for (let i = k + 2; i < n; i++) below = Math.max(below, Math.abs(a[i * n + k]!));
    if (below === 0) continue;
    const scale = Math.max(below, Math.abs(a[(k + 1) * n + k]!));
    let squares = 0;
    for (let i = k + 1; i < n; i++) {
      const value = a[i * n + k]! / scale;
      v[i] = value;
      squares += value * value;
    }
    const length = v[k + 1]! >= 0 ? Math.sqrt(squares) : -Math.sqrt(squares);
    const beta = 1 / (squares + v[k + 1]! * length);
    v[k + 1]! += length;
    // The result for this column needs no computation.
    a[(k + 1) * n + k] = -length * scale;
    for (let i = k + 2; i < n; i++) a[i * n + k] = 0;
    for (let j = k + 1; j < n; j++) {
      let dot = 0;
      for (let i = k + 1, at = i * n + j; i < n; i++, at += n) dot += v[i]! * a[at]!;
      dot *= beta;
      for (let i = k + 1, at = i * n + j; i < n; i++, at += n) a[at] = a[at]! - dot * v[i]!;
    }
    for (let row = 0; row < n * n; row += n) {
      let dot = 0;
      for (let j = k + 1; j < n; j++) dot += v[j]! * a[row + j]!;
      dot *= beta;
      for (let j = k + 1; j < n; j++) a[row + j] = a[row + j]! - dot * v[j]!;
    }
  }
}
