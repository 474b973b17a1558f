import { phaseReport } from '../../dynamics/orbit/phaseReport';
import type { PcaBasis } from '../../math/projection';
import type { RnnWeights } from '../../rnn/weights';

/** The stochastic asymptotic phase of the network (docs/science.md §7.9). */
export const phase = ({ weights, basis, seed }: { weights: RnnWeights; basis: PcaBasis; seed: number }) =>
  phaseReport(weights, basis, { seed });
