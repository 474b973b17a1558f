import { type Judgement, judgeAll, judgeValue } from '../judge';
import { topUnits } from '../kick/unitLists';
import type { SecondOrder } from './secondOrder';
import { overlap } from './secondOrder';

/** Units whose overlap with the kick groups is asked for (claim C18). */
const TOP = 10;
const SPARSE = 0.5;
const GROWTH = 3;
const CHANCE = 0.05;

/** How many of the ten largest units are kick units. @param kicks distinct units */
export const kickOverlap = (proxy: ArrayLike<number>, kicks: readonly number[]) =>
  overlap(topUnits(proxy, TOP), kicks, proxy.length);

/**
 * The conditions of claim C18, or why there are none: Gini of √|E δ²| ≥ .5 at the last checkpoint, its mean at least three times that of the checkpoints before the bifurcation, and
 * more kick units among its ten largest than by chance (p < .05). The recursion has no trials, so values are judged as they are.
 * @param checkpoints in order of training @param marker update of the bifurcation
 */
export function secondOrderConditions(
  checkpoints: readonly (Pick<SecondOrder, 'proxy' | 'gini' | 'mean'> & { update: number })[],
  marker: number | undefined,
  kicks: readonly number[],
): Judgement | (Judgement & { name: string })[] {
  const last = checkpoints.at(-1);
  const before = checkpoints.filter(({ update }) => marker !== undefined && update < marker);
  if (!last || before.length === 0) return { verdict: 'inconclusive', reason: 'no bifurcation is known to compare with' };
  const meanBefore = before.reduce((sum, { mean }) => sum + mean, 0) / before.length;
  const conditions = [
    { name: 'few units at the end', ...judgeValue('Gini at the end', last.gini, 'at least', SPARSE) },
    { name: 'grown since', ...judgeValue('mean, relative to before,', last.mean / meanBefore, 'at least', GROWTH) },
  ];
  if (kicks.length > 0) {
    const { p } = kickOverlap(last.proxy, kicks);
    conditions.push({ name: 'kick units among them', ...judgeValue('p of the overlap with kick units', p, 'at most', CHANCE) });
  }
  return conditions;
}

/** Claim C18 in one verdict. */
export function judgeSecondOrder(...found: Parameters<typeof secondOrderConditions>): Judgement {
  const conditions = secondOrderConditions(...found);
  return Array.isArray(conditions) ? judgeAll(conditions) : conditions;
}
