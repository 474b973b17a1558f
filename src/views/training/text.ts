export const TRAINING = {
  title: 'Training',
  idle: 'Press Train, and a fresh network learns this model here, in the tab. Its loss waits on a plateau, then drops: the orbit is born.',
  starting: 'Trying the engines and drawing the start weights…',
  start: 'Learning the frequencies first: how often each output occurs.',
  plateau: 'On the plateau: the frequencies are right, there is no memory yet.',
  dropped: 'Off the plateau: the network has found memory. Watch the portrait.',
  floor: 'At the floor, give or take the noise of a batch: as close as a batch of this size can tell.',
  otherModel: (name: string) => `This run learns “${name}”, not the model in view.`,
  showShipped: 'Show the shipped one',
  /** For a model of one's own, for which there is none. */
  showUntrained: 'Show an untrained one',
  ratio: 'loss / floor',
  explosive: 'The last checkpoints grow without bound in a long run, so the portrait keeps the last bounded one.',
} as const;

export const NORMALISED = {
  loss: 'loss',
  updates: 'updates',
  /** What the ticks at 0 and at 1 are called. */
  lines: ['floor', 'plateau'] as readonly string[],
  describe: (last: { update: number; loss: number } | undefined) =>
    last
      ? `Loss between its floor (0) and its plateau (1): ${last.loss.toFixed(2)} after ${last.update} updates`
      : 'Loss between its floor and its plateau: nothing trained yet',
};

export const HISTORY_TEXT = {
  open: 'Watch how it was trained',
  loading: 'Loading its history…',
  explosive: 'This checkpoint grows without bound in a long run.',
};
