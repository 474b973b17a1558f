// Free runs: many steps from given states, without anything a gradient would need.
import { laneSum } from './accumulate';
import { gumbels, hidden, HP, K, KP, outputs, readout, TILE } from './context';
import { driveInputs, driveRecurrent, listActive } from './forward';

/**
 * Drives `count` runs for `steps` steps from the states at `start` [count×HP], which are replaced by the last ones. States go to
 * `hidden` [count×steps×HP], sampled outputs to `outputs`, argmax labels to `labels` [count×steps] bytes.
 * @param paddedLen steps per run in the Gumbel buffer
 * @returns the largest |h| met
 */
export function simulateRuns(count: i32, steps: i32, paddedLen: i32, start: usize, labels: usize): f32 {
  const row = (<usize>HP) << 2;
  let largest = f32x4.splat(0);
  for (let first: i32 = 0; first < count; first += TILE) {
    const last = min(first + TILE, count);
    for (let b = first; b < last; b++) {
      driveInputs(b, steps);
      listActive(start + row * b, b - first);
    }
    for (let t: i32 = 0; t < steps; t++) {
      driveRecurrent(first, last, t, steps);
      for (let b = first; b < last; b++) {
        const cell: usize = b * steps + t;
        const h = hidden + cell * row;
        largest = rectifyLargest(h, largest);
        listActive(h, b - first);
        label(h, gumbels + (((<usize>(b * paddedLen + t)) * KP) << 2), labels + cell, outputs + cell);
      }
    }
    for (let b = first; b < last; b++) memory.copy(start + row * b, hidden + (<usize>(b * steps + steps - 1)) * row, row);
  }
  const pairs = f32x4.pmax(largest, i32x4.shuffle(largest, largest, 2, 3, 0, 1));
  return max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
}

/** h ← max(h, 0) in place. @returns the lane-wise maximum of `largest` and h */
function rectifyLargest(h: usize, largest: v128): v128 {
  const zero = f32x4.splat(0);
  const end = h + ((<usize>HP) << 2);
  for (let p = h; p < end; p += 16) {
    const value = f32x4.pmax(zero, v128.load(p));
    v128.store(p, value);
    largest = f32x4.pmax(largest, value);
  }
  return largest;
}

/** The argmax of the logits, and of logits plus Gumbel draws. */
function label(h: usize, g: usize, argmax: usize, sampled: usize): void {
  let top: f32 = -Infinity;
  let topSampled: f32 = -Infinity;
  let best: i32 = 0;
  let bestSampled: i32 = 0;
  for (let k: i32 = 0; k < K; k++) {
    const row = readout + ((<usize>(k * HP)) << 2);
    let sum = f32x4.splat(0);
    for (let i: usize = 0; i < (<usize>HP) << 2; i += 16) sum = f32x4.add(sum, f32x4.mul(v128.load(row + i), v128.load(h + i)));
    const logit = laneSum(sum);
    if (logit > top) {
      top = logit;
      best = k;
    }
    const noisy = logit + load<f32>(g + ((<usize>k) << 2));
    if (noisy > topSampled) {
      topSampled = noisy;
      bestSampled = k;
    }
  }
  store<u8>(argmax, <u8>best);
  store<u8>(sampled, <u8>bestSampled);
}
