import type { Request } from '../graph';
import type * as compute from './compute';

/** A checkpoint that grows without bound has no rates. */
export const checkpoint: Request<typeof compute.checkpoint> = {
  allowedNonFinite: ['dynamics.netTurns', 'dynamics.meanNorm'],
};
