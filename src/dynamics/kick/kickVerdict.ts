import type { Estimate } from '../../math/statistics';
import { type Judgement, judgeAll } from '../judge';
import { groupKind } from './kickGroups';
import type { KickDirection, KickReport } from './kickNeurons';
import { type KickScore, MIN_RANDOM, SIGNIFICANT, silences } from './kickScore';

/**
 * Claim C10: in every direction, silencing a few units (k* at most 3, or 5 % of all) leaves at most a quarter of the exits on
 * held-out starts, and random groups rarely do as well. Directions with too few states do not count.
 */
export function judgeKick({ directions }: Pick<KickReport, 'directions'>): Judgement {
  const judged = directions.filter(({ verdict }) => verdict !== 'scarce');
  if (judged.length === 0) return { verdict: 'inconclusive', reason: 'no change of label is frequent enough to be judged' };
  return judgeAll(judged.map(judgeDirection));
}

function judgeDirection({ from, to, score, fewest }: KickDirection): Judgement {
  const name = `${from} → ${to}`;
  if (!score || score.group.length === 0) return { verdict: 'not-reproduced', reason: `${name}: no unit lowers the exits` };
  const { group, most, null: random, asWell, p } = score;
  const left = leftText(score);
  if (fewest === undefined || !silences({ clamped: score.ratio, muted: score.muted }))
    return { verdict: 'not-reproduced', reason: `${name}: no group leaves a quarter of the exits or fewer; the best, ${left}` };
  if (group.length > most)
    return { verdict: 'not-reproduced', reason: `${name}: it takes ${fewest} units, more than ${most}; ${left}` };
  if (random.length < MIN_RANDOM)
    return { verdict: 'inconclusive', reason: `${name}: ${left}; too few units fire to draw random groups from` };
  const chance = `${asWell} of ${random.length} random groups do as well, p = ${p.toFixed(3)}`;
  return { verdict: p <= SIGNIFICANT ? 'reproduced' : 'not-reproduced', reason: `${name}: ${left}; ${chance}` };
}

/** The share of the exits that a group leaves, in words, for both ways of silencing. */
function leftText({ group, ratio, muted, inProfile }: KickScore): string {
  const of = ({ value, low, high }: Estimate) => `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
  return `${groupKind(inProfile.length === group.length)} {${group.join(', ')}} leaves ${of(ratio)} of the exits held at 0, ${of(muted)} unheard`;
}
