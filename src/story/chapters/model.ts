import { act, type Chapter, see } from '../chapter';

export const model: Chapter = {
  id: 'model',
  steps: [
    {
      say: 'A hidden state jumps; all we see is what it shows.',
      text: [
        [
          'A hidden Markov model is a machine with a state that nobody sees. At every step it may jump to another state, with fixed probabilities, and then it shows one of a few outputs, again by chance. ',
          see('The picture', 'portrait'),
          ' is such a machine at work. We are allowed to see only what stands below the line, newest on the right.',
        ],
        [
          'This one has two states. It stays where it is with probability 0.95 and leaves with 0.05. State 0 shows output 0 in 99 of 100 steps, state 1 shows output 2; the rest is output 1.',
        ],
      ],
      notice: 'Long stretches of one colour: the state is sticky.',
    },
    {
      say: 'More states: the same shares of colours, but shorter stretches.',
      text: [
        [
          'Put two, three, four or five states in a row: ',
          see('the four rows', 'outputs'),
          ' are drawn from such chains. However long the chain, outputs 0 and 2 each take 49.5 % of the steps and output 1 takes 1 %. What changes is how long a stretch lasts, and how far the machine has to travel to the other end.',
        ],
      ],
      notice:
        'In a chain of three the middle state shows outputs 0 and 2 equally often: a single output no longer tells the state.',
    },
    {
      say: 'Memory is in the pairs: which output follows which.',
      text: [
        [
          'Shares cannot tell a model with memory from dice. Pairs can. In the two-state chain, output 0 is followed by output 0 with probability 0.94; dice with the same shares would give 0.495. ',
          see('The picture', 'portrait'),
          ' counts the pairs of the model and those of such dice.',
        ],
      ],
      notice: 'Output 1 is rare, about one output in a hundred: its counts come in slowly, and its intervals stay wide.',
    },
  ],
  todo: ['Draw a model of your own in the ', act('lab', 'lab'), ', and see what it shows.'],
  question: {
    ask: 'Every chain here starts in any of its states with equal probability, and these probabilities never change. What must the transition matrices have in common?',
    answer:
      'Every column sums to 1 as well as every row (they are symmetric). Then an even spread over the states stays even, and every statistic is the same at every step.',
  },
  formulas: [
    {
      tex: 'P(s_{t+1}=j \\mid s_t=i)=A_{ij},\\qquad P(y_t=k\\mid s_t=i)=B_{ik}',
      words: 'Transition matrix A, emission matrix B.',
    },
    {
      tex: 'O_{kl}=\\frac{\\big(B^{\\top}\\operatorname{diag}(\\pi)\\,A\\,B\\big)_{kl}}{f_k},\\qquad f=\\pi B',
      words:
        'Which output follows which: O, from the stationary distribution π. This is how the exact numbers are computed; nothing is sampled.',
    },
  ],
};
