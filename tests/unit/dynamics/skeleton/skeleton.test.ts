import { describe, expect, it } from 'vitest';
import { follow } from '../../../../src/dynamics/skeleton/limitCycle';
import { createMeanMap } from '../../../../src/dynamics/skeleton/meanMap';
import { createFixedPointSearch } from '../../../../src/dynamics/skeleton/newton';
import { classifyPoint, modulus } from '../../../../src/dynamics/skeleton/points';
import { type Skeleton, skeleton } from '../../../../src/dynamics/skeleton/skeleton';
import { normalDensity, normalDistribution } from '../../../../src/math/normal';
import type { RnnWeights } from '../../../../src/rnn/weights';
import { exampleNetwork } from '../../../exampleNetwork';
import { finish } from '../../finish';
import { biasedRivals, ownInputs, ring, rivals } from './planted';

const found = (weights: RnnWeights, seed = 1, noiseStd = 1): Skeleton => finish(skeleton(weights, { seed, noiseStd }));

describe('a fixed point known in closed form', () => {
  // At u/s = 1 the point is m = Φ(1) + φ(1) where the weight is 1/m, and the slope there Φ(1)/m.
  const m = normalDistribution(1) + normalDensity(1);

  it('is found on one unit, from near and far', () => {
    const map = createMeanMap(ownInputs([[1 / m]]));
    const search = createFixedPointSearch(map);
    for (const start of [0, 1, 5, 40]) expect(search.from([start], 1)![0]).toBeCloseTo(m, 6);
    const point = classifyPoint(map, search.from([0], 1)!);
    expect(point).toMatchObject({ kind: 'stable', unstable: 0, index: 1, directions: [] });
    expect(point.multipliers[0]!.re).toBeCloseTo(normalDistribution(1) / m, 6);
  });

  it('is found on two units that excite each other, as a saddle where they inhibit', () => {
    const excited = createMeanMap(
      ownInputs([
        [0, 1 / m],
        [1 / m, 0],
      ]),
    );
    const symmetric = createFixedPointSearch(excited).from([0.3, 2], 1)!;
    for (const value of symmetric) expect(value).toBeCloseTo(m, 6);
    const { multipliers } = classifyPoint(excited, symmetric);
    expect(multipliers.map(({ re }) => Math.abs(re))).toEqual([
      expect.closeTo(normalDistribution(1) / m, 6),
      expect.closeTo(normalDistribution(1) / m, 6),
    ]);
    // m = x solves x = F at drive (self + other)·x; the eigenvalues are Φ·(self ± other).
    const map = createMeanMap(rivals(2));
    const state = createFixedPointSearch(map).from([0.3, 0.3], 1)!;
    expect(state[0]).toBeCloseTo(state[1]!, 9);
    const open = normalDistribution(-1.6 * state[0]!);
    const point = classifyPoint(map, state);
    expect(point).toMatchObject({ kind: 'saddle', unstable: 1, index: -1 });
    expect(point.multipliers.map(({ re }) => re)).toEqual([expect.closeTo(3.4 * open, 6), expect.closeTo(-1.6 * open, 6)]);
    const [direction] = point.directions;
    expect([...direction!].map(Math.abs)).toEqual([expect.closeTo(Math.SQRT1_2, 6), expect.closeTo(Math.SQRT1_2, 6)]);
    expect(direction![0]! * direction![1]!).toBeLessThan(0);
  });

  it('turns at the angle that a ring has in closed form', () => {
    const map = createMeanMap(ring(3));
    const state = createFixedPointSearch(map).from([0.3, 0.3, 0.3], 1)!;
    const open = normalDistribution(-1.6 * state[0]!);
    const point = classifyPoint(map, state);
    expect(point).toMatchObject({ kind: 'focus', unstable: 2, index: 1 });
    expect(point.multipliers[0]!.re).toBeCloseTo(open * (0.9 + 1.25), 6);
    expect(point.multipliers[0]!.im).toBeCloseTo(open * 2.5 * Math.sin(Math.PI / 3), 6);
    // The plane of the pair is that of the differences: its vectors sum to 0 and are orthogonal.
    const [a, b] = point.directions;
    expect(point.directions).toHaveLength(2);
    for (const direction of [a!, b!]) expect(direction.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 8);
    expect(a!.reduce((sum, value, i) => sum + value * b![i]!, 0)).toBeCloseTo(0, 8);
  });
});

describe('where the mean map leads', () => {
  const [size, spread] = [2, 1];
  const from = (self: number) => {
    const map = createMeanMap(
      ownInputs([
        [self, 0],
        [0, 0.5],
      ]),
    );
    return follow({ map, readout: [1, 0, 0, 1], drivenSpread: spread }, new Float64Array(size).fill(1), [], 1e-3);
  };

  it.each([1.02, 1.2, 2.5])('goes round nothing where it grows without bound, also beyond all numbers (× %s a step)', (self) => {
    expect(from(self).kind).toBe('unknown');
  });
});

