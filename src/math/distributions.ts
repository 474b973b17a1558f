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
