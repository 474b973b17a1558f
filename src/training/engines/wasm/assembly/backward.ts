import { accumulate } from './accumulate';
import { D, D4, DP, H, hidden, HP, inputGradient, K, KP, noise, outputGradient, readout, readoutGradient, recurrentGradient, rows, scratch, soft } from './context';

/**
 * Back-propagation through time over sequences from … to−1; adds to the gradient buffers. Silent units pass nothing on.
 * @param penalty 2λ/(B·T·H), the derivative of the activity penalty per unit of h
 */
export function backwardSequences(from: i32, to: i32, seqLen: i32, temperature: f32, penalty: f32): void {
  const lists = (<usize>(H + D)) << 2;
  const offsets = scratch;
  const values = scratch + lists;
  const inputOffsets = scratch + 2 * lists;
  const carry = scratch + 3 * lists;
  const dLogits = carry + ((<usize>HP) << 2);
  const zero = f32x4.splat(0);
  const width = (<usize>HP) << 2;
  for (let b = from; b < to; b++) {
    for (let i: usize = 0; i < width; i += 16) v128.store(carry + i, zero);
    for (let t: i32 = seqLen - 1; t >= 0; t--) {
      const cell: usize = b * seqLen + t;
      const h = hidden + ((cell * HP) << 2);
      straightThrough(soft + ((cell * KP) << 2), outputGradient + ((cell * K) << 3), dLogits, temperature);
      differentiate(h, carry, dLogits, penalty);
      // carry now holds dz; list its active entries, judged by h: a dz may well be negative.
      const count = listDz(h, carry, offsets, inputOffsets, values);
      addInputGradient(noise + ((cell * DP) << 2), inputOffsets, values, count);
      if (t === 0) break;
      addRecurrentGradient(h - width, offsets, values, count);
      accumulate(carry, rows, offsets, values, count, HP);
    }
  }
}

/** dℓ = s∘(v − ⟨s, v⟩)/τ */
function straightThrough(s: usize, v: usize, out: usize, temperature: f32): void {
  let inner: f32 = 0;
  for (let k: usize = 0; k < <usize>K; k++) inner += load<f32>(s + (k << 2)) * <f32>load<f64>(v + (k << 3));
  for (let k: usize = 0; k < <usize>K; k++)
    store<f32>(out + (k << 2), (load<f32>(s + (k << 2)) * (<f32>load<f64>(v + (k << 3)) - inner)) / temperature);
}

/** carry ← (carry + penalty·h + W_outᵀ dℓ) where h > 0, else 0; and ∂W_out += dℓ hᵀ. */
function differentiate(h: usize, carry: usize, dLogits: usize, penalty: f32): void {
  const width = (<usize>HP) << 2;
  const zero = f32x4.splat(0);
  const lambda = f32x4.splat(penalty);
  for (let i: usize = 0; i < width; i += 16) {
    const state = v128.load(h + i);
    let dh = f32x4.add(v128.load(carry + i), f32x4.mul(lambda, state));
    for (let k: usize = 0; k < <usize>K; k++) {
      const d = v128.load_splat<f32>(dLogits + (k << 2));
      const at = k * width + i;
      dh = f32x4.add(dh, f32x4.mul(d, v128.load(readout + at)));
      v128.store(readoutGradient + at, f32x4.add(v128.load(readoutGradient + at), f32x4.mul(d, state)));
    }
    v128.store(carry + i, v128.and(dh, f32x4.gt(state, zero)));
  }
}

/** Of the units with h > 0: byte offsets of their rows in W_hh and in ∂W_in, and their dz. */
function listDz(h: usize, dz: usize, offsets: usize, inputOffsets: usize, values: usize): i32 {
  const row = (<u32>HP) << 2;
  const inputRow = (<u32>D4) << 2;
  let count: i32 = 0;
  let offset: u32 = 0;
  let inputOffset: u32 = 0;
  for (let i: usize = 0; i < (<usize>H) << 2; i += 4) {
    const slot = (<usize>count) << 2;
    store<u32>(offsets + slot, offset);
    store<u32>(inputOffsets + slot, inputOffset);
    store<f32>(values + slot, load<f32>(dz + i));
    count += i32(load<f32>(h + i) > 0);
    offset += row;
    inputOffset += inputRow;
  }
  return count;
}

/** ∂W_hh[i, :] += dz_i · h_{t−1}, eight vectors of h kept in registers over all active rows. */
function addRecurrentGradient(previous: usize, offsets: usize, values: usize, count: i32): void {
  const end = values + ((<usize>count) << 2);
  const width = (<usize>HP) << 2;
  let c: usize = 0;
  for (; c + 128 <= width; c += 128) {
    const h = previous + c;
    const h0 = v128.load(h);
    const h1 = v128.load(h, 16);
    const h2 = v128.load(h, 32);
    const h3 = v128.load(h, 48);
    const h4 = v128.load(h, 64);
    const h5 = v128.load(h, 80);
    const h6 = v128.load(h, 96);
    const h7 = v128.load(h, 112);
    let o = offsets;
    for (let v = values; v < end; v += 4) {
      const dz = v128.load_splat<f32>(v);
      const g = recurrentGradient + c + <usize>load<u32>(o);
      o += 4;
      v128.store(g, f32x4.add(v128.load(g), f32x4.mul(dz, h0)));
      v128.store(g, f32x4.add(v128.load(g, 16), f32x4.mul(dz, h1)), 16);
      v128.store(g, f32x4.add(v128.load(g, 32), f32x4.mul(dz, h2)), 32);
      v128.store(g, f32x4.add(v128.load(g, 48), f32x4.mul(dz, h3)), 48);
      v128.store(g, f32x4.add(v128.load(g, 64), f32x4.mul(dz, h4)), 64);
      v128.store(g, f32x4.add(v128.load(g, 80), f32x4.mul(dz, h5)), 80);
      v128.store(g, f32x4.add(v128.load(g, 96), f32x4.mul(dz, h6)), 96);
      v128.store(g, f32x4.add(v128.load(g, 112), f32x4.mul(dz, h7)), 112);
    }
  }
  for (; c < width; c += 16) {
    const h0 = v128.load(previous + c);
    let o = offsets;
    for (let v = values; v < end; v += 4) {
      const g = recurrentGradient + c + <usize>load<u32>(o);
      o += 4;
      v128.store(g, f32x4.add(v128.load(g), f32x4.mul(v128.load_splat<f32>(v), h0)));
    }
  }
}

/** ∂W_in[i, :] += dz_i · x */
function addInputGradient(x: usize, offsets: usize, values: usize, count: i32): void {
  const width = (<usize>D4) << 2;
  for (let a: i32 = 0; a < count; a++) {
    const slot = (<usize>a) << 2;
    const dz = v128.load_splat<f32>(values + slot);
    const g = inputGradient + <usize>load<u32>(offsets + slot);
    for (let j: usize = 0; j < width; j += 16) v128.store(g + j, f32x4.add(v128.load(g + j), f32x4.mul(dz, v128.load(x + j))));
  }
}
