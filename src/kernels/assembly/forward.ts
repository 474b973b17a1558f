import { addRows16, addRows32, laneSum } from './accumulate';
import { columns, D, DP, gumbels, H, hidden, HP, K, KP, listBytes, noise, outputs, readout, scratch, soft, TILE, tileCounts } from './context';

/**
 * Runs sequences from … to−1 for `seqLen` steps from h = 0 and samples their outputs. A tile of sequences goes through time
 * together, so that a block of weights is used by all of them while it is in the cache.
 * @param paddedLen steps per sequence in the Gumbel buffer
 * @returns Σ h² over the sequences run
 */
export function forwardSequences(from: i32, to: i32, seqLen: i32, paddedLen: i32, temperature: f32): f64 {
  let squares: f64 = 0;
  for (let first = from; first < to; first += TILE) {
    const last = min(first + TILE, to);
    for (let b = first; b < last; b++) driveInputs(b, seqLen);
    for (let t: i32 = 0; t < seqLen; t++) {
      if (t > 0) driveRecurrent(first, last, t, seqLen);
      for (let b = first; b < last; b++) {
        const cell: usize = b * seqLen + t;
        const h = hidden + ((cell * HP) << 2);
        squares += <f64>rectify(h);
        listActive(h, b - first);
        readOut(h, gumbels + (((<usize>(b * paddedLen + t)) * KP) << 2), soft + ((cell * KP) << 2), outputs + cell, temperature);
      }
    }
  }
  return squares;
}

/** hidden[t] ← W_in x_t for all t of a sequence, 16 columns and two steps at a time: each weight is loaded once for both. */
export function driveInputs(b: i32, seqLen: i32): void {
  const row = (<usize>HP) << 2;
  const step = (<usize>DP) << 2;
  const weights = columns + <usize>H * row;
  for (let c: usize = 0; c < row; c += 64) {
    let t: i32 = 0;
    for (; t + 2 <= seqLen; t += 2) {
      const cell: usize = b * seqLen + t;
      let a0 = f32x4.splat(0);
      let a1 = a0;
      let a2 = a0;
      let a3 = a0;
      let b0 = a0;
      let b1 = a0;
      let b2 = a0;
      let b3 = a0;
      let p = weights + c;
      let x = noise + cell * step;
      for (let j: i32 = 0; j < D; j++) {
        const w0 = v128.load(p);
        const w1 = v128.load(p, 16);
        const w2 = v128.load(p, 32);
        const w3 = v128.load(p, 48);
        const now = v128.load_splat<f32>(x);
        const next = v128.load_splat<f32>(x + step);
        a0 = f32x4.add(a0, f32x4.mul(now, w0));
        a1 = f32x4.add(a1, f32x4.mul(now, w1));
        a2 = f32x4.add(a2, f32x4.mul(now, w2));
        a3 = f32x4.add(a3, f32x4.mul(now, w3));
        b0 = f32x4.add(b0, f32x4.mul(next, w0));
        b1 = f32x4.add(b1, f32x4.mul(next, w1));
        b2 = f32x4.add(b2, f32x4.mul(next, w2));
        b3 = f32x4.add(b3, f32x4.mul(next, w3));
        p += row;
        x += 4;
      }
      const z = hidden + cell * row + c;
      v128.store(z, a0);
      v128.store(z, a1, 16);
      v128.store(z, a2, 32);
      v128.store(z, a3, 48);
      v128.store(z + row, b0);
      v128.store(z + row, b1, 16);
      v128.store(z + row, b2, 32);
      v128.store(z + row, b3, 48);
    }
    if (t < seqLen) driveLast(weights + c, noise + <usize>(b * seqLen + t) * step, hidden + <usize>(b * seqLen + t) * row + c);
  }
}

