import type { RankView } from './compute';

/** The smallest rank that keeps the switch, in a sentence. */
export function fewestText({ fewest, cut, hiddenSize }: Pick<RankView, 'fewest' | 'cut' | 'hiddenSize'>): string {
  if (fewest === undefined) return 'The whole network changes its output too rarely to tell what its switch needs.';
  if (fewest === hiddenSize) return 'Only the whole network keeps the switch: no smaller rank that was looked at does.';
  const parts = `${fewest} of ${hiddenSize} parts`;
  return cut === 'change'
    ? fewest === 0
      ? 'The start weights alone keep the switch.'
      : `The start weights and ${parts} of the change keep the switch.`
    : `${parts} of the weights keep the switch.`;
}

export const WORDS = {
  slider: (cut: RankView['cut']) => (cut === 'change' ? 'parts of the change kept' : 'parts of W_hh kept'),
  unbounded: 'At this rank the state grows without bound.',
  pale: 'Pale: the whole network under the same noise.',
  unknownStart: 'The weights before training are not known here, so W_hh itself is cut.',
  source: 'Definition: docs/science.md, section 7.5.',
};
