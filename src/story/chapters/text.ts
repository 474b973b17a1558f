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

/** The cards at the end of the story. */
export const CARDS = {
  title: 'Ways on',
  cards: [
    { name: 'What we know', words: 'What holds on every network here, and what on some.' },
    { name: 'Test it yourself', words: 'The report puts every claim to the test, on any network.' },
    { name: 'Train yours', words: 'A fresh network, in this tab, from hairball to orbit.' },
  ],
} as const;
