import { outputPairSubspaces } from '../../dynamics/orbit/subspaces';
import type { PcaBasis } from '../../math/projection';
import type { RnnWeights } from '../../rnn/weights';

/** The planes in which the state moves between two outputs, for each pair. */
export const subspaces = ({ weights, basis, seed }: { weights: RnnWeights; basis: PcaBasis; seed: number }) =>
  outputPairSubspaces(weights, basis, { seed });
