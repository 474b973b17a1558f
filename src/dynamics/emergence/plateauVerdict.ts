import { meanEstimate } from '../../math/statistics';
import { type Judgement, judge, judgeAll } from '../judge';
import { type Bifurcation, EVALUATION, type LossLines } from './emergence';

/** The loss has come down to its plateau once it is within this share of it. */
const ARRIVED = 1.1;
/** Largest relative distance of the mean from the loss without memory (claim C17). */
const NEAR = 0.03;
/** Evaluations below which there was no plateau to speak of. */
const MIN_EVALUATIONS = 3;

/**
 * Claim C17: while it waits, the loss is that of a machine without memory, within 3 %. The plateau reaches from the first evaluation within a
 * tenth of that loss to where the drop begins; the interval is over evaluations of 10 updates, all within the first phase of the run, as
 * the lines change with batch and length.
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
