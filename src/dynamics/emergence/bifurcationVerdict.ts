import type { Judgement } from '../judge';
import { type Bifurcation, beforeAfter, type CheckpointValue, EVALUATION, firstConfirmed } from './emergence';

/** Share of the training within which all must happen (claim C16). */
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
 * C16: TR halves, the loss leaves its plateau and the unstable or critical fraction rises within the same 10 % of training. What is seen
 * at a checkpoint happened since the one before: reproduced when all happened together wherever in these gaps they did, not reproduced
 * when they did not wherever. The rule was written after seeing such curves (docs/science.md §5).
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
