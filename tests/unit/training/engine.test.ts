import { describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import { initialWeights, packWeights, type RnnShape } from '../../../src/rnn/weights';
import { adamUpdate, clipFactor, gradientNorm } from '../../../src/training/adam';
import { drawUpdate, freshOptimiser } from '../../../src/training/engine';
import { backward, forward, prepareWeights } from '../../../src/training/engines/js/backprop';
import { createJsEngine } from '../../../src/training/engines/js/engine';
import { SETTINGS } from './settings';

const shape: RnnShape = { hiddenSize: 12, inputDim: 3, nOutputs: 3 };
const packed = packWeights(initialWeights(shape, 5, 2));
const B = 4;
const T = 7;
const draws = drawUpdate(shape, B, T, 5, 0);

describe('back-propagation through time', () => {
  it('has the gradient of a smooth objective by finite differences', () => {
    // L(θ) = Σ v·softmax((ℓ+g)/τ) + λ·mean(h²): the straight-through backward pass is exactly its gradient.
    const v = Float64Array.from({ length: B * T * 3 }, (_, i) => Math.sin(3 * i + 1));
    const penalty = 0.5;
    const tau = 0.8;
    const objective = (parameters: Float32Array) => {
      const record = forward(prepareWeights(parameters, shape), shape, draws.noise, draws.gumbels, B, T, tau);
      return record.soft.reduce((sum, s, i) => sum + s * v[i]!, 0) + penalty * record.meanSquare;
    };
    const weights = prepareWeights(packed, shape);
    const record = forward(weights, shape, draws.noise, draws.gumbels, B, T, tau);
    const gradient = backward(weights, shape, record, draws.noise, v, B, T, tau, penalty);
    for (let i = 0; i < packed.length; i += 3) {
      // Small: a unit crossing its threshold within the step adds an error in proportion to it.
      const step = 2 ** -16;
      const shifted = (by: number) => {
        const copy = packed.slice();
        copy[i] = copy[i]! + by;
        return objective(copy);
      };
      const difference = (shifted(step) - shifted(-step)) / (2 * step);
      expect(Math.abs(difference - gradient[i]!)).toBeLessThan(1e-3 * (1 + Math.abs(difference)));
    }
  });
  it('samples argmax(ℓ+g): the hard output is the largest soft one', () => {
    const record = forward(prepareWeights(packed, shape), shape, draws.noise, draws.gumbels, B, T, 1);
    record.outputs.forEach((label, cell) => {
      const row = record.soft.slice(cell * 3, cell * 3 + 3);
      expect(row[label]).toBe(Math.max(...row));
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    });
  });
});

describe('Adam', () => {
  it('makes a first step of exactly the rate in each direction that has a gradient', () => {
    const state = freshOptimiser(new Float32Array(3));
    adamUpdate(state, [0.3, -0.2, 0], gradientNorm([0.3, -0.2, 0]), { ...SETTINGS, clip: 100 });
    [-1e-3, 1e-3, 0].forEach((expected, i) => {
      expect(state.parameters[i]).toBeCloseTo(expected, 8);
    });
  });
  it('clips by the global norm', () => {
    expect(clipFactor(0.5, 0.9)).toBe(1);
    expect(clipFactor(9, 0.9)).toBeCloseTo(0.1, 6);
  });
  it('follows the textbook recursion', () => {
    const state = freshOptimiser(Float32Array.from([1]));
    let [m, v, p] = [0, 0, 1];
    for (let t = 1; t <= 20; t++) {
      const g = Math.cos(t);
      adamUpdate(state, [g], Math.abs(g), { ...SETTINGS, clip: 1e9, learningRate: 0.01 });
      m = 0.9 * m + 0.1 * g;
      v = 0.9 * v + 0.1 * g * g;
      p -= (0.01 * (m / (1 - 0.9 ** t))) / (Math.sqrt(v / (1 - 0.9 ** t)) + 1e-8);
    }
    expect(state.parameters[0]).toBeCloseTo(p, 5);
  });
});

describe('the sparse engine', () => {
  const batch = { batch: 16, seqLen: 10, targets: sampleHmm(PAPER_HMMS['chain-2'], 16, 10, 3, 'data') };
  const run = async (updates: number, rate = 1e-3) => {
    const engine = createJsEngine();
    await engine.init(shape, freshOptimiser(packed));
    for (let i = 0; i < updates; i++) await engine.step(batch, 3, { ...SETTINGS, learningRate: rate });
    return engine.readState();
  };
  it('gives the same bits twice', async () => {
    expect(await run(8)).toEqual(await run(8));
  });
  it('goes on from a state to the same bits', async () => {
    const engine = createJsEngine();
    await engine.init(shape, await run(3));
    for (let i = 0; i < 5; i++) await engine.step(batch, 3, SETTINGS);
    expect(await engine.readState()).toEqual(await run(8));
  });
  it('moves nothing at rate 0', async () => {
    expect((await run(3, 0)).parameters).toEqual(packed);
  });
  it('leaves the weights alone when the loss is not finite', async () => {
    const engine = createJsEngine();
    const wild = freshOptimiser(packed.map((w) => w * 1e20));
    await engine.init(shape, wild);
    const [report] = await engine.step(batch, 3, SETTINGS);
    expect(report.applied).toBe(false);
    expect((await engine.readState()).parameters).toEqual(wild.parameters);
  });
});
