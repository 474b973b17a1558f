/** How performance gates judge: ratios of two times measured in turns, against what was recorded. */

/** A ratio may fall to this share of the recorded one. */
export const LEAST_SHARE = 0.7;
/** A machine is busy at times: a ratio that is too low is measured so often again. */
export const RETRIES = 3;

const sorted = (values) => [...values].sort((a, b) => a - b);
const median = (values) => sorted(values)[values.length >> 1];

/** Times of two that take turns as one ratio: the median over the pairs, so that a slower minute slows both of a pair. */
export function ratioOf({ ours, naive }) {
  const ratios = sorted(ours.map((time, n) => naive[n] / time));
  return { ratio: median(ratios), low: ratios[0], high: ratios.at(-1), n: ratios.length };
}

/**
 * Measures until the ratio is high enough, or the retries are used up.
 * @param measure gives the times anew
 * @returns the best ratio, how often it was measured, and whether it is high enough
 */
export async function judgeRatio(recorded, measure) {
  let best;
  for (let attempt = 1; ; attempt++) {
    const now = ratioOf(await measure());
    if (!best || now.ratio > best.ratio) best = now;
    const passed = best.ratio >= LEAST_SHARE * recorded;
    if (passed || attempt > RETRIES) return { ...best, attempts: attempt, passed };
  }
}
