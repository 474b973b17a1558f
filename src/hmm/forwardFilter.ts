import type { HmmSpec } from './spec';

/** The probabilities of the hidden states, given the outputs so far, step by step. */
export interface FilteredPosterior {
  /** P(state at t | outputs up to and including t), row-major [T×M]; rows sum to 1. */
  posterior: Float64Array;
  /**
   * Number of steps whose output had probability 0 given the outputs before. There the filter restarts from the start
   * distribution.
   */
  impossibleSteps: number;
}

/**
 * Multiplies the probabilities of the states by that of the output seen; the result in `out` [M] is not normalised.
 * @param prior P(state), or anything proportional to it [M]
 * @returns Σ out: P(output) where `prior` sums to 1; 0 for an output that the model cannot emit there
 */
function weigh({ emissionMatrix: B, nStates: M }: HmmSpec, prior: ArrayLike<number>, output: number, out: Float64Array): number {
  let total = 0;
  for (let j = 0; j < M; j++) {
    out[j] = prior[j]! * (B[j]![output] ?? 0);
    total += out[j]!;
  }
  return total;
}

/**
 * Moves the probabilities of the states one step on, into `out` [M].
 * @param belief P(state now), or anything proportional to it [M]; not `out` itself
 */
function stepBelief({ transitionMatrix: A, nStates: M }: HmmSpec, belief: ArrayLike<number>, out: Float64Array): void {
  for (let j = 0; j < M; j++) {
    let sum = 0;
    for (let i = 0; i < M; i++) sum += belief[i]! * A[i]![j]!;
    out[j] = sum;
  }
}

/**
 * Exact forward filter: predict with A, multiply by B[:, output], normalise; starts from startProb. A network may emit an output
 * that the model cannot emit at that step. The filter then restarts from the start distribution. If that excludes the output too,
 * the step is ignored.
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

/**
 * The surprise of each step, −ln P(output at t | outputs before), in nats: the normalisers of the forward filter.
 * @param outputs labels [T], each 0 … K−1
 * @param start distribution of the first hidden state [M]; default: that of the model
 * @returns [T]; Infinity at the first output that the model cannot emit there, and NaN after it
 */
export function surprises(spec: HmmSpec, outputs: ArrayLike<number>, start: readonly number[] = spec.startProb): Float64Array {
  const nats = new Float64Array(outputs.length).fill(Number.NaN);
  const belief = Float64Array.from(start);
  const weighted = new Float64Array(spec.nStates);
  for (let t = 0; t < outputs.length; t++) {
    const total = weigh(spec, belief, outputs[t]!, weighted);
    nats[t] = -Math.log(total);
    if (!(total > 0)) return nats;
    for (let i = 0; i < weighted.length; i++) weighted[i] = weighted[i]! / total;
    stepBelief(spec, weighted, belief);
  }
  return nats;
}

/**
 * Exact distribution of the next output after the given ones, starting from the stationary distribution.
 * @param history outputs, the latest last; may be empty
 * @returns [K]; undefined when the model never emits the history
 */
export function nextOutput(spec: HmmSpec, history: readonly number[], stationary: readonly number[]): number[] | undefined {
  const { nOutputs: K, emissionMatrix: B } = spec;
  const belief = Float64Array.from(stationary);
  const seen = new Float64Array(belief.length);
  for (const output of history) {
    weigh(spec, belief, output, seen);
    stepBelief(spec, seen, belief);
  }
  const total = belief.reduce((sum, p) => sum + p, 0);
  if (!(total > 0)) return undefined;
  return Array.from({ length: K }, (_, k) => belief.reduce((sum, p, i) => sum + (p / total) * B[i]![k]!, 0));
}
