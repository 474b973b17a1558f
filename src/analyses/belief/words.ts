import type { BeliefPlane } from '../../dynamics/emissions/beliefPlane';
import type { PosteriorDecoding } from '../../dynamics/emissions/posteriorDecoding';
import type { BeliefMoment } from './compute';

export const WORDS = {
  blind:
    'The network only generates: it never sees which output was drawn from its own probabilities. So h holds the belief only as far as it decides the draw, and R² stays below 1.',
  colours: 'Colours mix those of the states’ outputs by the exact belief, on both sides alike. The path is the live run.',
  band: 'Up and down means nothing on a segment: points are spread so that they can be seen.',
  source: 'Definition: docs/science.md, section 7.7.',
  shippedOnly: 'Beliefs are followed through trainings that ship with a network; this one has none.',
  curves: 'Held-out R² of the belief from h, and what h adds to the output, through training; arrow keys move the cursor',
  trainingNote: (n: number, of: string) =>
    `${n} checkpoints, each with a read-out of its own, fitted on 12 runs and judged on 12 others of 250 steps; intervals over held-out runs; gaps where the network grows without bound; ${of}.`,
};

/** How much of the belief the picture shows, where it cannot show all. */
export function planeText({ shape, shown, corners }: Pick<BeliefPlane, 'shape' | 'shown' | 'corners'>): string {
  const share = Number.isNaN(shown) ? '' : `${(100 * shown).toFixed(0)} % of their variance`;
  if (shape === 'tetrahedron')
    return `A tetrahedron seen from the side: the picture shows ${share || 'beliefs that do not vary'}.`;
  if (shape === 'projection')
    return `${corners.length / 2} corners fit in no solid that can be seen: this is the plane in which beliefs vary most, with ${share || 'no variance at all'}.`;
  return shape === 'segment' ? WORDS.band : '';
}

/** What h holds of the belief, beyond the output, in a sentence. */
export function beliefText({ hidden, memoryGain }: Pick<PosteriorDecoding, 'hidden' | 'memoryGain'>): string {
  const { value, n } = hidden.overall;
  if (Number.isNaN(value)) return 'The belief does not vary: there is nothing to read.';
  const read = `A linear read-out of h explains ${(100 * Math.max(0, value)).toFixed(0)} % of the variance of the belief on ${n} held-out runs.`;
  if (memoryGain.low > 0)
    return `${read} Beside the output it adds ${memoryGain.value.toFixed(2)} to R²: h remembers something of the outputs before.`;
  return `${read} Beside the output it adds nothing that can be told from 0.`;
}

/** When h began to add to the output, in a sentence. Three checkpoints in a row, as for the marker. */
export function trainingText(moments: readonly BeliefMoment[], marker: number | undefined): string {
  const known = moments.flatMap(({ update, found }) => (found ? [{ update, found }] : []));
  const first = known.findIndex((_, n) => known.slice(n, n + 3).every(({ found }) => found.memoryGain.low > 0));
  const last = known.at(-1);
  if (!last) return 'Every checkpoint grows without bound: no belief can be read.';
  const end = `At the end R² from h is ${last.found.hidden.value.toFixed(2)}.`;
  if (first < 0) return `At no three checkpoints in a row does h add to the output. ${end}`;
  const when = `From update ${known[first]!.update} on h adds to what the output alone tells, at three checkpoints in a row.`;
  return marker === undefined ? `${when} ${end}` : `${when} The marker of emergence is at update ${marker}. ${end}`;
}
