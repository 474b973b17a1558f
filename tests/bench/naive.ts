import { argmax } from '../../src/math/distributions';
import { type DrawAddress, fillNormals } from '../../src/math/random';
import type { RnnWeights } from '../../src/rnn/weights';

/** The same computations written down as one would first write them: what the app's own are timed against, and held to. */

/** One step with every product of the two matrices, row by row: h ← ReLU(W_hh h + W_in x). @returns the new state [H] */
function denseStep(
  { hiddenSize: H, inputDim: d, recurrentWeights, inputWeights }: RnnWeights,
  h: Float64Array,
  x: Float64Array,
): Float64Array {
  const next = new Float64Array(H);
  for (let i = 0; i < H; i++) {
    let sum = 0;
    for (let j = 0; j < H; j++) sum += recurrentWeights[i * H + j]! * h[j]!;
    for (let j = 0; j < d; j++) sum += inputWeights[i * d + j]! * x[j]!;
    next[i] = Math.max(0, sum);
  }
  return next;
}

/** A run from h = 0 under standard normal noise. @returns its last state [H] */
export function denseRun(weights: RnnWeights, steps: number, seed: number): Float64Array {
  const noise = new Float64Array(weights.inputDim);
  let h: Float64Array = new Float64Array(weights.hiddenSize);
  for (let step = 0; step < steps; step++) {
    fillNormals(noise, 0, noise.length, { seed, stream: 'noise', update: 0, sequence: 0, step });
    h = denseStep(weights, h, noise);
  }
  return h;
}

const labelOf = ({ hiddenSize: H, nOutputs: K, readoutWeights }: RnnWeights, h: ArrayLike<number>): number => {
  const logits = new Float64Array(K);
  for (let k = 0; k < K; k++) for (let i = 0; i < H; i++) logits[k]! += readoutWeights[k * H + i]! * h[i]!;
  return argmax(logits);
};

/**
 * Residency time state by state and future by future, each future with noise of its own, until the label changes.
 * @param starts states [n×H], row-major
 * @returns mean steps until the label changes, at most `cap`, over all futures of all states
 */
export function naiveResidency(weights: RnnWeights, starts: Float32Array, futures: number, cap: number, seed: number): number {
  const { hiddenSize: H, inputDim: d } = weights;
  const noise = new Float64Array(d);
  const states = starts.length / H;
  let total = 0;
  for (let s = 0; s < states; s++) {
    const start = starts.subarray(s * H, (s + 1) * H);
    const label = labelOf(weights, start);
    for (let future = 0; future < futures; future++) {
      const at: DrawAddress = { seed, stream: 'rollout', update: 0, sequence: s * futures + future, step: 0 };
      let h: Float64Array = Float64Array.from(start);
      for (at.step = 0; at.step < cap; at.step++) {
        fillNormals(noise, 0, d, at);
        h = denseStep(weights, h, noise);
        total++;
        if (labelOf(weights, h) !== label) break;
      }
    }
  }
  return total / (states * futures);
}
