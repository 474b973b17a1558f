import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOOP_BINS, loopIsMeasured, meanCrossing, meanLoop } from '../../../src/dynamics/orbit/meanLoop';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { ORBIT_STRIDE } from '../../../src/dynamics/orbit/orbitPlanes';
import { ringShape } from '../../../src/dynamics/orbit/ring';
import { rotationReport } from '../../../src/dynamics/orbit/rotationReport';
import { finish } from '../../../src/math/progress';
import { randomSequence } from '../../../src/math/random';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';
import { readHistory } from '../../../src/training/history';
import { exampleNetwork } from '../../exampleNetwork';

const STEPS = 20_000;
const random = () => randomSequence(7, 'bootstrap', 0, 0);

/** A clockwise walk on an ellipse, quick on its right half and slow on its left, with a third column that must not matter. */
function ellipse(): { points: Float64Array; speed: (angle: number) => number } {
  const { normal } = random();
  const speed = (angle: number): number => (Math.cos(angle) > 0 ? 0.0113 : 0.0028);
  const points = new Float64Array(3 * STEPS);
  let angle = 0;
  for (let t = 0; t < STEPS; t++) {
    points.set([5 + 4 * Math.cos(angle), -1 + Math.sin(angle), 100 * normal()], 3 * t);
    // A little uneven, and in steps shorter than a bin: no bin is stepped over.
    angle -= 2 * Math.PI * speed(angle) * (1 + 0.05 * normal());
  }
  return { points, speed };
}

const gaussian = Float64Array.from(
  { length: 2 * STEPS },
  (() => {
    const { normal } = random();
    return () => normal();
  })(),
);

const turnsOf = (weights: RnnWeights) => {
  const orbit = summariseOrbit(weights, { steps: 6000, seed: 1 });
  const report = finish(rotationReport(weights, orbit.basis, { seed: 1, axes: [0, 1], runs: 6, steps: 1500 }));
  return { orbit, turns: report.turnsPerRoundTrip, ring: ringShape(orbit.points, ORBIT_STRIDE, orbit.origin) };
};

