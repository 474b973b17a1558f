import { modelInput, onNetwork, type PanelRequest } from '../graph';
import type * as compute from './compute';

export const skeleton: PanelRequest<typeof compute.skeleton> = {
  // Without a joined pair of outputs, or a pair in the model, there is nothing to take a share of.
  allowedNonFinite: ['graph.precision', 'graph.recall'],
  key: onNetwork,
  input: modelInput,
};
