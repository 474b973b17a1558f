import { networkInput, type PanelRequest } from '../graph';
import { onParts, populationsOf } from '../mechanism';
import type * as compute from './compute';

export const resonance: PanelRequest<typeof compute.resonance> = {
  allowedNonFinite: ['cv', 'flips', 'minimum', 'ends', 'verdict'],
  key: onParts,
  input: (sources) => ({ ...networkInput(sources), populations: populationsOf(sources)!.populations }),
};
