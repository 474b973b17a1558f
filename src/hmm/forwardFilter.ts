import type { HmmSpec } from './spec';

/** What a model believes about its hidden state, step by step. */
export interface FilteredPosterior {
  /** P(state at t | outputs up to and including t), row-major [T×M]; rows sum to 1. */
  posterior: Float64Array;
  /** Steps whose output had probability 0 given those before: the belief restarts there from the start distribution. */
  impossibleSteps: number;
}

/**
 * Exact forward filter: predict with A, multiply by B[:, output], normalise. Starts from startProb.
 * An output the model cannot emit at that step is answered by a restart, and where the start distribution forbids it too, by ignoring
 * it; a network's outputs need not be possible under the model.
 * @param outputs labels [T], each 0 … K−1
 */
export function forwardFilter(spec: HmmSpec, outputs: ArrayLike<number>): FilteredPosterior {
  const { nStates: M, transitionMatrix: A, emissionMatrix: B, startProb } = spec;
  const posterior = new Float64Array(outputs.length * M);
  const predicted = Float64Array.from(startProb);
  const weighted = new Float64Array(M);
  let impossibleSteps = 0;
  const weigh = (prior: ArrayLike<number>, output: number): number => {
    let total = 0;
    for (let j = 0; j < M; j++) {
      weighted[j] = prior[j]! * (B[j]![output] ?? 0);
      total += weighted[j]!;
    }
    return total;
  };
  for (let t = 0; t < outputs.length; t++) {
    let total = weigh(predicted, outputs[t]!);
    if (!(total > 0)) {
      impossibleSteps++;
      total = weigh(startProb, outputs[t]!);
    }
    const now = posterior.subarray(t * M, (t + 1) * M);
    for (let j = 0; j < M; j++) now[j] = total > 0 ? weighted[j]! / total : predicted[j]!;
    for (let j = 0; j < M; j++) {
      let sum = 0;
      for (let i = 0; i < M; i++) sum += now[i]! * A[i]![j]!;
      predicted[j] = sum;
    }
  }
  return { posterior, impossibleSteps };
}
