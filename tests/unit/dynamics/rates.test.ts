import { describe, expect, it } from 'vitest';
import { networkSurprise } from '../../../src/dynamics/emissions/particleFilter';
import { divergenceRate, type RatesReport, rates } from '../../../src/dynamics/emissions/rates';
import { nextOutput, surprises } from '../../../src/hmm/forwardFilter';
import { PAPER_HMMS } from '../../../src/hmm/models';
import type { HmmSpec } from '../../../src/hmm/spec';
import { sequenceProbability, stationaryDistribution } from '../../../src/hmm/statistics';
import { normalDensity, normalDistribution } from '../../../src/math/normal';
import { sampleRuns, withSampler } from '../../../src/rnn/simulate';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';
import { exampleNetwork } from '../../exampleNetwork';
import { finish } from '../finish';

const report = (weights: RnnWeights, hmm: HmmSpec, sequences?: number): RatesReport => {
  const found = finish(rates(weights, hmm, { seed: 2, ...(sequences ? { sequences } : {}) }));
  if (!found.bounded) throw new Error('unbounded');
  return found;
};

describe('surprise of a sequence under a model', () => {
  it.each(['chain-2', 'chain-4', 'cyclic'] as const)('sums to −ln of its probability: %s', (id) => {
    const outputs = [0, 0, 1, 1, 2, 2, 1, 2];
    const nats = surprises(PAPER_HMMS[id], outputs);
    expect(nats.reduce((sum, value) => sum + value, 0)).toBeCloseTo(-Math.log(sequenceProbability(PAPER_HMMS[id], outputs)), 10);
  });

  it('is infinite where the model cannot emit an output', () => {
    const model: HmmSpec = {
      ...PAPER_HMMS['chain-2'],
      emissionMatrix: [
        [1, 0, 0],
        [0, 0, 1],
      ],
    };
    expect([...surprises(model, [0, 1, 2])].map((value) => Number.isFinite(value))).toEqual([true, false, false]);
    expect(surprises(model, [0, 1])[1]).toBe(Number.POSITIVE_INFINITY);
  });

  it('has the next output as a ratio of probabilities', () => {
    const model = PAPER_HMMS['chain-3'];
    const stationary = stationaryDistribution(model);
    const next = nextOutput(model, [0, 2], stationary)!;
    const settled = { ...model, startProb: stationary };
    next.forEach((p, k) => {
      expect(p).toBeCloseTo(sequenceProbability(settled, [0, 2, k]) / sequenceProbability(settled, [0, 2]), 12);
    });
    expect(nextOutput({ ...model, emissionMatrix: model.emissionMatrix.map(() => [1, 0, 0]) }, [1], stationary)).toBeUndefined();
  });
});

describe('rates of a network', () => {
  it('of a start network are those of independent outputs under the model', () => {
    // Small weights: all outputs are nearly as probable, whatever came before.
    const weights = initialWeights({ hiddenSize: 8, inputDim: 4, nOutputs: 3 }, 1, 0.5, 0.01);
    const model = PAPER_HMMS.fully;
    const { crossEntropy, entropyRate, excess, histories } = report(weights, model, 400);
    const independent = { ...model, transitionMatrix: model.transitionMatrix.map(() => [1 / 3, 1 / 3, 1 / 3]) };
    expect(surprises(independent, [0, 1, 2])[1]).toBeCloseTo(Math.log(3), 10);
    expect(excess.low).toBeGreaterThan(1);
    expect(crossEntropy.low).toBeGreaterThan(entropyRate.high);
    // After any one output the network gives each a third, the model mostly the same again.
    const ones = histories.filter(({ outputs }) => outputs.length === 1);
    expect(ones).toHaveLength(3);
    for (const { network, model: exact, outputs, loss, share } of ones) {
      expect(share.value).toBeCloseTo(1 / 3, 1);
      for (const { low, high } of network) expect(low < 0.36 && high > 0.31).toBe(true);
      expect(exact[outputs[0]!]).toBeCloseTo(0.9136, 3);
      const divergence = exact.reduce((sum, q) => sum + Math.log(1 / 3 / q) / 3, 0);
      expect(loss.value).toBeCloseTo(divergence / 3, 1);
    }
    expect(histories.map(({ loss }) => loss.value)).toEqual(histories.map(({ loss }) => loss.value).sort((a, b) => b - a));
  });

  it('has the model’s entropy rate, which is known', () => {
    const { entropyRate } = report(exampleNetwork('chain-2'), PAPER_HMMS['chain-2']);
    expect(entropyRate.low).toBeLessThan(0.2535);
    expect(entropyRate.high).toBeGreaterThan(0.2525);
    expect(entropyRate.n).toBe(1000);
  });

  it('refuses another number of outputs, and says when a network is unbounded', () => {
    const weights = initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 2 }, 1);
    expect(() => finish(rates(weights, PAPER_HMMS['chain-2'], { seed: 1 }))).toThrow(RangeError);
    const grows = {
      ...initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 3 }, 1),
      recurrentWeights: new Float32Array(16).fill(1),
    };
    expect(finish(rates(grows, PAPER_HMMS['chain-2'], { seed: 1 }))).toMatchObject({ bounded: false });
  });
});

