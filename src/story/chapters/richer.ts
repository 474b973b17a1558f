import { act, type Chapter, see, set } from '../chapter';

export const richer: Chapter = {
  id: 'richer',
  steps: [
    {
      say: 'Three states in a row: the same orbit.',
      text: [
        [
          'The three-state chain has a middle state that shows outputs 0 and 2 equally often. Its network still draws one loop, gone round one way, about once for each way there and back: the middle has no colour of its own. Compare ',
          set('four', { preset: 'chain-4' }),
          ' and ',
          set('five states', { preset: 'chain-5' }),
          ': always one sense, but only 0.5 to 0.6 of a turn in three of their six networks.',
        ],
      ],
      figure: 'rotation',
      notice:
        'With more states the favourite is less clear: 91, 67, 53 and 48 of 100 steps lie in a cluster, for two to five states.',
    },
    {
      say: 'All connected: loops for pairs of outputs.',
      text: [
        [
          'Here any of three states can follow any other. Take ',
          see('two outputs at a time', 'figure'),
          ', in axes of their own: in two of the three pairs the state of this network circles about once per round trip, much as in a chain of two.',
        ],
      ],
      figure: 'subspaces',
      notice:
        'The third pair circles far less. The paper reads this as composition: complex models out of copies of one motif. Its full test failed or stayed open on all seven such networks that ship here.',
    },
    {
      say: 'A ring whose states share an output.',
      text: [
        [
          'In the ring of four, states 1 and 3 both show output 1 in nine of ten steps, and both lead on to states 0 and 2. Only the tenth step tells them apart: state 1 then shows 0, state 3 shows 2. Does the network hold them apart? ',
          set('Turn it in space', { plane: '3d' }),
          ' and look at the passages through output 1.',
        ],
      ],
      figure: 'model',
      notice:
        'Hardly. Two rare outputs in a row, within one stay at output 1, agree in 56 of 100 cases in the three ring networks here (50 would be chance); within one state of the model they always do.',
    },
    {
      say: 'Train on from here: is the old switch reused?',
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
