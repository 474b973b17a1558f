import { inPlane, type PanelRequest, planeInput } from '../graph';
import type * as compute from './compute';

export const rotation: PanelRequest<typeof compute.rotation> = {
  // A plane in which nothing turns, or which the network does not have.
  allowedNonFinite: [
    ...['netTurns', 'turnsPerRoundTrip', 'sameSense', 'planes', 'ring'],
    ...['profile.probabilities', 'profile.share'],
  ],
  key: inPlane,
  input: planeInput,
};
