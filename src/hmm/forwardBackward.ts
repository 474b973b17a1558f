import { logSumExp } from '../math/distributions';
import type { HmmSpec } from './spec';

/**
 * Forward–backward recursions of Baum–Welch with scaling: at every step the forward probabilities are divided by their sum. This
 * is as exact as working with logarithms and several times faster, because no exponential is needed. The log-likelihood, Σ
 * ln(sum), is summed separately, so long sequences do not underflow. Only a step less likely than 1e-150 could lose digits. Such
 * a step is detected, and the likelihood is then computed with logarithms.
 */

/** Discrete sequences of possibly unequal lengths. */
export interface SequenceSet {
  /** All symbols 0 … nOutputs−1, one sequence after the other. */
  labels: Uint8Array;
  /** Length of each sequence; they sum to labels.length. Sequences may be empty. */
  lengths: Uint32Array | readonly number[];
  nOutputs: number;
}

/** A model in flat arrays, and its products A[i,j]·B[j,k], which the recursions use. */
export interface FlatModel {
  nStates: number;
  nOutputs: number;
  /** [M] */
  start: Float64Array;
  /** Row-major [M×M]. */
  transitions: Float64Array;
  /** Row-major [M×K]. */
  emissions: Float64Array;
  /** joint[(k·M + i)·M + j] = A[i,j]·B[j,k], [K×M×M]. */
  joint: Float64Array;
}

/** Expected counts of one pass over the data. A factor that is the same for all steps is left out. */
export interface ExpectedCounts {
  /** Expected sequences begun in each state [M]. */
  start: Float64Array;
  /** Expected visits by output and state [K×M]. */
  visits: Float64Array;
  /** Σ_t α_t(i) β_{t+1}(j) / P(data) over the steps t+1 with output k [K×M×M]; times `joint` it counts i → j. */
  moves: Float64Array;
}

/** Steps less likely than this are computed with logarithms. */
const SMALLEST = 1e-150;

export const emptyModel = (nStates: number, nOutputs: number): FlatModel => ({
  nStates,
  nOutputs,
  start: new Float64Array(nStates),
  transitions: new Float64Array(nStates * nStates),
  emissions: new Float64Array(nStates * nOutputs),
  joint: new Float64Array(nOutputs * nStates * nStates),
});

export const emptyExpectedCounts = (nStates: number, nOutputs: number): ExpectedCounts => ({
  start: new Float64Array(nStates),
  visits: new Float64Array(nOutputs * nStates),
  moves: new Float64Array(nOutputs * nStates * nStates),
});

/** Recomputes `joint` from the matrices. */
export function multiplyOut({ nStates: M, nOutputs: K, transitions, emissions, joint }: FlatModel): void {
  for (let k = 0; k < K; k++)
    for (let i = 0; i < M; i++)
      for (let j = 0; j < M; j++) joint[(k * M + i) * M + j] = transitions[i * M + j]! * emissions[j * K + k]!;
}

function flatModel(spec: HmmSpec): FlatModel {
  const model = emptyModel(spec.nStates, spec.nOutputs);
  model.start.set(spec.startProb);
  model.transitions.set(spec.transitionMatrix.flat());
  model.emissions.set(spec.emissionMatrix.flat());
  multiplyOut(model);
  return model;
}

/** @throws RangeError when lengths and labels do not fit together, or a label is not an output */
export function checkSequences({ labels, lengths, nOutputs }: SequenceSet): void {
  let total = 0;
  for (const length of lengths) {
    if (!(Number.isInteger(length) && length >= 0)) throw new RangeError(`a sequence cannot have ${length} symbols`);
    total += length;
  }
  if (total !== labels.length) throw new RangeError(`the lengths sum to ${total}, but there are ${labels.length} symbols`);
  if (total === 0) throw new RangeError('there is no symbol to fit');
  const wrong = labels.findIndex((label) => label >= nOutputs);
  if (wrong >= 0) throw new RangeError(`symbol ${wrong} is ${labels[wrong]}, but there are ${nOutputs} outputs`);
}

/**
 * Scaled forward recursion over the steps from … to−1 of the sequence at `offset`, written to `forward` row-major [T×M] (rows sum
 * to 1). The steps before `from` must have been computed already.
 * @returns ln P(outputs of these steps | those before); −∞ when a step is less likely than 1e-150
 */
