import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argmax, drawCategory, logSumExp, softmax } from '../../../src/math/softmin';

describe('log-sum-exp and softmax', () => {
  it('are shift invariant, also where exp alone would overflow', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 8 }),
        fc.double({ min: -2000, max: 2000, noNaN: true }),
        (values, shift) => Math.abs(logSumExp(values.map((v) => v + shift)) - shift - logSumExp(values)) < 1e-9,
      ),
    );
    const out = new Float64Array(3);
    softmax([1000, 1001, 999], out);
    expect(out.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });
  it('argmax takes the first of equals', () => {
    expect(argmax([0, 0, 0])).toBe(0);
    expect(argmax([1, 3, 3])).toBe(1);
  });
  it('never draws an impossible category', () => {
    expect(drawCategory([0.3, 0.7 - 1e-12, 0], 0, 3, 1 - 1e-15)).toBe(1);
    expect(drawCategory([0, 1, 0], 0, 3, 1e-9)).toBe(1);
  });
});
