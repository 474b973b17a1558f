import { act, type Chapter, see, set } from '../chapter';
import { capital, counted, fact, percent, word } from '../facts';

export const kick: Chapter = {
  id: 'kick',
  steps: [
    {
      say: 'Which units decide that the output changes?',
      text: [
        [
          `The paper finds units that are inhibited while the state lingers, come up to their threshold in the kick-zone and fire in the crossing: kick neurons. Here ${counted('kick.profiled', 'unit')} fit that profile for the change from output ${fact('kick.B.from')}, but ${word('kick.followers')} of them have little effect by themselves. So every unit that fires on the way out is tested: it is silenced, under the same noise, and we count how often the favoured output still changes within 40 steps.`,
        ],
      ],
      notice:
        'k* is the least number of units whose silencing leaves at most a quarter of the exits. If all of them have the paper’s profile they are called a kick group, otherwise a causal group.',
    },
    {
      say: `${capital(counted('kick.B.units', 'unit'))} silenced, and the state stays at output ${fact('kick.B.from')}.`,
      text: [
        [
          'In this network ',
          set('silencing group B', { actOn: 'group-B', mu: 0 }),
          `, a ${fact('kick.B.kind')} of ${counted('kick.B.units', 'unit')} out of ${fact('noise.units')}, keeps the state at output ${fact('kick.B.from')} for ${percent('kick.B.stay')} of the time; the rest are brief excursions. The pale twin gets the same noise and goes on circling. `,
          set('Let them fire', { actOn: 'group-B', mu: 1 }),
          `, and within about ${fact('kick.meet')} steps the two coincide again: same noise, same path. You can also hold the key K.`,
        ],
      ],
      figure: 'interventions',
      notice: `Group B held at zero: exits from output ${fact('kick.B.from')} within 40 steps fell from ${percent('kick.before')} to ${percent('kick.after')}, in the measurement that ships with this network. Here, at μ = 0, its units still receive their noise.`,
    },
    {
      say: 'Random units do not do that.',
      text: [
        [
          'The control: silence ',
          set('random units', { actOn: 'random', mu: 0 }),
          ' instead, as many as group A has. The state goes on switching. And the other direction, ',
          set('group A', { actOn: 'group-A', mu: 0 }),
          `: with its ${counted('kick.A.units', 'unit')} silenced the state spends ${percent('kick.A.stay')} of the time at output ${fact('kick.A.from')}.`,
        ],
        [see('The live picture', 'portrait'), ' is one run; the panel measures many.'],
      ],
      figure: 'interventions',
      notice: 'Choose another draw of random units in the panel and compare.',
    },
  ],
  todo: ['Silence units of your own choice: pick them in the ', act('lab', 'lab'), '.'],
  question: {
    ask: 'Does every network have a few units that flip its switch?',
    answer: `The bar used here: in every direction that can be judged k* is at most three, or 5 % of all units, and few random groups of that size do as well (p ≤ 0.05). Of the networks trained by the live recipe ${fact('open.few.live')} of ${fact('open.live')} meet it, of those by the paper’s ${fact('open.few.paper')} of ${fact('open.paper')}; there k* goes from ${word('kick.fewest')} to ${word('kick.most')}. Other small groups may do as well: such units are not unique.`,
  },
  formulas: [
    {
      tex: 'r_i=(W_{hh}h)_i,\\qquad \\bar r_i^{\\,\\text{cluster}}<0<\\bar r_i^{\\,\\text{transition}},\\quad d^{\\prime}>1.5',
      words:
        'The profile of a candidate: its recurrent drive r, on average in the cluster it would leave and in the crossing; d′ is the difference in pooled standard deviations.',
    },
    {
      tex: 'z=c\\odot(W_{hh}h)+n\\odot(W_{in}x),\\qquad c_i=\\mu\\ \\text{on the group}',
      words:
        'The intervention: the gain μ on what all units send to the group; the noise n stays 1. μ = 0 silences, μ = 1 leaves alone. A unit held at zero gets neither.',
    },
  ],
};