/** The last step of a sequence of odd length. */
function driveLast(weights: usize, x: usize, z: usize): void {
  const row = (<usize>HP) << 2;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  for (let j: i32 = 0; j < D; j++) {
    const now = v128.load_splat<f32>(x);
    a0 = f32x4.add(a0, f32x4.mul(now, v128.load(weights)));
    a1 = f32x4.add(a1, f32x4.mul(now, v128.load(weights, 16)));
    a2 = f32x4.add(a2, f32x4.mul(now, v128.load(weights, 32)));
    a3 = f32x4.add(a3, f32x4.mul(now, v128.load(weights, 48)));
    weights += row;
    x += 4;
  }
  v128.store(z, a0);
  v128.store(z, a1, 16);
  v128.store(z, a2, 32);
  v128.store(z, a3, 48);
}

/** hidden[t] += W_hh h for the sequences of a tile, from the lists of the active units of h, the state before. */
export function driveRecurrent(first: i32, last: i32, t: i32, seqLen: i32): void {
  const row = (<usize>HP) << 2;
  let c: usize = 0;
  for (; c + 128 <= row; c += 128)
    for (let b = first; b < last; b++) {
      const list = scratch + <usize>(b - first) * 3 * listBytes;
      addRows32(hidden + <usize>(b * seqLen + t) * row + c, columns + c, list, list + listBytes, load<i32>(tileCounts + ((<usize>(b - first)) << 2)));
    }
  if (c < row)
    for (let b = first; b < last; b++) {
      const list = scratch + <usize>(b - first) * 3 * listBytes;
      addRows16(hidden + <usize>(b * seqLen + t) * row + c, columns + c, list, list + listBytes, load<i32>(tileCounts + ((<usize>(b - first)) << 2)));
    }
}

/** Lists the active units of h as byte offsets of their rows, and their values, in the slot of a tile. */
export function listActive(h: usize, slotInTile: i32): void {
  const offsets = scratch + <usize>slotInTile * 3 * listBytes;
  const values = offsets + listBytes;
  const row = (<u32>HP) << 2;
  let count: i32 = 0;
  let offset: u32 = 0;
  for (let i: usize = 0; i < (<usize>H) << 2; i += 4) {
    const value = load<f32>(h + i);
    const slot = (<usize>count) << 2;
    // Written always, kept only when the unit is active: no branch to mispredict.
    store<u32>(offsets + slot, offset);
    store<f32>(values + slot, value);
    count += i32(value > 0);
    offset += row;
  }
  store<i32>(tileCounts + ((<usize>slotInTile) << 2), count);
}

/** h ← max(h, 0) in place. @returns Σ h² */
function rectify(h: usize): f32 {
  const zero = f32x4.splat(0);
  let sum = zero;
  const end = h + ((<usize>HP) << 2);
  for (let p = h; p < end; p += 16) {
    const value = f32x4.pmax(zero, v128.load(p));
    v128.store(p, value);
    sum = f32x4.add(sum, f32x4.mul(value, value));
  }
  return laneSum(sum);
}

/** Soft outputs softmax((ℓ+g)/τ) and the sampled output argmax(ℓ+g). */
function readOut(h: usize, g: usize, s: usize, output: usize, temperature: f32): void {
  let best: i32 = 0;
  let top: f32 = -Infinity;
  for (let k: i32 = 0; k < K; k++) {
    const row = readout + ((<usize>(k * HP)) << 2);
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < (<usize>HP) << 2; i += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(row + i), v128.load(h + i)));
    const at = (<usize>k) << 2;
    const value = (laneSum(sum) + load<f32>(g + at)) / temperature;
    store<f32>(s + at, value);
    if (value > top) {
      top = value;
      best = k;
    }
  }
  let total: f32 = 0;
  for (let k: i32 = 0; k < K; k++) {
    const at = (<usize>k) << 2;
    const e = <f32>Mathf.exp(load<f32>(s + at) - top);
    store<f32>(s + at, e);
    total += e;
  }
  for (let k: i32 = 0; k < K; k++) {
    const at = (<usize>k) << 2;
    store<f32>(s + at, load<f32>(s + at) / total);
  }
  store<u8>(output, <u8>best);
}
