import { modelInput, onNetwork, type PanelRequest } from '../graph';
import type * as compute from './compute';

export const rates: PanelRequest<typeof compute.rates> = {
  // An output that the model never emits after a history costs without bound.
  allowedNonFinite: ['histories'],
  key: onNetwork,
  input: modelInput,
};

export const divergence: PanelRequest<typeof compute.divergence> = {
  allowedNonFinite: [],
  key: onNetwork,
  input: modelInput,
};
