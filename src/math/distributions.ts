/**
 * Probability distributions: log-sum-exp, softmax and the categorical draw (used by the model, the read-out and the loss), and
 * the normal distribution.
 */

/** ln Σ exp(v_i), safe for any finite entries. */
export function logSumExp(values: ArrayLike<number>): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (values[i]! > max) max = values[i]!;
  if (max === Number.NEGATIVE_INFINITY) return max;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i]! - max);
  return max + Math.log(sum);
}

/** softmax of `logits` into `out` (same length K). */
export function softmax(logits: ArrayLike<number>, out: Float64Array | Float32Array): void {
  const shift = logSumExp(logits);
  for (let k = 0; k < logits.length; k++) out[k] = Math.exp(logits[k]! - shift);
}

/** Index of the largest entry; the first one on a tie (so at h = 0 the argmax label is 0). */
export function argmax(values: ArrayLike<number>, offset = 0, count = values.length): number {
  let best = 0;
  for (let k = 1; k < count; k++) if (values[offset + k]! > values[offset + best]!) best = k;
  return best;
}

/** Index drawn from probabilities `p[offset … offset+count)` by a uniform draw u in (0, 1). */
export function drawCategory(p: ArrayLike<number>, offset: number, count: number, u: number): number {
  let sum = 0;
  for (let k = 0; k < count - 1; k++) {
    sum += p[offset + k]!;
    if (u < sum) return k;
  }
  // Rounding may leave u above the sum. The draw is then the last category that has any probability, never an impossible one.
  let last = count - 1;
  while (last > 0 && p[offset + last]! <= 0) last--;
  return last;
}

/** The standard normal distribution in double precision. */

const INVERSE_ROOT_TWO_PI = 0.3989422804014327;

/** φ(x), density of a standard normal variable. */
export const normalDensity = (x: number): number => INVERSE_ROOT_TWO_PI * Math.exp(-0.5 * x * x);

/** Coefficients of the rational approximation, highest power first (Hart 1968, as given by West 2005). */
const ABOVE = [
  0.0352624965998911, 0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376,
];
const BELOW = [
  0.0883883476483184, 1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948,
  440.413735824752,
];
/** From FAR on, the tail is computed by a continued fraction. From NOTHING_LEFT on, it is 0 in double precision. */
const FAR = 7.07106781186547;
const NOTHING_LEFT = 38;

const polynomial = (coefficients: readonly number[], x: number): number => {
  let sum = 0;
  for (let k = 0; k < coefficients.length; k++) sum = sum * x + coefficients[k]!;
  return sum;
};

/** P(X > x) for x ≥ 0. */
function upperTail(x: number): number {
  if (x > NOTHING_LEFT) return 0;
  if (x < FAR) return (Math.exp(-0.5 * x * x) * polynomial(ABOVE, x)) / polynomial(BELOW, x);
  return normalDensity(x) / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65)))));
}

/** Φ(x) = P(X ≤ x) of a standard normal variable; absolute error below 1e-14, relative error of the lower tail below 1e-7. */
export const normalDistribution = (x: number): number => (x > 0 ? 1 - upperTail(x) : upperTail(-x));
