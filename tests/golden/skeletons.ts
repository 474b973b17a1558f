import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readIndex } from '../../cli/networkFiles';
import { type Skeleton, skeleton } from '../../src/dynamics/skeleton/skeleton';
import { finish } from '../../src/math/progress';
import { readWeights } from '../../src/rnn/safetensors';

const FOLDER = 'public/presets';

const networks = readIndex(FOLDER);
/** One network of each model: `npm test` looks at these. */
export const ONE_PER_MODEL = networks.filter(({ hmm }, n) => networks.findIndex((other) => other.hmm === hmm) === n);
/** All the others that ship: `npm run test:all` looks at these. */
export const OTHERS = networks.filter((network) => !ONE_PER_MODEL.includes(network));

/** What must not depend on the states that were searched from. */
const shape = ({ kind, completeness, points, cycle }: Skeleton) => ({
  kind,
  completeness,
  points: points.map(({ label, unstable, kind: of, multipliers }) => [of, label, unstable, multipliers[0]!.re.toFixed(6)]),
  turns: cycle?.turnsPer1000.toFixed(0),
});

/** The skeleton of a network that ships is of a kind, and the same from other states. */
export function expectOneShape({ file }: { file: string }): void {
  const { weights } = readWeights(readFileSync(join(FOLDER, file)));
  const first = shape(finish(skeleton(weights, { seed: 1 })));
  expect(first.kind).not.toBe('undecided');
  expect(first.completeness).not.toBe('incomplete');
  for (const seed of [2, 3]) expect(shape(finish(skeleton(weights, { seed, starts: 60 })))).toEqual(first);
}
