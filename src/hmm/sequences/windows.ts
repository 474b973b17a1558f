import { countEmissions, emptyCounts } from '../emissionCounts';
import { type EmissionEstimates, estimateEmissions } from '../emissions';
import type { SequenceSet } from '../forwardBackward';

/** Sequences joined one after the other, in the form that `baumWelch` takes. */
export function sequenceSet(sequences: readonly (readonly number[])[], nOutputs: number): SequenceSet {
  const lengths = Uint32Array.from(sequences, (sequence) => sequence.length);
  const labels = new Uint8Array(lengths.reduce((a, b) => a + b, 0));
  let offset = 0;
  for (const sequence of sequences) {
    labels.set(sequence, offset);
    offset += sequence.length;
  }
  return { labels, lengths, nOutputs };
}

/** Output statistics of sequences of unequal lengths; pairs never cross from one to the next. */
export function sequenceEmissions(sequences: readonly (readonly number[])[], nOutputs: number): EmissionEstimates {
  const counts = emptyCounts(nOutputs);
  for (const sequence of sequences) {
    const { outputs, pairs } = countEmissions(Uint8Array.from(sequence), sequence.length, nOutputs);
    outputs.forEach((count, k) => {
      counts.outputs[k]! += count;
    });
    pairs.forEach((count, k) => {
      counts.pairs[k]! += count;
    });
  }
  return estimateEmissions(counts);
}

/** Sequences cut to equal length. */
export interface Windows {
  /** Row-major [windows × seqLen]. */
  labels: Uint8Array;
  windows: number;
  /** Symbols that are in no window: remainders at the ends of sequences, and sequences shorter than seqLen. */
  leftOut: number;
}

/**
 * Cuts each sequence from its beginning into windows of `seqLen` steps; each shares its first `overlap` steps with the one
 * before.
 * @throws RangeError when seqLen is not a positive integer, or overlap not an integer from 0 to seqLen−1
 */
export function windows(
  sequences: readonly (readonly number[])[],
  seqLen: number,
  { overlap = 0 }: { overlap?: number } = {},
): Windows {
  if (!(Number.isInteger(seqLen) && seqLen >= 1)) throw new RangeError(`a window cannot have ${seqLen} steps`);
  if (!(Number.isInteger(overlap) && overlap >= 0 && overlap < seqLen))
    throw new RangeError(`windows of ${seqLen} steps cannot overlap by ${overlap}`);
  const stride = seqLen - overlap;
  const windowsOf = (length: number) => (length < seqLen ? 0 : Math.floor((length - seqLen) / stride) + 1);
  const count = sequences.reduce((sum, { length }) => sum + windowsOf(length), 0);
  const labels = new Uint8Array(count * seqLen);
  let leftOut = 0;
  let row = 0;
  for (const sequence of sequences) {
    const own = windowsOf(sequence.length);
    for (let w = 0; w < own; w++, row++) for (let t = 0; t < seqLen; t++) labels[row * seqLen + t] = sequence[w * stride + t]!;
    leftOut += sequence.length - (own > 0 ? (own - 1) * stride + seqLen : 0);
  }
  return { labels, windows: count, leftOut };
}

/**
 * A training sequence should contain about this many changes of output (the paper's have 3 to 12). It should be WISH.low to
 * WISH.high steps long. To get this, up to the share LOSS of the symbols may be left out.
 */
const WANTED_CHANGES = 7;
const WISH = { low: 20, high: 100 } as const;
const LOSS = 0.1;

/**
 * Suggests a window length for training: about seven changes of output, 20 … 100 steps. It is shorter if more than a tenth of the
 * symbols would be left out; if that cannot be avoided, it is the length that leaves out fewest.
 */
export function suggestedLength(sequences: readonly (readonly number[])[]): number {
  let total = 0;
  let pairs = 0;
  let changes = 0;
  for (const sequence of sequences) {
    total += sequence.length;
    pairs += Math.max(0, sequence.length - 1);
    for (let t = 1; t < sequence.length; t++) if (sequence[t] !== sequence[t - 1]) changes++;
  }
  const wish = Math.min(WISH.high, Math.max(WISH.low, Math.round((WANTED_CHANGES * pairs) / Math.max(1, changes))));
  let best = { seqLen: wish, leftOut: Number.POSITIVE_INFINITY };
  for (let seqLen = wish; seqLen >= 2; seqLen--) {
    const leftOut = sequences.reduce((sum, { length }) => sum + (length % seqLen), 0);
    if (leftOut <= LOSS * total) return seqLen;
    if (leftOut < best.leftOut) best = { seqLen, leftOut };
  }
  return best.seqLen;
}
