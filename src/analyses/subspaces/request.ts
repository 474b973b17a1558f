import { onBasis, type PanelRequest, planeInput } from '../graph';
import type * as compute from './compute';

export const subspaces: PanelRequest<typeof compute.subspaces> = {
  allowedNonFinite: ['pairs.*.planes', 'pairs.*.turnsPerRoundTrip'],
  key: onBasis,
  input: planeInput,
};