/** One unit that keeps .9 of itself; the larger it is, the more probable is output 0. */
const ONE: RnnWeights = {
  hiddenSize: 1,
  inputDim: 1,
  nOutputs: 2,
  inputWeights: Float32Array.of(1),
  recurrentWeights: Float32Array.of(0.9),
  readoutWeights: Float32Array.of(1, -0.5),
};

/** −ln P(outputs) from h = 0 by a grid over h: a point mass at 0 and a density above it. */
function gridSurprise(outputs: ArrayLike<number>): Float64Array {
  const [cells, step] = [600, 0.02];
  const at = (n: number) => (n + 0.5) * step;
  const emit = (h: number, output: number) => 1 / (1 + Math.exp((output === 0 ? -1 : 1) * 1.5 * h));
  let zero = 1;
  let density = new Float64Array(cells);
  return Float64Array.from(outputs, (output) => {
    const nextDensity = new Float64Array(cells);
    let nextZero = 0;
    const spread = (mass: number, u: number): void => {
      nextZero += mass * normalDistribution(-u);
      for (let n = Math.max(0, Math.floor((u - 6) / step)); n < Math.min(cells, (u + 6) / step); n++)
        nextDensity[n]! += mass * normalDensity(at(n) - u);
    };
    if (zero > 0) spread(zero, 0);
    density.forEach((value, n) => {
      if (value > 1e-12) spread(value * step, Math.fround(0.9) * at(n));
    });
    nextZero *= emit(0, output);
    let total = nextZero;
    nextDensity.forEach((value, n) => {
      nextDensity[n] = value * emit(at(n), output);
      total += nextDensity[n]! * step;
    });
    zero = nextZero / total;
    density = nextDensity.map((value) => value / total);
    return -Math.log(total);
  });
}

describe('the particle filter', () => {
  const outputs = sampleRuns(ONE, { runs: 1, steps: 30, seed: 8 }).outputs;
  const exact = gridSurprise(outputs);
  const surprise = (particles: number, seed: number) =>
    withSampler(ONE, (sampler) => networkSurprise(sampler, ONE, outputs, { seed, sequence: 0, particles }));

  it('agrees with a filter on a grid, step by step and in all', () => {
    const { nats, effective } = surprise(5000, 1);
    for (let t = 0; t < outputs.length; t++) expect(Math.abs(nats[t]! - exact[t]!)).toBeLessThan(0.03);
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0) / values.length;
    expect(Math.abs(sum(nats) - sum(exact))).toBeLessThan(0.003);
    expect(effective).toBeGreaterThan(0.5);
    expect(effective).toBeLessThan(1);
  });

  it('is nearly unbiased with 500 particles', () => {
    const totals = Array.from({ length: 20 }, (_, seed) => surprise(500, 100 + seed).nats.reduce((sum, value) => sum + value, 0));
    const mean = totals.reduce((sum, value) => sum + value, 0) / totals.length;
    const target = exact.reduce((sum, value) => sum + value, 0);
    expect(Math.abs(mean - target) / outputs.length).toBeLessThan(0.002);
  });
});

describe('the Kullback–Leibler rate', () => {
  /** Every output with a third, whatever came before. */
  const uniform: HmmSpec = {
    ...PAPER_HMMS.fully,
    emissionMatrix: Array.from({ length: 3 }, () => [1 / 3, 1 / 3, 1 / 3]),
  };

  it('is 0 for a network that does what the model does', () => {
    // Nothing reaches the read-out: outputs are independent and alike, as those of the model.
    const weights = initialWeights({ hiddenSize: 4, inputDim: 2, nOutputs: 3 }, 1, 1, 0);
    const found = finish(divergenceRate(weights, uniform, { seed: 1, sequences: 4, particles: 50 }));
    expect(found).toMatchObject({ bounded: true, impossible: 0, particles: 50 });
    if (found.bounded) {
      expect(found.rate.value).toBeCloseTo(0, 10);
      expect(found.ownEntropy.value).toBeCloseTo(Math.log(3), 10);
      expect(found.effective).toBeCloseTo(1, 10);
    }
  });

  it('is above 0 for one that does not, by all that the model leaves unsaid', () => {
    const weights = exampleNetwork('chain-2');
    const found = finish(divergenceRate(weights, PAPER_HMMS['chain-2'], { seed: 1, sequences: 3, particles: 200 }));
    if (!found.bounded) throw new Error('unbounded');
    expect(found.rate.value).toBeGreaterThan(-0.01);
    expect(found.rate.value).toBeLessThan(0.1);
    expect(found.rate.n).toBe(3);
    const wrong = finish(divergenceRate(weights, uniform, { seed: 1, sequences: 3, particles: 200 }));
    if (!wrong.bounded) throw new Error('unbounded');
    expect(wrong.rate.low).toBeGreaterThan(found.rate.high);
    expect(wrong.crossEntropy.value).toBeCloseTo(Math.log(3), 10);
    expect(wrong.ownEntropy).toEqual(found.ownEntropy);
    expect(() => finish(divergenceRate(weights, PAPER_HMMS['chain-2'], { seed: 1, sequences: 1 }))).toThrow('no interval');
  });
});
