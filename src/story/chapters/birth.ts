import { act, type Chapter, see, set } from '../chapter';
import { fact, numberOf, times } from '../facts';

export const birth: Chapter = {
  id: 'birth',
  steps: [
    {
      say: 'Before training: a tangle about the resting point, and no rhythm.',
      text: [
        [
          `This is the network before its first update. Its weights are random; nothing holds: the favoured output lasts ${fact('birth.stayFirst')} steps on average. Training will compare sets of its sequences with sets of the model’s. Nobody asks it to circle.`,
        ],
      ],
      figure: 'training',
      notice: `The paper’s recipe starts from plain random weights and takes batches of 4,096 sequences. The live recipe takes ${fact('birth.batch')}; so that such small batches leave the plateau too, its read-out is ${times('birth.readout')} as large at the start.`,
    },
    {
      say: 'On the plateau: the right shares, no memory.',
      text: [
        [
          `By update ${fact('birth.reached')} the loss has fallen to a plateau, and it waits there until about update ${fact('birth.left')}. The outputs now come in the right shares, like dice with the right faces: `,
          see('the third row', 'outputs'),
          ' is such dice, with outputs drawn one by one. Their loss is the height of the plateau.',
        ],
      ],
      notice: `The favoured output still lasts only ${fact('birth.stayPlateau')} steps.`,
    },
    {
      say: 'The loss drops and memory comes; later comes the orbit.',
      text: [
        [
          `Between updates ${fact('birth.left')} and ${fact('birth.done')} the loss falls three quarters of the way to its floor. At `,
          set(fact('birth.edge'), { moment: numberOf('birth.edge') }),
          ` the favoured output lasts ${fact('birth.stayEdge')} steps, at `,
          set(fact('birth.after'), { moment: numberOf('birth.after') }),
          ` it lasts ${fact('birth.stayAfter')}. At `,
          set(fact('birth.circles'), { moment: numberOf('birth.circles') }),
          ' the state goes round about once for each round trip of the favoured output, from 0 to 2 and back.',
        ],
      ],
      figure: 'training',
      notice: `At first memory comes by explosion: ${fact('birth.unbounded')} of the ${fact('birth.checkpoints')} checkpoints grow without bound when they run freely. Within sequences of ${fact('birth.short')} steps that does no harm; later the recipe takes ${fact('birth.long')}, and the loss jumps to the scale of longer sequences.`,
    },
    {
      say: 'The whole training on one axis.',
      text: [
        [
          see('The timeline', 'figure'),
          ' holds loss, switching rate and spectrum together. ',
          act('Go to the bifurcation', 'bifurcation'),
          ' (key B). A fixed rule finds it, not the eye.',
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
          ' (key T): here, in this tab. The drop comes soon, the end of the recipe after some minutes. And to see what one update is made of, ',
          set('take one apart', { slow: 'update' }),
          '.',
        ],
      ],
      notice: 'The portrait follows your network as soon as it has a bounded checkpoint.',
    },
  ],
  question: {
    ask: 'The loss sits on the plateau, the gradient is small, the shares are right. What would you conclude if you stopped there?',
    answer:
      'That the network cannot learn this model. Some runs did stay there to their end; the start weights, the length of the sequences and the size of the batches decide. A plateau in the loss is no proof that nothing is left to find.',
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
