import type { Request } from '../graph';
import type * as compute from './compute';

export const openedNetwork: Request<typeof compute.openedNetwork> = {
  // A state that grows without bound passes the range of float32.
  allowedNonFinite: ['growth'],
};

export const fitNetwork: Request<typeof compute.fitNetwork> = { allowedNonFinite: [] };
