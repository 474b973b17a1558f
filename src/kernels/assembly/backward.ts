import { addOuter16, addOuter32, addRows16, addRows32 } from './accumulate';
import {
  D16, DP, H, hidden, HP, inputGradient, K, KP, listBytes, noise, outputGradient, readout, readoutGradient, recurrentGradient, rows, scratch, soft, TILE, tileCarry, tileCounts, tileLogits,
} from './context';

/**
 * Back-propagation through time over sequences from … to−1, a tile at a time; adds to the gradient buffers. Silent units pass
 * nothing on.
 * @param penalty 2λ/(B·T·H), the derivative of the activity penalty per unit of h
 */
export function backwardSequences(from: i32, to: i32, seqLen: i32, temperature: f32, penalty: f32): void {
  const width = (<usize>HP) << 2;
  for (let first = from; first < to; first += TILE) {
    const count = min(TILE, to - first);
    memory.fill(tileCarry, 0, <usize>count * width);
    for (let t: i32 = seqLen - 1; t >= 0; t--) {
      for (let s: i32 = 0; s < count; s++) {
        const cell: usize = (first + s) * seqLen + t;
        const h = hidden + cell * width;
        const carry = tileCarry + <usize>s * width;
        straightThrough(soft + ((cell * KP) << 2), outputGradient + ((cell * K) << 3), tileLogits, temperature);
        differentiate(h, carry, tileLogits, penalty);
        listDz(h, carry, s);
      }
      outerProducts(first, count, t, seqLen);
      if (t > 0) carryBack(count);
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

/** Of the units with h > 0: their dz, and byte offsets of their rows in W_hh and in ∂W_in, in the slot of a tile. */
function listDz(h: usize, dz: usize, slotInTile: i32): void {
  const offsets = scratch + <usize>slotInTile * 3 * listBytes;
  const values = offsets + listBytes;
  const inputOffsets = values + listBytes;
  const row = (<u32>HP) << 2;
  const inputRow = (<u32>D16) << 2;
  let count: i32 = 0;
  let offset: u32 = 0;
  let inputOffset: u32 = 0;
  for (let i: usize = 0; i < (<usize>H) << 2; i += 4) {
    const slot = (<usize>count) << 2;
    store<u32>(offsets + slot, offset);
    store<u32>(inputOffsets + slot, inputOffset);
    store<f32>(values + slot, load<f32>(dz + i));
    // Judged by h: a dz may well be negative.
    count += i32(load<f32>(h + i) > 0);
    offset += row;
    inputOffset += inputRow;
  }
  store<i32>(tileCounts + ((<usize>slotInTile) << 2), count);
}

// @ts-ignore: decorator
@inline
function slotList(s: i32): usize {
  return scratch + <usize>s * 3 * listBytes;
}

// @ts-ignore: decorator
@inline
function slotCount(s: i32): i32 {
  return load<i32>(tileCounts + ((<usize>s) << 2));
}

/** ∂W_in[i, :] += dz_i · x_t and ∂W_hh[i, :] += dz_i · h_{t−1} for the tile, block by block. */
function outerProducts(first: i32, tile: i32, t: i32, seqLen: i32): void {
  const inputWidth = (<usize>D16) << 2;
  let c: usize = 0;
  for (; c + 128 <= inputWidth; c += 128)
    for (let s: i32 = 0; s < tile; s++) {
      const list = slotList(s);
      addOuter32(inputGradient + c, noise + (<usize>((first + s) * seqLen + t) * DP << 2) + c, list + 2 * listBytes, list + listBytes, slotCount(s));
    }
  if (c < inputWidth)
    for (let s: i32 = 0; s < tile; s++) {
      const list = slotList(s);
      addOuter16(inputGradient + c, noise + (<usize>((first + s) * seqLen + t) * DP << 2) + c, list + 2 * listBytes, list + listBytes, slotCount(s));
    }
  if (t === 0) return;
  const width = (<usize>HP) << 2;
  for (c = 0; c + 128 <= width; c += 128)
    for (let s: i32 = 0; s < tile; s++) {
      const list = slotList(s);
      addOuter32(recurrentGradient + c, hidden + <usize>((first + s) * seqLen + t - 1) * width + c, list, list + listBytes, slotCount(s));
    }
  if (c < width)
    for (let s: i32 = 0; s < tile; s++) {
      const list = slotList(s);
      addOuter16(recurrentGradient + c, hidden + <usize>((first + s) * seqLen + t - 1) * width + c, list, list + listBytes, slotCount(s));
    }
}

/** carry ← W_hhᵀ dz for the tile, block by block. */
function carryBack(tile: i32): void {
  const width = (<usize>HP) << 2;
  memory.fill(tileCarry, 0, <usize>tile * width);
  let c: usize = 0;
  for (; c + 128 <= width; c += 128)
    for (let s: i32 = 0; s < tile; s++) {
      const list = slotList(s);
      addRows32(tileCarry + <usize>s * width + c, rows + c, list, list + listBytes, slotCount(s));
    }
  if (c < width)
    for (let s: i32 = 0; s < tile; s++) {
      const list = slotList(s);
      addRows16(tileCarry + <usize>s * width + c, rows + c, list, list + listBytes, slotCount(s));
    }
}
