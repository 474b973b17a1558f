import { modelInput, onNetwork, type PanelRequest, seedOf, trainingKey } from '../graph';
import type * as compute from './compute';

export const belief: PanelRequest<typeof compute.belief> = {
  // A belief that does not vary has no R²; a current output that makes no error leaves nothing to add.
  allowedNonFinite: ['hidden', 'currentOutput', 'both', 'shuffled', 'memoryGain', 'memoryShare'],
  key: onNetwork,
  input: modelInput,
};

export const beliefTraining: PanelRequest<typeof compute.beliefTraining> = {
  allowedNonFinite: [
    'moments.*.found.hidden',
    'moments.*.found.currentOutput',
    'moments.*.found.both',
    'moments.*.found.memoryGain',
  ],
  key: (sources) => {
    const training = trainingKey(sources);
    return training && sources.network && `${training} ${JSON.stringify(sources.network.hmm)}`;
  },
  input: (sources) => ({
    training: trainingKey(sources)!,
    checkpoints: sources.history!.checkpoints.map(({ update, weights }) => ({ update, weights })),
    hmm: sources.network!.hmm,
    seed: seedOf(sources),
  }),
};
