import type { Definition } from '../../ui/glossary';

export const RANK = {
  title: 'Rank',
  lead: 'How much of the recurrent weights does the switch need? Of what training changed, only the largest parts are kept, one more at each step of the slider; the noise is the same.',
  term: {
    title: 'Rank k',
    text: 'The change of W_hh by training is a sum of parts of rank 1, the largest first (its singular value decomposition). W₀ plus k of them is a network of its own, run for 10,000 steps. Where W₀ is not known, W_hh itself is cut. The switch is kept where every direction with at least 20 changes is left between half and twice as often, at this rank and at all larger ones looked at. It is not in the paper.',
  } satisfies Definition,
};
