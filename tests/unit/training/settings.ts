import { PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import { initialWeights, packWeights } from '../../../src/rnn/weights';
import { freshOptimiser, type UpdateSettings } from '../../../src/training/engine';
import type { EngineTrial } from '../../../src/training/engines/choose';

/** Update settings of the tests: the paper's, with activity penalty and pair term on so that their gradients are exercised too. */
export const SETTINGS: UpdateSettings = {
  learningRate: 1e-3,
  clip: 0.9,
  temperature: 1,
  activityPenalty: 0.03,
  pairWeight: 30,
  beta1: 0.9,
  beta2: 0.9,
  epsilon: 1e-8,
  blur: 0.2,
  scaling: 0.5,
};

const shape = { hiddenSize: 12, inputDim: 3, nOutputs: 3 };

/** A run of next to no size, for engines to be tried on. */
export const TRIAL: EngineTrial = {
  shape,
  state: freshOptimiser(packWeights(initialWeights(shape, 1, 1))),
  batch: { batch: 8, seqLen: 5, targets: sampleHmm(PAPER_HMMS['chain-2'], 8, 5, 1, 'data') },
  seed: 1,
  settings: SETTINGS,
  now: () => performance.now(),
};
