/** Estimates with their intervals. An interval is 95 % unless its name says otherwise. */

export interface Interval {
  low: number;
  high: number;
}

export interface Estimate extends Interval {
  value: number;
  /** Number of independent observations behind the value. */
  n: number;
}

/** A number that is known exactly, from `n` observations. */
export const exactly = (value: number, n = 1): Estimate => ({ value, low: value, high: value, n });

/** An estimate minus a number that is known exactly. */
export const lessBy = ({ value, low, high, n }: Estimate, by: number): Estimate => ({
  value: value - by,
  low: low - by,
  high: high - by,
  n,
});

/** a − b for the means of two independent samples; the half-widths are added in quadrature, and n is the smaller of the two. */
export function differenceOf(a: Estimate, b: Estimate): Estimate {
  const value = a.value - b.value;
  const half = Math.hypot(a.high - a.value, b.high - b.value);
  return { value, low: value - half, high: value + half, n: Math.min(a.n, b.n) };
}

const Z95 = 1.959963984540054;

/** Wilson score interval of a proportion of `successes` in `n` trials; [0, 1] when n = 0. */
export function wilson(successes: number, n: number): Estimate {
  if (n === 0) return { value: Number.NaN, low: 0, high: 1, n };
  const p = successes / n;
  const z2 = Z95 * Z95;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (Z95 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { value: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half), n };
}

/** Mean of a sample with its Student interval (Hill's expansion of the t quantile); low = high = value when n < 2. */
export function meanEstimate(sample: ArrayLike<number>): Estimate {
  const n = sample.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += sample[i]!;
  const value = sum / n;
  if (n < 2) return { value, low: value, high: value, n };
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (sample[i]! - value) ** 2;
  const half = studentQuantile975(n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { value, low: value - half, high: value + half, n };
}

/** 97.5 % quantile of Student's t with ν degrees of freedom, to better than 1 % from ν = 3 (Cornish–Fisher; exact for ν = 1, 2). */
export function studentQuantile975(nu: number): number {
  if (nu === 1) return 12.7062;
  if (nu === 2) return 4.3027;
  const z = Z95;
  const g1 = (z ** 3 + z) / 4;
  const g2 = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const g3 = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + g1 / nu + g2 / nu ** 2 + g3 / nu ** 3;
}

/** The q-quantile (0 … 1) of a sample, linear between order statistics. The input is not changed. */
export function quantile(sample: ArrayLike<number>, q: number): number {
  const sorted = Float64Array.from(sample).sort();
  if (sorted.length === 0) return Number.NaN;
  const position = q * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}

/**
 * Median of a sample. Its interval lies between two order statistics and holds for any distribution: it is the narrowest pair of
 * ranks that leaves at most 2.5 % on either side (6th and 15th of 20). With fewer than six values no such pair exists, and the
 * interval is unbounded.
 */
export function medianEstimate(sample: ArrayLike<number>): Estimate {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  // P(X ≤ k) for X binomial (n, ½), where X is the number of values below the median.
  let term = 0.5 ** n;
  let below = 0;
  let rank = 0;
  while (rank < n && below + term <= 0.025) {
    below += term;
    term *= (n - rank) / (rank + 1);
    rank++;
  }
  const value = quantile(sorted, 0.5);
  if (rank === 0) return { value, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, n };
  return { value, low: sorted[rank - 1]!, high: sorted[n - rank]!, n };
}
