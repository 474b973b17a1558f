import { rotationReport } from '../../dynamics/orbit/rotationReport';
import type { PcaBasis } from '../../math/projection';
import type { RnnWeights } from '../../rnn/weights';

interface RotationInput {
  weights: RnnWeights;
  basis: PcaBasis;
  axes: readonly [number, number];
  seed: number;
}

/** Turns of the state in a plane (docs/science.md §3.5). */
export const rotation = ({ weights, basis, axes, seed }: RotationInput) => rotationReport(weights, basis, { seed, axes });
