/** Texts of the film of a training, and of the row of favoured outputs. */
export const BIRTH = {
  title: 'The training of this network: its state on axes that all checkpoints share',
  loading: 'Running the checkpoints of the training …',
} as const;

export const FAVOURED = {
  title: 'Favoured output',
  same: (same: number, of: number) => `the same at ${same} of the last ${of} steps`,
} as const;

/** Words in the rows below the film of a training. */
export const ROWS = {
  describe: 'Loss and length of the stays through the training; the axis of updates is logarithmic',
  loss: 'loss',
  stays: 'steps at one output, against updates',
  drop: 'here the loss drops',
  turns: 'from here it goes round',
  /** What the ticks at 0 and at 1 are called. */
  lines: ['floor', 'plateau'] as readonly string[],
  stay: (update: number, value: number, low: number, high: number, n: number) =>
    `update ${update}: ${value.toFixed(1)} steps (${Number.isFinite(low) ? `${low.toFixed(1)} to ${high.toFixed(1)}, ` : ''}n ${n})`,
} as const;
