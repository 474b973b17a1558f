import { accumulate, laneSum, listActive } from './accumulate';
import { columns, D, DP, gumbels, H, hidden, HP, K, KP, noise, outputs, readout, scratch, soft } from './context';

/**
 * Runs sequences from … to−1 for `seqLen` steps from h = 0 and samples their outputs.
 * @param paddedLen steps per sequence in the Gumbel buffer
 * @returns Σ h² over the sequences run
 */
export function forwardSequences(from: i32, to: i32, seqLen: i32, paddedLen: i32, temperature: f32): f64 {
  const offsets = scratch;
  const values = scratch + ((<usize>(H + D)) << 2);
  const stride: u32 = (<u32>HP) << 2;
  let squares: f64 = 0;
  for (let b = from; b < to; b++) {
    let count: i32 = 0;
    for (let t: i32 = 0; t < seqLen; t++) {
      const cell: usize = b * seqLen + t;
      const h = hidden + ((cell * HP) << 2);
      const x = noise + ((cell * DP) << 2);
      // The list holds the active units of the step before; the inputs follow.
      let slot = (<usize>count) << 2;
      let offset = (<u32>H) * stride;
      for (let j: i32 = 0; j < D; j++) {
        store<u32>(offsets + slot, offset);
        store<f32>(values + slot, load<f32>(x + ((<usize>j) << 2)));
        offset += stride;
        slot += 4;
      }
      accumulate(h, columns, offsets, values, count + D, HP);
      squares += <f64>rectify(h);
      count = listActive(h, H, stride, offsets, values);
      readOut(h, gumbels + (((<usize>(b * paddedLen + t)) * KP) << 2), soft + ((cell * KP) << 2), outputs + cell, temperature);
    }
  }
  return squares;
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
