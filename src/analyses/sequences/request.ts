import { type PanelRequest, seedOf } from '../graph';
import type * as compute from './compute';

export const fitCurve: PanelRequest<typeof compute.fitCurve> = {
  allowedNonFinite: [],
  key: ({ ownSequences }) => (ownSequences?.confirmed ? String(ownSequences.id) : undefined),
  input: (sources) => ({ data: sources.ownSequences!.set, seed: seedOf(sources) }),
  asked: true,
};
