/**
 * A moment term beside the Sinkhorn loss: λ·Σ_kl (p̂_kl − q̂_kl)², p̂ and q̂ the frequencies of successive output pairs k→l in the
 * network's batch and in the target batch. At finite batch the Sinkhorn loss is nearly blind to a change rate that is 10–15 % off;
 * this term sees it. Pairs are counted over the second half of each sequence, where the start at h = 0 is forgotten: counted over all
 * of it, the restless first steps would be paid for by too few changes later. Off (λ = 0) in the paper.
 */

/** First step whose pair with the step before is counted. */
export const firstPairedStep = (seqLen: number): number => Math.max(1, Math.floor(seqLen / 2));

function pairFrequencies(labels: Uint8Array, batch: number, seqLen: number, nOutputs: number): Float64Array {
  const frequencies = new Float64Array(nOutputs * nOutputs);
  const start = firstPairedStep(seqLen);
  const weight = 1 / (batch * (seqLen - start));
  for (let b = 0; b < batch; b++)
    for (let t = start; t < seqLen; t++) frequencies[labels[b * seqLen + t - 1]! * nOutputs + labels[b * seqLen + t]!]! += weight;
  return frequencies;
}

/**
 * Adds the term's derivative with respect to the one-hot outputs of `rows` (all by default) to `gradient` [rows×T×K].
 * @returns the value of the term; 0 when λ = 0 or sequences have a single step
 */
export function addPairGradient(
  outputs: Uint8Array,
  targets: Uint8Array,
  batch: number,
  seqLen: number,
  nOutputs: number,
  lambda: number,
  gradient: Float64Array,
  rows: { from: number; to: number } = { from: 0, to: batch },
): number {
  if (lambda === 0 || seqLen < 2) return 0;
  const K = nOutputs;
  const difference = pairFrequencies(outputs, batch, seqLen, K);
  const target = pairFrequencies(targets, batch, seqLen, K);
  let value = 0;
  for (let i = 0; i < difference.length; i++) {
    difference[i]! -= target[i]!;
    value += lambda * difference[i]! ** 2;
  }
  const start = firstPairedStep(seqLen);
  const scale = (2 * lambda) / (batch * (seqLen - start));
  for (let b = rows.from; b < rows.to; b++)
    for (let t = start - 1; t < seqLen; t++) {
      const cell = b * seqLen + t;
      const target = cell - rows.from * seqLen;
      for (let k = 0; k < K; k++) {
        let sum = 0;
        if (t + 1 < seqLen) sum += difference[k * K + outputs[cell + 1]!]!;
        if (t >= start) sum += difference[outputs[cell - 1]! * K + k]!;
        gradient[target * K + k]! += scale * sum;
      }
    }
  return value;
}
