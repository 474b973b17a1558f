import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  interventionExperiment,
  judgeRandomControls,
  randomControls,
} from '../../../src/dynamics/interventions/interventionExperiment';
import { finish } from '../../../src/math/progress';
import { medianEstimate } from '../../../src/math/statistics';
import { readWeights } from '../../../src/rnn/safetensors';

const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));
const steps = { seed: 3, runs: 8, steps: 400 };

describe('random groups silenced', () => {
  it('have the ratio of changes that an experiment on each finds', () => {
    const groups = [[3], [9, 20], []];
    const found = finish(randomControls(weights, groups, steps));
    const alone = groups.map((units) => {
      const target = { kind: 'random', name: '', part: 'recurrent', units, directions: [{ from: 0, to: 2 }] } as const;
      return finish(interventionExperiment(weights, { ...target, directions: [...target.directions] }, 'control', steps));
    });
    found.ratios.forEach((ratio, n) => {
      expect(ratio).toBeCloseTo(alone[n]!.flipsRatio.value, 12);
    });
    expect(found.ratios[2]).toBe(1);
  });

  it('are judged by the median of at least twenty', () => {
    const judged = (ratios: number[]) => judgeRandomControls({ groups: ratios.map(() => [1]), median: medianEstimate(ratios) });
    // A few groups that hold a kick unit by chance do not decide.
    const some = [...new Array<number>(16).fill(1.02), 0.1, 0.2, 0.1, 0.2];
    expect(judged(some).verdict).toBe('reproduced');
    expect(judged(some.slice(0, 19))).toMatchObject({ verdict: 'inconclusive' });
    expect(judged(some.slice(0, 19)).reason).toContain('only 19 random groups');
    expect(judged(new Array<number>(20).fill(0.5)).verdict).toBe('not-reproduced');
  });
});
