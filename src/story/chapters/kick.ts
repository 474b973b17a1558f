import { type Chapter, see, set } from '../chapter';

export const kick: Chapter = {
  id: 'kick',
  steps: [
    {
      say: 'A few units are silent in the cluster and fire in the crossing.',
      text: [
        [
          'Some units receive strong inhibition while the state lingers, come up to their threshold in the kick-zone, and fire in the crossing. The paper calls them kick neurons. Many units fit that profile, and most of them merely follow. So each candidate is tested: hold it at zero, under the same noise, and count how often the favoured output still changes within 40 steps.',
        ],
      ],
      figure: 'kick',
      notice: 'Exits before → after, with an interval, beside the best of 40 random groups of the same size.',
    },
    {
      say: 'Two units silenced, and the state stays at output 2.',
      text: [
        [
          'In this network ',
          set('silencing group B', { actOn: 'group-B', mu: 0 }),
          ', two units of 64, keeps the state at output 2, but for short trips. The pale twin gets the same noise and goes on circling. ',
          set('Let them fire', { actOn: 'group-B', mu: 1 }),
          ', and within some hundred steps the two are one again: same noise, same path. You can also hold the key K.',
        ],
      ],
      figure: 'interventions',
      notice:
        'Group B held at zero: exits from output 2 within 40 steps fell from 64 % to less than 1 %, in the measurement that ships with this network. Here, at μ = 0, its units still receive their noise.',
    },
    {
      say: 'Random units do not do that.',
      text: [
        [
          'The control: three ',
          set('random units', { actOn: 'random', mu: 0 }),
          ' silenced. It goes on switching. And the other direction, ',
          set('group A', { actOn: 'group-A', mu: 0 }),
          ': with these three silenced the state is at output 0 nine steps in ten, for all its short trips to 2. They were found only by trying every group of three among the candidates.',
        ],
        [see('The live picture', 'portrait'), ' is one run; the panel measures many.'],
      ],
      figure: 'interventions',
      notice: 'Choose another draw of random units in the panel and compare.',
    },
  ],
  question: {
    ask: 'Does every network have three units that throw its switch?',
    answer:
      'No. By the bar used here (held at zero, a group of at most three lowers the exits to a quarter, and below every random group, in every direction that can be judged) 6 of the 21 networks that ship have them. In the network of the three-state chain, seed 1, no three of the candidates are enough in either direction. “A few units suffice” is a finding about some networks, and such units are not unique.',
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
