import { type Condition, type Judgement, judge, judgeAll } from '../dynamics/judge';
import { type Estimate, meanEstimate, studentQuantile975 } from '../math/statistics';
import type { ClaimEffect, ClaimFinding, ClaimPart, ClaimVerdict, IntervalRow } from './claim';

/** An inconclusive finding with its reason. */
export const undecided = (reason: string): ClaimFinding => ({ verdict: 'inconclusive', reason, effects: [] });

/** A finding for a claim that does not apply, with the reason. */
export const notApplicable = (reason: string): ClaimFinding => ({ verdict: 'not-applicable', reason, effects: [] });

export const effect = (name: string, estimate: Estimate, unit?: string): ClaimEffect => ({
  name,
  estimate,
  ...(unit ? { unit } : {}),
});

/** The absolute value of an estimate: mirrored when the value is negative. */
export const magnitude = ({ value, low, high, n }: Estimate): Estimate =>
  value < 0 ? { value: -value, low: -high, high: -low, n } : { value, low, high, n };

/** A condition as an interval for a picture. */
const intervalRow = ({ name, estimate, threshold, sense }: Condition): IntervalRow => ({
  name,
  estimate,
  ...(sense === 'at least' ? { atLeast: threshold } : { atMost: threshold }),
});

/** Conditions that must all hold: verdict, effects and picture from the same list. `part` is a short name of each. */
export function findConditions(conditions: readonly (Condition & { part: string })[]): ClaimFinding {
  return {
    ...inParts(conditions.map((condition) => ({ name: condition.part, ...judge(condition) }))),
    effects: conditions.map(({ name, estimate }) => effect(name, estimate)),
    figure: { kind: 'interval', rows: conditions.map(intervalRow) },
  };
}

/** A judgement as a part of a claim. */
export const part = (name: string, { verdict, reason }: Judgement): ClaimPart => ({ name, verdict, reason });

const OUTCOMES = { 'not-reproduced': 'does not hold', inconclusive: 'is undecided' } as const;

/**
 * Joins findings that must all hold: the verdict of the claim, how many hold and which do not, and each finding with its own
 * verdict.
 */
export function inParts(findings: readonly (Judgement & { name: string })[]): Pick<ClaimFinding, 'verdict' | 'reason' | 'parts'> {
  const { verdict, reason } = judgeAll(findings);
  if (findings.length === 1) return { verdict, reason };
  const others = findings.flatMap((one) => (one.verdict === 'reproduced' ? [] : [`“${one.name}” ${OUTCOMES[one.verdict]}`]));
  const held = `${findings.length - others.length} of ${findings.length} parts hold`;
  return {
    verdict,
    reason: others.length === 0 ? `all ${findings.length} parts hold` : `${held}: ${others.join(', ')}`,
    parts: findings.map((one) => part(one.name, one)),
  };
}

/**
 * Difference of the means of two independent samples. Student interval with the degrees of freedom of the smaller sample, which is never too
 * narrow; n is the smaller size. Unbounded when a sample has fewer than two values: one network says nothing about others.
 */
export function differenceOfMeans(a: readonly number[], b: readonly number[]): Estimate {
  const n = Math.min(a.length, b.length);
  const value = mean(a) - mean(b);
  if (n < 2) return { value, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, n };
  const half = studentQuantile975(n - 1) * Math.hypot(standardError(a), standardError(b));
  return { value, low: value - half, high: value + half, n };
}

const mean = (sample: readonly number[]): number => sample.reduce((sum, value) => sum + value, 0) / sample.length;

function standardError(sample: readonly number[]): number {
  const centre = mean(sample);
  const squares = sample.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (sample.length - 1) / sample.length);
}

/** Mean over networks; its interval is unbounded for fewer than two, because one network says nothing about other seeds. */
export const overNetworks = (sample: readonly number[]): Estimate =>
  sample.length < 2
    ? { value: mean(sample), low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, n: sample.length }
    : meanEstimate(sample);

const NAMES: Record<ClaimVerdict, string> = {
  reproduced: 'reproduced',
  'not-reproduced': 'not reproduced',
  inconclusive: 'inconclusive',
  identity: 'identity',
  'not-applicable': 'not applicable',
};
/** A verdict in words. */
export const verdictName = (verdict: ClaimVerdict): string => NAMES[verdict];
