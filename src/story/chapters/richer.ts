import { act, type Chapter, see, set } from '../chapter';

export const richer: Chapter = {
  id: 'richer',
  steps: [
    {
      say: 'Three states in a row: the same orbit.',
      text: [
        [
          'The three-state chain has a middle state that shows outputs 0 and 2 equally often. Its network still draws one loop, gone round one way: the middle is a place on the way, not a third cluster of its own colour. Compare ',
          set('four', { preset: 'chain-4' }),
          ' and ',
          set('five states', { preset: 'chain-5' }),
          '.',
        ],
      ],
      figure: 'rotation',
      notice: 'With more states the picture turns from two clear clusters towards a continuous way along.',
    },
    {
      say: 'All connected: one loop for each pair of outputs.',
      text: [
        [
          'Here any of three states can follow any other. Take ',
          see('two outputs at a time', 'figure'),
          ', in axes of their own: in two of the three pairs the state circles about once per round trip, much as in a chain of two.',
        ],
      ],
      figure: 'subspaces',
      notice:
        'The paper reads this as composition: complex models out of copies of one motif. Its full test is inconclusive or failed on the networks that ship here; the third pair circles far less.',
    },
    {
      say: 'A ring whose states share an output.',
      text: [
        [
          'In the ring of four, states 1 and 3 both show mostly output 1. Only what comes next tells them apart, so the network must remember where it came from. ',
          set('Turn it in space', { plane: '3d' }),
          ' and look whether the two passages through output 1 take different ways.',
        ],
      ],
      figure: 'model',
      notice: 'Outputs 0 and 2 are no neighbours: the way between them leads through output 1.',
    },
    {
      say: 'Train on from here: is the old switch reused?',
      text: [
        [
          'Take the network of the two-state chain and ',
          act('let it learn the three-state chain', 'learn-chain-3'),
          '. ',
          see('The panel', 'figure'),
          ' compares kick neurons before and after: are the same units used again? This is an experiment; its result depends on the pair of models.',
        ],
      ],
      figure: 'reuse',
      notice: 'It trains in the tab: give it a minute or two.',
    },
  ],
  question: {
    ask: 'Two outputs of the ring are never neighbours. What would you expect of their “pair” of outputs?',
    answer: 'No loop: the state has to pass through output 1, so stretches that hold only 0 and 2 hold a single one of them.',
  },
  formulas: [
    {
      tex: 'q=p^{1/(M-1)},\\quad p=0.05',
      words:
        'Chains: the chance to cross the whole chain in M − 1 steps is the same 0.05 for every number of states M; so the single steps get likelier.',
    },
  ],
};
