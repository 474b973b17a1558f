import { act, type Chapter, scrub, see, set } from '../chapter';
import { fact } from '../facts';

export const noise: Chapter = {
  id: 'noise',
  steps: [
    {
      say: 'Fed fresh noise at every step and nothing else, it begins to circle.',
      text: [
        [
          `The network has ${fact('noise.units')} units. At each step every unit adds up what all units send it and a weighted sum of ${fact('noise.inputs')} fresh random numbers; what comes out negative is cut to zero. That is all. There is no clock, no other input, no bias. `,
          see('The picture', 'portrait'),
          ` shows its ${fact('noise.units')} numbers as one point, on two of the three axes along which they vary most.`,
        ],
        [
          'The colour is the output it favours. Its own outputs stand in the ',
          see('lower row', 'network-outputs'),
          ', those of the model in the upper one: the moments differ, the rhythm should be the same.',
        ],
      ],
      notice: 'It goes round one way only, and it lingers in two places.',
    },
    {
      say: 'One step, in six parts.',
      text: [
        [
          'Slowly: noise comes in; the units drive each other; the sum is cut at zero; three logits are read out; a random draw is added to each; the largest wins and is shown. Go through the parts, then ',
          set('leave slow mode', { slow: 'off' }),
          ' to see it run.',
        ],
      ],
      figure: 'slow',
      notice:
        'There are two kinds of chance: the noise moves the state, the draw only picks the output. The state never learns what was drawn.',
    },
    {
      say: 'More noise: a larger picture, the same timing, to the step.',
      text: [
        [
          'Now make the noise stronger: σ = ',
          scrub('sigma', 0.25, 4),
          '. The whole picture grows in proportion. A run from h = 0 with the same random numbers changes its favoured output at the very same steps. This is no discovery about training. It holds for every network of this kind, because cutting at zero commutes with scaling.',
        ],
        [
          'So σ does not set the timing. It only makes the drawn outputs ',
          set('more random', { sigma: 0.25 }),
          ' or ',
          set('more certain', { sigma: 4 }),
          '.',
        ],
      ],
      figure: 'noise-level',
      notice: 'Radius against σ: a straight line through the origin, in the standard deviation, not in the variance.',
    },
  ],
  todo: [act('Take the noise away', 'noise'), ' and see what is left.'],
  question: {
    ask: `The favoured output changes about every ${fact('noise.stay')} steps. You double σ. How often does it change now?`,
    answer:
      'Exactly as often, at exactly the same steps. With h starting at 0 and the same random numbers, the state is doubled at every step, and doubling all logits does not change which one is largest.',
  },
  formulas: [
    {
      tex: 'h_t=\\operatorname{ReLU}\\!\\big(W_{hh}\\,h_{t-1}+W_{in}\\,x_t\\big),\\quad x_t\\sim\\mathcal N(0,\\sigma^2 I),\\quad h_0=0',
      words: 'The network.',
    },
    {
      tex: '\\ell_t=W_{out}h_t,\\qquad y_t=\\arg\\max_k\\,(\\ell_{t,k}+g_k),\\quad g_k=-\\ln(-\\ln u_k)',
      words: 'The output: a draw from the softmax of the logits, by the Gumbel trick.',
    },
    {
      tex: 'h_t(\\sigma x)=\\sigma\\,h_t(x)\\qquad\\text{for every }\\sigma>0',
      words: 'The scaling identity: no bias, and ReLU(σz) = σ ReLU(z).',
    },
  ],
};
