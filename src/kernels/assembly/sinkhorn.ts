// Row-wise pieces of the Sinkhorn divergence in float64 (training/sinkhorn.ts says what they compute): any split of the rows
// over workers gives the same bits.

/** Packs labels [count×seqLen] into bit planes of 64-bit words: plane p of all sequences, then plane p+1. */
export function packLabels(labels: usize, count: i32, seqLen: i32, planes: i32, out: usize): void {
  const words = (seqLen + 63) >> 6;
  memory.fill(out, 0, (<usize>(planes * count * words)) << 3);
  for (let n: i32 = 0; n < count; n++)
    for (let t: i32 = 0; t < seqLen; t++) {
      const label: i32 = load<u8>(labels + <usize>(n * seqLen + t));
      const word = (<usize>(n * words + (t >> 6))) << 3;
      for (let p: i32 = 0; p < planes; p++) {
        const at = out + ((<usize>(p * count * words)) << 3) + word;
        store<u64>(at, load<u64>(at) | ((<u64>((label >> p) & 1)) << (<u64>(t & 63))));
      }
    }
}

/** Mismatch counts of rows from … to−1 of x against all of y, one byte each, row-major from `out`. */
export function hammingRows(x: usize, xCount: i32, y: usize, yCount: i32, from: i32, to: i32, seqLen: i32, planes: i32, out: usize): void {
  const words = (seqLen + 63) >> 6;
  const rowBytes = (<usize>words) << 3;
  const xPlane = rowBytes * xCount;
  const yPlane = rowBytes * yCount;
  if (planes === 2 && words <= 2) {
    shortRows(x, xPlane, y, yPlane, from, to, yCount, words === 2, out);
    return;
  }
  let p = out;
  for (let i = from; i < to; i++) {
    const xRow = x + rowBytes * i;
    for (let j: i32 = 0; j < yCount; j++) {
      const yRow = y + rowBytes * j;
      let mismatches: u64 = 0;
      for (let w: usize = 0; w < rowBytes; w += 8) {
        let differ: u64 = load<u64>(xRow + w) ^ load<u64>(yRow + w);
        for (let plane: i32 = 1; plane < planes; plane++) differ |= load<u64>(xRow + w + xPlane * plane) ^ load<u64>(yRow + w + yPlane * plane);
        mismatches += popcnt<u64>(differ);
      }
      store<u8>(p++, <u8>mismatches);
    }
  }
}

/** The common case, three or four outputs and at most 128 steps: the row of x stays in registers. */
function shortRows(x: usize, xPlane: usize, y: usize, yPlane: usize, from: i32, to: i32, yCount: i32, twoWords: bool, out: usize): void {
  let p = out;
  const second = y + yPlane;
  for (let i = from; i < to; i++) {
    if (twoWords) {
      const row = x + 16 * <usize>i;
      const a0 = load<u64>(row);
      const a1 = load<u64>(row, 8);
      const b0 = load<u64>(row + xPlane);
      const b1 = load<u64>(row + xPlane, 8);
      for (let j: usize = 0; j < (<usize>yCount) << 4; j += 16) {
        const low = (a0 ^ load<u64>(y + j)) | (b0 ^ load<u64>(second + j));
        const high = (a1 ^ load<u64>(y + j, 8)) | (b1 ^ load<u64>(second + j, 8));
        store<u8>(p++, <u8>(popcnt<u64>(low) + popcnt<u64>(high)));
      }
    } else {
      const a = load<u64>(x + 8 * <usize>i);
      const b = load<u64>(x + xPlane + 8 * <usize>i);
      for (let j: usize = 0; j < (<usize>yCount) << 3; j += 8)
        store<u8>(p++, <u8>popcnt<u64>((a ^ load<u64>(y + j)) | (b ^ load<u64>(second + j))));
    }
  }
}

/** exp(−c/ε), c = 0…seqLen. */
export function kernelTable(eps: f64, seqLen: i32, out: usize): void {
  for (let c: i32 = 0; c <= seqLen; c++) store<f64>(out + ((<usize>c) << 3), Math.exp(-(<f64>c) / eps));
}

