/**
 * Numbers of mismatches between label sequences. The cost ½‖x−y‖² of two one-hot sequences is exactly this number
 * (docs/science.md §0.2).
 */

/** Sequences packed into bit planes: bit t of plane p of a sequence is bit p of its label at step t. */
interface PackedSequences {
  planes: Uint32Array[];
  wordsPerSequence: number;
  count: number;
}

function pack(labels: Uint8Array, seqLen: number, nOutputs: number): PackedSequences {
  const count = labels.length / seqLen;
  const wordsPerSequence = Math.ceil(seqLen / 32);
  const nPlanes = Math.max(1, Math.ceil(Math.log2(nOutputs)));
  const planes = Array.from({ length: nPlanes }, () => new Uint32Array(count * wordsPerSequence));
  for (let n = 0; n < count; n++)
    for (let t = 0; t < seqLen; t++) {
      const label = labels[n * seqLen + t]!;
      const word = n * wordsPerSequence + (t >>> 5);
      for (let p = 0; p < nPlanes; p++) if ((label >>> p) & 1) planes[p]![word]! |= 1 << (t & 31);
    }
  return { planes, wordsPerSequence, count };
}

function popcount(bits: number): number {
  let x = bits - ((bits >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  return Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function mismatches(x: PackedSequences, i: number, y: PackedSequences, j: number): number {
  const words = x.wordsPerSequence;
  let total = 0;
  for (let w = 0; w < words; w++) {
    let differ = 0;
    for (let p = 0; p < x.planes.length; p++) differ |= x.planes[p]![i * words + w]! ^ y.planes[p]![j * words + w]!;
    total += popcount(differ);
  }
  return total;
}

export type CostMatrix = Uint8Array | Uint16Array;

const allocate = (entries: number, seqLen: number): CostMatrix =>
  seqLen < 256 ? new Uint8Array(entries) : new Uint16Array(entries);

/** Costs between two label sets [N×T] and [M×T], row-major [N×M]. */
export function hammingCosts(x: Uint8Array, y: Uint8Array, seqLen: number, nOutputs: number): CostMatrix {
  const px = pack(x, seqLen, nOutputs);
  const py = pack(y, seqLen, nOutputs);
  const costs = allocate(px.count * py.count, seqLen);
  for (let i = 0; i < px.count; i++) for (let j = 0; j < py.count; j++) costs[i * py.count + j] = mismatches(px, i, py, j);
  return costs;
}

/** Costs of a set against itself, row-major [N×N]; only one triangle is counted. */
export function selfHammingCosts(x: Uint8Array, seqLen: number, nOutputs: number): CostMatrix {
  const px = pack(x, seqLen, nOutputs);
  const n = px.count;
  const costs = allocate(n * n, seqLen);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const cost = mismatches(px, i, px, j);
      costs[i * n + j] = cost;
      costs[j * n + i] = cost;
    }
  return costs;
}
