/** Browser tests of `npm test`: what most readers do, within its eight minutes. All others run with `npm run test:all`. */
export const IN_EVERY_RUN = ['main-job', 'story', 'delivery', 'share', 'keyboard'];

/** Those that take minutes, longest first: begun last, one of them would run on alone while a core has nothing to do. */
export const LONGEST = [
  'translated',
  'panels',
  'a11y',
  'values',
  'faults-page',
  'story',
  'faults-engines',
  'bring',
  'training',
  'story-links',
  'persistence',
  'keyboard',
];

/** These measure times, which a second browser would change: they run after all others, one at a time. */
export const ALONE = ['pool', 'faults-soak'];

/** Path of a browser test, as a pattern. */
export const pathOf = (name: string): string => `tests/e2e/${name}.test.ts`;
