import { describe, expect, it } from 'vitest';
import { alignAxes, pca } from '../../../src/math/principalAxes';
import { project, rotatePoints } from '../../../src/math/projection';
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

const AXES = 3;
const SIZE = 20;
const random = randomSequence(5, 'data');

/** Orthonormal rows [count×size] by Gram–Schmidt on normal draws: uniform over rotations and reflections. */
function randomAxes(count: number, size: number): Float64Array {
  const rows = Float64Array.from({ length: count * size }, () => random.normal());
  for (let i = 0; i < count; i++) {
    const row = rows.subarray(i * size, (i + 1) * size);
    for (let j = 0; j < i; j++) {
      const earlier = rows.subarray(j * size, (j + 1) * size);
      const dot = row.reduce((sum, value, k) => sum + value * earlier[k]!, 0);
      row.forEach((value, k) => {
        row[k] = value - dot * earlier[k]!;
      });
    }
    const length = Math.hypot(...row);
    row.forEach((value, k) => {
      row[k] = value / length;
    });
  }
  return rows;
}

/** A·B for A [n×m], B [m×p]. */
const product = (a: Float64Array, b: Float64Array, m: number, p: number) =>
  Float64Array.from({ length: (a.length / m) * p }, (_, at) => {
    let sum = 0;
    for (let k = 0; k < m; k++) sum += a[Math.floor(at / p) * m + k]! * b[k * p + (at % p)]!;
    return sum;
  });
const largestDifference = (a: Float64Array, b: Float64Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
const residual = (rotation: Float64Array, from: Float64Array, to: Float64Array) =>
  Math.hypot(...product(rotation, from, AXES, SIZE).map((value, i) => value - to[i]!));
const transposed = (r: Float64Array) => r.map((_, at) => r[(at % AXES) * AXES + Math.floor(at / AXES)]!);
const IDENTITY = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);

describe('alignment of axes', () => {
  it('recovers a rotation and a reflection', () => {
    for (let trial = 0; trial < 20; trial++) {
      const axes = randomAxes(AXES, SIZE);
      const turn = randomAxes(AXES, AXES);
      expect(largestDifference(alignAxes(axes, product(turn, axes, AXES, SIZE), AXES, SIZE), turn)).toBeLessThan(1e-9);
    }
    const flip = Float64Array.of(-1, 0, 0, 0, 1, 0, 0, 0, 1);
    const axes = randomAxes(AXES, SIZE);
    expect(largestDifference(alignAxes(axes, product(flip, axes, AXES, SIZE), AXES, SIZE), flip)).toBeLessThan(1e-9);
  });
  it('leaves equal sets alone', () => {
    const axes = randomAxes(AXES, SIZE);
    expect(largestDifference(alignAxes(axes, axes, AXES, SIZE), IDENTITY)).toBeLessThan(1e-9);
  });
  it('is orthogonal, and no orthogonal matrix fits noisy axes better', () => {
    const from = randomAxes(AXES, SIZE);
    const to = from.map((value) => value + 0.3 * random.normal());
    const best = alignAxes(from, to, AXES, SIZE);
    expect(largestDifference(product(best, transposed(best), AXES, AXES), IDENTITY)).toBeLessThan(1e-9);
    const least = residual(best, from, to);
    for (let trial = 0; trial < 200; trial++) expect(least).toBeLessThanOrEqual(residual(randomAxes(AXES, AXES), from, to));
    // Nor does a small turn from it.
    const [cos, sin] = [Math.cos(0.01), Math.sin(0.01)];
    for (const s of [sin, -sin]) {
      const nudged = product(Float64Array.of(cos, -s, 0, s, cos, 0, 0, 0, 1), best, AXES, AXES);
      expect(least).toBeLessThan(residual(nudged, from, to));
    }
  });
  it('stays orthogonal where the spans have directions or everything at right angles', () => {
    const six = randomAxes(6, SIZE);
    const from = six.slice(0, 3 * SIZE);
    for (const to of [six.slice(3 * SIZE), six.slice(2 * SIZE, 5 * SIZE)]) {
      const rotation = alignAxes(from, to, AXES, SIZE);
      expect(largestDifference(product(rotation, transposed(rotation), AXES, AXES), IDENTITY)).toBeLessThan(1e-9);
    }
  });
  it('refuses what it could not end on', () => {
    const axes = randomAxes(AXES, SIZE);
    expect(() => alignAxes(axes.slice(1), axes, AXES, SIZE)).toThrow(RangeError);
    expect(() => alignAxes(axes.fill(Number.NaN, 4, 5), axes, AXES, SIZE)).toThrow(RangeError);
  });
});

it('turned points are those projected on turned axes', () => {
  const axes = randomAxes(AXES, SIZE);
  const turn = randomAxes(AXES, AXES);
  const states = Float64Array.from({ length: 40 * SIZE }, () => random.normal());
  const onAxes = (rows: Float64Array) => {
    const columns = Float64Array.from({ length: SIZE * AXES }, (_, at) => rows[(at % AXES) * SIZE + Math.floor(at / AXES)]!);
    return product(states, columns, SIZE, AXES);
  };
  const turned = rotatePoints(onAxes(axes), turn, AXES);
  expect(turned.length).toBe(40 * AXES);
  const expected = onAxes(product(turn, axes, AXES, SIZE));
  turned.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i]!, 5);
  });
});
