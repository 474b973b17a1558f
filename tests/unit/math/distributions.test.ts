import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { argmax, drawCategory, logSumExp, softmax } from '../../../src/math/distributions';
import { normalDensity, normalDistribution } from '../../../src/math/normal';

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

describe('the standard normal distribution', () => {
  it.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1, 0.15865525393145705],
    [2.5, 0.9937903346742238],
    [-5, 2.866515718791939e-7],
    [-8, 6.22096057427178e-16],
    [-20, 2.753624118606233e-89],
  ])('has Φ(%d) = %d', (x, value) => {
    expect(Math.abs(normalDistribution(x) - value)).toBeLessThan(1e-14);
    expect(normalDistribution(x) / value).toBeCloseTo(1, 7);
  });

  it('has φ as its slope, tails that end, and sides that sum to 1', () => {
    for (let x = -9; x <= 9; x += 0.37) {
      const step = 1e-4;
      const slope = (normalDistribution(x + step) - normalDistribution(x - step)) / (2 * step);
      expect(slope).toBeCloseTo(normalDensity(x), 8);
      expect(normalDistribution(x) + normalDistribution(-x)).toBeCloseTo(1, 14);
    }
    expect(normalDistribution(-40)).toBe(0);
    expect(normalDistribution(40)).toBe(1);
  });
});
