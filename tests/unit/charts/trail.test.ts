import { describe, expect, it } from 'vitest';
import { planeScale } from '../../../src/charts/planeView';
import { drawTrail } from '../../../src/charts/trail';
import { randomSequence } from '../../../src/math/random';
import { recordingContext } from './recordingContext';

const scale = planeScale({ centreX: 0, centreY: 0, spanX: 5, spanY: 5 }, 500, 500);
const STEPS = 40;

/** A noisy walk, read from ring buffers that it has not filled. */
function walk(seed: number): Float32Array {
  const { normal } = randomSequence(seed, 'bootstrap', 0, 0);
  const points = new Float32Array(2 * 64);
  for (let t = 1; t < STEPS; t++) for (const axis of [0, 1]) points[2 * t + axis] = 0.7 * points[2 * (t - 1) + axis]! + normal();
  return points;
}
const trail = (points: Float32Array) => ({
  points,
  stride: 2,
  axes: [0, 1] as const,
  capacity: 64,
  from: 0,
  to: STEPS,
  colour: () => '#123456',
});

/** Sum of the absolute changes of direction along a path, in turns. */
function bending(path: readonly { x: number; y: number }[]): number {
  let sum = 0;
  const steps = path.slice(1).map((to, k) => ({ x: to.x - path[k]!.x, y: to.y - path[k]!.y }));
  const moves = steps.filter(({ x, y }) => Math.hypot(x, y) > 1e-9);
  for (let k = 1; k < moves.length; k++) {
    const [a, b] = [moves[k - 1]!, moves[k]!];
    sum += Math.abs(Math.atan2(a.x * b.y - a.y * b.x, a.x * b.x + a.y * b.y));
  }
  return sum / (2 * Math.PI);
}

/** All pieces of the trail as one path. */
function drawnPath(points: Float32Array, fraction?: number) {
  const { context, painted } = recordingContext();
  const tip = drawTrail(context, scale, trail(points), 2, fraction);
  return { path: painted.flatMap(({ paths }) => paths.flat()), tip };
}

describe('the trail', () => {
  it('never bends more than the straight line through its steps: it has no turn of its own', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const points = walk(seed);
      const straight = Array.from({ length: STEPS }, (_, t) => ({ x: scale.x(points[2 * t]!), y: scale.y(points[2 * t + 1]!) }));
      const { path } = drawnPath(points);
      expect(bending(path)).toBeLessThanOrEqual(bending(straight) + 1e-6);
      expect(bending(path)).toBeGreaterThan(1);
    }
  });

  it('ends at the newest step, and glides towards it without a jump', () => {
    const points = walk(4);
    const [x, y] = drawnPath(points).tip!;
    expect([x, y]).toEqual([scale.x(points[2 * (STEPS - 1)]!), scale.y(points[2 * (STEPS - 1) + 1]!)]);
    const tips = Array.from({ length: 10 }, (_, k) => drawnPath(points, k / 10).tip!);
    const jumps = tips.slice(1).map(([a, b], k) => Math.hypot(a - tips[k]![0], b - tips[k]![1]));
    const whole = Math.hypot(tips[9]![0] - tips[0]![0], tips[9]![1] - tips[0]![1]);
    expect(Math.max(...jumps)).toBeLessThan(Math.max(0.5 * whole, 20));
    // The next step begins where this one ends.
    const after = drawTrail(recordingContext().context, scale, { ...trail(points), to: STEPS - 1 }, 2, 0.999)!;
    const before = drawTrail(recordingContext().context, scale, trail(points), 2, 0)!;
    expect(Math.hypot(after[0] - before[0], after[1] - before[1])).toBeLessThan(1);
  });

  it('is none before the first step', () => {
    expect(drawTrail(recordingContext().context, scale, { ...trail(walk(1)), to: 0 }, 2)).toBeUndefined();
  });
});
