import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { eigenvalues, spectralRadius } from '../../../src/math/eigenvalues';
import { randomSequence } from '../../../src/math/random';

/** Eigenvalues sorted by real, then imaginary part. */
const sorted = (matrix: number[], n: number): [number, number][] => {
  const { re, im } = eigenvalues(matrix, n);
  return Array.from(re, (r, k): [number, number] => [r, im[k]!]).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
};

function expectClose(found: [number, number][], expected: [number, number][], digits: number) {
  expect(found.length).toBe(expected.length);
  found.forEach(([re, im], k) => {
    expect(re).toBeCloseTo(expected[k]![0], digits);
    expect(im).toBeCloseTo(expected[k]![1], digits);
  });
}

/** Determinant by elimination with row exchange. */
function determinant(matrix: ArrayLike<number>, n: number): number {
  const rows = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => matrix[i * n + j]!));
  let result = 1;
  for (let k = 0; k < n; k++) {
    const pivot = rows.reduce((best, row, i) => (i >= k && Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? i : best), k);
    if (rows[pivot]![k] === 0) return 0;
    if (pivot !== k) {
      [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
      result = -result;
    }
    result *= rows[k]![k]!;
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i]![k]! / rows[k]![k]!;
      for (let j = k; j < n; j++) rows[i]![j]! -= factor * rows[k]![j]!;
    }
  }
  return result;
}

describe('eigenvalues', () => {
  it('of a rotation are a conjugate pair on a circle', () => {
    const [c, s] = [0.9 * Math.cos(0.3), 0.9 * Math.sin(0.3)];
    expectClose(
      sorted([c, -s, s, c], 2),
      [
        [c, -s],
        [c, s],
      ],
      12,
    );
    expect(spectralRadius([c, -s, s, c], 2)).toBeCloseTo(0.9, 12);
  });
  it('of a companion matrix are the roots of its polynomial', () => {
    // (x − 2)(x + 3)(x² − 2x + 5) = x⁴ − x³ − 3x² + 17x − 30
    expectClose(
      sorted([0, 0, 0, 30, 1, 0, 0, -17, 0, 1, 0, 3, 0, 0, 1, 1], 4),
      [
        [-3, 0],
        [1, -2],
        [1, 2],
        [2, 0],
      ],
      10,
    );
  });
  it('of a triangular matrix are its diagonal', () => {
    expectClose(
      sorted([3, 5, 7, 0, -1, 2, 0, 0, 0.5], 3),
      [
        [-1, 0],
        [0.5, 0],
        [3, 0],
      ],
      12,
    );
  });
  it('of a defective matrix are the repeated one, to the root of the rounding', () => {
    expectClose(
      sorted([2, 1, 0, 0, 2, 1, 0, 0, 2], 3),
      [
        [2, 0],
        [2, 0],
        [2, 0],
      ],
      4,
    );
    expectClose(
      sorted([0, 1, 0, 0, 0, 1, 0, 0, 0], 3),
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      4,
    );
  });
  it('are found where some solvers never end', () => {
    const matrix = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0, 1];
    const { re, im } = eigenvalues(matrix, 5);
    // Σ λ = tr A = 1, Σ λ² = tr A².
    let squares = 0;
    for (let i = 0; i < 5; i++) for (let j = 0; j < 5; j++) squares += matrix[i * 5 + j]! * matrix[j * 5 + i]!;
    expect(re.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 10);
    expect(re.reduce((sum, value, k) => sum + value ** 2 - im[k]! ** 2, 0)).toBeCloseTo(squares, 10);
    expect(im.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 10);
  });
  it('sum to the trace and multiply to the determinant, come in conjugate pairs, and leave the matrix as it was', () => {
    const random = randomSequence(1, 'bootstrap');
    for (let trial = 0; trial < 300; trial++) {
      const n = 1 + random.integer(25);
      // One in three sparse: many zero rows, columns and blocks.
      const zeros = trial % 3 === 0 ? 0.8 : 0;
      const matrix = Float64Array.from({ length: n * n }, () => (random.uniform() < zeros ? 0 : random.normal() / Math.sqrt(n)));
      const before = matrix.slice();
      const { re, im } = eigenvalues(matrix, n);
      expect(matrix).toEqual(before);
      let trace = 0;
      for (let i = 0; i < n; i++) trace += matrix[i * n + i]!;
      let product: [number, number] = [1, 0];
      for (let k = 0; k < n; k++)
        product = [product[0] * re[k]! - product[1] * im[k]!, product[0] * im[k]! + product[1] * re[k]!];
      expect(re.reduce((a, b) => a + b, 0)).toBeCloseTo(trace, 9);
      expect(im.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9);
      expect(Math.abs(product[0] - determinant(matrix, n))).toBeLessThan(1e-9 * Math.max(1, Math.abs(product[0])));
    }
  });
  it('of a symmetric matrix are those of the symmetric solver', () => {
    const random = randomSequence(2, 'bootstrap');
    for (let trial = 0; trial < 30; trial++) {
      const n = 2 + random.integer(20);
      const half = Array.from({ length: n }, () => Array.from({ length: n }, () => random.normal()));
      const symmetric = half.map((row, i) => row.map((value, j) => value + half[j]![i]!));
      const slow = new EigenvalueDecomposition(new Matrix(symmetric)).realEigenvalues.sort((a, b) => a - b);
      expectClose(
        sorted(symmetric.flat(), n),
        slow.map((value): [number, number] => [value, 0]),
        9,
      );
    }
  });
  it('end on matrices of small integers, where shifts often coincide with eigenvalues', () => {
    const random = randomSequence(3, 'bootstrap');
    for (let trial = 0; trial < 3000; trial++) {
      const n = 2 + random.integer(6);
      const matrix = Array.from({ length: n * n }, () => random.integer(3) - 1);
      const { re } = eigenvalues(matrix, n);
      let trace = 0;
      for (let i = 0; i < n; i++) trace += matrix[i * n + i]!;
      expect(Math.abs(re.reduce((a, b) => a + b, 0) - trace)).toBeLessThan(1e-9);
    }
  });
  it('of nothing are none; what has none is refused', () => {
    expect(eigenvalues([], 0).re.length).toBe(0);
    expect(spectralRadius([], 0)).toBe(0);
    expect(() => eigenvalues([1, Number.NaN, 0, 1], 2)).toThrow(RangeError);
    expect(() => eigenvalues([1, 0, 0], 2)).toThrow(RangeError);
  });
});
