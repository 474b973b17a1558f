import { modelInput, onBasis, type PanelRequest, startOf } from '../graph';
import type * as compute from './compute';

export const rank: PanelRequest<typeof compute.rank> = {
  // Where no output is followed often enough there is nothing to compare; without a start there is no angle to it.
  allowedNonFinite: ['curve.*.emissionError', 'whole.emissionError', 'richness'],
  key: (sources) => {
    const key = onBasis(sources);
    return key && `${key} ${startOf(sources) ? 'change' : 'weights'}`;
  },
  input: (sources) => {
    const start = startOf(sources);
    return { ...modelInput(sources), basis: sources.orbit!.basis, ...(start ? { start } : {}) };
  },
};
