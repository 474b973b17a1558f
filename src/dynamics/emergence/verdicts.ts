import { meanEstimate } from '../../math/statistics';
import { type Judgement, judge, judgeAll, judgeValue } from '../judge';
import { topUnits } from '../units';
import { type Bifurcation, beforeAfter, type CheckpointValue, EVALUATION, firstConfirmed, type LossLines } from './emergence';
import { overlap, type SecondOrder } from './secondOrder';

/** All must happen within this share of the training (claim C16). */
const TOGETHER = 0.1;

/** Something that happened after update `after` and not later than `by`. */
interface Moment {
  what: string;
  after: number;
  by: number;
}

/** First bounded checkpoint whose TR is at most half of its mean before the drop, as is that of the next; undefined without one. */
export function halvingTime(
  rates: readonly CheckpointValue[],
  times: Pick<Bifurcation, 'dropStart' | 'update'>,
): number | undefined {
  const { before } = beforeAfter(rates, times);
  return before && firstConfirmed(bounded(rates), ({ estimate }) => estimate.value <= before.value / 2)?.update;
}

const bounded = (rates: readonly CheckpointValue[]) =>
  rates.filter(({ divergent, estimate }) => !divergent && Number.isFinite(estimate.value));

/**
 * C16: TR halves, the loss leaves its plateau and the unstable or critical fraction rises within the same 10 % of training. An
 * event seen at a checkpoint happened at some time since the one before. The claim is reproduced if the events were together
 * wherever in these gaps they happened, and not reproduced if they were not together wherever they happened. The rule was written
 * after seeing such curves (docs/science.md §5).
 * @param rates transition rate at each checkpoint, in order of update
 * @param spectrumUpdates updates of the checkpoints where the fraction is known, in order
 * @param updates length of the training
 */
export function judgeBifurcation(
  found: Bifurcation,
  rates: readonly CheckpointValue[],
  spectrumUpdates: readonly number[],
  updates: number,
): Judgement {
  const { lossTime, spectrumTime } = found;
  if (lossTime === undefined)
    return { verdict: 'inconclusive', reason: 'the loss never left its plateau: there is no bifurcation to time' };
  if (!beforeAfter(rates, found).before)
    return { verdict: 'inconclusive', reason: 'no bounded checkpoint before the loss drops: there is nothing to compare with' };
  const halved = halvingTime(rates, found);
  if (spectrumTime === undefined || halved === undefined) {
    const missing =
      spectrumTime === undefined ? 'the unstable or critical fraction never rose' : 'the transition rate never halved';
    return { verdict: 'not-reproduced', reason: `the loss left its plateau by update ${lossTime}, but ${missing}` };
  }
  const rateUpdates = bounded(rates).map(({ update }) => update);
  return judgeMoments(
    [
      { what: 'the loss left its plateau', after: lossTime - EVALUATION, by: lossTime },
      seenAt('the unstable or critical fraction rose', spectrumTime, spectrumUpdates),
      seenAt('the transition rate halved', halved, rateUpdates),
    ],
    updates,
  );
}

function seenAt(what: string, by: number, seen: readonly number[]): Moment {
  return { what, after: seen.findLast((update) => update < by) ?? by, by };
}

function judgeMoments(moments: readonly Moment[], updates: number): Judgement {
  const after = moments.map((moment) => moment.after);
  const by = moments.map((moment) => moment.by);
  const widest = (Math.max(...by) - Math.min(...after)) / updates;
  const narrowest = Math.max(0, Math.max(...after) - Math.min(...by)) / updates;
  const verdict = widest <= TOGETHER ? 'reproduced' : narrowest > TOGETHER ? 'not-reproduced' : 'inconclusive';
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const said = moments.map((moment) => `${moment.what} by update ${moment.by}`).join(', ');
  return {
    verdict,
    reason: `${said}: within ${percent(narrowest)} to ${percent(widest)} of training; the bound is ${percent(TOGETHER)}`,
  };
}

/** The loss has reached its plateau when it is below this multiple of it. */
const ARRIVED = 1.1;
/** Largest relative distance of the mean from the loss without memory (claim C17). */
const NEAR = 0.03;
/** With fewer evaluations there was no real plateau. */
const MIN_EVALUATIONS = 3;

/**
 * Claim C17: on its plateau, the loss is that of outputs without memory, within 3 %. The plateau reaches from the first
 * evaluation within a tenth of that loss to the beginning of the drop. The interval is over evaluations of 10 updates, all within
 * the first phase of the run, because the lines change with batch and length.
 * @param losses losses[u] is the loss at update u
 */
export function judgePlateau(
  losses: readonly number[],
  landmarks: readonly LossLines[],
  { dropStart }: Pick<Bifurcation, 'dropStart'>,
): Judgement {
  const [lines, next] = landmarks;
  if (!lines || dropStart === undefined) return { verdict: 'inconclusive', reason: 'the loss has not left its plateau' };
  const end = Math.min(dropStart, next?.firstUpdate ?? Number.POSITIVE_INFINITY);
  const ratios: number[] = [];
  for (let from = 0; from + EVALUATION <= end; from += EVALUATION) {
    const mean = losses.slice(from, from + EVALUATION).reduce((a, b) => a + b, 0) / EVALUATION;
    if (ratios.length > 0 || mean <= ARRIVED * lines.plateau) ratios.push(mean / lines.plateau);
  }
  if (ratios.length < MIN_EVALUATIONS)
    return {
      verdict: 'inconclusive',
      reason: `the loss left the plateau at once: ${ratios.length} evaluations of ${EVALUATION} updates lie on it`,
    };
  const estimate = meanEstimate(ratios);
  const name = 'the mean loss on the plateau, relative to that without memory,';
  return judgeAll([
    judge({ name, estimate, threshold: 1 - NEAR, sense: 'at least' }),
    judge({ name, estimate, threshold: 1 + NEAR, sense: 'at most' }),
  ]);
}

/** Number of units whose overlap with the kick groups is tested (claim C18). */
const TOP = 10;
const SPARSE = 0.5;
const GROWTH = 3;
const CHANCE = 0.05;

/** How many of the ten largest units are kick units. @param kicks distinct units */
export const kickOverlap = (proxy: ArrayLike<number>, kicks: readonly number[]) =>
  overlap(topUnits(proxy, TOP), kicks, proxy.length);

/**
 * The conditions of claim C18, or the reason why they cannot be judged. The Gini coefficient of √|E δ²| is at least .5 at the
 * last checkpoint. Its mean is at least three times that before the bifurcation. Its ten largest units include more kick units
 * than by chance (p < .05). The recursion has no trials, so values are judged without intervals.
 * @param checkpoints in order of training
 * @param marker update of the bifurcation
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
