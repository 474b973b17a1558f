import { describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { pca } from '../../../src/math/principalAxes';
import { simulate } from '../../../src/rnn/simulate';
import { initialWeights } from '../../../src/rnn/weights';
import { createEnsemble, ENSEMBLE_HISTORY } from '../../../src/state/live/ensemble';
import { createLiveRun, POINT_STRIDE } from '../../../src/state/live/liveRun';

const weights = initialWeights({ hiddenSize: 16, inputDim: 4, nOutputs: 3 }, 1, 1.5);
const basis = pca(simulate(weights, { steps: 3000, seed: 1 }).states, 16, 3);
const origin = basis.mean.reduce((sum, m, i) => sum - m * basis.components[i]!, 0);

/** PC1 of all trajectories at the newest step. */
const newest = (ensemble: ReturnType<typeof createEnsemble>) => {
  const slot = (ensemble.step - 1) % ENSEMBLE_HISTORY;
  return Array.from({ length: ensemble.count }, (_, run) => ensemble.points[(slot * ensemble.count + run) * POINT_STRIDE]!);
};

describe('an ensemble of trajectories', () => {
  it('starts spread over the driven run, and every one falls to the projection of h = 0 without noise', () => {
    const ensemble = createEnsemble(weights, basis, 60, 3, 1);
    const start = newest(ensemble);
    const spread = Math.max(...start) - Math.min(...start);
    expect(new Set(start).size).toBe(60);
    ensemble.advance(400, false, 1);
    for (const x of newest(ensemble)) expect(Math.abs(x - origin)).toBeLessThan(1e-3 * spread);
    ensemble.dispose();
  });
  it('remembers where each trajectory began and its first steps, and whether noise ever drove it', () => {
    const ensemble = createEnsemble(weights, basis, 20, 3, 1);
    const start = newest(ensemble);
    const pc1 = (t: number) => Array.from({ length: 20 }, (_, run) => ensemble.beginnings[(t * 20 + run) * POINT_STRIDE]!);
    ensemble.advance(5, false, 1);
    const later = newest(ensemble);
    ensemble.advance(200, false, 1);
    expect(pc1(0)).toEqual(start);
    expect(pc1(5)).toEqual(later);
    expect(ensemble.driven).toBe(false);
    ensemble.advance(1, true, 1);
    expect(ensemble.driven).toBe(true);
    ensemble.dispose();
  });
  it('repeats itself whatever the size of its strides, with noise of its own for each', () => {
    const run = (strides: number[]) => {
      const ensemble = createEnsemble(weights, basis, 12, 3, 1);
      for (const steps of strides) ensemble.advance(steps, true, 1);
      const end = newest(ensemble);
      ensemble.dispose();
      return end;
    };
    const end = run([40]);
    expect(run([1, 7, 16, 16])).toEqual(end);
    expect(new Set(end).size).toBe(12);
  });
  it('scales with the noise', () => {
    const at = (std: number) => {
      const ensemble = createEnsemble(weights, basis, 5, 3, std);
      ensemble.advance(30, true, std);
      const end = newest(ensemble).map((x) => x - origin);
      ensemble.dispose();
      return end;
    };
    const [one, two] = [at(1), at(2)];
    for (const [n, x] of one.entries()) expect(two[n]).toBeCloseTo(2 * x, 4);
  });
});

describe('placing the live state', () => {
  it('goes on from the state it was given', () => {
    const liveRun = createLiveRun(weights, PAPER_HMMS['chain-2'], 3);
    liveRun.advance(50, true, 1);
    liveRun.setState(new Float64Array(16).fill(1));
    liveRun.advance(1, false, 1);
    const expected = Array.from({ length: 16 }, (_, i) =>
      Math.max(
        0,
        weights.recurrentWeights.subarray(i * 16, i * 16 + 16).reduce((a, b) => a + b, 0),
      ),
    );
    const slot = (liveRun.step - 1) % 2048;
    expected.forEach((value, i) => {
      expect(liveRun.states[slot * 16 + i]).toBeCloseTo(value, 5);
    });
  });
});
