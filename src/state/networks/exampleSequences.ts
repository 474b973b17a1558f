import { makeHmm } from '../../hmm/models';

/** What the labels of the example stand for. */
export const EXAMPLE_NAMES = ['rest', 'groom', 'walk'] as const;

/**
 * The model the example is drawn from, made by this project: an animal that sleeps long, dozes with some grooming, grooms, and walks about.
 * Two of the four states rest: they are told apart by what follows only.
 */
export const EXAMPLE_HMM = makeHmm(
  'Example: resting, grooming, walking',
  'custom',
  [
    [0.97, 0.03, 0, 0],
    [0.02, 0.88, 0.07, 0.03],
    [0, 0.08, 0.84, 0.08],
    [0, 0.04, 0.06, 0.9],
  ],
  [
    [0.98, 0.01, 0.01],
    [0.88, 0.1, 0.02],
    [0.06, 0.9, 0.04],
    [0.02, 0.06, 0.92],
  ],
);
