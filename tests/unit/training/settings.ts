import type { UpdateSettings } from '../../../src/training/engine';

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
