import { describe, expect, it } from 'vitest';
import { bootstrapEstimates, stratifiedBootstrap } from '../../../src/math/bootstrap';
import { randomSequence } from '../../../src/math/random';

/** Rows (1, x): a mean from sums. */
const rows = (values: readonly number[]) => Float64Array.from(values.flatMap((x) => [1, x]));
const meanOf = (totals: Float64Array) => [totals[1]! / totals[0]!];
const random = randomSequence(11, 'data');
const exponential = () => -Math.log(random.uniform());

/** Share of `trials` intervals that hold the truth. */
function coverage(trials: number, truth: number, interval: (trial: number) => { low: number; high: number }): number {
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const { low, high } = interval(trial);
    if (low <= truth && truth <= high) held++;
  }
  return held / trials;
}

describe('bootstrap intervals', () => {
  it('hold the mean of a skewed variable about 95 times in 100', () => {
    const share = coverage(
      400,
      1,
      (trial) => bootstrapEstimates(rows(Array.from({ length: 60 }, exponential)), 2, meanOf, trial)[0]!,
    );
    // Percentile intervals of 60 exponential draws are known to be a little narrow; ±.02 is chance in 400 trials.
    expect(share).toBeGreaterThan(0.9);
    expect(share).toBeLessThan(0.98);
  });
  it('keep units whole: values shared within a unit widen them, and single values taken as units do not', () => {
    const clusters = Array.from({ length: 150 }, () => Array.from({ length: 40 }, () => random.normal()));
    const whole = (trial: number) =>
      bootstrapEstimates(Float64Array.from(clusters[trial]!.flatMap((x) => [10, 10 * x])), 2, meanOf, trial)[0]!;
    const single = (trial: number) =>
      bootstrapEstimates(rows(clusters[trial]!.flatMap((x) => Array.from({ length: 10 }, () => x))), 2, meanOf, trial)[0]!;
    expect(coverage(150, 0, whole)).toBeGreaterThan(0.87);
    expect(coverage(150, 0, single)).toBeLessThan(0.6);
  });
  it('of many units, merged, are as wide as theory says', () => {
    const n = 5000;
    const sample = rows(Array.from({ length: n }, () => random.normal()));
    const { low, high, n: units } = bootstrapEstimates(sample, 2, meanOf, 1)[0]!;
    expect(units).toBe(n);
    const expected = (2 * 1.96) / Math.sqrt(n);
    expect((high - low) / expected).toBeGreaterThan(0.8);
    expect((high - low) / expected).toBeLessThan(1.2);
  });
  it('are the same for the same seed, and absent for one unit', () => {
    const sample = rows([1, 5, 2, 8, 3]);
    expect(bootstrapEstimates(sample, 2, meanOf, 3)).toEqual(bootstrapEstimates(sample, 2, meanOf, 3));
    expect(bootstrapEstimates(sample, 2, meanOf, 3)).not.toEqual(bootstrapEstimates(sample, 2, meanOf, 4));
    expect(bootstrapEstimates(rows([7]), 2, meanOf, 3)).toEqual([{ value: 7, low: 7, high: 7, n: 1 }]);
  });
  it('leave out resamples in which a statistic is undefined', () => {
    // Defined only where the one unit of the second kind was drawn.
    const sums = Float64Array.from([1, 0, 1, 0, 1, 0, 0, 1]);
    const [share] = bootstrapEstimates(sums, 2, ([a, b]) => [b! > 0 ? a! / b! : Number.NaN], 1);
    expect(share!.value).toBe(3);
    expect(Number.isFinite(share!.low) && Number.isFinite(share!.high)).toBe(true);
  });
});

describe('strata', () => {
  it('are resampled each on its own: their sizes do not change', () => {
    const seen = new Set<string>();
    stratifiedBootstrap(
      [
        { sums: rows([1, 2, 3]), stride: 2 },
        { sums: rows([4, 5, 6, 7, 8]), stride: 2 },
      ],
      ([a, b]) => {
        seen.add(`${a![0]} ${b![0]}`);
        expect(a![1]! / a![0]!).toBeLessThanOrEqual(3);
        expect(b![1]! / b![0]!).toBeGreaterThanOrEqual(4);
        return [0];
      },
      1,
    );
    expect([...seen]).toEqual(['3 5']);
  });
  it('give a ratio of two means whose interval holds the truth about 95 times in 100', () => {
    const sample = (n: number, scale: number) => ({
      sums: rows(Array.from({ length: n }, () => scale * (1 + 0.4 * random.normal()))),
      stride: 2,
    });
    const share = coverage(
      300,
      0.5,
      (trial) => stratifiedBootstrap([sample(40, 1), sample(60, 2)], ([a, b]) => [meanOf(a!)[0]! / meanOf(b!)[0]!], trial)[0]!,
    );
    expect(share).toBeGreaterThan(0.89);
    expect(share).toBeLessThan(0.99);
  });
  it('count the units of the smallest', () => {
    const strata = [
      { sums: rows([1, 2, 3]), stride: 2 },
      { sums: rows([4, 5]), stride: 2 },
    ];
    expect(stratifiedBootstrap(strata, ([a]) => meanOf(a!), 1)[0]!.n).toBe(2);
  });
});
