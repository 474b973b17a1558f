/** Texts of the story's frame: what is the same in every chapter. */
export const STORY_TEXT = {
  brand: 'noisy-orbits',
  tagline: 'A recurrent network that needs noise to think',
  chapters: 'Chapters',
  lab: 'Lab',
  story: 'Story',
  begin: 'Begin the story',
  playAgain: 'Play again',
  skip: 'Skip',
  again: 'From the beginning',
  fallen: (steps: number) =>
    `It ${steps > 1 ? `fell to the single fixed point within ${steps} steps` : 'rests at the single fixed point'}, and nothing moves it any more. Its outputs are still drawn at random, from probabilities that no longer change.`,
  falling: 'It falls …',
  bring: 'Give the noise back.',
} as const;

/** What the opening says beside its picture: known at once, as the picture is. */
export const OPENING = {
  line: 'Fed nothing but noise, this small network circles, and its outputs switch like those of a hidden Markov model. Take the noise away:',
} as const;