export function forwardSteps(
  { nStates: M, nOutputs: K, start, emissions, joint }: FlatModel,
  labels: Uint8Array,
  offset: number,
  from: number,
  to: number,
  forward: Float64Array,
): number {
  let logLikelihood = 0;
  /** Product of the steps' probabilities since the last logarithm. */
  let product = 1;
  for (let t = from; t < to; t++) {
    const output = labels[offset + t]!;
    const now = t * M;
    const before = now - M;
    const table = output * M * M;
    let sum = 0;
    for (let j = 0; j < M; j++) {
      let mass = 0;
      if (t === 0) mass = start[j]! * emissions[j * K + output]!;
      else for (let i = 0, at = table + j; i < M; i++, at += M) mass += forward[before + i]! * joint[at]!;
      forward[now + j] = mass;
      sum += mass;
    }
    if (!(sum > SMALLEST)) return Number.NEGATIVE_INFINITY;
    const inverse = 1 / sum;
    for (let j = 0; j < M; j++) forward[now + j]! *= inverse;
    product *= sum;
    if (product < SMALLEST) {
      logLikelihood += Math.log(product);
      product = 1;
    }
  }
  return logLikelihood + Math.log(product);
}

/**
 * Backward recursion over the steps to−1 … from of a sequence of `length` steps at `offset`. Adds the counts of each step to
 * `counts`. The backward probabilities are scaled by their own sum. Scaled by the forward sums they would overflow where the past
 * excludes what the future requires.
 * @param backward β of step `to` up to a factor [M], replaced by that of step `from`; not read when `to` is the length
 * @param scratch [M]
 * @returns false when past and future contradict each other to within rounding; `counts` must not be used then
 */
export function backwardSteps(
  { nStates: M, joint }: FlatModel,
  labels: Uint8Array,
  offset: number,
  length: number,
  from: number,
  to: number,
  forward: Float64Array,
  backward: Float64Array,
  scratch: Float64Array,
  counts: ExpectedCounts,
): boolean {
  const { start, visits, moves } = counts;
  for (let t = to - 1; t >= from; t--) {
    const now = t * M;
    const last = t === length - 1;
    const table = last ? 0 : labels[offset + t + 1]! * M * M;
    let likelihood = 0;
    let sum = 0;
    for (let i = 0, at = table; i < M; i++) {
      let mass = 0;
      if (last) mass = 1;
      else for (let j = 0; j < M; j++, at++) mass += joint[at]! * backward[j]!;
      scratch[i] = mass;
      sum += mass;
      likelihood += forward[now + i]! * mass;
    }
    if (!(likelihood > SMALLEST)) return false;
    const inverse = 1 / likelihood;
    const shrink = 1 / sum;
    const seen = labels[offset + t]! * M;
    for (let i = 0, at = table; i < M; i++) {
      const weight = forward[now + i]! * inverse;
      if (!last) for (let j = 0; j < M; j++, at++) moves[at]! += weight * backward[j]!;
      visits[seen + i]! += weight * scratch[i]!;
      if (t === 0) start[i]! += weight * scratch[i]!;
    }
    for (let i = 0; i < M; i++) backward[i] = scratch[i]! * shrink;
  }
  return true;
}

/** ln P of one sequence with logarithms throughout. Slow, but safe where the scaled recursion fails. */
function logForward({ nStates: M, nOutputs: K, start, transitions, emissions }: FlatModel, outputs: Uint8Array): number {
  const logTransitions = transitions.map(Math.log);
  const logEmissions = emissions.map(Math.log);
  const terms = new Float64Array(M);
  let now: Float64Array = start.map(Math.log);
  for (let t = 0; t < outputs.length; t++) {
    if (t > 0) {
      const before = now;
      now = now.map((_, j) => logSumExp(terms.map((_, i) => before[i]! + logTransitions[i * M + j]!)));
    }
    for (let j = 0; j < M; j++) now[j]! += logEmissions[j * K + outputs[t]!]!;
  }
  return logSumExp(now);
}

/**
 * ln P(data | model) of any sequences, whether or not the model was fitted to them; −∞ when the model cannot produce one of them.
 * @throws RangeError when lengths and labels do not fit together, or a label is not an output of the model
 */
export function heldOutLogLikelihood(spec: HmmSpec, data: SequenceSet): number {
  checkSequences({ ...data, nOutputs: spec.nOutputs });
  const model = flatModel(spec);
  const forward = new Float64Array(longest(data) * spec.nStates);
  let total = 0;
  let offset = 0;
  for (const length of data.lengths) {
    const scaled = forwardSteps(model, data.labels, offset, 0, length, forward);
    total += Number.isFinite(scaled) ? scaled : logForward(model, data.labels.subarray(offset, offset + length));
    offset += length;
  }
  return total;
}

/** Length of the longest sequence. */
export function longest({ lengths }: SequenceSet): number {
  let most = 0;
  for (const length of lengths) if (length > most) most = length;
  return most;
}
