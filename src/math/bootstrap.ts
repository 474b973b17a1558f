import { randomSequence } from './random';
import { type Estimate, quantile } from './statistics';

/** With this many resamples, the ends of a 95 % percentile interval are known to about a tenth of its width. */
const RESAMPLES = 400;

/**
 * With twice as many units or more, neighbouring units are merged into at most this many. The interval is as good and takes a
 * fraction of the time.
 */
const MAX_GROUPS = 250;

/** Units that are resampled among themselves. */
export interface Stratum {
  /** Row-major [units×stride], one row of additive components per unit. */
  sums: Float64Array;
  stride: number;
}

/**
 * Estimates of statistics that are functions of sums over independent units (sequences, runs), with 95 % percentile bootstrap
 * intervals. Whole units are drawn with replacement, so values that are correlated within a unit stay together. All statistics
 * see the same draws, so a difference of two of them is paired. With a single unit there is no interval: low = high = value. With
 * fewer than 20 units, percentile intervals are somewhat too narrow.
 * @param sums row-major [units×stride], one row of additive components per unit
 * @param statistics the statistics of one row of totals [stride]; a resample in which one is NaN is left out
 */
export function bootstrapEstimates(
  sums: Float64Array,
  stride: number,
  statistics: (totals: Float64Array) => number[],
  seed: number,
  resamples = RESAMPLES,
): Estimate[] {
  return stratifiedBootstrap([{ sums, stride }], ([totals]) => statistics(totals!), seed, resamples);
}

/**
 * The same for samples that were drawn independently of one another (two conditions, several zones). Each stratum is resampled on
 * its own, so its number of units never changes. `n` of an estimate is the number of units of the smallest stratum; with fewer
 * than two there is no interval.
 * @param statistics the statistics of one row of totals per stratum
 */
export function stratifiedBootstrap(
  strata: readonly Stratum[],
  statistics: (totals: Float64Array[]) => number[],
  seed: number,
  resamples = RESAMPLES,
): Estimate[] {
  const n = Math.min(...strata.map(({ sums, stride }) => sums.length / stride));
  const merged = strata.map(({ sums, stride }) => ({ groups: merge(sums, stride), stride }));
  const totals = strata.map(({ stride }) => new Float64Array(stride));
  merged.forEach(({ groups, stride }, k) => {
    for (let at = 0; at < groups.length; at += stride) addRow(totals[k]!, groups, at);
  });
  const values = statistics(totals);
  if (n < 2) return values.map((value) => ({ value, low: value, high: value, n }));
  const random = randomSequence(seed, 'bootstrap');
  const replicates = values.map((): number[] => []);
  for (let r = 0; r < resamples; r++) {
    merged.forEach(({ groups, stride }, k) => {
      const count = groups.length / stride;
      totals[k]!.fill(0);
      for (let draw = 0; draw < count; draw++) addRow(totals[k]!, groups, random.integer(count) * stride);
    });
    statistics(totals).forEach((value, s) => {
      if (Number.isFinite(value)) replicates[s]!.push(value);
    });
  }
  return values.map((value, s) => ({
    value,
    low: quantile(replicates[s]!, 0.025),
    high: quantile(replicates[s]!, 0.975),
    n,
  }));
}

function addRow(totals: Float64Array, rows: Float64Array, at: number): void {
  for (let s = 0; s < totals.length; s++) totals[s] = totals[s]! + rows[at + s]!;
}

/** Adds up neighbouring units until at most MAX_GROUPS rows are left. The groups are as equal in size as possible. */
function merge(sums: Float64Array, stride: number): Float64Array {
  const units = sums.length / stride;
  if (units < 2 * MAX_GROUPS) return sums;
  const merged = new Float64Array(MAX_GROUPS * stride);
  for (let unit = 0; unit < units; unit++) {
    const group = Math.floor((unit * MAX_GROUPS) / units);
    for (let s = 0; s < stride; s++) merged[group * stride + s]! += sums[unit * stride + s]!;
  }
  return merged;
}
