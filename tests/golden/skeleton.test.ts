import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readIndex } from '../../cli/networkFiles';
import { type Skeleton, skeleton } from '../../src/dynamics/skeleton/skeleton';
import { finish } from '../../src/math/progress';
import { readWeights } from '../../src/rnn/safetensors';

const FOLDER = 'public/presets';

/** What must not depend on the states that were searched from. */
const shape = ({ kind, completeness, points, cycle }: Skeleton) => ({
  kind,
  completeness,
  points: points.map(({ label, unstable, kind: of, multipliers }) => [of, label, unstable, multipliers[0]!.re.toFixed(6)]),
  turns: cycle?.turnsPer1000.toFixed(0),
});

describe('the skeleton of every network that ships', () => {
  it.each(readIndex(FOLDER))('$id is of a kind, and the same from other states', ({ file }) => {
    const { weights } = readWeights(readFileSync(join(FOLDER, file)));
    const first = shape(finish(skeleton(weights, { seed: 1 })));
    expect(first.kind).not.toBe('undecided');
    expect(first.completeness).not.toBe('incomplete');
    for (const seed of [2, 3]) expect(shape(finish(skeleton(weights, { seed, starts: 60 })))).toEqual(first);
  });
});
