import { act, type Chapter, see } from '../chapter';
import { firstFact } from '../firstFacts';

/** Why this network, and what of the picture is in the eye of the beholder. It is said of the network that ships for the opening, of no other. */
export const OPENING_NOTE = `This network was chosen for its picture: ${firstFact('gallery.rings')} of the ${firstFact('gallery.size')} networks here draw such a ring. The cross lies inside it in this projection only.`;

/** The opening: the page moves, one sentence, one glowing key. */
export const start: Chapter = {
  id: 'start',
  steps: [
    {
      say: 'Fed nothing but noise, this network circles.',
      text: [
        ['Fed nothing but noise, this small network ', see('circles', 'portrait'), '. ', act('Take the noise away.', 'noise')],
      ],
      notice: OPENING_NOTE,
    },
  ],
  question: {
    ask: 'What should a network with no input and no noise do?',
    answer: 'Press N and see. The chapter “Take the noise away” says why.',
  },
  formulas: [],
};
