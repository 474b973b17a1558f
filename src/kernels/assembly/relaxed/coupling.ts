// One coupling of the Sinkhorn divergence: a set against another, or against itself. Costs are bytes, row-major [rows×columns], both
// padded to a multiple of 16. Of a set against itself only what lies right of the diagonal is filled and gone through, and the square
// blocks on it: one pass over a pair serves both of its members.

/** Rows whose part right of the diagonal begins at the same column. */
export const CHUNK: i32 = 32;

export let costs: usize = 0;
/** Members of both sets, and how far apart rows of costs lie. */
export let N: i32 = 0;
export let M: i32 = 0;
export let stride: i32 = 0;
export let self: bool = false;

export function setCoupling(costsAt: usize, n: i32, m: i32, ofItself: bool): void {
  costs = costsAt;
  N = n;
  M = m;
  stride = (m + 15) & ~15;
  self = ofItself;
}

/** First column of the block that row i is in, in a coupling of a set with itself; else 0. */
// @ts-ignore: decorator
@inline
export function firstColumn(i: i32): i32 {
  return self ? i & ~(CHUNK - 1) : 0;
}

/** The cost of a pair, wherever it stands. */
// @ts-ignore: decorator
@inline
export function costOf(i: i32, j: i32): u8 {
  return j >= firstColumn(i) ? load<u8>(costs + <usize>(i * stride + j)) : load<u8>(costs + <usize>(j * stride + i));
}

/** Mismatch counts of labels packed into bit planes (packLabels); padding is left as it is. */
export function fillCosts(x: usize, y: usize, seqLen: i32, planes: i32): void {
  const words = (seqLen + 63) >> 6;
  const rowBytes = (<usize>words) << 3;
  for (let i: i32 = 0; i < N; i++) {
    const first = firstColumn(i);
    const out = costs + <usize>(i * stride);
    if (planes === 2 && words === 1) shortRow(x + 8 * <usize>i, x + 8 * <usize>(N + i), y, y + 8 * <usize>M, first, out);
    else for (let j = first; j < M; j++) store<u8>(out + j, mismatches(x + rowBytes * i, rowBytes * N, y + rowBytes * j, rowBytes * M, rowBytes, planes));
  }
}

/** Three or four outputs and at most 64 steps. */
// @ts-ignore: decorator
@inline
function shortRow(low: usize, high: usize, y: usize, second: usize, first: i32, out: usize): void {
  const a = load<u64>(low);
  const b = load<u64>(high);
  for (let j = first; j < M; j++) {
    const at = (<usize>j) << 3;
    store<u8>(out + j, <u8>popcnt<u64>((a ^ load<u64>(y + at)) | (b ^ load<u64>(second + at))));
  }
}

// @ts-ignore: decorator
@inline
function mismatches(x: usize, xPlane: usize, y: usize, yPlane: usize, rowBytes: usize, planes: i32): u8 {
  let count: u64 = 0;
  for (let w: usize = 0; w < rowBytes; w += 8) {
    let differ: u64 = load<u64>(x + w) ^ load<u64>(y + w);
    for (let plane: i32 = 1; plane < planes; plane++) differ |= load<u64>(x + w + xPlane * plane) ^ load<u64>(y + w + yPlane * plane);
    count += popcnt<u64>(differ);
  }
  return <u8>count;
}
