import { isSingle, type SkeletonMoment, skeletonBirth } from '../../dynamics/skeleton/throughTraining';
import type { Definition } from '../../ui/glossary';

/** A skeleton and a marker so far apart, as a share of the training, are clearly apart. */
const CLEARLY_APART = 0.1;

/**
 * When the skeleton changed, beside the marker of emergence, in a sentence or two.
 * @param marker update at which memory appears; undefined where it was not found, or not yet
 * @param length updates of the training
 */
export function birthText(moments: readonly SkeletonMoment[], marker: number | undefined, length: number): string {
  const { update, after } = skeletonBirth(moments);
  if (update === undefined) {
    const known = moments.filter(({ kind }) => kind !== undefined);
    const last = known.at(-1);
    const others = known.filter((moment) => !isSingle(moment)).length;
    if (!last) return 'No checkpoint has a skeleton: all of them grow without bound.';
    if (others > 0)
      return `The skeleton is more than one stable point at ${others} of ${known.length} checkpoints, but never at three in a row.`;
    return `The mean step comes to rest at one single point through the whole training. At the end its largest |μ| is ${last.largest.toFixed(2)}.`;
  }
  const when =
    after === undefined
      ? `From the first checkpoint on, update ${update}, the skeleton is more than one stable point, for three checkpoints in a row.`
      : `Between updates ${after} and ${update} the skeleton becomes more than one stable point, for three checkpoints in a row.`;
  if (marker === undefined) return `${when} The marker of emergence is not known yet.`;
  const apart = Math.abs(update - marker) / length;
  const percent = `${(100 * apart).toFixed(0)} % of the training`;
  return apart > CLEARLY_APART
    ? `${when} The marker of emergence is at update ${marker}: clearly apart, by ${percent}.`
    : `${when} The marker of emergence is at update ${marker}, ${percent} away.`;
}

export const WORDS = {
  shippedOnly: 'Skeletons are followed through trainings that ship with a network; this one has none.',
  figure:
    'Largest |μ| nearest the mean state, number of stable points and kind of the skeleton through training; arrow keys move the cursor',
  note: (n: number, of: string) =>
    `${n} checkpoints, 40 starts each, gaps where the network grows without bound; largest |μ| of the fixed point nearest the mean state of a driven run; ${of}.`,
  source: 'Definition: docs/science.md, section 7.4; marker: section 3.16.',
};

export const TERM: Definition = {
  title: 'Bifurcation of the skeleton',
  text: 'The skeleton of every checkpoint: its stable points, saddles and cycle. It changes at the first checkpoint from which on, three in a row, it is no longer one stable point: a second stable point appears, or the point loses its stability (largest |μ| above 1) to a cycle. Beside it the marker of emergence, which is found from the loss and from spectra along the noisy run. It is not in the paper.',
};
