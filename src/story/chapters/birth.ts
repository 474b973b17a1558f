import { act, type Chapter, see, set } from '../chapter';

export const birth: Chapter = {
  id: 'birth',
  steps: [
    {
      say: 'Before training: noise shakes the state about.',
      text: [
        [
          'This is the network before its first update: random weights, no orbit. Its training will compare sets of its sequences with sets of the model’s, and nothing else: nobody asks it to circle.',
        ],
      ],
      figure: 'training',
      notice:
        'The start weights are scaled up (gain 2): it begins near the edge of stability. The paper starts at gain 1, and needs longer.',
    },
    {
      say: 'On the plateau: the right shares, no memory.',
      text: [
        [
          'Within tens of updates the loss falls to a plateau and stays there. The outputs now come in the right shares, like dice with the right faces. The ',
          see('dashed line', 'figure'),
          ' is the loss of exactly such dice: the model’s sequences with their order shuffled.',
        ],
      ],
      figure: 'training',
      notice: 'The favoured output changes every few steps; nothing holds.',
    },
    {
      say: 'Then it drops: orbit and memory appear together.',
      text: [
        [
          'Between updates 90 and 130 the loss falls towards its floor. In the same stretch the state begins to circle, and outputs begin to last. Step through: ',
          set('85', { moment: 85 }),
          ', ',
          set('100', { moment: 100 }),
          ', ',
          set('115', { moment: 115 }),
          ', ',
          set('155', { moment: 155 }),
          '.',
        ],
      ],
      figure: 'training',
      notice:
        'Two checkpoints of this stretch (90 and 95) grow without bound when they run freely: memory by explosion, for a moment.',
    },
    {
      say: 'The whole training on one axis.',
      text: [
        [
          see('The timeline', 'figure'),
          ' holds loss, switching rate and spectrum side by side. ',
          act('Go to the bifurcation', 'bifurcation'),
          ' (key B). It is judged by a rule written down beforehand, not by eye.',
        ],
      ],
      figure: 'emergence',
      notice: 'The checkpoints are analysed while you watch; the curve fills from coarse to fine.',
    },
    {
      say: 'Now train one yourself.',
      text: [
        [
          act('Train a fresh network', 'train'),
          ' (key T): here, in this tab, on your machine. It takes from seconds to a few minutes. And to see what one update is made of, ',
          set('take one apart', { slow: 'update' }),
          '.',
        ],
      ],
      figure: 'training',
      notice: 'The portrait follows your network as soon as it has a bounded checkpoint.',
    },
  ],
  question: {
    ask: 'The loss sits on the plateau, the gradient is small, the shares are right. What would you conclude if you stopped there?',
    answer:
      'That the network cannot learn this model. Some runs do stay there: how long depends on the start weights and on the size of the samples compared. A plateau in the loss is no proof that nothing is left to find.',
  },
  formulas: [
    {
      tex: '\\frac{\\partial S}{\\partial x_i}=\\frac1N\\Big(\\sum_k Q_{ik}x_k-\\sum_j P_{ij}y_j\\Big)',
      words:
        'The gradient at an output sequence: the mean of its own set around it minus the mean of the model’s, weighted by the transport plans.',
    },
    {
      tex: '\\frac{\\partial L}{\\partial \\ell}=\\frac1\\tau\\,s\\circ\\big(v-\\langle s,v\\rangle\\big),\\quad s=\\operatorname{softmax}\\frac{\\ell+g}\\tau',
      words: 'Through the draw: straight-through, with the soft output in place of the hard one (v the gradient at the output).',
    },
  ],
};
