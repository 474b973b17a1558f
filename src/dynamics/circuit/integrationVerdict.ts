import { lessBy } from '../../math/statistics';
import type { Condition } from '../judge';
import type { NoiseIntegration } from './noiseIntegration';

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
