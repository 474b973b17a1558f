import type { Request } from '../graph';
import type * as compute from './compute';

/** A model that never changes its output has no relative change rate; a network without bound may have no loss. */
export const scores: Request<typeof compute.scores> = { allowedNonFinite: ['ratio', 'maxCell', 'changeRateRatio'] };
