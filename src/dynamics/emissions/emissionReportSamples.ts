import { sampleHmm } from '../../hmm/sample';
import type { HmmSpec } from '../../hmm/spec';
import { sampleRuns } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';

/** How many sequences, how long, and which draws: two calls with `firstUpdate` a thousand apart are independent. */
export interface SampleSize {
  sequences: number;
  seqLen: number;
  seed: number;
  firstUpdate: number;
}

/** A run passed the divergence cap. The emissions of such a network are not judged (docs/science.md §0.5). */
export interface Unbounded {
  bounded: false;
  maxState: number;
  /** Step at which the first run passed the cap. */
  divergedAt: number;
}

/** @throws RangeError when network and model differ in their number of outputs */
export function requireSameOutputs(weights: RnnWeights, hmm: HmmSpec): void {
  if (weights.nOutputs !== hmm.nOutputs)
    throw new RangeError(`a network with ${weights.nOutputs} outputs cannot be compared with a model of ${hmm.nOutputs}`);
}

/** Steps between two reports of progress: about 30 ms. */
const STEPS_PER_YIELD = 25_000;

/**
 * Sequences per portion: a multiple of 8 runs, the tile of the kernels. It depends only on T, so that a larger sample begins with
 * the smaller one.
 */
const portionOf = (seqLen: number): number => 8 * Math.max(1, Math.floor(STEPS_PER_YIELD / (8 * seqLen)));

/** Sampled outputs [N×T] of a network from h_1 at σ = 1. Yields progress 0 … 1. */
export function* sampleNetwork(weights: RnnWeights, size: SampleSize): Generator<number, Uint8Array | Unbounded, void> {
  const { sequences, seqLen, seed, firstUpdate } = size;
  const labels = new Uint8Array(sequences * seqLen);
  const portion = portionOf(seqLen);
  for (let from = 0, part = 0; from < sequences; from += portion, part++) {
    const runs = Math.min(portion, sequences - from);
    const sample = sampleRuns(weights, { runs, steps: seqLen, seed, update: firstUpdate + part });
    if (!sample.bounded) return { bounded: false, maxState: sample.maxState, divergedAt: sample.divergedAt! };
    labels.set(sample.outputs, from * seqLen);
    yield (from + runs) / sequences;
  }
  return labels;
}

/** Outputs [N×T] of a model, first hidden state from its start distribution. Yields progress 0 … 1. */
export function* sampleModel(hmm: HmmSpec, size: SampleSize): Generator<number, Uint8Array, void> {
  const { sequences, seqLen, seed, firstUpdate } = size;
  const labels = new Uint8Array(sequences * seqLen);
  const portion = portionOf(seqLen);
  for (let from = 0, part = 0; from < sequences; from += portion, part++) {
    const count = Math.min(portion, sequences - from);
    labels.set(sampleHmm(hmm, count, seqLen, seed, 'evaluationData', firstUpdate + part), from * seqLen);
    yield (from + count) / sequences;
  }
  return labels;
}
