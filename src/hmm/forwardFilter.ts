import type { HmmSpec } from './spec';

/** What a model believes about its hidden state, step by step. */
export interface FilteredPosterior {
  /** P(state at t | outputs up to and including t), row-major [T×M]; rows sum to 1. */
  posterior: Float64Array;
  /** Steps whose output had probability 0 given those before: the belief restarts there from the start distribution. */
  impossibleSteps: number;
}

/**
 * The belief about the hidden state once an output is seen, not yet normalised, into `out` [M].
 * @param prior P(state), or anything in proportion to it [M]
 * @returns Σ out: P(output) where `prior` sums to 1; 0 for an output that the model cannot emit there
 */
export function weigh(
  { emissionMatrix: B, nStates: M }: HmmSpec,
  prior: ArrayLike<number>,
  output: number,
  out: Float64Array,
): number {
  let total = 0;
  for (let j = 0; j < M; j++) {
    out[j] = prior[j]! * (B[j]![output] ?? 0);
    total += out[j]!;
  }
  return total;
}

/** The belief one step on, into `out` [M]. @param belief P(state now), or anything in proportion to it [M]; not `out` itself */
export function stepBelief({ transitionMatrix: A, nStates: M }: HmmSpec, belief: ArrayLike<number>, out: Float64Array): void {
  for (let j = 0; j < M; j++) {
    let sum = 0;
    for (let i = 0; i < M; i++) sum += belief[i]! * A[i]![j]!;
    out[j] = sum;
  }
}

/**
 * Exact forward filter: predict with A, multiply by B[:, output], normalise. Starts from startProb.
 * An output the model cannot emit at that step is answered by a restart, and where the start distribution forbids it too, by ignoring
 * it; a network's outputs need not be possible under the model.
 * @param outputs labels [T], each 0 … K−1
 */
export function forwardFilter(spec: HmmSpec, outputs: ArrayLike<number>): FilteredPosterior {
  const { nStates: M, startProb } = spec;
  const posterior = new Float64Array(outputs.length * M);
  const predicted = Float64Array.from(startProb);
  const weighted = new Float64Array(M);
  let impossibleSteps = 0;
  for (let t = 0; t < outputs.length; t++) {
    let total = weigh(spec, predicted, outputs[t]!, weighted);
    if (!(total > 0)) {
      impossibleSteps++;
      total = weigh(spec, startProb, outputs[t]!, weighted);
    }
    const now = posterior.subarray(t * M, (t + 1) * M);
    for (let j = 0; j < M; j++) now[j] = total > 0 ? weighted[j]! / total : predicted[j]!;
    stepBelief(spec, now, predicted);
  }
  return { posterior, impossibleSteps };
}
