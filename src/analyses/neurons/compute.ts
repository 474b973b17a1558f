import { unitActivityMap } from '../../dynamics/circuit/unitActivityMap';
import type { PcaBasis } from '../../math/projection';
import type { RnnWeights } from '../../rnn/weights';

/** Where in the plane each unit is active. */
export const wall = ({ weights, basis, seed }: { weights: RnnWeights; basis: PcaBasis; seed: number }) =>
  unitActivityMap(weights, basis, { seed });
