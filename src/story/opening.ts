import { firstFact } from './firstFacts';

/** What the opening says beside its picture: known at once, as the picture is. */
export const OPENING = {
  line: 'Fed nothing but noise, this small network circles, and its outputs switch like those of a hidden Markov model. Take the noise away:',
  /** Why this network, and what of the picture is in the eye of the beholder. */
  note: `This network was chosen for its picture: ${firstFact('gallery.rings')} of the ${firstFact('gallery.size')} networks here draw such a ring. The cross lies inside it in this projection only.`,
} as const;
