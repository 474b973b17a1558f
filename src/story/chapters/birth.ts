import { act, type Chapter, see, set } from '../chapter';

export const birth: Chapter = {
  id: 'birth',
  steps: [
    {
      say: 'Before training: noise shakes the state about.',
      text: [
        [
          'This is the network before its first update. Its weights are random. The state turns, but nothing holds: the favoured output changes about every four steps. Training will compare sets of its sequences with sets of the model’s. Two helps of ours come on top, a small price on activity and, late, a term on pairs of outputs. Nobody asks it to circle.',
        ],
      ],
      figure: 'training',
      notice:
        'The start weights among the units are scaled up (gain 2), so it begins near the edge of stability. From gain 1, as in the paper, the wait is longer.',
    },
    {
      say: 'On the plateau: the right shares, no memory.',
      text: [
        [
          'Within twenty updates the loss falls to a plateau, and it waits there until about update 85. The outputs now come in the right shares, like dice with the right faces. The ',
          see('dashed line', 'figure'),
          ' is the loss of exactly such dice: outputs drawn one by one, with the model’s shares.',
        ],
      ],
      figure: 'training',
      notice: 'The favoured output still changes about every four steps.',
    },
    {
      say: 'Then it drops: memory comes, and with it the orbit.',
      text: [
        [
          'Between updates 85 and 130 the loss falls four fifths of the way to its floor. At ',
          set('85', { moment: 85 }),
          ' outputs still change every few steps. At ',
          set('100', { moment: 100 }),
          ' they last far too long. At ',
          set('120', { moment: 120 }),
          ' and ',
          set('155', { moment: 155 }),
          ' the state goes round about once for each round trip of the favoured output, from 0 to 2 and back.',
        ],
      ],
      figure: 'training',
      notice:
        'Checkpoints 90 and 95 grow without bound when they run freely, and 115 does after some 5,000 steps: memory by explosion, for a moment.',
    },
    {
      say: 'The whole training on one axis.',
      text: [
        [
          see('The timeline', 'figure'),
          ' holds loss, switching rate and spectrum together. ',
          act('Go to the bifurcation', 'bifurcation'),
          ' (key B). It is found by a fixed rule, not by eye.',
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
          ' (key T): here, in this tab, on your machine. The drop comes within seconds, the end of the recipe after minutes. And to see what one update is made of, ',
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
      'That the network cannot learn this model. Some runs did stay there to their end; the start weights and the size of the samples decide. A plateau in the loss is no proof that nothing is left to find.',
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
