import { type PanelRequest, type Request, seedOf, trainingKey } from '../graph';
import type * as compute from './compute';

/** A checkpoint that grows without bound has no rates. */
export const checkpoint: Request<typeof compute.checkpoint> = {
  allowedNonFinite: ['dynamics.netTurns', 'dynamics.meanNorm'],
};

export const skeletonTraining: PanelRequest<typeof compute.skeletonTraining> = {
  // A checkpoint that grows without bound has no points.
  allowedNonFinite: ['moments.*.largest'],
  key: trainingKey,
  input: (sources) => ({
    training: trainingKey(sources)!,
    checkpoints: sources.history!.checkpoints.map(({ update, weights }) => ({ update, weights })),
    seed: seedOf(sources),
  }),
};
