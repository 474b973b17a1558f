import { act, type Chapter, see, set } from '../chapter';
import { fact, percent } from '../facts';

export const why: Chapter = {
  id: 'why',
  steps: [
    {
      say: 'Noise does not cancel out: a rate cannot fall below zero.',
      text: [
        [
          'Noise pushes a unit up as often as down. But the unit passes on only what is above zero. At the cross, where nothing else comes in, its mean rate is 0.4 standard deviations of its noise. So noise moves the network on average, too. This chapter is not in the paper.',
        ],
      ],
      notice: 'The mean on the right settles above zero.',
    },
    {
      say: 'On average, the state goes to one of two places of rest.',
      text: [
        [
          'Average one step over all the noise it might get. ',
          see('The dashed line', 'portrait'),
          ' follows that average from the live state. It ends at one of two places of rest, one for each output; a saddle lies between them. The noisy state itself rests nowhere.',
        ],
      ],
      notice: 'The line turns to the other place at about the time when the state crosses.',
    },
    {
      say: 'Turn the noise down, and all of it draws in to the cross.',
      text: [
        [
          'Half the noise, half the distance of everything from the cross. Without noise all of it is one point. The noise does not just shake the state out of a place of rest: it makes the places of rest. ',
          set('Turn it up again', { sigma: 1 }),
          '.',
        ],
      ],
      notice: 'The axes stay; the pattern is the same at every level.',
    },
    {
      say: 'Let go at the saddle, some runs go one way, some the other.',
      text: [
        [
          `Let the same state go again and again, each time with fresh noise: of 800 runs ${percent('why.saddle')} favour output 0 after 12 steps. Here chance decides.`,
        ],
      ],
      notice: 'All runs begin as one and the same state.',
    },
    {
      say: 'Another network has no place of rest: its average goes round.',
      text: [
        [
          `The network of three states: its average closes on a line, round which it goes once in ${fact('why.lap')} steps. Of the ${fact('gallery.size')} networks here ${fact('why.switch')} have several places of rest and ${fact('why.cycle')} such a line; on the other ${fact('why.single')} the average rests at one point, and noise alone keeps the state moving.`,
        ],
      ],
      notice: 'The dashed line, the average from the live state on, winds onto the closed one.',
    },
  ],
  todo: ['Find the points of any network in ', act('the lab', 'lab'), ', under Dynamics, Skeleton.'],
  question: {
    ask: 'Two networks match their models. Why may the average rest in one and go round in the other?',
    answer: `Training asks for the statistics of the outputs, and for nothing else. Chance over a saddle gives them, and so does a turn that noise makes irregular. The model has a say: all ${fact('open.two')} networks of two states have two places of rest. In training they often appear long after the loss has dropped.`,
  },
  formulas: [
    {
      tex: 'F(m)_i=u_i\\,\\Phi(u_i/s_i)+s_i\\,\\varphi(u_i/s_i),\\quad u=W_{hh}m,\\quad s_i=\\sigma\\lVert (W_{in})_i\\rVert',
      words: 'The mean of the next state, where the state is m: exact, since the noise into a unit is normal.',
    },
    {
      tex: 'F_\\sigma(\\sigma m)=\\sigma F_1(m)',
      words: 'With σ times the noise, everything lies σ times as far from the cross.',
    },
  ],
};
