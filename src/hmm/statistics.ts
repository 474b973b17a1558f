import type { HmmSpec } from './spec';

/** Exact output statistics of a model at its stationary distribution (docs/science.md §1.4). */
export interface ExactStatistics {
  /** Stationary distribution of the hidden state [M]. */
  stationary: number[];
  /** Output marginals f [K]. */
  frequency: number[];
  /** O[k][l] = P(next output = l | output = k), [K][K]; rows of outputs that never occur are zero. */
  outputTransitionMatrix: number[][];
  /** P(output changes) per step, 1 − tr J. */
  changeRate: number;
}

/**
 * Long-run distribution of the hidden state: the limit of ((I + A)/2)^n applied to the start distribution, by repeated squaring.
 * The average with the identity makes it correct for periodic chains. For reducible chains it depends on the start, as it must.
 */
export function stationaryDistribution(spec: HmmSpec): number[] {
  const n = spec.nStates;
  let power = spec.transitionMatrix.map((row, i) => row.map((p, j) => (p + (i === j ? 1 : 0)) / 2));
  for (let round = 0; round < 48; round++) {
    const squared = power.map((row) => power[0]!.map((_, j) => row.reduce((sum, p, k) => sum + p * power[k]![j]!, 0)));
    // Rows are renormalised each round. After 2^48 products they would no longer sum to 1.
    power = squared.map((row) => {
      const total = row.reduce((a, b) => a + b, 0);
      return row.map((p) => p / total);
    });
  }
  return Array.from({ length: n }, (_, j) => spec.startProb.reduce((sum, p, i) => sum + p * power[i]![j]!, 0));
}

/** f = πB, J = Bᵀ diag(π) A B, O = J / f, change rate 1 − tr J. */
export function exactStatistics(spec: HmmSpec): ExactStatistics {
  const { nStates, nOutputs, transitionMatrix: A, emissionMatrix: B } = spec;
  const stationary = stationaryDistribution(spec);
  const outputs = Array.from({ length: nOutputs }, (_, k) => k);
  const frequency = outputs.map((k) => stationary.reduce((sum, p, i) => sum + p * B[i]![k]!, 0));
  const joint = outputs.map((k) =>
    outputs.map((l) => {
      let sum = 0;
      for (let i = 0; i < nStates; i++)
        for (let j = 0; j < nStates; j++) sum += stationary[i]! * B[i]![k]! * A[i]![j]! * B[j]![l]!;
      return sum;
    }),
  );
  return {
    stationary,
    frequency,
    outputTransitionMatrix: joint.map((row, k) => row.map((p) => (frequency[k]! > 0 ? p / frequency[k]! : 0))),
    changeRate: 1 - outputs.reduce((sum, k) => sum + joint[k]![k]!, 0),
  };
}

/** Probability of an output string under the model, by the forward algorithm; 1 for the empty string. */
export function sequenceProbability(spec: HmmSpec, outputs: ArrayLike<number>): number {
  const { nStates, transitionMatrix: A, emissionMatrix: B } = spec;
  let forward = [...spec.startProb];
  for (let t = 0; t < outputs.length; t++) {
    const k = outputs[t]!;
    if (t > 0) {
      const previous = forward;
      forward = Array.from({ length: nStates }, (_, j) => previous.reduce((sum, p, i) => sum + p * A[i]![j]!, 0));
    }
    forward = forward.map((p, i) => p * (B[i]![k] ?? 0));
  }
  return forward.reduce((a, b) => a + b, 0);
}