describe('planted networks', () => {
  it('two rivals are a switch: two wells that the saddle leads into, and nothing else', () => {
    const { kind, points, indexSum, completeness, cycle } = found(rivals(2));
    expect({ kind, indexSum, completeness, cycle }).toEqual({
      kind: 'switch',
      indexSum: 1,
      completeness: 'complete',
      cycle: undefined,
    });
    expect(points.map(({ kind: of, label, unstable }) => [of, label, unstable])).toEqual([
      ['stable', 0, 0],
      ['stable', 1, 0],
      ['saddle', expect.any(Number), 1],
    ]);
    const [first, second, saddle] = points;
    // The wells are mirror images.
    expect(first!.state[0]).toBeCloseTo(second!.state[1]!, 8);
    expect(saddle!.arrivals.map((arrival) => arrival.kind === 'point' && arrival.index).sort()).toEqual([0, 1]);
  });

  it('three rivals have three wells, a saddle between any two, and a point that all leave', () => {
    const { kind, points, completeness } = found(biasedRivals(3));
    expect([kind, completeness]).toEqual(['switch', 'complete']);
    expect(points.map(({ unstable }) => unstable)).toEqual([0, 0, 0, 1, 1, 1, 2]);
  });

  it('a ring is a cycle round an unstable focus', () => {
    const { kind, points, cycle, completeness } = found(ring(3));
    expect([kind, completeness]).toEqual(['cycle', 'complete']);
    expect(points.map((point) => [point.kind, point.unstable])).toEqual([['focus', 2]]);
    expect(points[0]!.arrivals.every((arrival) => arrival.kind === 'cycle')).toBe(true);
    // Each output has its turn once a lap.
    expect(cycle!.flipsPer1000 / cycle!.turnsPer1000).toBeCloseTo(3, 0);
    expect(cycle!.lap.length).toBe(3 * cycle!.steps);
    expect(Math.abs(cycle!.steps * cycle!.turnsPer1000 - 1000)).toBeLessThan(0.5 * cycle!.turnsPer1000);
  });

  it('weaker ties leave one point: a ring a focus that noise keeps from resting, rivals a point of rest', () => {
    expect(found(ring(3, 0.5, -1))).toMatchObject({ kind: 'noisy-focus', completeness: 'complete' });
    const weak = found(rivals(2, 0.3, -0.2));
    expect(weak).toMatchObject({ kind: 'resting-point', completeness: 'complete' });
    expect(modulus(weak.points[0]!.multipliers[0]!)).toBeLessThan(1);
  });

  it('one that grows without bound has none', () => {
    expect(() => found(rivals(2, 1.5, 0))).toThrow('divergence cap');
  });

  it('one that noise does not move has none', () => {
    const still = rivals(2);
    expect(() => found({ ...still, inputWeights: still.inputWeights.map(() => 0) })).toThrow('does not move');
  });
});

describe('a trained network', () => {
  const weights = exampleNetwork('chain-2');

  it('has a skeleton that scales with the noise to a billionth', () => {
    const [one, louder] = [found(weights), found(weights, 1, 2.5)];
    expect(louder).toMatchObject({ kind: one.kind, completeness: one.completeness, noiseStd: 2.5 });
    expect(louder.points.map(({ kind, unstable, label }) => ({ kind, unstable, label }))).toEqual(
      one.points.map(({ kind, unstable, label }) => ({ kind, unstable, label })),
    );
    louder.points.forEach(({ state }, n) => {
      const size = Math.max(...one.points[n]!.state);
      for (let i = 0; i < state.length; i++)
        expect(Math.abs(state[i]! / 2.5 - one.points[n]!.state[i]!)).toBeLessThan(1e-9 * size);
    });
  });

  it('has points that do not move under the mean step', () => {
    const { points, searches, converged, drivenNorm } = found(weights);
    const map = createMeanMap(weights);
    const image = new Float64Array(map.size);
    for (const { state, index, multipliers } of points) {
      map.apply(state, image);
      for (let i = 0; i < state.length; i++) expect(Math.abs(image[i]! - state[i]!)).toBeLessThan(1e-9 * drivenNorm);
      // The index is the product of the signs of 1 − μ.
      const real = multipliers.filter(({ im, re }) => im === 0 && re > 1).length;
      expect(index).toBe(real % 2 === 0 ? 1 : -1);
    }
    expect(converged).toBeLessThanOrEqual(searches);
    expect(searches).toBeGreaterThanOrEqual(120);
  });
});
