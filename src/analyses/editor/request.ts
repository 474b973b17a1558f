import { encodeModel } from '../../hmm/modelText';
import { type PanelRequest, seedOf } from '../graph';
import type * as compute from './compute';

export const learnable: PanelRequest<typeof compute.learnable> = {
  allowedNonFinite: [],
  // Without its name: that changes nothing.
  key: ({ draft }) => draft && encodeModel(draft.now).replace(/~[^~]*$/, ''),
  input: (sources) => ({ hmm: sources.draft!.now, seed: seedOf(sources) }),
  asked: true,
};
