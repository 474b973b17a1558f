import { createStepper } from '../../../src/rnn/step';
import type { RnnWeights } from '../../../src/rnn/weights';
import { gradientNorm } from '../../../src/training/adam';

/** Smallest |z| over all units, steps and sequences of a batch driven by `noise` [B×T×d], in float64. */
export function nearestThreshold(weights: RnnWeights, noise: Float32Array, batch: number, seqLen: number): number {
  const stepper = createStepper(weights);
  const z = new Float64Array(weights.hiddenSize);
  let nearest = Number.POSITIVE_INFINITY;
  for (let b = 0; b < batch; b++) {
    const h = new Float64Array(weights.hiddenSize);
    for (let t = 0; t < seqLen; t++) {
      stepper.step(h, noise, (b * seqLen + t) * weights.inputDim, 1, z);
      for (const value of z) nearest = Math.min(nearest, Math.abs(value));
    }
  }
  return nearest;
}

/** ‖a − b‖/‖b‖ */
export const relative = (a: Float32Array, b: Float32Array) => gradientNorm(a.map((g, i) => g - b[i]!)) / gradientNorm(b);
