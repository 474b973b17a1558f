/** Texts of the film of a training, and of the row of favoured outputs. */
export const BIRTH = {
  title: 'The training of this network: its state on axes that all checkpoints share',
  loading: 'Running the checkpoints of the training …',
} as const;

export const FAVOURED = {
  title: 'Favoured output',
  same: (same: number, of: number) => `the same at ${same} of the last ${of} steps`,
} as const;
