import type { IntegrationTarget } from '../../dynamics/circuit/flipExample';
import { noiseIntegration } from '../../dynamics/circuit/noiseIntegration';
import type { RnnWeights } from '../../rnn/weights';

/** The noise that goes before a change of label (docs/science.md §7.3). */
export const integration = ({
  weights,
  targets,
  seed,
}: {
  weights: RnnWeights;
  targets: readonly IntegrationTarget[];
  seed: number;
}) => noiseIntegration(weights, targets, { seed });
