export const WORDS = {
  open: 'Open this network',
  isOpen: 'It is in view: all panels show it. Discs: activity of its units now.',
  notOpen: 'The link to it holds the word by-hand.',
  picture: 'The six units and the recurrent weights between them',
  weights: 'All weights that are not 0',
  kinds: { noise: 'noise input', recurrent: 'recurrent', readout: 'read-out' },
  note: 'H = 6, d = 5, three outputs; constructed, not trained. Definition: docs/science.md, section 7.8.',
} as const;
