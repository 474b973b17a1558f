import { describe, expect, it } from 'vitest';
import { randomSequence } from '../../../src/math/random';
import { addPairGradient } from '../../../src/training/pairTerm';

const [B, T, K] = [5, 7, 3];
const random = randomSequence(1, 'bootstrap');
const draw = () => Uint8Array.from({ length: B * T }, () => random.integer(K));

/** The term on real vectors y [B×T×K], as its definition reads. */
function term(y: number[], target: Uint8Array, lambda: number): number {
  const q = Array.from({ length: target.length * K }, (_, i) => (target[Math.floor(i / K)] === i % K ? 1 : 0));
  const frequency = (x: number[], k: number, l: number) => {
    let sum = 0;
    for (let b = 0; b < B; b++) for (let t = 3; t < T; t++) sum += x[(b * T + t - 1) * K + k]! * x[(b * T + t) * K + l]!;
    // The second half: T = 7, so steps 3 … 6.
    return sum / (B * (T - 3));
  };
  let value = 0;
  for (let k = 0; k < K; k++) for (let l = 0; l < K; l++) value += lambda * (frequency(y, k, l) - frequency(q, k, l)) ** 2;
  return value;
}

describe('the pair term', () => {
  const [outputs, targets] = [draw(), draw()];
  const y = Array.from({ length: B * T * K }, (_, i) => (outputs[Math.floor(i / K)] === i % K ? 1 : 0));
  it('has its value, and its gradient by finite differences', () => {
    const gradient = new Float64Array(B * T * K).fill(1);
    expect(addPairGradient(outputs, targets, B, T, K, 4, gradient)).toBeCloseTo(term(y, targets, 4), 12);
    y.forEach((_, i) => {
      const moved = (by: number) =>
        term(
          y.map((value, j) => (j === i ? value + by : value)),
          targets,
          4,
        );
      expect(gradient[i]! - 1).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 8);
    });
  });
  it('is nothing when off, for one step, and between a set and itself', () => {
    const gradient = new Float64Array(B * T * K);
    expect(addPairGradient(outputs, targets, B, T, K, 0, gradient)).toBe(0);
    expect(addPairGradient(outputs.slice(0, 5), targets.slice(0, 5), 5, 1, K, 4, gradient)).toBe(0);
    expect(addPairGradient(outputs, outputs, B, T, K, 4, gradient)).toBe(0);
    expect(gradient.every((g) => g === 0)).toBe(true);
  });
});
