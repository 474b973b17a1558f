import { drawCategory } from '../math/distributions';
import { type DrawAddress, fillUniforms, type Stream } from '../math/random';
import type { HmmSpec } from './spec';

const draws = new Float64Array(2);

/** Flat copies of a model's matrices, made once per sampler. */
function flatten(spec: HmmSpec) {
  return {
    start: Float64Array.from(spec.startProb),
    transitions: Float64Array.from(spec.transitionMatrix.flat()),
    emissions: Float64Array.from(spec.emissionMatrix.flat()),
  };
}

/** A hidden Markov model stepped one output at a time; draw t depends on (seed, stream, sequence, t) alone. */
export interface HmmStepper {
  /** Advances one step and returns the output label. */
  next(): number;
  /** Hidden state after the last step. */
  readonly state: number;
}

/** A stepper for live play. */
export function createHmmStepper(spec: HmmSpec, seed: number, stream: Stream, sequence = 0): HmmStepper {
  const { start, transitions, emissions } = flatten(spec);
  const at: DrawAddress = { seed, stream, update: 0, sequence, step: 0 };
  let state = -1;
  return {
    get state() {
      return state;
    },
    next() {
      fillUniforms(draws, 0, 2, at);
      const { nStates, nOutputs } = spec;
      state =
        state < 0 ? drawCategory(start, 0, nStates, draws[0]!) : drawCategory(transitions, state * nStates, nStates, draws[0]!);
      at.step++;
      return drawCategory(emissions, state * nOutputs, nOutputs, draws[1]!);
    },
  };
}

/**
 * N sequences of T outputs: first hidden state from the start distribution, one emission every step (docs/science.md §1.5).
 * @returns labels, row-major [N×T]
 */
export function sampleHmm(
  spec: HmmSpec,
  sequences: number,
  seqLen: number,
  seed: number,
  stream: Stream,
  update = 0,
): Uint8Array {
  const { start, transitions, emissions } = flatten(spec);
  const { nStates, nOutputs } = spec;
  const labels = new Uint8Array(sequences * seqLen);
  const at: DrawAddress = { seed, stream, update, sequence: 0, step: 0 };
  for (let n = 0; n < sequences; n++) {
    at.sequence = n;
    let state = 0;
    for (let t = 0; t < seqLen; t++) {
      at.step = t;
      fillUniforms(draws, 0, 2, at);
      state =
        t === 0 ? drawCategory(start, 0, nStates, draws[0]!) : drawCategory(transitions, state * nStates, nStates, draws[0]!);
      labels[n * seqLen + t] = drawCategory(emissions, state * nOutputs, nOutputs, draws[1]!);
    }
  }
  return labels;
}

/** N sequences of T independent draws from `frequency` [K]: right marginals, no memory (the plateau of docs/science.md §0.4). */
export function sampleIndependent(
  frequency: readonly number[],
  sequences: number,
  seqLen: number,
  seed: number,
  stream: Stream,
  update = 0,
): Uint8Array {
  const labels = new Uint8Array(sequences * seqLen);
  const at: DrawAddress = { seed, stream, update, sequence: 0, step: 0 };
  for (let n = 0; n < sequences; n++) {
    at.sequence = n;
    for (let t = 0; t < seqLen; t++) {
      at.step = t;
      fillUniforms(draws, 0, 1, at);
      labels[n * seqLen + t] = drawCategory(frequency, 0, frequency.length, draws[0]!);
    }
  }
  return labels;
}
