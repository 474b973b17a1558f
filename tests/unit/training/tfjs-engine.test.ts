import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import { initialWeights, packWeights, type RnnShape } from '../../../src/rnn/weights';
import { gradientNorm } from '../../../src/training/adam';
import { drawUpdate, type Engine, freshOptimiser } from '../../../src/training/engine';
import { createJsEngine } from '../../../src/training/engines/js/engine';
import { selfCheck } from '../../../src/training/engines/selfCheck';
import { createTfjsEngine } from '../../../src/training/engines/tfjs/engine';
import { SETTINGS } from './settings';

const shape: RnnShape = { hiddenSize: 24, inputDim: 5, nOutputs: 3 };
const batch = { batch: 20, seqLen: 12, targets: sampleHmm(PAPER_HMMS['chain-2'], 20, 12, 3, 'data') };
const start = freshOptimiser(packWeights(initialWeights(shape, 3, 2)));

describe('the tfjs engine on its CPU backend', () => {
  let engine: Engine;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    engine = createTfjsEngine(tf, 'tensorflow-cpu', 'tfjs cpu');
    await engine.init(shape, start);
  });

  it('has the loss and gradient of the sparse engine to 1e-5', async () => {
    const sparse = createJsEngine();
    await sparse.init(shape, start);
    const draws = drawUpdate(shape, 20, 12, 3, 0);
    const a = await engine.lossAndGradient(batch, draws, SETTINGS);
    const b = await sparse.lossAndGradient(batch, draws, SETTINGS);
    expect(Math.abs(a.loss / b.loss - 1)).toBeLessThan(1e-5);
    const difference = gradientNorm(a.gradient.map((g, i) => g - b.gradient[i]!));
    expect(difference / gradientNorm(b.gradient)).toBeLessThan(1e-5);
  });

  it('takes the same Adam steps', async () => {
    const sparse = createJsEngine();
    await sparse.init(shape, start);
    await engine.writeState(start);
    for (let update = 0; update < 3; update++) {
      const [a] = await engine.step(batch, 3, SETTINGS);
      const [b] = await sparse.step(batch, 3, SETTINGS);
      expect(Math.abs(a.loss / b.loss - 1)).toBeLessThan(1e-3);
    }
    const a = await engine.readState();
    const b = await sparse.readState();
    expect(a.updates).toBe(3);
    const moved = gradientNorm(b.parameters.map((p, i) => p - start.parameters[i]!));
    expect(gradientNorm(a.parameters.map((p, i) => p - b.parameters[i]!)) / moved).toBeLessThan(1e-2);
  });

  it('frees every tensor it makes', async () => {
    await engine.step(batch, 3, SETTINGS);
    const before = tf.memory().numTensors;
    await engine.step(batch, 3, SETTINGS);
    await engine.lossAndGradient(batch, drawUpdate(shape, 20, 12, 3, 7), SETTINGS);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('passes the self-check, and a planted wrong kernel fails it', async () => {
    const checked = createTfjsEngine(tf, 'tensorflow-cpu', 'tfjs cpu');
    await selfCheck(checked);
    const wrongStep = { ...tf, step: (x: tf.Tensor) => tf.tidy(() => tf.mul(tf.step(x), 0.9)) } as unknown as typeof tf;
    await expect(selfCheck(createTfjsEngine(wrongStep, 'tensorflow-cpu', 'planted'))).rejects.toThrow(/numbers are wrong/);
  });
});
