import { describe, expect, it } from 'vitest';
import { forwardFilter } from '../../../src/hmm/forwardFilter';
import { PAPER_HMM_IDS, PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import type { HmmSpec } from '../../../src/hmm/spec';
import { stationaryDistribution } from '../../../src/hmm/statistics';

/** P(last state | outputs) by summing over every path of hidden states. */
function enumerated({ nStates: M, startProb, transitionMatrix: A, emissionMatrix: B }: HmmSpec, outputs: number[]): number[] {
  const mass = new Array<number>(M).fill(0);
  for (let code = 0; code < M ** outputs.length; code++) {
    const path = outputs.map((_, t) => Math.floor(code / M ** t) % M);
    const p = path.reduce((q, s, t) => q * (t === 0 ? startProb[s]! : A[path[t - 1]!]![s]!) * B[s]![outputs[t]!]!, 1);
    mass[path.at(-1)!]! += p;
  }
  const total = mass.reduce((a, b) => a + b, 0);
  return mass.map((p) => p / total);
}

const lopsided: HmmSpec = {
  ...PAPER_HMMS['chain-3'],
  startProb: [0.7, 0.2, 0.1],
  transitionMatrix: [[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.05, 0.05, 0.9]], // biome-ignore format: a matrix
};

describe('forward filter', () => {
  it.each([...PAPER_HMM_IDS.map((id) => PAPER_HMMS[id]), lopsided])('equals enumeration of all paths: $name', (spec) => {
    for (const outputs of [
      [0, 0, 1, 2, 2],
      [1, 1, 2, 1, 0],
      [2, 1, 1, 1, 1],
    ]) {
      // biome-ignore format: strings
      const { posterior, impossibleSteps } = forwardFilter(spec, outputs);
      expect(impossibleSteps).toBe(0);
      for (let t = 0; t < outputs.length; t++)
        enumerated(spec, outputs.slice(0, t + 1)).forEach((p, s) => {
          expect(posterior[t * spec.nStates + s]).toBeCloseTo(p, 12);
        });
    }
  });
  it('stays normalised over long strings, and is calibrated: its mean is the stationary distribution', () => {
    const spec = PAPER_HMMS.cyclic;
    const steps = 40_000;
    const { posterior } = forwardFilter(spec, sampleHmm(spec, 1, steps, 1, 'data'));
    const mean = new Array<number>(4).fill(0);
    for (let t = 0; t < steps; t++) {
      let sum = 0;
      for (let s = 0; s < 4; s++) {
        sum += posterior[4 * t + s]!;
        mean[s]! += posterior[4 * t + s]! / steps;
      }
      expect(sum).toBeCloseTo(1, 12);
    }
    // Occupancy decorrelates over some 20 steps: standard error about √(.19·2·20 / 40,000) ≈ .014.
    stationaryDistribution(spec).forEach((p, s) => {
      expect(Math.abs(mean[s]! - p)).toBeLessThan(0.06);
    });
  });
  it('restarts where the output is impossible, and ignores what the start forbids too', () => {
    const spec: HmmSpec = {
      ...PAPER_HMMS['chain-2'],
      nOutputs: 3,
      startProb: [0.25, 0.75],
      transitionMatrix: [[1, 0], [0.2, 0.8]], // biome-ignore format: a matrix
      emissionMatrix: [[1, 0, 0], [0, 1, 0]], // biome-ignore format: a matrix
    };
    const { posterior, impossibleSteps } = forwardFilter(spec, [0, 1, 2]);
    // From state 0 nothing but state 0; output 1 then restarts in state 1; output 2 leaves the prediction .2, .8.
    expect(Array.from(posterior.subarray(0, 4))).toEqual([1, 0, 0, 1]);
    expect(posterior[4]).toBeCloseTo(0.2, 12);
    expect(posterior[5]).toBeCloseTo(0.8, 12);
    expect(impossibleSteps).toBe(2);
  });
});
