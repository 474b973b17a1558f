import { describe, expect, it } from 'vitest';
import { judgeRatio, LEAST_SHARE, RETRIES, ratioOf } from '../../../scripts/gates/ratios.mjs';

/** Times of five turns in which ours is so many times faster. */
const turns = (ratio: number) => ({ ours: [1, 2, 1, 3, 1], naive: [1, 2, 1, 3, 1].map((time) => ratio * time) });

describe('performance gates', () => {
  it('take the median over the pairs, so that a busy minute counts for both of a pair', () => {
    expect(ratioOf({ ours: [1, 10, 1], naive: [4, 40, 5] })).toEqual({ ratio: 4, low: 4, high: 5, n: 3 });
  });

  it('pass at once when the ratio is high enough', async () => {
    const found = await judgeRatio(10, () => turns(LEAST_SHARE * 10));
    expect(found).toMatchObject({ passed: true, attempts: 1, ratio: 7 });
  });

  it('measure again when it is not, and pass when a retry is', async () => {
    const measured = [5, 6, 8];
    const found = await judgeRatio(10, () => turns(measured.shift()!));
    expect(found).toMatchObject({ passed: true, attempts: 3, ratio: 8 });
  });

  it('fail when every retry is too low, and tell the best', async () => {
    let count = 0;
    const found = await judgeRatio(10, () => turns([5, 6.9, 4, 3][count++]!));
    expect(found).toMatchObject({ passed: false, attempts: 1 + RETRIES, ratio: 6.9 });
    expect(count).toBe(4);
  });
});
