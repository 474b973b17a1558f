import { describe, expect, it } from 'vitest';
import { normalDensity, normalDistribution } from '../../../src/math/normal';

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
