import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodePosterior } from '../../../src/dynamics/emissions/posteriorDecoding';
import { forwardFilter } from '../../../src/hmm/forwardFilter';
import { PAPER_HMMS } from '../../../src/hmm/models';
import type { HmmSpec } from '../../../src/hmm/spec';
import { readWeights } from '../../../src/rnn/safetensors';
import { simulate } from '../../../src/rnn/simulate';
import { initialWeights } from '../../../src/rnn/weights';
import { finish } from '../finish';

function decode(...args: Parameters<typeof decodePosterior>) {
  const result = finish(decodePosterior(...args));
  if (!result.bounded) throw new Error('unbounded');
  return result;
}

const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));
const hmm = PAPER_HMMS['chain-3'];
const options = { seed: 1, runs: 24, steps: 400 };

describe('posterior decoding', () => {
  const result = decode(weights, hmm, options);
  it('finds memory in the trained network that the current output does not hold', () => {
    expect(result.hidden.overall.low).toBeGreaterThan(0.4);
    expect(result.memoryGain.low).toBeGreaterThan(0.02);
    expect(result.memoryShare.low).toBeGreaterThan(0.1);
    expect(result.both.overall.value).toBeGreaterThan(Math.max(result.hidden.overall.value, result.currentOutput.overall.value));
    expect(result.both.overall.value - result.currentOutput.overall.value).toBeCloseTo(result.memoryGain.value, 12);
  });
  it('finds nothing in posteriors shuffled in time', () => {
    expect(result.shuffled.overall.value).toBeLessThan(0.02);
    expect(result.shuffled.overall.value).toBeGreaterThan(-0.1);
  });
  it('has intervals around its values over the held-out runs', () => {
    for (const score of [result.hidden, result.currentOutput, result.both])
      for (const { value, low, high, n } of [...score.states, score.overall]) {
        expect(low).toBeLessThan(value);
        expect(high).toBeGreaterThan(value);
        expect(n).toBe(12);
      }
  });
  it('agrees with R² of the current output by conditional means, on the same runs', () => {
    // With one-hot inputs least squares predicts the mean posterior of each output over the fitted runs.
    const runs = Array.from({ length: options.runs }, (_, run) =>
      simulate(weights, { steps: options.steps, seed: 1, run, noiseStream: 'evaluation', gumbelStream: 'evaluationGumbel' }),
    ).map(({ sampledOutputs: outputs }) => ({ outputs, posterior: forwardFilter(hmm, outputs).posterior }));
    const sums = [0, 1, 2].map(() => [0, 0]);
    for (const { outputs, posterior } of runs.slice(0, 12))
      outputs.forEach((k, t) => {
        sums[k]![0]! += posterior[3 * t]!;
        sums[k]![1]!++;
      });
    const held = runs
      .slice(12)
      .flatMap(({ outputs, posterior }) =>
        Array.from(outputs, (k, t) => ({ p: posterior[3 * t]!, guess: sums[k]![0]! / sums[k]![1]! })),
      );
    const mean = held.reduce((sum, { p }) => sum + p, 0) / held.length;
    const error = held.reduce((sum, { p, guess }) => sum + (p - guess) ** 2, 0);
    const variance = held.reduce((sum, { p }) => sum + (p - mean) ** 2, 0);
    expect(result.currentOutput.states[0]!.value).toBeCloseTo(1 - error / variance, 4);
    // The stretch is the beginning of the first held-out run.
    expect(result.stretch.outputs).toEqual(runs[12]!.outputs.slice(0, 300));
    expect(result.stretch.exact).toEqual(runs[12]!.posterior.slice(0, 900));
  });
  it('decodes probabilities that sum to 1, near the exact ones', () => {
    const { steps, exact, decoded } = result.stretch;
    let error = 0;
    for (let t = 0; t < steps; t++) {
      expect(decoded[3 * t]! + decoded[3 * t + 1]! + decoded[3 * t + 2]!).toBeCloseTo(1, 6);
      for (let s = 0; s < 3; s++) error += (exact[3 * t + s]! - decoded[3 * t + s]!) ** 2 / steps;
    }
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(0.3);
  });
  it('finds no memory in an untrained network', () => {
    const untrained = decode(initialWeights({ hiddenSize: 32, inputDim: 8, nOutputs: 3 }, 1), hmm, options);
    expect(untrained.memoryShare.value).toBeLessThan(0.3 * result.memoryShare.value);
    expect(untrained.hidden.overall.value).toBeLessThan(0.1);
  });
  it('is exact when the posterior is a function of the current output', () => {
    const visible: HmmSpec = { ...PAPER_HMMS.fully, emissionMatrix: [[1, 0, 0], [0, 1, 0], [0, 0, 1]] }; // biome-ignore format: a matrix
    const { currentOutput, memoryShare, impossibleSteps } = decode(weights, visible, options);
    expect(memoryShare.value).toBeNaN();
    expect(currentOutput.overall.value).toBeGreaterThan(1 - 1e-6);
    expect(impossibleSteps).toBe(0);
  });
  it('counts outputs that the model holds impossible', () => {
    const ring: HmmSpec = {
      ...PAPER_HMMS.fully,
      transitionMatrix: [[0, 1, 0], [0, 0, 1], [1, 0, 0]], // biome-ignore format: a matrix
      emissionMatrix: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], // biome-ignore format: a matrix
    };
    expect(decode(weights, ring, { ...options, runs: 4 }).impossibleSteps).toBeGreaterThan(100);
  });
  it('says NaN where there is nothing to explain', () => {
    const single: HmmSpec = { ...hmm, nStates: 1, startProb: [1], transitionMatrix: [[1]], emissionMatrix: [[0.5, 0.1, 0.4]] };
    const { hidden, memoryGain, memoryShare } = decode(weights, single, { ...options, runs: 4 });
    for (const { value } of [hidden.overall, hidden.states[0]!, memoryGain, memoryShare]) expect(value).toBeNaN();
  });
  it('does not judge an explosive network, and needs two runs and equal outputs', () => {
    const explosive = initialWeights({ hiddenSize: 16, inputDim: 4, nOutputs: 3 }, 1, 12);
    expect(finish(decodePosterior(explosive, hmm, options))).toMatchObject({ bounded: false });
    expect(() => decodePosterior(weights, hmm, { ...options, runs: 1 }).next()).toThrow(RangeError);
    const four = initialWeights({ hiddenSize: 16, inputDim: 4, nOutputs: 4 }, 1);
    expect(() => decodePosterior(four, hmm, options).next()).toThrow(/4 outputs cannot be compared with a model of 3/);
  });
});
