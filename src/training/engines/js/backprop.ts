import { addColumns, toColumns } from '../../../math/matrices';
import type { RnnShape } from '../../../rnn/weights';

/** Forward and backward passes of the network one sequence at a time, visiting active units only (docs/science.md §0.6). */

export interface ForwardRecord {
  /** Hidden states [B×T×H]. */
  hidden: Float32Array;
  /** softmax((ℓ+g)/τ) [B×T×K]. */
  soft: Float64Array;
  /** Sampled outputs argmax(ℓ+g) [B×T]. */
  outputs: Uint8Array;
  /** mean(h²) over batch, time and units. */
  meanSquare: number;
}

/** Parameters unpacked to float64; W_hh and W_in also side by side, by column. */
export interface PreparedWeights {
  recurrent: Float64Array;
  /** Columns of W_hh, then of W_in [(H+d)×H]. */
  columns: Float64Array;
  readout: Float64Array;
}

export function prepareWeights(packed: Float32Array, { hiddenSize: H, inputDim: d }: RnnShape): PreparedWeights {
  const recurrent = packed.subarray(H * d, H * d + H * H);
  const columns = new Float64Array((H + d) * H);
  columns.set(toColumns(recurrent, H, H), 0);
  columns.set(toColumns(packed.subarray(0, H * d), H, d), H * H);
  return { recurrent: Float64Array.from(recurrent), columns, readout: Float64Array.from(packed.subarray(H * d + H * H)) };
}

/** Runs B sequences of T steps from h = 0 and samples their outputs. */
export function forward(
  weights: PreparedWeights,
  shape: RnnShape,
  noise: Float32Array,
  gumbels: Float32Array,
  batch: number,
  seqLen: number,
  temperature: number,
): ForwardRecord {
  const { hiddenSize: H, inputDim: d, nOutputs: K } = shape;
  const hidden = new Float32Array(batch * seqLen * H);
  const soft = new Float64Array(batch * seqLen * K);
  const outputs = new Uint8Array(batch * seqLen);
  const z = new Float64Array(H);
  const indices = new Int32Array(H + d);
  const values = new Float64Array(H + d);
  let squares = 0;
  for (let b = 0; b < batch; b++)
    for (let t = 0; t < seqLen; t++) {
      const cell = b * seqLen + t;
      z.fill(0);
      let count = 0;
      if (t > 0)
        for (let j = 0; j < H; j++) {
          const value = hidden[(cell - 1) * H + j]!;
          indices[count] = j;
          values[count] = value;
          if (value !== 0) count++;
        }
      for (let j = 0; j < d; j++) {
        indices[count] = H + j;
        values[count++] = noise[cell * d + j]!;
      }
      addColumns(z, weights.columns, indices, values, count, H);
      for (let i = 0; i < H; i++)
        if (z[i]! > 0) {
          hidden[cell * H + i] = z[i]!;
          squares += z[i]! * z[i]!;
        }
      outputs[cell] = readOut(weights.readout, hidden, cell, H, K, gumbels, soft, temperature);
    }
  return { hidden, soft, outputs, meanSquare: squares / hidden.length };
}

/** Logits plus Gumbel draws of one cell: writes the soft output, returns the hard one. */
function readOut(
  readout: Float64Array,
  hidden: Float32Array,
  cell: number,
  H: number,
  K: number,
  gumbels: Float32Array,
  soft: Float64Array,
  temperature: number,
): number {
  const base = cell * K;
  let best = 0;
  for (let k = 0; k < K; k++) {
    let logit = 0;
    for (let i = 0; i < H; i++) logit += readout[k * H + i]! * hidden[cell * H + i]!;
    soft[base + k] = (logit + gumbels[base + k]!) / temperature;
    if (soft[base + k]! > soft[base + best]!) best = k;
  }
  const max = soft[base + best]!;
  let sum = 0;
  for (let k = 0; k < K; k++) sum += soft[base + k] = Math.exp(soft[base + k]! - max);
  for (let k = 0; k < K; k++) soft[base + k]! /= sum;
  return best;
}

/**
 * Back-propagation through time from ∂L/∂y [B×T×K] through the straight-through estimator dℓ = s∘(v − ⟨s,v⟩)/τ.
 * @returns the packed gradient in float64, penalty λ·mean(h²) included
 */
