import { describe, expect, it } from 'vitest';
import { project } from '../../../src/math/basis';
import { pca } from '../../../src/math/pca';
import { randomSequence } from '../../../src/math/random';

/** A cloud with known axes: independent coordinates of sd 3, 2, 1, .5, .1, turned by 30° in the first two. */
function cloud(n: number): Float64Array {
  const random = randomSequence(1, 'bootstrap');
  const out = new Float64Array(n * 5);
  const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  for (let i = 0; i < n; i++) {
    const [a, b] = [3 * random.normal(), 2 * random.normal()];
    out.set([c * a - s * b + 7, s * a + c * b, random.normal(), 0.5 * random.normal(), 0.1 * random.normal()], i * 5);
  }
  return out;
}

describe('PCA', () => {
  const n = 40_000;
  const states = cloud(n);
  const basis = pca(states, 5, 3);
  it('finds the axes and the variances', () => {
    const total = 9 + 4 + 1 + 0.25 + 0.01;
    [9, 4, 1].forEach((variance, k) => {
      expect(Math.abs(basis.explained[k]! - variance / total)).toBeLessThan(0.01);
    });
    expect(Math.abs(basis.components[0]!)).toBeCloseTo(Math.cos(Math.PI / 6), 1);
    expect(basis.mean[0]).toBeCloseTo(7, 1);
  });
  it('has orthonormal axes, and projected variance equal to the eigenvalue', () => {
    for (let a = 0; a < 3; a++)
      for (let b = 0; b < 3; b++) {
        let dot = 0;
        for (let i = 0; i < 5; i++) dot += basis.components[a * 5 + i]! * basis.components[b * 5 + i]!;
        expect(dot).toBeCloseTo(a === b ? 1 : 0, 10);
      }
    const point = new Float64Array(3);
    const squares = [0, 0, 0];
    for (let t = 0; t < n; t++) {
      project(basis, states, point, 0, 3, t * 5);
      for (let k = 0; k < 3; k++) squares[k]! += point[k]! ** 2 / (n - 1);
    }
    let total = 0;
    for (let i = 0; i < 5; i++) for (let t = 0; t < n; t++) total += (states[t * 5 + i]! - basis.mean[i]!) ** 2 / (n - 1);
    squares.forEach((variance, k) => {
      expect(variance / total).toBeCloseTo(basis.explained[k]!, 8);
    });
  });
  it('has no axes beyond the dimension: they are 0', () => {
    const { components, explained } = pca(Float64Array.of(1, 2, 3, 5, 0, 1), 2, 3);
    expect(components).toHaveLength(6);
    expect(Math.hypot(components[2]!, components[3]!)).toBeCloseTo(1, 10);
    expect([...components.subarray(4)]).toEqual([0, 0]);
    expect(explained[0]! + explained[1]!).toBeCloseTo(1, 10);
  });
  it('refuses a single state', () => {
    expect(() => pca(new Float64Array(5), 5, 2)).toThrow(RangeError);
  });
});
