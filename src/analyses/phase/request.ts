import { networkInput, onBasis, type PanelRequest } from '../graph';
import type * as compute from './compute';

export const phase: PanelRequest<typeof compute.phase> = {
  // Where a turn cannot be told from none, its period has no end, and a decay may be none.
  allowedNonFinite: ['found.period', 'found.quality', 'found.memory'],
  key: onBasis,
  input: (sources) => ({ ...networkInput(sources), basis: sources.orbit!.basis }),
};
