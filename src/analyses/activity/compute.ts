import { groupActivity, type UnitGroup } from '../../dynamics/circuit/groupActivity';
import type { RnnWeights } from '../../rnn/weights';

/** The mean activity of the parts of the circuit around changes of output. */
export const activity = ({ weights, parts, seed }: { weights: RnnWeights; parts: readonly UnitGroup[]; seed: number }) =>
  groupActivity(weights, parts, { seed });
