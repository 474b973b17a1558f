/** Texts of the view of a training. */
export const TRAINING_VIEW = {
  title: 'A network learns, in this tab',
  of: (model: string) => `It starts from random weights, and learns the model “${model}” from its outputs alone.`,
  where: (update: number, total: number) => `Update ${update.toLocaleString('en-GB')} of ${total.toLocaleString('en-GB')}`,
  left: (time: string) => `about ${time} left`,
  states: {
    idle: 'No training is under way.',
    starting: 'Starting: the engines are being tested, the first weights drawn.',
    running: 'Training.',
    paused: 'Paused.',
    finished: 'Trained.',
    stopped: 'The training was stopped.',
    diverged: 'The training gave numbers that are not finite, and was stopped.',
    failed: 'The training could not go on.',
  },
  pause: 'Pause',
  resume: 'Go on',
  again: 'Train another',
  goesOn: 'Back; the training goes on',
  keep: 'Back, with this network',
  cancel: 'Cancel, and show the earlier network',
  earlier: 'Back to the earlier network',
} as const;

/** What a chapter says of a training in this tab. */
export const TRAINING_LINE = {
  trains: (status: 'running' | 'paused', update: number, total: number) =>
    `${status === 'running' ? 'A network trains in this tab' : 'A training in this tab is paused'}: update ${update} of ${total}.`,
  toTraining: 'Watch it',
  ownInView: (update: number) => `The network in view is yours, at update ${update}; the text speaks of the one that ships.`,
  showShipped: 'Show the one that ships',
} as const;
