import { modelInput, onNetwork, type PanelRequest } from '../graph';
import type * as compute from './compute';

export const hazard: PanelRequest<typeof compute.hazard> = {
  allowedNonFinite: ['labels', 'pooled', 'reference', 'referenceCv', 'cvDifference'],
  key: onNetwork,
  input: modelInput,
};
