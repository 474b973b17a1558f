import { randomSequence } from '../math/random';
import { type Estimate, quantile } from '../math/statistics';

/** Enough for a 95 % percentile interval whose ends are themselves known to about a tenth of its width. */
const RESAMPLES = 400;

/** From twice as many units, neighbours are merged to at most this many: as good an interval, in a fraction of the time. */
const MAX_GROUPS = 250;

/** Sums of runs of neighbouring units, as equal in number as can be, so that at most MAX_GROUPS rows are left. */
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

/**
 * Estimates of statistics that are functions of sums over independent units (sequences, runs), with 95 % percentile bootstrap
 * intervals: units are drawn with replacement, whole, so that what is correlated within a unit stays together. All statistics see the
 * same draws, so a difference of two of them is paired. With one unit there is no interval: low = high = value. Percentile intervals of
 * few (< 20) units are somewhat narrow.
 * @param sums row-major [units×stride], one row of additive components per unit
 * @param statistics the statistics of a row of totals [stride]; NaN where undefined, such resamples are left out
 */
export function bootstrapEstimates(
  sums: Float64Array,
  stride: number,
  statistics: (totals: Float64Array) => number[],
  seed: number,
  resamples = RESAMPLES,
): Estimate[] {
  const units = sums.length / stride;
  const groups = merge(sums, stride);
  const count = groups.length / stride;
  const totals = new Float64Array(stride);
  const add = (group: number) => {
    for (let s = 0; s < stride; s++) totals[s]! += groups[group * stride + s]!;
  };
  for (let group = 0; group < count; group++) add(group);
  const values = statistics(totals);
  if (units < 2) return values.map((value) => ({ value, low: value, high: value, n: units }));
  const random = randomSequence(seed, 'bootstrap');
  const replicates = values.map((): number[] => []);
  for (let r = 0; r < resamples; r++) {
    totals.fill(0);
    for (let draw = 0; draw < count; draw++) add(random.integer(count));
    statistics(totals).forEach((value, s) => {
      if (Number.isFinite(value)) replicates[s]!.push(value);
    });
  }
  return values.map((value, s) => ({
    value,
    low: quantile(replicates[s]!, 0.025),
    high: quantile(replicates[s]!, 0.975),
    n: units,
  }));
}
