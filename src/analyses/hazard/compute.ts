import { exitHazard } from '../../dynamics/emissions/exitHazard';
import type { HmmSpec } from '../../hmm/spec';
import type { RnnWeights } from '../../rnn/weights';

/** How the chance to leave an output depends on how long it has lasted, network and model. */
export const hazard = ({ weights, hmm, seed }: { weights: RnnWeights; hmm: HmmSpec; seed: number }) =>
  exitHazard(weights, hmm, { seed });
