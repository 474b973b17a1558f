/**
 * Small dense systems of linear equations, solved by Cholesky decomposition where the matrix is positive definite, and by
 * Gaussian elimination elsewhere.
 */

/** A square matrix decomposed as P·A = L·U. */
export interface Elimination {
  /** Sign of the determinant; 0 when a pivot is 0. */
  sign: -1 | 0 | 1;
  /**
   * Overwrites b [n] by the solution of A·x = b. A pivot of 0 is replaced by a number of the size of rounding errors; `sign` is 0
   * then.
   */
  solve(b: Float64Array): void;
}

/**
 * Gaussian elimination with row pivots.
 * @param matrix row-major [n×n]; it is overwritten, and the result keeps using it
 */
export function eliminate(matrix: Float64Array, n: number): Elimination {
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  let size = 0;
  for (let at = 0; at < n * n; at++) size = Math.max(size, Math.abs(matrix[at]!));
  const tiny = Number.EPSILON * (size || 1);
  let sign: Elimination['sign'] = 1;
  for (let k = 0; k < n; k++) {
    const pivot = largestBelow(matrix, n, k);
    if (pivot !== k) {
      swapRows(matrix, n, k, pivot);
      [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
      sign = -sign as Elimination['sign'];
    }
    if (matrix[k * n + k]! < 0) sign = -sign as Elimination['sign'];
    if (matrix[k * n + k] === 0) {
      sign = 0;
      // Inverse iteration solves systems that are singular on purpose: the tiny pivot enlarges exactly the direction it looks
      // for.
      matrix[k * n + k] = tiny;
    }
    for (let i = k + 1; i < n; i++) {
      const factor = matrix[i * n + k]! / matrix[k * n + k]!;
      matrix[i * n + k] = factor;
      if (factor !== 0) for (let j = k + 1; j < n; j++) matrix[i * n + j] = matrix[i * n + j]! - factor * matrix[k * n + j]!;
    }
  }
  return { sign, solve: (b) => substitute(matrix, rows, n, b) };
}

function largestBelow(matrix: Float64Array, n: number, k: number): number {
  let best = k;
  for (let i = k + 1; i < n; i++) if (Math.abs(matrix[i * n + k]!) > Math.abs(matrix[best * n + k]!)) best = i;
  return best;
}

function swapRows(matrix: Float64Array, n: number, a: number, b: number): void {
  for (let j = 0; j < n; j++) [matrix[a * n + j], matrix[b * n + j]] = [matrix[b * n + j]!, matrix[a * n + j]!];
}

function substitute(factors: Float64Array, rows: Int32Array, n: number, b: Float64Array): void {
  const x = Float64Array.from(rows, (row) => b[row]!);
  for (let i = 0; i < n; i++) for (let k = 0; k < i; k++) x[i] = x[i]! - factors[i * n + k]! * x[k]!;
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = x[i]! - factors[i * n + k]! * x[k]!;
    x[i] = x[i]! / factors[i * n + i]!;
  }
  b.set(x);
}

/**
 * Solves A·x = b by Cholesky decomposition. Four rows of a column are handled together, because four independent sums run faster
 * than one.
 * @param matrix A, symmetric positive definite, row-major [n×n]; its lower triangle is read and overwritten
 * @param b overwritten by x [n]
 * @returns whether A was positive definite; if not, b is unchanged
 */
export function solvePositiveDefinite(matrix: Float64Array, n: number, b: Float64Array): boolean {
  for (let j = 0; j < n; j++) {
    const row = j * n;
    let pivot = matrix[row + j]!;
    for (let k = 0; k < j; k++) pivot -= matrix[row + k]! ** 2;
    if (!(pivot > 0)) return false;
    const root = Math.sqrt(pivot);
    matrix[row + j] = root;
    let i = j + 1;
    for (; i + 3 < n; i += 4) {
      const [a0, a1, a2, a3] = [i * n, (i + 1) * n, (i + 2) * n, (i + 3) * n] as const;
      let s0 = matrix[a0 + j]!;
      let s1 = matrix[a1 + j]!;
      let s2 = matrix[a2 + j]!;
      let s3 = matrix[a3 + j]!;
      for (let k = 0; k < j; k++) {
        const v = matrix[row + k]!;
        s0 -= v * matrix[a0 + k]!;
        s1 -= v * matrix[a1 + k]!;
        s2 -= v * matrix[a2 + k]!;
        s3 -= v * matrix[a3 + k]!;
      }
      matrix[a0 + j] = s0 / root;
      matrix[a1 + j] = s1 / root;
      matrix[a2 + j] = s2 / root;
      matrix[a3 + j] = s3 / root;
    }
    for (; i < n; i++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[row + k]! * matrix[i * n + k]!;
      matrix[i * n + j] = sum / root;
    }
  }
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= matrix[i * n + k]! * b[k]!;
    b[i] = sum / matrix[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    b[i] = b[i]! / matrix[i * n + i]!;
    for (let k = 0; k < i; k++) b[k] = b[k]! - matrix[i * n + k]! * b[i]!;
  }
  return true;
}
