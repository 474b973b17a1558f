import { act, type Chapter, scrub, see, set } from '../chapter';

export const breakIt: Chapter = {
  id: 'break',
  steps: [
    {
      say: 'Turn one knob: what drives the two units of group B.',
      text: [
        [
          'Here is the gain on group B: μ = ',
          scrub('mu', 0, 2),
          '. At 0 only its noise is left, at 1 it is untouched. Go slowly, and find the place where the state begins to stay too long at output 2.',
        ],
      ],
      figure: 'interventions',
      notice: 'The pale twin is your measure: it has the same noise.',
    },
    {
      say: 'Too much drive, and the state runs away.',
      text: [
        [
          'Now ',
          set('almost double it', { mu: 1.9 }),
          '. The state overshoots, and then grows without bound: the units have no ceiling, and nothing calls it back. The run stops at a length of 10,000 and says so. ',
          act('Reset', 'reset'),
          ' starts it again.',
        ],
      ],
      notice: 'In this network all of 40 measured runs did so within 1,000 steps, for either group.',
    },
    {
      say: 'Cut the noise into the populations that collect it.',
      text: [
        [
          'The paper describes two large populations that collect noise and push the kick neurons. ',
          set('Cut the noise into both', { actOn: 'integrators', mu: 0 }),
          ': here the state goes on switching about as often, a little less regularly. Compare with the ',
          set('control', { actOn: 'control', mu: 0 }),
          ', noise cut from units that drive no kick unit.',
        ],
      ],
      figure: 'interventions',
      notice: 'None of the four two-state networks that ship is trapped this way.',
    },
    {
      say: 'Put the state wherever you like.',
      text: [
        [
          'Take the state by hand: drag in ',
          see('the picture', 'portrait'),
          ', and it goes on from there. Or let ',
          scrub('crowd', 1, 200),
          ' of them run at once, each with noise of its own. Everything else is in the ',
          act('lab', 'lab'),
          ': all panels, all settings.',
        ],
      ],
      notice: 'They do not march in step: each is driven by its own noise.',
    },
  ],
  question: {
    ask: 'With group B silenced the outputs still show a 0 now and then. Does that mean the state crossed?',
    answer:
      'Mostly not. The favoured output and the drawn output are two things: while output 2 is the favourite a 0 is drawn in 3 of 100 steps, because the softmax never gives it probability zero. Three in four of these zeros come about so, the others on short trips. Watch the colour of the state, not the row of outputs.',
  },
  formulas: [
    {
      tex: 'p_{\\text{exit}}=\\frac{\\#\\{\\text{futures whose first change of label, within 40 steps, is to the target}\\}}{\\#\\{\\text{futures}\\}}',
      words: 'What silencing is judged by.',
    },
  ],
};
