/** What Enter does on a slide, in a few words. */
export const ACTIONS = {
  reveal: 'see what happens',
  skip: 'to the end of the film',
  again: 'see it again',
  train: 'train a network here',
  model: 'the next model',
  noiseOff: 'take the noise away',
  noiseOn: 'give the noise back',
} as const;

/** Headlines of what the presenter has done: the line of the step would no longer fit. */
export const CHANGED = {
  silent: 'Without noise it falls to one point.',
  driven: 'With noise it circles again.',
  silenced: 'Units are silenced: the pale twin shows how it would have gone on.',
  slow: 'One step of the network, in its parts.',
} as const;

export const PREDICTION = {
  title: 'What do you expect?',
} as const;

export const CODE = {
  title: 'Open it yourselves',
} as const;

export const LECTURE_TEXT = {
  title: 'Lecture mode',
  fullScreen: 'Full screen',
  leave: 'Leave',
  timer: 'Time since lecture mode began',
  loop: 'autoplay',
} as const;
