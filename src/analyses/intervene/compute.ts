import { type ExperimentId, interventionExperiment } from '../../dynamics/interventions/interventionExperiment';
import { interventionSweep } from '../../dynamics/interventions/interventionSweep';
import type { InterventionTarget } from '../../dynamics/interventions/interventionTargets';
import type { KickGroup } from '../../dynamics/kick/kickGroups';
import type { RnnWeights } from '../../rnn/weights';

interface OnTarget {
  weights: RnnWeights;
  target: InterventionTarget;
  seed: number;
}
interface SweepInput extends OnTarget {
  groups: readonly KickGroup[];
  /** Share of the steps in which each unit is active. */
  activeShare: ArrayLike<number>;
}

/** What every gain on a target does. */
export const sweep = ({ weights, target, groups, activeShare, seed }: SweepInput) =>
  interventionSweep(weights, target, { seed, groups, activeShare });

/** One experiment on a target, against the network as it is. */
export const experiment = ({ weights, target, id, seed }: OnTarget & { id: ExperimentId }) =>
  interventionExperiment(weights, target, id, { seed });
