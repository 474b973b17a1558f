import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { lieApart, orbitCourse } from '../../../src/dynamics/orbit/orbitCourse';
import { randomSequence } from '../../../src/math/random';
import { readWeights } from '../../../src/rnn/safetensors';
import { initialWeights } from '../../../src/rnn/weights';
import { readHistory } from '../../../src/training/history';

const STEPS = 20_000;

const shipped = (id: string) => readWeights(readFileSync(`public/presets/${id}.safetensors`)).weights;

/** A slow walk through a Gaussian cloud, labelled by its side: its mean paths from side to side look like those between lobes. */
function gaussianWalk(): { points: Float32Array; labels: Uint8Array } {
  const { normal } = randomSequence(3, 'bootstrap', 0, 0);
  const points = new Float32Array(2 * STEPS);
  let [x, y] = [0, 0];
  const keep = 0.98;
  const fresh = Math.sqrt(1 - keep * keep);
  for (let t = 0; t < STEPS; t++) {
    x = keep * x + fresh * normal();
    y = keep * y + fresh * normal();
    points.set([x, y], 2 * t);
  }
  return { points, labels: Uint8Array.from({ length: STEPS }, (_, t) => (points[2 * t]! > 0 ? 1 : 0)) };
}

describe('the course of a run', () => {
  it('is a loop where the run goes round a hole, with every output in its bins', () => {
    const { course } = summariseOrbit(shipped('chain-2'), { steps: 20_000, seed: 1 });
    expect(course.turns!.n).toBe(20);
    expect(Math.abs(course.turns!.value)).toBeGreaterThan(0.8);
    expect(course.loop).toBeDefined();
    expect(course.crossings).toEqual([]);
    const { labelShare, speed } = course.loop!;
    const kinds = labelShare.length / speed.length;
    for (let bin = 0; bin < speed.length; bin++) {
      const sum = labelShare.subarray(bin * kinds, (bin + 1) * kinds).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(1, 6);
    }
  });

  it('is none for a Gaussian cloud, however slow, though its label changes have a mean path', () => {
    const { points, labels } = gaussianWalk();
    const course = orbitCourse(points, 2, labels, [0, 0]);
    expect(course.loop).toBeUndefined();
    expect(course.crossings).toEqual([]);
    expect(lieApart(points, 2, labels, [0, 1])).toBe(false);
    // Two clouds apart from one another are joined.
    const apart = points.map((value, k) => (k % 2 === 0 ? value + (value > 0 ? 3 : -3) : value));
    expect(lieApart(apart, 2, labels, [0, 1])).toBe(true);
    expect(orbitCourse(apart, 2, labels, [0, 0]).crossings.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it('is none for untrained networks', () => {
    for (const seed of [1, 2, 3, 4]) {
      const weights = initialWeights({ hiddenSize: 64, inputDim: 16, nOutputs: 3 }, seed);
      const { course } = summariseOrbit(weights, { steps: 8000, seed: 1 });
      expect(course.loop).toBeUndefined();
      expect(course.crossings).toEqual([]);
    }
  });

  it.each(['chain-2', 'chain-3', 'fully', 'cyclic'])('is none for every checkpoint of %s before its loss drops', (id) => {
    const { checkpoints, losses, landmarks } = readHistory(readFileSync(`public/presets/${id}.history.safetensors`));
    const { floor, plateau } = landmarks[0]!;
    // The drop begins where the loss has gone a quarter of the way for good: three updates in a row.
    const low = (update: number) => losses[update]! < plateau - 0.25 * (plateau - floor);
    const drop = losses.findIndex((_, update) => low(update) && low(update + 1) && low(update + 2));
    expect(drop).toBeGreaterThan(0);
    const before = checkpoints.filter(({ update, bounded }) => update < drop && bounded);
    expect(before.length).toBeGreaterThan(1);
    for (const { weights } of before) {
      const { course } = summariseOrbit(weights, { steps: 8000, seed: 1 });
      expect(course.loop).toBeUndefined();
      expect(course.crossings).toEqual([]);
    }
  });
});
