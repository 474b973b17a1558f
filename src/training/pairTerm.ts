/**
 * A moment term beside the Sinkhorn loss: λ·Σ_kl (p̂_kl − q̂_kl)², p̂ and q̂ the frequencies of successive output pairs k→l in the
 * network's batch and in the target batch. At finite batch the Sinkhorn loss is nearly blind to a change rate that is 10–15 % off;
 * this term sees it. Off (λ = 0) in the paper.
 */

function pairFrequencies(labels: Uint8Array, batch: number, seqLen: number, nOutputs: number): Float64Array {
  const frequencies = new Float64Array(nOutputs * nOutputs);
  const weight = 1 / (batch * (seqLen - 1));
  for (let b = 0; b < batch; b++)
    for (let t = 1; t < seqLen; t++) frequencies[labels[b * seqLen + t - 1]! * nOutputs + labels[b * seqLen + t]!]! += weight;
  return frequencies;
}

/**
 * Adds the term's derivative with respect to the one-hot outputs to `gradient` [B×T×K].
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
  const scale = (2 * lambda) / (batch * (seqLen - 1));
  for (let b = 0; b < batch; b++)
    for (let t = 0; t < seqLen; t++) {
      const cell = b * seqLen + t;
      for (let k = 0; k < K; k++) {
        let sum = 0;
        if (t + 1 < seqLen) sum += difference[k * K + outputs[cell + 1]!]!;
        if (t > 0) sum += difference[outputs[cell - 1]! * K + k]!;
        gradient[cell * K + k]! += scale * sum;
      }
    }
  return value;
}
