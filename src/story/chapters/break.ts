import { act, type Chapter, scrub, see, set } from '../chapter';
import { asOften, countWord, fact, numberOf, percent, word } from '../facts';

export const breakIt: Chapter = {
  id: 'break',
  steps: [
    {
      say: 'Turn one knob: the drive to group B.',
      text: [
        [
          'Here is the gain on group B: μ = ',
          scrub('mu', 0, 2),
          `. At 0 only its noise is left, at 1 it is untouched. Go slowly, and find the place where the state begins to stay too long at output ${fact('kick.B.from')}.`,
        ],
      ],
      figure: 'interventions',
      notice: 'Compare with the pale twin: it gets the same noise.',
    },
    {
      say: 'Too much drive, and the state runs away.',
      text: [
        [
          'Now ',
          set('almost double', { actOn: 'group-A', mu: 1.9 }),
          ' the drive to group A. The state overshoots, and then grows without bound: the units have no ceiling, and nothing calls it back. The run stops at a length of 10,000 and says so. ',
          act('Reset', 'reset'),
          ' starts it again.',
        ],
      ],
      notice: `In this network ${fact('break.ran')} of ${fact('break.runs')} measured runs did so within 1,000 steps.`,
    },
    {
      say: 'Cut the noise into both populations: it switches less often.',
      text: [
        [
          'The paper describes two large populations that collect noise and push the kick neurons. ',
          set('Cut the noise into both', { actOn: 'integrators', mu: 0 }),
          `: the favoured output then changes ${asOften('break.integrators')} as before. Compare with the `,
          set('control', { actOn: 'control', mu: 0 }),
          `, noise cut from units that drive no kick unit: ${asOften('break.control')}.`,
        ],
      ],
      figure: 'interventions',
      notice: `In the paper the state is trapped once the noise is cut from the units that drive the kick neurons. Of the ${word('open.two')} two-state networks here ${countWord('open.cut')} ${numberOf('open.cut') === 1 ? 'is' : 'are'} trapped so.`,
    },
    {
      say: 'Forty copies of one state soon part.',
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
      notice: 'They do not keep in step: each is driven by noise of its own.',
    },
  ],
  todo: ['Drag the state onto ', see('the cross', 'cross'), ' and let it go. Does it find its way back?'],
  question: {
    ask: `With group B silenced the outputs still show a ${fact('kick.B.to')} now and then. Does that mean that the state crossed?`,
    answer: `Not always. The favoured output and the drawn output are two things: while output ${fact('kick.B.from')} is the favourite, output ${fact('kick.B.to')} is still drawn in ${percent('break.drawn')} of the steps, because the softmax never gives it probability zero. That explains ${percent('break.only')} of them; the others come from brief excursions. Watch the colour of the state, not the row of outputs.`,
  },
  formulas: [
    {
      tex: 'p_{\\text{exit}}=\\frac{\\#\\{\\text{futures whose first change of label, within 40 steps, is to the target}\\}}{\\#\\{\\text{futures}\\}}',
      words: 'What silencing is judged by.',
    },
  ],
};
