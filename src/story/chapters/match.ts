import { act, type Chapter, scrub, see } from '../chapter';
import { fact, percent, times } from '../facts';

export const match: Chapter = {
  id: 'match',
  steps: [
    {
      say: 'Count what follows what, and compare with the exact model.',
      text: [
        [
          see('The picture', 'portrait'),
          ' counts pairs of outputs while the network runs, and compares them with the exact model. The bar is the network, the tick the model. The bars settle as counts come in.',
        ],
      ],
      notice: 'The grey line on each bar is its 95 % interval. A row with few counts is not judged: its intervals are wide.',
    },
    {
      say: 'Trained at σ = 1, it matches the model only at σ = 1.',
      text: [
        [
          `The network was trained with σ = 1. With less noise its logits shrink and the draws become sloppy: ${times('match.quiet')} as many changes as the model makes. With more noise they grow, the draws almost always follow the favoured output, and only ${percent('match.loud')} as many changes are left. Another level adds a row: σ = `,
          scrub('sigma', 0.25, 4),
          '.',
        ],
      ],
      notice: 'Compare with the model in the top row. The largest difference grows on either side of σ = 1.',
    },
    {
      say: 'Other models are matched too, each by a network of its own.',
      text: [
        [
          'Each model has networks of its own; the picture shows one for each of five models. Matching pairs do not prove that everything is equal: the paper and the report also compare whole sequences.',
        ],
      ],
      notice: 'Each network has an error of its own. None is exact.',
    },
  ],
  todo: ['Put the network in view to the test: ', act('open the report', 'report'), '.'],
  question: {
    ask: 'Two large samples of the very same model are compared. Is their distance zero?',
    answer: `No. Any two finite samples differ. That distance is the floor: a loss at the floor is as good as the sample can tell, and a loss below it is a sign that the network’s sequences vary too little among themselves. The network shown first in this chapter ends at ${fact('match.floor')} of its floor.`,
  },
  formulas: [
    {
      tex: 'S(X,Y)=\\mathrm{OT}_\\varepsilon(X,Y)-\\tfrac12\\mathrm{OT}_\\varepsilon(X,X)-\\tfrac12\\mathrm{OT}_\\varepsilon(Y,Y),\\quad \\varepsilon=0.04',
      words: 'What training lowers: a Sinkhorn divergence between two sets of sequences (X the network’s, Y the model’s).',
    },
    {
      tex: '\\tfrac12\\lVert x-y\\rVert^2=\\#\\{t: x_t\\neq y_t\\}',
      words: 'The cost between two one-hot sequences is the number of steps at which they differ.',
    },
  ],
};
