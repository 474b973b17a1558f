import type { RnnShape } from '../../../rnn/weights';
import { EngineError, type TargetBatch } from '../../engine';

/** A batch is cut into this many shards whatever computes them; their gradients are added in order, so bits do not depend on it. */
export const SHARDS = 8;

/** Sequences of shard s: from … to−1. */
export const shardRange = (batch: number, shard: number): [number, number] => [
  Math.floor((batch * shard) / SHARDS),
  Math.floor((batch * (shard + 1)) / SHARDS),
];

/** Shards of each of `parts` parts, contiguous: from … to−1. */
export const shardsOfPart = (part: number, parts: number): [number, number] => [
  Math.floor((SHARDS * part) / parts),
  Math.floor((SHARDS * (part + 1)) / parts),
];

/** Below this much work (sequences × steps × (H + d)) an update is over before the threads have exchanged their messages. */
const WORTH_SHARING = 1_000_000;

/** Parts an update is spread over: one when it is small, and never one without sequences. The bits do not depend on it. */
export function partsWorthUsing(available: number, { batch, seqLen }: TargetBatch, { hiddenSize, inputDim }: RnnShape): number {
  if (batch < SHARDS || batch * seqLen * (hiddenSize + inputDim) < WORTH_SHARING) return 1;
  return available;
}

/** Costs are kept in one byte. */
const LONGEST = 255;

/** @throws EngineError when sequences have more steps than a cost can count */
export function refuseTooLong(seqLen: number): void {
  if (seqLen > LONGEST) throw new EngineError(`sequences of ${seqLen} steps are too long for it (at most ${LONGEST})`);
}

/** Asks all parts, the last first: the first computes in this very thread, and must not keep the others waiting for their orders. */
export function onAll<P, T>(parts: readonly P[], ask: (part: P, index: number) => Promise<T>): Promise<T[]> {
  const answers: Promise<T>[] = new Array(parts.length);
  for (let i = parts.length - 1; i >= 0; i--) answers[i] = ask(parts[i]!, i);
  return Promise.all(answers);
}

/** Labels of the whole batch from those of the parts, in order. */
export function joinLabels(pieces: readonly Uint8Array[]): Uint8Array {
  const labels = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    labels.set(piece, at);
    at += piece.length;
  }
  return labels;
}

/** Sum of the packed gradients of all shards, added in order in float64. */
export function sumGradients(shards: readonly Float32Array[], count: number): Float64Array {
  const gradient = new Float64Array(count);
  for (const packed of shards) for (let i = 0; i < count; i++) gradient[i]! += packed[i]!;
  return gradient;
}
