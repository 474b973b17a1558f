import { forwardFilter } from '../../hmm/forwardFilter';
import { sampleHmm } from '../../hmm/sample';
import type { HmmSpec } from '../../hmm/spec';
import { argmax } from '../../math/distributions';

/**
 * What a network would do that knew the model and saw its outputs: the most probable next output, step by step, of a run of the model
 * (forward filter, one step ahead; the first one on a tie).
 * @param run number of the run: its draws are stream 'evaluationData', sequence `run`
 * @returns labels [steps]; entry t is the guess made after output t
 */
export function argmaxPosteriorLabels(hmm: HmmSpec, run: number, steps: number, seed: number): Uint8Array {
  const { nStates: M, nOutputs: K, transitionMatrix: A, emissionMatrix: B } = hmm;
  const outputs = sampleHmm(hmm, 1, steps, seed, 'evaluationData', run);
  const { posterior } = forwardFilter(hmm, outputs);
  // A·B: output probabilities one step ahead of a hidden state, row-major [M×K].
  const ahead = Float64Array.from({ length: M * K }, (_, at) => {
    const k = at % K;
    return A[Math.floor(at / K)]!.reduce((sum, p, j) => sum + p * B[j]![k]!, 0);
  });
  const labels = new Uint8Array(steps);
  const predicted = new Float64Array(K);
  for (let t = 0; t < steps; t++) {
    predicted.fill(0);
    for (let i = 0; i < M; i++) for (let k = 0; k < K; k++) predicted[k]! += posterior[t * M + i]! * ahead[i * K + k]!;
    labels[t] = argmax(predicted);
  }
  return labels;
}

/**
 * CV of the dwells in the hidden states of a two-state model, taken together: √(1 − p) when both are left with probability p per step.
 * They alternate, so that half of them are of either kind.
 * @throws RangeError when the model has not two states
 */
export function twoStateDwellCv(hmm: HmmSpec): number {
  if (hmm.nStates !== 2) throw new RangeError(`the model has ${hmm.nStates} states, not two`);
  const exits = [hmm.transitionMatrix[0]![1]!, hmm.transitionMatrix[1]![0]!];
  const mean = exits.reduce((sum, p) => sum + 1 / p / 2, 0);
  const squares = exits.reduce((sum, p) => sum + (2 - p) / (p * p) / 2, 0);
  return Math.sqrt(squares - mean * mean) / mean;
}
