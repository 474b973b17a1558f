import { laneSum } from '../accumulate';
import { columns, D, DP, gumbels, H, hidden, HP, K, KP, noise, outputs, readout, soft, TILE } from '../context';
import { exp4 } from './exponential';
import { addRows16, addRows32, appendActive, madd } from './rows';
import { tileEnd, tileEnds, tileList } from './workSpace';

/**
 * Runs sequences from … to−1 for `seqLen` steps from h = 0 and samples their outputs, a tile of sequences at a time.
 * @param paddedLen steps per sequence in the Gumbel buffer
 * @returns Σ h² over the sequences run
 */
export function forwardSequences(from: i32, to: i32, seqLen: i32, paddedLen: i32, temperature: f32): f64 {
  let squares: f64 = 0;
  for (let first = from; first < to; first += TILE) {
    const last = min(first + TILE, to);
    driveInputs(first * seqLen, last * seqLen);
    for (let t: i32 = 0; t < seqLen; t++) {
      if (t > 0) driveRecurrent(first, last, t, seqLen);
      for (let b = first; b < last; b++) {
        const cell: usize = b * seqLen + t;
        const h = hidden + ((cell * HP) << 2);
        squares += <f64>rectify(h, b - first);
        readOut(h, gumbels + (((<usize>(b * paddedLen + t)) * KP) << 2), soft + ((cell * KP) << 2), outputs + cell, temperature);
      }
    }
  }
  return squares;
}

/** hidden ← W_in x for cells from … to−1: 8 columns of six cells at a time, so that each weight is loaded once for six. */
function driveInputs(from: i32, to: i32): void {
  const row = (<usize>HP) << 2;
  const step = (<usize>DP) << 2;
  const weights = columns + <usize>H * row;
  let cell = from;
  for (; cell + 6 <= to; cell += 6)
    for (let c: usize = 0; c < row; c += 32) driveSix(weights + c, noise + <usize>cell * step, step, hidden + <usize>cell * row + c, row);
  for (; cell < to; cell++)
    for (let c: usize = 0; c < row; c += 64) driveOne(weights + c, noise + <usize>cell * step, hidden + <usize>cell * row + c, row);
}

// @ts-ignore: decorator
@inline
export function driveSix(weights: usize, x: usize, step: usize, z: usize, row: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  let e0 = a0;
  let e1 = a0;
  let f0 = a0;
  let f1 = a0;
  const end = x + ((<usize>D) << 2);
  const step3 = 3 * step;
  for (let p = x; p < end; p += 4) {
    const low = v128.load(weights);
    const high = v128.load(weights, 16);
    const q = p + step3;
    let s = v128.load_splat<f32>(p);
    a0 = madd(s, low, a0);
    a1 = madd(s, high, a1);
    s = v128.load_splat<f32>(p + step);
    b0 = madd(s, low, b0);
    b1 = madd(s, high, b1);
    s = v128.load_splat<f32>(p + 2 * step);
    c0 = madd(s, low, c0);
    c1 = madd(s, high, c1);
    s = v128.load_splat<f32>(q);
    d0 = madd(s, low, d0);
    d1 = madd(s, high, d1);
    s = v128.load_splat<f32>(q + step);
    e0 = madd(s, low, e0);
    e1 = madd(s, high, e1);
    s = v128.load_splat<f32>(q + 2 * step);
    f0 = madd(s, low, f0);
    f1 = madd(s, high, f1);
    weights += row;
  }
  v128.store(z, a0);
  v128.store(z, a1, 16);
  v128.store(z + row, b0);
  v128.store(z + row, b1, 16);
  v128.store(z + 2 * row, c0);
  v128.store(z + 2 * row, c1, 16);
  v128.store(z + 3 * row, d0);
  v128.store(z + 3 * row, d1, 16);
  v128.store(z + 4 * row, e0);
  v128.store(z + 4 * row, e1, 16);
  v128.store(z + 5 * row, f0);
  v128.store(z + 5 * row, f1, 16);
}

/** 16 columns of one cell: what is left of a tile. */
export function driveOne(weights: usize, x: usize, z: usize, row: usize): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  const end = x + ((<usize>D) << 2);
  for (let p = x; p < end; p += 4) {
    const s = v128.load_splat<f32>(p);
    a0 = madd(s, v128.load(weights), a0);
    a1 = madd(s, v128.load(weights, 16), a1);
    a2 = madd(s, v128.load(weights, 32), a2);
    a3 = madd(s, v128.load(weights, 48), a3);
    weights += row;
  }
  v128.store(z, a0);
  v128.store(z, a1, 16);
  v128.store(z, a2, 32);
  v128.store(z, a3, 48);
}

/** hidden[t] += W_hh h for the sequences of a tile, from the lists of the active units of h, the state before. */
function driveRecurrent(first: i32, last: i32, t: i32, seqLen: i32): void {
  const row = (<usize>HP) << 2;
  let c: usize = 0;
  for (; c + 128 <= row; c += 128)
    for (let b = first; b < last; b++)
      addRows32(hidden + <usize>(b * seqLen + t) * row + c, columns + c, <u32>row, tileList(b - first), tileEnd(b - first), false);
  for (; c < row; c += 64)
    for (let b = first; b < last; b++)
      addRows16(hidden + <usize>(b * seqLen + t) * row + c, columns + c, <u32>row, tileList(b - first), tileEnd(b - first), false);
}

/** h ← max(h, 0) in place, and the list of its active units in the slot of a tile. @returns Σ h² */
function rectify(h: usize, slot: i32): f32 {
  const zero = f32x4.splat(0);
  let sum = zero;
  let list = tileList(slot);
  let units = i32x4(0, 1, 2, 3);
  const end = h + ((<usize>HP) << 2);
  for (let p = h; p < end; p += 16) {
    const value = f32x4.pmax(zero, v128.load(p));
    v128.store(p, value);
    sum = madd(value, value, sum);
    list = appendActive(list, units, value, f32x4.gt(value, zero));
    units = i32x4.add(units, i32x4.splat(4));
  }
  store<u32>(tileEnds + ((<usize>slot) << 2), <u32>list);
  return laneSum(sum);
}

/** Soft outputs softmax((ℓ+g)/τ) and the sampled output argmax(ℓ+g). */
function readOut(h: usize, g: usize, s: usize, output: usize, temperature: f32): void {
  let best: i32 = 0;
  let top: f32 = -Infinity;
  for (let k: i32 = 0; k < K; k++) {
    const row = readout + ((<usize>(k * HP)) << 2);
    let even = f32x4.splat(0);
    let odd = even;
    for (let i: usize = 0; i < (<usize>HP) << 2; i += 32) {
      even = madd(v128.load(row + i), v128.load(h + i), even);
      odd = madd(v128.load(row + i, 16), v128.load(h + i, 16), odd);
    }
    const at = (<usize>k) << 2;
    const value = (laneSum(f32x4.add(even, odd)) + load<f32>(g + at)) / temperature;
    store<f32>(s + at, value);
    if (value > top) {
      top = value;
      best = k;
    }
  }
  let total: f32 = 0;
  for (let at: usize = 0; at < (<usize>KP) << 2; at += 16) v128.store(s + at, exp4(f32x4.sub(v128.load(s + at), f32x4.splat(top))));
  for (let k: usize = 0; k < <usize>K; k++) total += load<f32>(s + (k << 2));
  for (let k: usize = 0; k < <usize>K; k++) store<f32>(s + (k << 2), load<f32>(s + (k << 2)) / total);
  store<u8>(output, <u8>best);
}
