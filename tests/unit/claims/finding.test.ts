import { describe, expect, it } from 'vitest';
import { differenceOfMeans, findConditions, inParts, magnitude, overNetworks } from '../../../src/claims/finding';
import { groupOverlaps } from '../../../src/claims/kickCircuit';
import { judgeBetween } from '../../../src/dynamics/judge';
import type { KickScore } from '../../../src/dynamics/kick/kickNeurons';

const estimate = (low: number, high: number) => ({ value: (low + high) / 2, low, high, n: 20 });

describe('verdicts from intervals', () => {
  it.each([
    [0.9, 1.1, 'reproduced'],
    [0.8, 1.2, 'reproduced'],
    [0.7, 0.9, 'inconclusive'],
    [1.1, 1.3, 'inconclusive'],
    [0.5, 0.79, 'not-reproduced'],
    [1.21, 1.5, 'not-reproduced'],
    [0.5, 1.5, 'inconclusive'],
    [Number.NaN, 1, 'inconclusive'],
    [1, Number.POSITIVE_INFINITY, 'inconclusive'],
  ])('between .8 and 1.2: %d to %d is %s', (low, high, verdict) => {
    expect(judgeBetween('x', estimate(low, high), 0.8, 1.2).verdict).toBe(verdict);
  });

  it.each([
    [0.4, 0.5, 'reproduced'],
    [0.2, 0.4, 'inconclusive'],
    [0.1, 0.2, 'not-reproduced'],
  ])('at least .3: %d to %d is %s, with the interval in the picture', (low, high, verdict) => {
    const found = findConditions([{ part: 'x', name: 'x', estimate: estimate(low, high), threshold: 0.3, sense: 'at least' }]);
    expect(found.verdict).toBe(verdict);
    expect(found.figure).toEqual({ kind: 'interval', rows: [{ name: 'x', estimate: estimate(low, high), atLeast: 0.3 }] });
  });

  it('of many parts the one that fails decides and is named, and each keeps its verdict', () => {
    const holds = { name: 'one', verdict: 'reproduced', reason: 'fine' } as const;
    const open = { name: 'two', verdict: 'inconclusive', reason: 'who knows' } as const;
    const fails = { name: 'three', verdict: 'not-reproduced', reason: 'no' } as const;
    expect(inParts([holds, { ...holds, name: 'other' }])).toMatchObject({ verdict: 'reproduced', reason: 'all 2 parts hold' });
    expect(inParts([holds, open])).toEqual({
      verdict: 'inconclusive',
      reason: '1 of 2 parts hold: “two” is undecided',
      parts: [holds, open],
    });
    expect(inParts([holds, open, fails]).verdict).toBe('not-reproduced');
    expect(inParts([holds, open, fails]).reason).toContain('“three” does not hold');
    // One finding is the claim's own.
    expect(inParts([fails])).toEqual({ verdict: 'not-reproduced', reason: 'no' });
  });

  it('mirrors a negative size', () => {
    expect(magnitude({ value: -2, low: -3, high: -1, n: 4 })).toEqual({ value: 2, low: 1, high: 3, n: 4 });
    expect(magnitude({ value: 2, low: -1, high: 3, n: 4 })).toEqual({ value: 2, low: -1, high: 3, n: 4 });
  });
});

describe('differences between networks', () => {
  it('are those of the means, with an interval that holds them', () => {
    const found = differenceOfMeans([1, 1.1, 1.2], [0.5, 0.6, 0.7]);
    expect(found.value).toBeCloseTo(0.5);
    // s.e. √2·.1/√3, t(2) = 4.30.
    expect(found.high - found.value).toBeCloseTo((4.3027 * 0.1 * Math.SQRT2) / Math.sqrt(3), 6);
    expect(found.n).toBe(3);
  });

  it('of a single network say nothing of others', () => {
    expect(differenceOfMeans([1], [0, 0.1])).toMatchObject({ value: 0.95, low: Number.NEGATIVE_INFINITY, n: 1 });
    expect(overNetworks([1]).high).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('overlap of kick groups (C20)', () => {
  const direction = (to: number, group: number[], verdict: 'found' | 'none' = 'found') => ({
    to,
    verdict,
    score: { group } as unknown as KickScore,
  });

  it('compares groups of one target with each other and with the rest', () => {
    const found = groupOverlaps([
      direction(1, [1, 2, 3]),
      direction(1, [2, 3, 4]),
      direction(0, [7, 8]),
      direction(1, [1, 2, 3], 'none'),
    ]);
    expect(found.within).toMatchObject({ value: 0.5, n: 1 });
    expect(found.across).toMatchObject({ value: 0, n: 2 });
  });

  it('is unknown without such pairs', () => {
    expect(groupOverlaps([direction(0, [1])]).within).toMatchObject({ value: Number.NaN, n: 0 });
  });
});
