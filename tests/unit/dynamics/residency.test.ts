import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ORBIT_STRIDE } from '../../../src/dynamics/orbit/orbitPlanes';
import { NO_FLIP, NO_LABEL, nextFlips, type ResidencyReport, residencyReport } from '../../../src/dynamics/zones/residency';
import { pca } from '../../../src/math/principalAxes';
import { finish } from '../../../src/math/progress';
import { project } from '../../../src/math/projection';
import { meanEstimate } from '../../../src/math/statistics';
import { NO_EXIT, rollouts } from '../../../src/rnn/rollouts';
import { simulate } from '../../../src/rnn/simulate';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';

/**
 * Two units without memory, h = (ReLU(x0), c·ReLU(x1)), logits h. Label 1 when c·x1 > max(x0, 0), x1 > 0: probability ¼ for x0 < 0 and,
 * by the angle of (x0, x1), atan(c)/2π for x0 > 0.
 */
const memoryless = (c: number): RnnWeights => ({
  hiddenSize: 2,
  inputDim: 2,
  nOutputs: 2,
  inputWeights: Float32Array.of(1, 0, 0, c),
  recurrentWeights: new Float32Array(4),
  readoutWeights: Float32Array.of(1, 0, 0, 1),
});

const basisOf = (weights: RnnWeights) => {
  const { states } = simulate(weights, { steps: 500, seed: 3 });
  return pca(states, weights.hiddenSize, Math.min(ORBIT_STRIDE, weights.hiddenSize));
};

describe('next flips of a run', () => {
  it('are those found by looking ahead', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 40 }), (sequence) => {
        const { nextLabels, stepsToFlip } = nextFlips(Uint8Array.from(sequence));
        sequence.forEach((label, t) => {
          const ahead = sequence.slice(t).findIndex((other) => other !== label);
          expect(stepsToFlip[t]).toBe(ahead < 0 ? NO_FLIP : ahead);
          expect(nextLabels[t]).toBe(ahead < 0 ? NO_LABEL : sequence[t + ahead]);
        });
      }),
    );
  });
});

describe('residency report', () => {
  it('has the closed-form residency time of a memoryless two-unit network, in rollouts and in the recorded run', () => {
    const c = 0.6;
    const leaving = [0.25 + Math.atan(c) / (2 * Math.PI), 0.75 - Math.atan(c) / (2 * Math.PI)];
    const weights = memoryless(c);
    const cap = 6;
    const report = finish(residencyReport(weights, basisOf(weights), { seed: 8, states: 3000, rollouts: 10, cap, sharing: 1 }));
    for (const label of [0, 1]) {
      const p = leaving[label]!;
      const of = (values: ArrayLike<number>) => Float64Array.from(values).filter((_, s) => report.labels[s] === label);
      const law = (values: Float64Array, expected: number) => {
        const { value, high, n } = meanEstimate(values);
        expect(n).toBeGreaterThan(500);
        expect(Math.abs(value - expected)).toBeLessThan(5 * ((high - value) / 1.96));
      };
      law(of(report.residencyTimes), (1 - (1 - p) ** cap) / p);
      law(of(report.exitProbabilities), 1 - (1 - p) ** cap);
      // Successive steps of one dwell count down together: its interval is taken from the dwell starts only.
      const starts = Float64Array.from(report.stepsToFlip).filter(
        (steps, s) => s > 0 && report.labels[s] === label && report.labels[s - 1] !== label && steps !== NO_FLIP,
      );
      law(starts, 1 / p);
    }
  });

  it('describes each state of the run by its own rollouts', () => {
    const weights = initialWeights({ hiddenSize: 24, inputDim: 6, nOutputs: 3 }, 5, 1.8);
    const basis = basisOf(weights);
    const options = { rollouts: 7, cap: 30, sharing: 4 };
    const report = finish(residencyReport(weights, basis, { seed: 2, states: 300, warmUp: 20, ...options }));
    const run = simulate(weights, { steps: 300, seed: 2, warmUp: 20 });
    const result = finish(rollouts(weights, run.states, run.outputLabels, { seed: 2, ...options }));
    expect(report.states).toBe(300);
    expect(report.labels).toEqual(run.outputLabels);
    expect(report.noiseSetCount).toBe(75);
    for (let s = 0; s < 300; s++) {
      const rows = [0, 1, 2, 3, 4, 5, 6].map((r) => s * 7 + r);
      const sum = (values: Uint8Array) => rows.reduce((total, i) => total + values[i]!, 0);
      expect(report.residencyTimes[s]).toBeCloseTo(sum(result.exitTimes) / 7, 5);
      expect(report.signChanges[s]).toBeCloseTo(sum(result.signChanges) / 7, 5);
      expect(report.signChangeRates[s]).toBeCloseTo(sum(result.signChanges) / sum(result.exitTimes), 5);
      expect(report.exitProbabilities[s]).toBeCloseTo(rows.filter((i) => result.exitLabels[i] !== NO_EXIT).length / 7, 5);
      expect(report.noiseSets[s]).toBe(s % 75);
      const state = run.states.subarray(s * 24, (s + 1) * 24);
      const exponents = [0, 1, 2].map((k) =>
        Math.exp(state.reduce((total, h, i) => total + h * weights.readoutWeights[k * 24 + i]!, 0)),
      );
      expect(report.maxSoftmax[s]).toBeCloseTo(Math.max(...exponents) / exponents.reduce((a, b) => a + b), 5);
      const point = new Float64Array(ORBIT_STRIDE);
      project(basis, state, point, 0, ORBIT_STRIDE);
      for (let k = 0; k < ORBIT_STRIDE; k++) expect(report.points[s * ORBIT_STRIDE + k]).toBeCloseTo(point[k]!, 4);
    }
  });

  it('refuses a network that runs away at once, and keeps the states before a later divergence', () => {
    // A unit that feeds itself more than it is: passes the cap in a number of steps set by the gain.
    const runaway = (gain: number): RnnWeights => ({ ...memoryless(1), recurrentWeights: Float32Array.of(gain, 0, 0, 0) });
    const attempt = (gain: number): ResidencyReport => {
      const weights = runaway(gain);
      return finish(residencyReport(weights, basisOf(memoryless(1)), { seed: 1, states: 2000, rollouts: 2 }));
    };
    expect(() => attempt(2)).toThrow(RangeError);
    const late = attempt(1.02);
    expect(late.divergent).toBe(true);
    expect(late.states).toBeGreaterThanOrEqual(200);
    expect(late.states).toBeLessThan(2000);
    expect(late.residencyTimes.length).toBe(late.states);
  });
});
