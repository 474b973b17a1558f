import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { ORBIT_STRIDE, otherPlane } from '../../../src/dynamics/orbit/orbitPlanes';
import { judgeRing, ringEstimate, ringShape } from '../../../src/dynamics/orbit/ring';
import { randomSequence } from '../../../src/math/random';
import { readWeights } from '../../../src/rnn/safetensors';

const STEPS = 3000;

/** Independent runs of a planar cloud, with a third column that must not matter. */
function cloud(draw: (normal: () => number, uniform: () => number) => [number, number]): Float64Array[] {
  return Array.from({ length: 10 }, (_, run) => {
    const random = randomSequence(5, 'bootstrap', 0, run);
    const points = new Float64Array(3 * STEPS);
    for (let t = 0; t < STEPS; t++) points.set([...draw(random.normal, random.uniform), 1000 * random.normal()], 3 * t);
    return points;
  });
}

const gaussian = cloud((normal) => [2 * normal(), 0.5 * normal()]);
const annulus = cloud((normal, uniform) => {
  const angle = 2 * Math.PI * uniform();
  const radius = 1 + 0.15 * normal();
  return [4 * radius * Math.cos(angle), radius * Math.sin(angle)];
});
const judged = (paths: Float64Array[], centre: number[]) => judgeRing(ringEstimate(paths, 3, centre, 1));

describe('a ring around the resting point', () => {
  it('is no Gaussian cloud: it has no hole', () => {
    const { enclosure, holeShare } = ringEstimate(gaussian, 3, [0, 0], 1);
    // Median distance √(2 ln 2); within .35 of it lie 1 − exp(−.35² ln 2) of the states.
    expect(holeShare.value).toBeCloseTo(1 - 2 ** -(0.35 ** 2), 2);
    expect(holeShare.low).toBeGreaterThan(0.04);
    expect(enclosure.value).toBeGreaterThan(0.036);
    expect(enclosure.value).toBeLessThan(1 / 24);
    expect(enclosure.n).toBe(10);
    expect(judged(gaussian, [0, 0])).toMatchObject({ verdict: 'not-reproduced' });
    expect(judged(gaussian, [0, 0]).reason).toContain('in the hole around it is 0.08');
  });

  it('is an annulus, whatever the scales of its axes', () => {
    const { enclosure, holeShare } = ringEstimate(annulus, 3, [0, 0], 1);
    expect(enclosure.low).toBeGreaterThan(0.03);
    expect(holeShare.value).toBeLessThan(0.001);
    expect(judged(annulus, [0, 0]).verdict).toBe('reproduced');
  });

  it('is no cloud to one side of it, with or without a hole', () => {
    for (const [paths, centre] of [
      [gaussian, [10, 0]],
      [annulus, [0, 2.5]],
    ] as const) {
      expect(ringEstimate(paths, 3, centre, 1).enclosure).toMatchObject({ value: 0, high: 0 });
      expect(judged(paths, [...centre]).verdict).toBe('not-reproduced');
    }
  });

  it('has the same numbers from one path, and none where nothing spreads', () => {
    const joined = Float64Array.from(annulus.flatMap((path) => [...path]));
    const { enclosure, holeShare } = ringEstimate(annulus, 3, [0, 0], 1);
    expect(ringShape(joined, 3, [0, 0])).toEqual({ enclosure: enclosure.value, holeShare: holeShare.value });
    expect(ringShape(new Float64Array(30), 3, [0, 0])).toEqual({ enclosure: Number.NaN, holeShare: Number.NaN });
    expect(judged([new Float64Array(30), new Float64Array(30)], [0, 0]).verdict).toBe('inconclusive');
  });

  it('is measured on a network', () => {
    const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));
    const { points, origin } = summariseOrbit(weights, { steps: 5000, seed: 1 });
    const { enclosure, holeShare } = ringShape(points, ORBIT_STRIDE, origin);
    expect(enclosure).toBeGreaterThanOrEqual(0);
    expect(enclosure).toBeLessThan(1 / 24);
    expect(holeShare).toBeGreaterThanOrEqual(0);
    expect(holeShare).toBeLessThan(0.5);
  });
});

describe('a second plane', () => {
  const turns = (...values: number[]) => values.map((turnsPerRoundTrip) => ({ turnsPerRoundTrip }));

  it('is the one nearer to one turn per round trip', () => {
    expect(otherPlane(turns(0.1, -0.95, 0.4), [0.5, 0.2, 0.1])).toBe(1);
    expect(otherPlane(turns(0.1, 0.4, 1.1), [0.5, 0.2, 0.1])).toBe(2);
  });

  it('has 5 % of the variance on each axis, or there is none', () => {
    expect(otherPlane(turns(0.1, 0.95, 0.4), [0.7, 0.2, 0.049])).toBeUndefined();
    expect(otherPlane(turns(0.1, 0.95, 0.4), [0.7, 0.3])).toBeUndefined();
  });
});
