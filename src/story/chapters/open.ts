import { act, type Chapter, set } from '../chapter';

export const open: Chapter = {
  id: 'open',
  steps: [
    {
      say: 'Some claims hold on every network here, some on none.',
      text: [
        [
          'Everything you saw can be tested on any network: ',
          act('the report', 'report'),
          ' takes the claims of the paper one by one, with numbers and intervals, and says reproduced, not reproduced, or inconclusive. On the 21 networks that ship here, the fall to a single point is reproduced 21 times, wandering in clusters and straight crossings 20 times, a few kick neurons in every direction 6 times.',
        ],
      ],
      figure: 'zones',
      notice:
        'The thresholds were written after the published figures were seen: fresh networks are the fairer test. Train some.',
    },
    {
      say: 'How are the probabilities written into the weights?',
      text: [
        [
          'A mechanism is not yet a translation. Which feature of the weights sets 0.05 rather than 0.1? How does a network with ',
          set('more states', { preset: 'chain-5' }),
          ' grade its outputs along the orbit? A review of the paper asked how the transition probabilities are written in; a full answer is not known.',
        ],
      ],
      figure: 'transitions',
      notice: 'In the lab: models fitted back to the network’s outputs, state probabilities read from h.',
    },
    {
      say: 'Is anything like it in a brain?',
      text: [
        [
          'The networks are small, without bias, trained on models of at most five states and three outputs, one kind of unit throughout. Nothing here has met neural data. What would you test first? Bring a model, sequences or weights of your own in the ',
          act('lab', 'lab'),
          '.',
        ],
      ],
      figure: 'training',
      notice: 'A network can be sent as a link or a file; a chapter can be prepared as a link.',
    },
  ],
  question: {
    ask: 'A claim fails on a network that matches the model well. Who is wrong: the claim or the network?',
    answer:
      'Neither, perhaps. Training finds one of many solutions. A claim that holds on some networks and not on others suggests that the task does not force that solution: recipe, size and luck have a say.',
  },
  formulas: [],
};
