import type { Work } from '../math/progress';
import {
  backwardSteps,
  type ExpectedCounts,
  emptyExpectedCounts,
  type FlatModel,
  forwardSteps,
  longest,
  multiplyOut,
  type SequenceSet,
} from './forwardBackward';

/** Work between two reports of progress, in steps × M²: about 10 ms. */
const CELLS_PER_YIELD = 2e6;

/** Memory that all climbs on one data set share. */
export interface ClimbBuffers {
  forward: Float64Array;
  backward: Float64Array;
  scratch: Float64Array;
  counts: ExpectedCounts;
}

export const climbBuffers = (data: SequenceSet, nStates: number): ClimbBuffers => ({
  forward: new Float64Array(longest(data) * nStates),
  backward: new Float64Array(nStates),
  scratch: new Float64Array(nStates),
  counts: emptyExpectedCounts(nStates, data.nOutputs),
});

/** The result of one climb. The model it started with has been changed into the fitted one. */
export interface Climb {
  /** ln P(data | model) at the end; −∞ when the climb was given up because a number left the range of double precision. */
  logLikelihood: number;
  /** ln P(data | model) before each update and at the end, [iterations + 1]. */
  trace: number[];
  /** Updates of the model. */
  iterations: number;
  converged: boolean;
}

/**
 * Expectation–maximisation from `model`, which it changes, until the log-likelihood gains less than `tolerance` per symbol in an update.
 * Yields progress 0 … 1 of the cap on updates; it may end early.
 */
export function* climb(data: SequenceSet, model: FlatModel, buffers: ClimbBuffers, most: number, tolerance: number): Work<Climb> {
  const trace: number[] = [];
  for (let iterations = 0; ; iterations++) {
    const expecting = expectation(data, model, buffers);
    let step = expecting.next();
    for (; !step.done; step = expecting.next()) yield (iterations + step.value) / (most + 1);
    yield (iterations + 1) / (most + 1);
    const logLikelihood = step.value;
    const gain = logLikelihood - (trace.at(-1) ?? Number.NEGATIVE_INFINITY);
    trace.push(logLikelihood);
    const converged = gain < tolerance * data.labels.length;
    if (converged || iterations >= most || !Number.isFinite(logLikelihood))
      return { logLikelihood, trace, iterations, converged: converged && Number.isFinite(logLikelihood) };
    maximise(model, buffers.counts);
  }
}

/** Fills the buffers' counts with those expected under the model. Yields the share of symbols done; returns ln P(data | model). */
function* expectation({ labels, lengths }: SequenceSet, model: FlatModel, buffers: ClimbBuffers): Work<number> {
  const { forward, backward, scratch, counts } = buffers;
  const cells = model.nStates ** 2;
  const block = Math.ceil(CELLS_PER_YIELD / cells);
  for (const part of Object.values(counts)) part.fill(0);
  let logLikelihood = 0;
  let offset = 0;
  let due = block;
  for (const length of lengths) {
    for (let from = 0; from < length; from += block) {
      logLikelihood += forwardSteps(model, labels, offset, from, Math.min(length, from + block), forward);
      if (!Number.isFinite(logLikelihood)) return Number.NEGATIVE_INFINITY;
      if (length > block) yield (offset + from / 2) / labels.length;
    }
    for (let to = length; to > 0; to -= block) {
      const from = Math.max(0, to - block);
      if (!backwardSteps(model, labels, offset, length, from, to, forward, backward, scratch, counts))
        return Number.NEGATIVE_INFINITY;
      if (length > block) yield (offset + length - to / 2) / labels.length;
    }
    offset += length;
    due -= length;
    if (due > 0) continue;
    yield offset / labels.length;
    due = block;
  }
  return logLikelihood;
}

/** The model that the counts make most likely. A row that nothing was counted for becomes uniform; nothing else is added to counts. */
function maximise(model: FlatModel, { start, visits, moves }: ExpectedCounts): void {
  const { nStates: M, nOutputs: K, transitions, emissions, joint } = model;
  model.start.set(start);
  normaliseRow(model.start, 0, M);
  for (let i = 0; i < M; i++) {
    for (let j = 0; j < M; j++) {
      let count = 0;
      for (let at = i * M + j; at < moves.length; at += M * M) count += joint[at]! * moves[at]!;
      transitions[i * M + j] = count;
    }
    for (let k = 0; k < K; k++) emissions[i * K + k] = visits[k * M + i]!;
    normaliseRow(transitions, i * M, M);
    normaliseRow(emissions, i * K, K);
  }
  multiplyOut(model);
}

/** Makes a row sum to 1; uniform when it holds nothing. */
export function normaliseRow(values: Float64Array, offset: number, width: number): void {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += values[offset + k]!;
  for (let k = 0; k < width; k++) values[offset + k] = sum > 0 ? values[offset + k]! / sum : 1 / width;
}
