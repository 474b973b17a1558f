import { act, type Chapter, see, set } from '../chapter';
import { fact, numberOf } from '../facts';

export const richer: Chapter = {
  id: 'richer',
  steps: [
    {
      say: 'More states in a row: the same orbit.',
      text: [
        [
          'The three-state chain has a middle state that shows outputs 0 and 2 equally often. Its network still draws one loop and goes round it one way, about once per round trip of the favoured output: the middle has no colour of its own. Open ',
          set('four', { preset: 'chain-4' }),
          ' and ',
          set('five states', { preset: 'chain-5' }),
          `. Of the networks of three to five states ${fact('richer.once')} of ${fact('richer.onceOf')} circle so.`,
        ],
      ],
      notice: `With more states the favourite is less clear: ${fact('richer.cluster.chain-2')}, ${fact('richer.cluster.chain-3')}, ${fact('richer.cluster.chain-4')} and ${fact('richer.cluster.chain-5')} of 100 steps lie in a cluster, for two to five states.`,
    },
    {
      say: 'All connected: a loop for each pair of outputs?',
      text: [
        [
          'Here any of three states can follow any other. Take ',
          see('two outputs at a time', 'portrait'),
          `, in axes of their own. In a chain of two the state turns once per round trip. Here it turns ${fact('richer.pair01')} times between outputs 0 and 1, ${fact('richer.pair12')} times between 1 and 2, and ${fact('richer.pair02')} times between 0 and 2.`,
        ],
      ],
      notice: `The paper interprets this as compositionality: complex models made of copies of one motif. The full test also asks for kick neurons that belong to the output they lead to; ${fact('richer.composed')} of the ${fact('richer.composedOf')} such networks here ${numberOf('richer.composed') === 1 ? 'passes' : 'pass'} it.`,
    },
    {
      say: 'A ring of four states: two of them show the same colour.',
      text: [
        [
          'In the ring of four, states 1 and 3 both show output 1 in nine of ten steps, and both lead on to states 0 and 2. Only the tenth step tells them apart: state 1 then shows 0, state 3 shows 2. Does the network hold them apart?',
        ],
      ],
      notice: `Hardly. Two rare outputs in a row, within one stay at output 1, agree in ${fact('richer.agree')} of 100 cases in the ring networks here. By chance it would be 50; within one state of the model they always agree.`,
    },
    {
      say: 'Trained on with three states: will it use the same units again?',
      text: [
        [
          'Take the network of the two-state chain and ',
          act('let it learn the three-state chain', 'learn-chain-3'),
          '. ',
          see('The panel', 'figure'),
          ' compares kick neurons before and after: are the same units used again? This is an experiment: the answer is not given here.',
        ],
      ],
      figure: 'reuse',
      notice: 'It trains in the tab and takes some minutes; compare whenever you like.',
    },
  ],
  todo: ['Draw your own model in the ', act('lab', 'lab'), '.'],
  question: {
    ask: 'States 0 and 2 of the ring are no neighbours. What would you expect of the pair of outputs 0 and 2?',
    answer:
      'No loop: the way leads through output 1, so a stretch that favours only 0 and 2 holds, almost always, a single one of them.',
  },
  formulas: [
    {
      tex: 'q=p^{1/(M-1)},\\quad p=0.05',
      words:
        'Chains: the chance to cross the whole chain in M − 1 steps is the same 0.05 for every number of states M; so the single steps get likelier.',
    },
  ],
};
