import { describe, expect, it } from 'vitest';
import { randomSequence } from '../../../src/math/random';
import { meanEstimate, medianEstimate, quantile, studentQuantile975, wilson } from '../../../src/math/statistics';

describe('intervals', () => {
  it('Wilson: known value and limits', () => {
    const { low, high } = wilson(8, 10);
    expect(low).toBeCloseTo(0.4902, 3);
    expect(high).toBeCloseTo(0.9433, 3);
    expect(wilson(0, 20).low).toBe(0);
    expect(wilson(20, 20).high).toBe(1);
    expect(wilson(0, 0)).toMatchObject({ low: 0, high: 1, n: 0 });
  });
  it('Student quantiles are within 1 % of the tables from ν = 3', () => {
    for (const [nu, t] of [
      [1, 12.706],
      [2, 4.303],
      [3, 3.182],
      [4, 2.776],
      [9, 2.262],
      [19, 2.093],
      [100, 1.984],
    ] as const)
      expect(Math.abs(studentQuantile975(nu) / t - 1)).toBeLessThan(0.01);
  });
  it('cover the truth about 95 times in 100', () => {
    const random = randomSequence(5, 'bootstrap');
    let meanHits = 0;
    let wilsonHits = 0;
    const trials = 2000;
    for (let trial = 0; trial < trials; trial++) {
      const mean = meanEstimate(Array.from({ length: 5 }, () => random.normal()));
      if (mean.low < 0 && mean.high > 0) meanHits++;
      let successes = 0;
      // Wilson coverage at one p oscillates with n (.934 at p = .3, n = 60); it is 95 % on average over p.
      const p = random.uniform();
      for (let i = 0; i < 60; i++) if (random.uniform() < p) successes++;
      const interval = wilson(successes, 60);
      if (interval.low < p && interval.high > p) wilsonHits++;
    }
    for (const hits of [meanHits, wilsonHits]) {
      expect(hits / trials).toBeGreaterThan(0.93);
      expect(hits / trials).toBeLessThan(0.97);
    }
  });
  it('a median lies between the 6th and the 15th of twenty, and six values are the fewest with an interval', () => {
    const sample = Array.from({ length: 20 }, (_, k) => ((7 * k) % 20) + 1);
    expect(medianEstimate(sample)).toEqual({ value: 10.5, low: 6, high: 15, n: 20 });
    expect(medianEstimate([4, 1, 6, 3, 5, 2])).toEqual({ value: 3.5, low: 1, high: 6, n: 6 });
    expect(medianEstimate([1, 2, 3, 4, 5])).toMatchObject({ low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY });
    const random = randomSequence(6, 'bootstrap');
    let hits = 0;
    for (let trial = 0; trial < 2000; trial++) {
      const { low, high } = medianEstimate(Array.from({ length: 20 }, () => Math.exp(random.normal())));
      if (low < 1 && high > 1) hits++;
    }
    // P(6 ≤ X ≤ 14) of X binomial (20, ½).
    expect(hits / 2000).toBeCloseTo(0.9586, 1);
  });
  it('quantiles interpolate order statistics', () => {
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([0, 10], 0.25)).toBe(2.5);
    expect(quantile([], 0.5)).toBeNaN();
  });
});