describe('the mean loop', () => {
  it('follows a walk on an ellipse: its course, its sense, where it lingers and where it flies', () => {
    const { points, speed } = ellipse();
    const loop = meanLoop(points, 3, [5, -1]);
    expect(loop.sense).toBe(-1);
    expect(loop.closed).toBe(true);
    for (let bin = 0; bin < LOOP_BINS; bin++) {
      const [x, y] = [(loop.points[2 * bin]! - 5) / 4, loop.points[2 * bin + 1]! + 1];
      expect(Math.hypot(x, y)).toBeGreaterThan(0.97);
      expect(Math.hypot(x, y)).toBeLessThanOrEqual(1);
      // The axes are scaled by their spread, which changes angles a little, but not how often the walk goes round.
      if (Math.abs(x) > 0.3) expect(loop.speed[bin]! / speed(Math.atan2(y, x))).toBeCloseTo(1, 0);
    }
    const mean = loop.share.reduce((sum, share, bin) => sum + share * loop.speed[bin]!, 0);
    expect(mean).toBeCloseTo(2 / (1 / 0.0113 + 1 / 0.0028), 4);
    const right = loop.share.filter((_, bin) => loop.points[2 * bin]! > 5).reduce((sum, share) => sum + share, 0);
    expect(right).toBeCloseTo(0.2, 1);
    expect(loop.share.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it('is open where few states are', () => {
    const { points } = ellipse();
    const kept = [...points.keys()]
      .filter((k) => k % 3 === 0 && !(points[k + 1]! > -0.4))
      .flatMap((k) => [points[k]!, points[k + 1]!]);
    const { points: loop, speed, closed } = meanLoop(kept, 2, [5, -1]);
    expect(closed).toBe(false);
    const open = [...speed.keys()].filter((bin) => Number.isNaN(speed[bin]!));
    expect(open.length).toBeGreaterThan(8);
    for (const bin of open) expect(loop[2 * bin]).toBeNaN();
  });

  it('refuses states on a line', () => {
    expect(() => meanLoop(new Float64Array(40), 2, [0, 0])).toThrow(RangeError);
  });
});

describe('the loop may be drawn', () => {
  const turns = (value: number, half: number) => ({ value, low: value - half, high: value + half, n: 20 });
  const ring = { enclosure: 0.01, holeShare: 0.02 };

  it('where the run goes round once per round trip, about a hole', () => {
    expect(loopIsMeasured(turns(-0.98, 0.05), ring)).toBe(true);
    expect(loopIsMeasured(turns(1.1, 1.2), ring)).toBe(false);
    expect(loopIsMeasured(turns(0.7, 0.05), ring)).toBe(false);
    expect(loopIsMeasured(turns(1.3, 0.05), ring)).toBe(false);
    expect(loopIsMeasured(turns(0.98, 0.05), { ...ring, enclosure: 0.004 })).toBe(false);
    expect(loopIsMeasured(turns(0.98, 0.05), { ...ring, holeShare: 0.05 })).toBe(false);
  });

  it('never of a Gaussian cloud, although averaging makes a ring of it', () => {
    const loop = meanLoop(gaussian, 2, [0, 0]);
    expect(loop.closed).toBe(true);
    for (let bin = 0; bin < LOOP_BINS; bin++)
      expect(Math.hypot(loop.points[2 * bin]!, loop.points[2 * bin + 1]!)).toBeGreaterThan(0.9);
    expect(loopIsMeasured(turns(1, 0.01), ringShape(gaussian, 2, [0, 0]))).toBe(false);
  });

  it('never of an untrained network', () => {
    for (const seed of [1, 2, 3]) {
      const { turns: measured, ring: shape } = turnsOf(initialWeights({ hiddenSize: 64, inputDim: 16, nOutputs: 3 }, seed));
      expect(loopIsMeasured(measured, shape)).toBe(false);
    }
  });

  it('never of a checkpoint before the loss drops', () => {
    const { checkpoints } = readHistory(readFileSync('public/presets/chain-3.history.safetensors'));
    const before = checkpoints.filter(({ update }) => update <= 50);
    expect(before.length).toBeGreaterThanOrEqual(2);
    for (const { weights } of before) {
      const { turns: measured, ring: shape } = turnsOf(weights);
      expect(loopIsMeasured(measured, shape)).toBe(false);
    }
  });
});

describe('the mean crossing', () => {
  it('is the mean path between two outputs, one for each direction', () => {
    const { normal } = random();
    // Ten steps here, ten there, by way of +1 there and −1 back.
    const course = (t: number): [number, number, number] => {
      const [half, step] = [Math.floor(t / 10) % 2, t % 10];
      const way = half === 0 ? 1 : -1;
      return [step === 0 ? 0 : way, step === 0 ? way : 0, half === 0 ? 2 : 0];
    };
    const labels = Uint8Array.from({ length: 4000 }, (_, t) => course(t)[2]);
    const points = Float64Array.from({ length: 8000 }, (_, k) => course(k >> 1)[k % 2]! + 0.1 * normal());
    const there = meanCrossing(points, 2, labels, [0, 2], { before: 6, after: 6 })!;
    expect(there.crossings).toBeGreaterThan(190);
    expect([...there.points.subarray(12, 14)].map((value) => Math.round(10 * value) / 10 + 0)).toEqual([0, 1]);
    expect(there.points[0]).toBeCloseTo(-1, 1);
    expect(there.points.at(-2)).toBeCloseTo(1, 1);
    const back = meanCrossing(points, 2, labels, [2, 0], { before: 6, after: 6 })!;
    expect([...back.points.subarray(12, 14)].map((value) => Math.round(10 * value) / 10 + 0)).toEqual([0, -1]);
  });

  it('is none where the run never crosses, or not for long enough', () => {
    const labels = Uint8Array.from({ length: 400 }, (_, t) => (t % 4 < 2 ? 0 : 2));
    expect(meanCrossing(new Float64Array(800), 2, labels, [0, 2])).toBeUndefined();
    expect(meanCrossing(new Float64Array(800), 2, labels, [0, 1])).toBeUndefined();
  });

  it('runs from the one cluster to the other in a trained network', () => {
    const { orbit } = turnsOf(exampleNetwork('chain-2'));
    for (const [from, to] of [
      [0, 2],
      [2, 0],
    ] as const) {
      const { points, crossings } = meanCrossing(orbit.points, ORBIT_STRIDE, orbit.labels, [from, to])!;
      expect(crossings).toBeGreaterThan(20);
      // Label 0 lies on the negative side of PC1.
      expect(Math.sign(points[0]!)).toBe(from === 0 ? -1 : 1);
      expect(Math.sign(points.at(-2)!)).toBe(to === 0 ? -1 : 1);
    }
  });
});
