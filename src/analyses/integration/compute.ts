import type { IntegrationTarget } from '../../dynamics/circuit/flipExample';
import { type NoiseIntegration, noiseIntegration } from '../../dynamics/circuit/noiseIntegration';
import type { Condition } from '../../dynamics/judge';
import { lessBy } from '../../math/statistics';
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

/** Steps over which nine tenths of the noise must have been gathered: more than one push. */
const LEAST_STEPS = 3;

/** What claim C26 asks of each direction: more noise than before changes moved along, and over several steps. `part` is a short name. */
export const integrationConditions = (
  directions: readonly Pick<NoiseIntegration, 'from' | 'to' | 'populations'>[],
): (Condition & { part: string })[] =>
  directions.flatMap(({ from, to, populations: { total, shuffledTotal, integrationTime } }) => [
    {
      part: `gathered before ${from} → ${to}`,
      name: `noise gathered before ${from} → ${to}, above chance, in deviations of one step,`,
      estimate: lessBy(total, shuffledTotal),
      threshold: 0,
      sense: 'at least' as const,
    },
    {
      part: `over several steps, ${from} → ${to}`,
      name: `the steps in which nine tenths of it came, ${from} → ${to},`,
      estimate: integrationTime,
      threshold: LEAST_STEPS,
      sense: 'at least' as const,
    },
  ]);
