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
  paired: 'Favoured output',
  pairedSame: (same: number, of: number) => `the same at ${same} of the last ${of} steps`,
  again: 'From the beginning',
  next: 'Next',
  previous: 'Back',
  nextChapter: 'Next chapter',
  notice: 'Look for',
  question: 'A question',
  reveal: 'Show an answer',
  formulas: 'The mathematics',
  figure: 'Beside the picture',
  loading: 'Loading this panel…',
  press: 'Press',
  fallen: (steps: number) =>
    `It ${steps > 1 ? `fell to the single fixed point within ${steps} steps` : 'rests at the single fixed point'}, and nothing moves it any more. Its outputs are still drawn at random, from probabilities that no longer change.`,
  falling: 'It falls …',
  bring: 'Give the noise back.',
  trains: (status: 'running' | 'paused', update: number, total: number) =>
    `${status === 'running' ? 'A network trains in this tab' : 'A training in this tab is paused'}: update ${update} of ${total}.`,
  toTraining: 'See it in the lab',
} as const;

export const LECTURE_TEXT = {
  title: 'Lecture mode',
  fullScreen: 'Full screen',
  leave: 'Leave',
  timer: 'Time since lecture mode began',
  loop: 'autoplay',
} as const;
