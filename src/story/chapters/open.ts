import { act, type Chapter, set } from '../chapter';
import { fact } from '../facts';

/** On how many networks of the live recipe and of the paper's something holds. */
const both = (finding: 'falls' | 'turns' | 'zones' | 'few' | 'compete' | 'traps'): string =>
  `${fact(`open.${finding}.live`)} and ${fact(`open.${finding}.paper`)}`;

export const open: Chapter = {
  id: 'open',
  steps: [
    {
      say: 'Some claims hold on every network here, others on some.',
      text: [
        [
          'Everything you saw can be tested on any network: ',
          act('the report', 'report'),
          ' takes the claims of the paper one by one, with numbers and intervals, and says reproduced, not reproduced, inconclusive or not applicable.',
        ],
        [
          `Counted first over the ${fact('open.live')} networks trained by the live recipe, then over the ${fact('open.paper')} by the paper’s: the state falls to a single point on ${both('falls')}; it turns once per round trip on ${both('turns')}, of ${fact('open.chains.live')} and ${fact('open.chains.paper')} chains; it wanders in clusters and crosses straight on ${both('zones')}; a few units flip the switch on ${both('few')}; two populations compete for it on ${both('compete')}; silencing the few traps the state on ${both('traps')}.`,
        ],
      ],
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
      notice: 'In the lab: models fitted back to the network’s outputs, state probabilities read from h.',
    },
    {
      say: `${fact('gallery.size')} small networks: ${fact('gallery.rings')} of them draw a ring.`,
      text: [
        [
          'Is anything like it in a brain? The networks are small, without bias, trained on models of at most five states and three outputs, with one kind of unit throughout. Nothing here has met neural data. What would you test first? Bring a model, sequences or weights of your own to the ',
          act('lab', 'lab'),
          '.',
        ],
      ],
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
