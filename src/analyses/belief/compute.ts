import { type BeliefMoment, beliefThroughTraining } from '../../dynamics/emissions/beliefThroughTraining';
import { decodePosterior } from '../../dynamics/emissions/posteriorDecoding';
import type { HmmSpec } from '../../hmm/spec';
import type { Work } from '../../math/progress';
import type { RnnWeights } from '../../rnn/weights';

interface OfModel {
  weights: RnnWeights;
  hmm: HmmSpec;
  seed: number;
}

/** Half of the runs are fitted, half held out; the first held-out run is drawn whole. */
const RUNS = { runs: 40, steps: 1000, stretch: 1000 };

/** The exact belief, and how well it is read linearly from h (docs/science.md §7.7). */
export const belief = ({ weights, hmm, seed }: OfModel) => decodePosterior(weights, hmm, { seed, ...RUNS });

/** The belief at every checkpoint of a training, and which training: equal for equal ones. */
export interface BeliefTraining {
  training: string;
  moments: BeliefMoment[];
}

interface TrainingInput {
  training: string;
  checkpoints: readonly { update: number; weights: RnnWeights }[];
  hmm: HmmSpec;
  seed: number;
}

/** How well the belief is read from h at every checkpoint. */
export function* beliefTraining({ training, checkpoints, hmm, seed }: TrainingInput): Work<BeliefTraining> {
  return { training, moments: yield* beliefThroughTraining(checkpoints, hmm, { seed }) };
}
