import { act, type Chapter, see } from '../chapter';
import { OPENING } from '../opening';

/** The opening: the page moves, one sentence, one glowing key. */
export const start: Chapter = {
  id: 'start',
  steps: [
    {
      say: 'Fed nothing but noise, this network circles.',
      text: [
        ['Fed nothing but noise, this small network ', see('circles', 'portrait'), '. ', act('Take the noise away.', 'noise')],
      ],
      notice: OPENING.note,
    },
  ],
  question: {
    ask: 'What should a network with no input and no noise do?',
    answer: 'Press N and see. The chapter “Take the noise away” says why.',
  },
  formulas: [],
};
