import { expect, it } from 'vitest';
import { activeBlock, activeUnits } from '../../../src/dynamics/units';
import { eigenvalues } from '../../../src/math/eigenvalues';
import { randomSequence } from '../../../src/math/random';
import { initialWeights } from '../../../src/rnn/weights';

const weights = initialWeights({ hiddenSize: 24, inputDim: 4, nOutputs: 3 }, 1, 2);

it('the active block has the non-zero eigenvalues of the whole Jacobian D·W_hh', () => {
  const H = 24;
  const random = randomSequence(1, 'bootstrap');
  const active = new Int32Array(H);
  for (let trial = 0; trial < 20; trial++) {
    const z = Float64Array.from({ length: 3 + H }, () => random.normal() - 0.5);
    const count = activeUnits(z, H, active, 3);
    expect(Array.from(active.subarray(0, count))).toEqual(Array.from({ length: H }, (_, i) => i).filter((i) => z[3 + i]! > 0));
    const jacobian = Float64Array.from(weights.recurrentWeights, (w, at) => (z[3 + Math.floor(at / H)]! > 0 ? w : 0));
    const sizes = ({ re, im }: ReturnType<typeof eigenvalues>) =>
      Array.from(re, (r, k) => Math.hypot(r, im[k]!)).sort((a, b) => b - a);
    const whole = sizes(eigenvalues(jacobian, H));
    sizes(eigenvalues(activeBlock(weights, active, count), count)).forEach((size, k) => {
      expect(size).toBeCloseTo(whole[k]!, 6);
    });
    whole.slice(count).forEach((size) => {
      expect(size).toBeLessThan(1e-6);
    });
  }
});
it('a silent state has no active units and an empty block', () => {
  const active = new Int32Array(24);
  expect(activeUnits(new Float32Array(24), 24, active)).toBe(0);
  expect(activeBlock(weights, active, 0).length).toBe(0);
});
