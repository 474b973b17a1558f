import { describe, expect, it } from 'vitest';
import { birthAt, birthFrames } from '../../../src/analyses/birth/compute';
import { checkpointDynamics } from '../../../src/dynamics/emergence/checkpointDynamics';
import { initialWeights } from '../../../src/rnn/weights';
import { finish } from '../finish';

const weights = (seed: number, gain = 1) => initialWeights({ hiddenSize: 12, inputDim: 4, nOutputs: 3 }, seed, gain);

describe('frames of a training', () => {
  const checkpoints = [1, 2, 3].map((seed, n) => ({ update: 10 * n, weights: weights(seed) }));
  const frames = finish(birthFrames({ checkpoints, seed: 5, steps: 400 }));

  it('are one for each checkpoint, with all its steps', () => {
    expect(frames.map(({ update, points, labels }) => [update, points.length, labels.length])).toEqual([
      [0, 1200, 400],
      [10, 1200, 400],
      [20, 1200, 400],
    ]);
  });

  it('keep the distances that each run has on its own axes', () => {
    const own = finish(checkpointDynamics(checkpoints[0]!.weights, { seed: 5, steps: 400, path: 400 })).points;
    const distance = (points: Float32Array, a: number, b: number) =>
      Math.hypot(...[0, 1, 2].map((k) => points[3 * a + k]! - points[3 * b + k]!));
    for (const [a, b] of [
      [0, 1],
      [17, 210],
      [5, 399],
    ] as const)
      expect(distance(frames[0]!.points, a, b)).toBeCloseTo(distance(own, a, b), 4);
  });

  it('pass over a checkpoint that grows without bound', () => {
    const wild = [checkpoints[0]!, { update: 10, weights: weights(2, 8) }, checkpoints[2]!].map((one, n) => ({
      ...one,
      update: 10 * n,
    }));
    expect(finish(birthFrames({ checkpoints: wild, seed: 5, steps: 400 })).map(({ update }) => update)).toEqual([0, 20]);
  });

  it('are met at their own updates, mixed between them, and held beyond them', () => {
    const out = new Float32Array(1200);
    const at = (update: number) => ({ ...birthAt(frames, update, out), points: out.slice() });
    expect(at(10).points).toEqual(frames[1]!.points);
    expect(at(-5).points).toEqual(frames[0]!.points);
    expect(at(99)).toMatchObject({ update: 20, nearest: frames[2] });
    expect(at(99).points).toEqual(frames[2]!.points);
    const quarter = at(2.5);
    expect(quarter.nearest).toBe(frames[0]);
    expect(quarter.update).toBeCloseTo(2.5, 9);
    expect(quarter.points[7]).toBeCloseTo(0.75 * frames[0]!.points[7]! + 0.25 * frames[1]!.points[7]!, 5);
  });
});
