import { describe, expect, it } from 'vitest';
import { countEmissions } from '../../../src/hmm/emissionCounts';
import { emissionError, estimateEmissions } from '../../../src/hmm/emissions';
import { PAPER_HMM_IDS, PAPER_HMMS } from '../../../src/hmm/models';
import { createHmmStepper, sampleHmm, sampleIndependent } from '../../../src/hmm/sample';
import type { HmmSpec } from '../../../src/hmm/spec';
import { exactStatistics, sequenceProbability, stationaryDistribution } from '../../../src/hmm/statistics';

/** Sum over all strings of a length, weighted by `value`. */
function enumerate(spec: HmmSpec, length: number, value: (string: number[]) => number): number {
  let total = 0;
  for (let code = 0; code < spec.nOutputs ** length; code++) {
    const string = Array.from({ length }, (_, t) => Math.floor(code / spec.nOutputs ** t) % spec.nOutputs);
    total += sequenceProbability(spec, string) * value(string);
  }
  return total;
}

describe.each(PAPER_HMM_IDS)('exact statistics of %s', (id) => {
  const spec = PAPER_HMMS[id];
  const exact = exactStatistics(spec);
  it('agree with enumeration of all strings of length 4', () => {
    expect(enumerate(spec, 4, () => 1)).toBeCloseTo(1, 10);
    expect(enumerate(spec, 4, (s) => (s[2] !== s[3] ? 1 : 0))).toBeCloseTo(exact.changeRate, 10);
    expect(enumerate(spec, 4, (s) => (s[3] === 0 ? 1 : 0))).toBeCloseTo(exact.frequency[0]!, 10);
    const joint = enumerate(spec, 4, (s) => (s[1] === 0 && s[2] === 2 ? 1 : 0));
    expect(joint / exact.frequency[0]!).toBeCloseTo(exact.outputTransitionMatrix[0]![2]!, 10);
  });
  it('agree with samples to five standard errors', () => {
    const estimates = estimateEmissions(countEmissions(sampleHmm(spec, 2000, 50, 1, 'data'), 50, spec.nOutputs));
    const error = emissionError(estimates, exact);
    // Successive pairs are correlated over at most a few tens of steps: an effective n of a tenth is assumed.
    expect(error.maxCell).toBeLessThan(5 * Math.sqrt(0.25 / (2000 * 50 * 0.1 * 0.25)));
    expect(Math.abs(error.changeRate)).toBeLessThan(0.1);
  });
});

describe('stationary distribution', () => {
  const base = PAPER_HMMS['chain-2'];
  const with2 = (transitionMatrix: number[][], startProb = [0.5, 0.5]) =>
    stationaryDistribution({ ...base, transitionMatrix, startProb });
  it('solves π = πA for a lopsided chain', () => {
    const [a, b] = with2([
      [0.9, 0.1],
      [0.3, 0.7],
    ]);
    expect(a).toBeCloseTo(0.75, 10);
    expect(b).toBeCloseTo(0.25, 10);
  });
  it('is defined for a periodic chain, and follows the start of a reducible one', () => {
    expect(with2([[0, 1], [1, 0]], [1, 0])[0]).toBeCloseTo(0.5, 10); // biome-ignore format: a matrix
    expect(with2([[1, 0], [0, 1]], [0.2, 0.8])[0]).toBeCloseTo(0.2, 10); // biome-ignore format: a matrix
  });
});

describe('sampling', () => {
  it('is a function of seed, stream and update', () => {
    const spec = PAPER_HMMS.cyclic;
    expect(sampleHmm(spec, 20, 30, 4, 'data', 7)).toEqual(sampleHmm(spec, 20, 30, 4, 'data', 7));
    expect(sampleHmm(spec, 20, 30, 4, 'data', 7)).not.toEqual(sampleHmm(spec, 20, 30, 4, 'data', 8));
    // More sequences keep the first ones.
    expect(sampleHmm(spec, 40, 30, 4, 'data', 7).slice(0, 600)).toEqual(sampleHmm(spec, 20, 30, 4, 'data', 7));
  });
  it('stepwise equals in bulk', () => {
    const spec = PAPER_HMMS['chain-3'];
    const stepper = createHmmStepper(spec, 4, 'data', 3);
    const bulk = sampleHmm(spec, 4, 40, 4, 'data').slice(120);
    expect(Uint8Array.from({ length: 40 }, () => stepper.next())).toEqual(bulk);
  });
  it('independent draws have the marginals and no memory', () => {
    const labels = sampleIndependent([0.5, 0.1, 0.4], 2000, 50, 1, 'data');
    const { frequency, outputTransitionMatrix } = estimateEmissions(countEmissions(labels, 50, 3));
    for (const row of outputTransitionMatrix)
      row.forEach((cell, k) => {
        expect(Math.abs(cell.value - frequency[k]!.value)).toBeLessThan(0.02);
      });
  });
});