/** exp((potential_j − max)/ε) into `out`. @returns max/ε − ln n, the shift taken out */
export function shiftedWeights(potential: usize, n: i32, eps: f64, out: usize): f64 {
  let max: f64 = -Infinity;
  for (let j: usize = 0; j < <usize>n; j++) max = Math.max(max, load<f64>(potential + (j << 3)));
  for (let j: usize = 0; j < <usize>n; j++) store<f64>(out + (j << 3), Math.exp((load<f64>(potential + (j << 3)) - max) / eps));
  return max / eps - Math.log(n);
}

/** Below this the leading term of a sum may have been lost to underflow; the row is redone with logarithms. */
const UNDERFLOW: f64 = 1e-250;

/** out_i = −ε·(ln Σ_j weights_j·table[cost_ij] + shift) for `rows` rows of costs [rows×columns]. */
export function softminRows(costs: usize, rows: i32, columns: i32, weights: usize, table: usize, shift: f64, potential: usize, eps: f64, out: usize): void {
  for (let i: i32 = 0; i < rows; i++) {
    const row = costs + <usize>(i * columns);
    let s0: f64 = 0;
    let s1: f64 = 0;
    let s2: f64 = 0;
    let s3: f64 = 0;
    let j: i32 = 0;
    let w = weights;
    for (; j + 4 <= columns; j += 4) {
      const four = load<u32>(row + <usize>j);
      s0 += load<f64>(w) * load<f64>(table + ((<usize>(four & 255)) << 3));
      s1 += load<f64>(w, 8) * load<f64>(table + ((<usize>((four >> 8) & 255)) << 3));
      s2 += load<f64>(w, 16) * load<f64>(table + ((<usize>((four >> 16) & 255)) << 3));
      s3 += load<f64>(w, 24) * load<f64>(table + ((<usize>(four >> 24)) << 3));
      w += 32;
    }
    for (; j < columns; j++) {
      s0 += load<f64>(w) * load<f64>(table + ((<usize>load<u8>(row + <usize>j)) << 3));
      w += 8;
    }
    const sum = s0 + s1 + (s2 + s3);
    const logSum = sum > UNDERFLOW ? Math.log(sum) + shift : safeLogSum(row, columns, potential, eps);
    store<f64>(out + ((<usize>i) << 3), -eps * logSum);
  }
}

function safeLogSum(row: usize, columns: i32, potential: usize, eps: f64): f64 {
  let max: f64 = -Infinity;
  for (let j: usize = 0; j < <usize>columns; j++) max = Math.max(max, (load<f64>(potential + (j << 3)) - <f64>load<u8>(row + j)) / eps);
  let sum: f64 = 0;
  for (let j: usize = 0; j < <usize>columns; j++) {
    const exponent = (load<f64>(potential + (j << 3)) - <f64>load<u8>(row + j)) / eps - max;
    // e^−40 of the largest term is below the last bit of the sum.
    if (exponent > -40) sum += Math.exp(exponent);
  }
  return max + Math.log(sum) - Math.log(columns);
}

/** Plan entries below e^−30 ≈ 1e-13 of a row are left out: far below what float32 gradients hold. */
const NEGLIGIBLE: f64 = -30;

/** gradient_i += factor · Σ_j P_ij onehot(points_j) for `rows` rows; gradient [rows×seqLen×outputs] float64. */
export function barycentres(
  gradient: usize,
  costs: usize,
  rows: i32,
  columns: i32,
  potential: usize,
  softmin: usize,
  points: usize,
  factor: f64,
  seqLen: i32,
  outputs: i32,
  eps: f64,
): void {
  const logWeight = -Math.log(columns);
  const least = (NEGLIGIBLE - logWeight) * eps;
  for (let i: i32 = 0; i < rows; i++) {
    const row = costs + <usize>(i * columns);
    const own = load<f64>(softmin + ((<usize>i) << 3));
    const target = gradient + ((<usize>(i * seqLen * outputs)) << 3);
    for (let j: i32 = 0; j < columns; j++) {
      const gap = load<f64>(potential + ((<usize>j) << 3)) + own - <f64>load<u8>(row + <usize>j);
      if (gap < least) continue;
      const mass = factor * Math.exp(gap / eps + logWeight);
      const point = points + <usize>(j * seqLen);
      for (let t: i32 = 0; t < seqLen; t++) {
        const at = target + ((<usize>(t * outputs + <i32>load<u8>(point + <usize>t))) << 3);
        store<f64>(at, load<f64>(at) + mass);
      }
    }
  }
}
