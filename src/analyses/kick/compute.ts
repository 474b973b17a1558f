import { type Judgement, judgeAll } from '../../dynamics/judge';
import { groupKind } from '../../dynamics/kick/kickGroups';
import { type KickDirection, type KickReport, kickNeurons, scoreKickGroup } from '../../dynamics/kick/kickNeurons';
import { type KickScore, MIN_RANDOM, SIGNIFICANT, silences } from '../../dynamics/kick/kickScore';
import { within } from '../../math/progress';
import type { Estimate } from '../../math/statistics';
import type { RnnWeights } from '../../rnn/weights';

interface KickInput {
  weights: RnnWeights;
  /** Up to how many units all groups are tried. */
  size: number;
  seed: number;
}

/** The units that start a change of output (docs/science.md §3.14). */
export const kick = ({ weights, seed, size }: KickInput) => kickNeurons(weights, { seed, size });

/** A group changed by hand, scored in each of its directions. */
export interface EditedScore {
  from: number;
  to: number;
  score: KickScore;
}

interface KickScoreInput {
  weights: RnnWeights;
  report: KickReport;
  edits: { from: number; to: number; units: number[] }[];
}

/** Scores of groups changed by hand, under the draws of the report. */
export function* kickScore({ weights, report, edits }: KickScoreInput): Generator<number, EditedScore[], void> {
  const scores: EditedScore[] = [];
  for (const [n, { from, to, units }] of edits.entries()) {
    const score = yield* within(scoreKickGroup(weights, report, { from, to }, units), n / edits.length, (n + 1) / edits.length);
    scores.push({ from, to, score });
  }
  return scores;
}

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
