import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { createEigenSolver, eigenvalues, spectralRadius } from '../../../src/math/eigenvalues';
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

describe('hard matrices', () => {
  it('a cyclic shift, on which plain double steps stand still, has the roots of unity', () => {
    for (const n of [3, 4, 7, 12, 24]) {
      const shift = Float64Array.from({ length: n * n }, (_, at) => (at % n === (Math.floor(at / n) + 1) % n ? 1 : 0));
      const found = sorted(Array.from(shift), n);
      for (let k = 0; k < n; k++) {
        const [c, s] = [Math.cos((2 * Math.PI * k) / n), Math.sin((2 * Math.PI * k) / n)];
        expect(Math.min(...found.map(([re, im]) => Math.hypot(re - c, im - s)))).toBeLessThan(1e-12);
      }
    }
  });
  it('a circulant matrix has the Fourier transform of its first row', () => {
    const random = randomSequence(4, 'bootstrap');
    for (const n of [5, 16, 25]) {
      const row = Array.from({ length: n }, () => random.normal());
      const matrix = Array.from({ length: n * n }, (_, at) => row[((at % n) - Math.floor(at / n) + n) % n]!);
      const found = sorted(matrix, n);
      for (let k = 0; k < n; k++) {
        const part = (wave: (angle: number) => number) =>
          row.reduce((sum, value, j) => sum + value * wave((2 * Math.PI * j * k) / n), 0);
        expect(Math.min(...found.map(([re, im]) => Math.hypot(re - part(Math.cos), im - part(Math.sin))))).toBeLessThan(1e-10);
      }
    }
  });
  it('a Frank matrix has positive eigenvalues in reciprocal pairs, the small ones ill-conditioned', () => {
    const n = 9;
    const matrix = Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return j >= i - 1 ? n - Math.max(i, j) : 0;
    });
    const found = sorted(matrix, n);
    found.forEach(([re, im], k) => {
      expect(Math.abs(im)).toBeLessThan(1e-8);
      expect(re).toBeGreaterThan(0);
      expect(re * found[n - 1 - k]![0]).toBeCloseTo(1, 6);
    });
  });
  it('entries over many orders of magnitude keep the large eigenvalues', () => {
    // Similar to diag(1 … 6) plus a strict upper triangle, scaled by powers of 1000.
    const n = 6;
    const scale = (i: number) => 1000 ** (i - 3);
    const matrix = Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return i === j ? i + 1 : j > i ? (scale(i) / scale(j)) * 0.5 : 0;
    });
    sorted(matrix, n).forEach(([re, im], k) => {
      expect(re).toBeCloseTo(k + 1, 9);
      expect(im).toBe(0);
    });
  });
});

describe('a solver that is used again', () => {
  it('gives what a fresh one gives, to the bit, whatever it solved before', () => {
    const random = randomSequence(5, 'bootstrap');
    const solver = createEigenSolver(20);
    for (let trial = 0; trial < 200; trial++) {
      const n = random.integer(21);
      const matrix = Float64Array.from({ length: n * n }, () => (random.uniform() < 0.3 ? 0 : random.normal()));
      solver.matrix.set(matrix);
      solver.solve(n);
      const { re, im } = eigenvalues(matrix, n);
      expect(solver.re.subarray(0, n)).toEqual(re);
      expect(solver.im.subarray(0, n)).toEqual(im);
    }
  });
  it('lists complex eigenvalues as neighbouring conjugate pairs', () => {
    const random = randomSequence(6, 'bootstrap');
    const n = 25;
    const { re, im } = eigenvalues(
      Array.from({ length: n * n }, () => random.normal()),
      n,
    );
    let pairs = 0;
    for (let k = 0; k < n; k++) {
      if (im[k] === 0) continue;
      expect([re[k + 1], im[k + 1]]).toEqual([re[k], -im[k]!]);
      expect(im[k]).toBeGreaterThan(0);
      pairs++;
      k++;
    }
    expect(pairs).toBeGreaterThan(5);
  });
  it('refuses what does not fit', () => {
    expect(() => createEigenSolver(3).solve(4)).toThrow(RangeError);
  });
});
