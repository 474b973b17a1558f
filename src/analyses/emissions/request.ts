import { modelInput, onNetwork, onSequences, type PanelRequest, type Request, sequencesInput } from '../graph';
import type * as compute from './compute';

export const emissions: PanelRequest<typeof compute.emissions> = {
  allowedNonFinite: ['judgement.changeRatio', 'judgement.lateChangeRatio'],
  key: onSequences,
  input: sequencesInput,
};

export const distance: PanelRequest<typeof compute.distance> = {
  // Two samples that are equal have no distance to compare with.
  allowedNonFinite: ['ratio'],
  key: onSequences,
  input: sequencesInput,
};

export const decoding: PanelRequest<typeof compute.decoding> = {
  // A posterior that does not vary, a current output that makes no error.
  allowedNonFinite: ['hidden', 'currentOutput', 'both', 'shuffled', 'memoryGain', 'memoryShare'],
  key: onNetwork,
  input: modelInput,
};

export const sharedCopy: Request<typeof compute.sharedCopy> = { allowedNonFinite: ['report.rows'] };
