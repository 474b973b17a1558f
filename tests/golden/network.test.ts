import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { argmax } from '../../src/math/distributions';
import { pca } from '../../src/math/principalAxes';
import { readWeights } from '../../src/rnn/safetensors';
import { noiseFreeNorms } from '../../src/rnn/simulate';
import { createStepper, norm } from '../../src/rnn/step';

interface GoldenNetwork {
  noise: number[][];
  hidden_norm: number[];
  hidden_last: number[];
  logits: number[][];
  argmax: number[];
  pca: { explained_ratio: number[] };
  noise_free_decay_norm: number[];
}
const golden = JSON.parse(readFileSync(new URL('./network.json', import.meta.url), 'utf8')) as GoldenNetwork;
const { weights } = readWeights(readFileSync(new URL('./chain3_h64_d16.safetensors', import.meta.url)));

/** Largest relative difference of two number lists, on the scale of the expected list. */
const difference = (actual: ArrayLike<number>, expected: ArrayLike<number>): number => {
  let worst = 0;
  let scale = 0;
  for (let i = 0; i < expected.length; i++) {
    worst = Math.max(worst, Math.abs(actual[i]! - expected[i]!));
    scale = Math.max(scale, Math.abs(expected[i]!));
  }
  return worst / scale;
};

describe('the golden three-state network', () => {
  const stepper = createStepper(weights);
  const h = new Float64Array(weights.hiddenSize);
  const logits = new Float64Array(weights.nOutputs);
  const states = new Float64Array(golden.noise.length * weights.hiddenSize);
  const norms: number[] = [];
  const allLogits: number[] = [];
  const labels: number[] = [];
  golden.noise.forEach((x, t) => {
    stepper.step(h, Float64Array.from(x), 0, 1);
    states.set(h, t * weights.hiddenSize);
    stepper.logits(h, logits);
    norms.push(norm(h));
    allLogits.push(...logits);
    labels.push(argmax(logits));
  });

  it('follows the golden forward pass', () => {
    expect(difference(norms, golden.hidden_norm)).toBeLessThan(1e-5);
    expect(difference(h, golden.hidden_last)).toBeLessThan(1e-5);
    expect(difference(allLogits, golden.logits.flat())).toBeLessThan(1e-5);
    expect(labels).toEqual(golden.argmax);
  });

  it('has the golden explained variance', () => {
    const { explained } = pca(states, weights.hiddenSize, 3);
    expect(difference(explained.subarray(0, 5), golden.pca.explained_ratio)).toBeLessThan(1e-6);
  });

  it('decays without noise as recorded', () => {
    // Entry 0 of the record is one noise-free step after the last driven state.
    const measured = noiseFreeNorms(weights, h, golden.noise_free_decay_norm.length);
    golden.noise_free_decay_norm.forEach((value, t) => {
      expect(Math.abs(measured[t + 1]! / value - 1)).toBeLessThan(1e-4);
    });
  });
});
