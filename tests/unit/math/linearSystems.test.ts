import { describe, expect, it } from 'vitest';
import { eliminate, solvePositiveDefinite } from '../../../src/math/linearSystems';
import { randomSequence } from '../../../src/math/random';

/** A matrix [n×n] and a vector [n] of normal draws. */
function drawn(n: number) {
  const random = randomSequence(n, 'groups');
  return {
    matrix: Float64Array.from({ length: n * n }, () => random.normal()),
    x: Float64Array.from({ length: n }, () => random.normal()),
  };
}

const times = (matrix: Float64Array, x: Float64Array) =>
  x.map((_, i) => x.reduce((sum, value, j) => sum + matrix[i * x.length + j]! * value, 0));

describe('elimination with pivots', () => {
  it.each([1, 2, 5, 30])('solves %d equations', (n) => {
    const { matrix, x } = drawn(n);
    const b = times(matrix, x);
    eliminate(matrix.slice(), n).solve(b);
    for (let i = 0; i < n; i++) expect(b[i]).toBeCloseTo(x[i]!, 9);
  });

  it.each([
    [[2, 0, 0, 3], 1],
    [[0, 1, 1, 0], -1],
    [[1, 2, 3, 4], -1],
    [[-1, 0, 0, -2], 1],
    [[1, 2, 2, 4], 0],
  ])('tells the sign of the determinant of %j', (entries, sign) => {
    expect(eliminate(Float64Array.from(entries), 2).sign).toBe(sign);
  });
});

describe('Cholesky', () => {
  it.each([1, 3, 4, 9, 30])('solves %d equations of a positive definite matrix', (n) => {
    const { matrix, x } = drawn(n);
    const normal = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) for (let k = 0; k < n; k++) normal[i * n + j]! += matrix[k * n + i]! * matrix[k * n + j]!;
    const b = times(normal, x);
    expect(solvePositiveDefinite(normal.slice(), n, b)).toBe(true);
    for (let i = 0; i < n; i++) expect(b[i]).toBeCloseTo(x[i]!, 6);
  });

  it('says so when the matrix is not positive definite, and leaves b alone', () => {
    const b = Float64Array.of(1, 2);
    expect(solvePositiveDefinite(Float64Array.of(1, 2, 2, 1), 2, b)).toBe(false);
    expect([...b]).toEqual([1, 2]);
  });
});
