/** What the opening says beside its picture: known at once, as the picture is. */
export const OPENING = {
  line: 'Fed nothing but noise, this small network circles, and its outputs switch like those of a hidden Markov model. Take the noise away:',
} as const;
