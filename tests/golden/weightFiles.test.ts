import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { argmax } from '../../src/math/distributions';
import { createStepper, norm } from '../../src/rnn/step';
import { readWeightFile } from '../../src/rnn/weightFiles';

const read = (name: string): Uint8Array => readFileSync(new URL(`./${name}`, import.meta.url));
const golden = JSON.parse(new TextDecoder().decode(read('network.json'))) as {
  noise: number[][];
  hidden_norm: number[];
  hidden_last: number[];
  logits: number[][];
  argmax: number[];
};
const checkpoint = readWeightFile('chain3_h64_d16.pth', read('chain3_h64_d16.pth'));

const closeTo = (actual: ArrayLike<number>, expected: ArrayLike<number>): void => {
  const scale = Math.max(...Array.from(expected, Math.abs));
  for (let i = 0; i < expected.length; i++) expect(Math.abs(actual[i]! - expected[i]!) / scale).toBeLessThan(1e-5);
};

describe('the golden PyTorch checkpoint', () => {
  it('holds the same network as the safetensors file', () => {
    expect(checkpoint.weights).toEqual(readWeightFile('x.safetensors', read('chain3_h64_d16.safetensors')).weights);
    expect(checkpoint.notes).toEqual([]);
  });
  it('follows the golden forward pass', () => {
    const stepper = createStepper(checkpoint.weights);
    const h = new Float64Array(checkpoint.weights.hiddenSize);
    const logits = new Float64Array(checkpoint.weights.nOutputs);
    const steps = golden.noise.map((x) => {
      stepper.step(h, Float64Array.from(x), 0, 1);
      stepper.logits(h, logits);
      return { norm: norm(h), logits: [...logits], label: argmax(logits) };
    });
    closeTo(
      steps.map((step) => step.norm),
      golden.hidden_norm,
    );
    closeTo(h, golden.hidden_last);
    closeTo(
      steps.flatMap((step) => step.logits),
      golden.logits.flat(),
    );
    expect(steps.map((step) => step.label)).toEqual(golden.argmax);
  });
});