export function backward(
  weights: PreparedWeights,
  shape: RnnShape,
  record: ForwardRecord,
  noise: Float32Array,
  outputGradient: Float64Array,
  batch: number,
  seqLen: number,
  temperature: number,
  activityPenalty: number,
): Float64Array {
  const { hiddenSize: H, inputDim: d, nOutputs: K } = shape;
  const gradient = new Float64Array(H * d + H * H + K * H);
  const inputGradient = gradient.subarray(0, H * d);
  const recurrentGradient = gradient.subarray(H * d, H * d + H * H);
  const readoutGradient = gradient.subarray(H * d + H * H);
  const penalty = (2 * activityPenalty) / record.hidden.length;
  let carry = new Float64Array(H);
  let previousCarry = new Float64Array(H);
  const dz = new Float64Array(H);
  const previousValues = new Float64Array(H);
  const dLogits = new Float64Array(K);
  let active = new Int32Array(H);
  let previous = new Int32Array(H);
  for (let b = 0; b < batch; b++) {
    // Lists and `carry` are compact: entry a belongs to unit active[a].
    let count = collectActive(record.hidden, (b * seqLen + seqLen - 1) * H, H, active);
    carry.fill(0);
    for (let t = seqLen - 1; t >= 0; t--) {
      const cell = b * seqLen + t;
      const base = cell * H;
      const previousCount = t > 0 ? collectActive(record.hidden, base - H, H, previous) : 0;
      for (let p = 0; p < previousCount; p++) previousValues[p] = record.hidden[base - H + previous[p]!]!;
      straightThrough(record.soft, outputGradient, cell * K, K, temperature, dLogits);
      for (let a = 0; a < count; a++) {
        const i = active[a]!;
        const h = record.hidden[base + i]!;
        const dh = readoutStep(weights.readout, readoutGradient, dLogits, i, h, carry[a]! + penalty * h, H);
        dz[a] = dh;
        for (let j = 0; j < d; j++) inputGradient[i * d + j]! += dh * noise[cell * d + j]!;
      }
      previousCarry.fill(0, 0, previousCount);
      const { recurrent } = weights;
      propagate(recurrent, recurrentGradient, active, dz, count, previous, previousValues, previousCarry, previousCount, H);
      [active, previous] = [previous, active];
      [carry, previousCarry] = [previousCarry, carry];
      count = previousCount;
    }
  }
  return gradient;
}

/** Adds to `dh` what the logits say of unit i, and to the gradient of the read-out what the unit, at h, says of it. @returns ∂L/∂h_i */
function readoutStep(
  readout: Float64Array,
  readoutGradient: Float64Array,
  dLogits: Float64Array,
  i: number,
  h: number,
  dh: number,
  H: number,
): number {
  for (let k = 0, at = i; k < dLogits.length; k++, at += H) {
    dh += dLogits[k]! * readout[at]!;
    readoutGradient[at]! += dLogits[k]! * h;
  }
  return dh;
}

/**
 * carry_p += Σ_a W[i_a, j_p]·dz_a and ∂W[i_a, j_p] += dz_a·h_p over active × previously active units.
 * Two rows a pass: the column index is then read once for both.
 */
function propagate(
  recurrent: Float64Array,
  recurrentGradient: Float64Array,
  active: Int32Array,
  dz: Float64Array,
  count: number,
  previous: Int32Array,
  previousValues: Float64Array,
  previousCarry: Float64Array,
  previousCount: number,
  H: number,
): void {
  let a = 0;
  for (; a + 1 < count; a += 2) {
    const rowA = active[a]! * H;
    const rowB = active[a + 1]! * H;
    const dzA = dz[a]!;
    const dzB = dz[a + 1]!;
    for (let p = 0; p < previousCount; p++) {
      const j = previous[p]!;
      const h = previousValues[p]!;
      previousCarry[p] = previousCarry[p]! + recurrent[rowA + j]! * dzA + recurrent[rowB + j]! * dzB;
      recurrentGradient[rowA + j] = recurrentGradient[rowA + j]! + dzA * h;
      recurrentGradient[rowB + j] = recurrentGradient[rowB + j]! + dzB * h;
    }
  }
  if (a === count) return;
  const row = active[a]! * H;
  for (let p = 0; p < previousCount; p++) {
    const j = previous[p]!;
    previousCarry[p]! += recurrent[row + j]! * dz[a]!;
    recurrentGradient[row + j]! += dz[a]! * previousValues[p]!;
  }
}

function collectActive(hidden: Float32Array, base: number, H: number, out: Int32Array): number {
  let count = 0;
  for (let i = 0; i < H; i++) if (hidden[base + i]! > 0) out[count++] = i;
  return count;
}

/** ∂L/∂ℓ [K] of the cell at `base`, from ∂L/∂y through the straight-through estimator. */
export function straightThrough(
  soft: Float64Array,
  outputGradient: Float64Array,
  base: number,
  K: number,
  temperature: number,
  out: Float64Array,
): void {
  let inner = 0;
  for (let k = 0; k < K; k++) inner += soft[base + k]! * outputGradient[base + k]!;
  for (let k = 0; k < K; k++) out[k] = (soft[base + k]! * (outputGradient[base + k]! - inner)) / temperature;
}
