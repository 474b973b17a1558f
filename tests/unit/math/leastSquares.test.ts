import { Matrix, solve as solveDense } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { createRidge, predict } from '../../../src/math/leastSquares';
import { randomSequence } from '../../../src/math/random';

const random = randomSequence(3, 'bootstrap');
const normals = (n: number, offset = 0): number[] => Array.from({ length: n }, () => random.normal() + offset);

describe('ridge least squares', () => {
  it('recovers an affine map exactly when the data follow it', () => {
    const ridge = createRidge(3, 2);
    const W = [[1, -2], [0.5, 0], [3, 4]]; // biome-ignore format: a matrix
    for (let n = 0; n < 10; n++) {
      const x = normals(3);
      ridge.add(
        x,
        [0, 1].map((k) => 7 - k + x.reduce((sum, value, i) => sum + value * W[i]![k]!, 0)),
      );
    }
    const fit = ridge.solve(0);
    expect(ridge.rows).toBe(10);
    W.flat().forEach((w, i) => {
      expect(fit.coefficients[i]).toBeCloseTo(w, 10);
    });
    expect(fit.intercept[0]).toBeCloseTo(7, 10);
    expect(fit.intercept[1]).toBeCloseTo(6, 10);
  });
  it('has the closed form of one input: slope cov / (var·(1 + ridge)), line through the means', () => {
    const ridge = createRidge(1, 1);
    for (const [x, y] of [[1, 2], [2, 3], [4, 7]] as const) ridge.add([x], [y]); // biome-ignore format: points
    // Means 7/3 and 4; Σdx² = 14/3, Σdxdy = 8.
    const slope = 8 / (14 / 3) / 1.25;
    const fit = ridge.solve(0.25);
    expect(fit.coefficients[0]).toBeCloseTo(slope, 12);
    expect(fit.intercept[0]).toBeCloseTo(4 - (slope * 7) / 3, 12);
  });
  it('agrees with dense normal equations of the centred data, also far from the origin', () => {
    const rows = 40;
    const X = new Matrix(Array.from({ length: rows }, () => normals(5, 1000)));
    const Y = new Matrix(Array.from({ length: rows }, () => normals(2, -500)));
    const accumulator = createRidge(5, 2);
    for (let n = 0; n < rows; n++) accumulator.add(X.getRow(n), Y.getRow(n));
    const Xc = X.clone().subRowVector(X.mean('column'));
    const Yc = Y.clone().subRowVector(Y.mean('column'));
    const moments = Xc.transpose().mmul(Xc);
    const ridge = 0.3;
    const W = solveDense(moments.clone().add(Matrix.eye(5, 5, (ridge * moments.trace()) / 5)), Xc.transpose().mmul(Yc));
    const fit = accumulator.solve(ridge);
    for (let i = 0; i < 5; i++) for (let k = 0; k < 2; k++) expect(fit.coefficients[2 * i + k]).toBeCloseTo(W.get(i, k), 9);
    const out = new Float64Array(2);
    predict(fit, X.mean('column'), out);
    expect(out[0]).toBeCloseTo(Y.mean('column')[0]!, 9);
  });
  it('predicts the same when all inputs are scaled together', () => {
    const [plain, scaled] = [createRidge(2, 1), createRidge(2, 1)];
    for (let n = 0; n < 20; n++) {
      const x = normals(2);
      const y = normals(1);
      plain.add(x, y);
      scaled.add(x.map((v) => 50 * v), y); // biome-ignore format: one line
    }
    const [a, b] = [new Float64Array(1), new Float64Array(1)];
    predict(plain.solve(0.1), [0.3, -1], a);
    predict(scaled.solve(0.1), [15, -50], b);
    expect(b[0]).toBeCloseTo(a[0]!, 12);
    expect(a[0]).not.toBeCloseTo(0, 3);
  });
  it('reads and writes at offsets', () => {
    const [plain, offset] = [createRidge(2, 1), createRidge(2, 1)];
    for (let n = 0; n < 6; n++) {
      const x = normals(2);
      const y = normals(1);
      plain.add(x, y);
      offset.add([9, 9, 9, ...x], [9, ...y], 3, 1);
    }
    expect(offset.solve(0)).toEqual(plain.solve(0));
    const out = new Float64Array(3);
    predict(plain.solve(0), [9, 1, 2], out, 1, 2);
    const expected = new Float64Array(1);
    predict(plain.solve(0), [1, 2], expected);
    expect(Array.from(out)).toEqual([0, 0, expected[0]]);
  });
  it('refuses singular equations without a ridge, and solves them with one', () => {
    const ridge = createRidge(2, 1);
    expect(() => ridge.solve(0)).toThrow(RangeError);
    for (let n = 0; n < 5; n++) ridge.add([n, 0], [3 * n]);
    expect(() => ridge.solve(0)).toThrow(/singular at input 1/);
    expect(ridge.solve(1e-9).coefficients[0]).toBeCloseTo(3, 6);
    expect(ridge.solve(1e-9).coefficients[1]).toBe(0);
  });
});
