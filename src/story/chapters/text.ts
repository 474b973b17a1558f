/** Texts around a chapter: known once its words are. */
export const CHAPTER_TEXT = {
  next: 'Next',
  previous: 'Back',
  nextChapter: 'Next chapter',
  notice: 'Look for',
  todo: 'Your turn',
  question: 'A question',
  reveal: 'Show an answer',
  formulas: 'The mathematics',
  figure: 'Beside the picture',
  loading: 'Loading this panel…',
} as const;
