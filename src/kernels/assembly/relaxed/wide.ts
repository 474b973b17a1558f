// Softmins at large ε: e^(−c/ε) of 16 pairs at a time from tables in registers, in float32. Products are summed in float32 over short
// stretches and in float64 over those: what is lost is far below the tolerances of the engine (docs/science.md §2.5 has the formula).
import { laneSum } from '../accumulate';
import { CHUNK, costOf, costs, M, N, self, stride } from './coupling';
import { exp2 } from './exponential';
import { madd } from './rows';

/** Two tables of 16 values, each as its four bytes: e^(−c/ε) of c = 0 … 15 and 16 … 31, or of c mod 16 and 16·(c div 16). */
const TABLES: usize = memory.data(128);
/** Costs above 31 are looked up in two steps. */
let twoSteps: bool = false;

/** Columns whose products are summed in float32. */
const STRETCH: usize = 256;

/** Below this a sum may have lost its leading term to underflow in float32, and the row is redone with logarithms. */
const UNDERFLOW: f64 = 1e-25;

function setTables(eps: f64, seqLen: i32): void {
  twoSteps = seqLen > 31;
  for (let table: i32 = 0; table < 2; table++)
    for (let n: i32 = 0; n < 16; n++) {
      const c = table === 0 ? n : twoSteps ? 16 * n : 16 + n;
      const bits = reinterpret<u32>(<f32>Math.exp(-(<f64>c) / eps));
      for (let byte: u32 = 0; byte < 4; byte++) store<u8>(TABLES + <usize>(64 * table + 16 * byte + n), <u8>(bits >> (8 * byte)));
    }
}

/** exp((potential − max)/ε) as float32 [n, padded with zeros]. @returns max/ε − ln n, the shift taken out */
function shiftedWeights(potential: usize, n: i32, eps: f64, out: usize): f64 {
  let max: f64 = -Infinity;
  for (let j: usize = 0; j < <usize>n; j++) max = Math.max(max, load<f64>(potential + (j << 3)));
  const inverse = 1 / eps;
  for (let j: i32 = 0; j < ((n + 15) & ~15); j += 2) {
    const at = potential + (<usize>j << 3);
    const x = f64x2.mul(f64x2.sub(v128.load(at), f64x2.splat(max)), f64x2.splat(inverse));
    const e = exp2(x);
    store<f32>(out + (<usize>j << 2), j < n ? <f32>f64x2.extract_lane(e, 0) : 0);
    store<f32>(out + (<usize>j << 2), j + 1 < n ? <f32>f64x2.extract_lane(e, 1) : 0, 4);
  }
  return max * inverse - Math.log(n);
}

/**
 * Softmins of both sides at ε: out_i = −ε·ln Σ_j exp((g_j − c_ij)/ε)/M from the potential of the columns, and the other way round. Of
 * a set against itself both sides are one, and f = g.
 * @param work room for 24 bytes for each member of both sets, padded to a multiple of 16
 */
export function widePass(f: usize, g: usize, leftOut: usize, rightOut: usize, eps: f64, seqLen: i32, work: usize): void {
  setTables(eps, seqLen);
  const rows = (N + 15) & ~15;
  const rowSums = work;
  const columnSums = self ? rowSums : rowSums + (<usize>rows << 3);
  const parts = columnSums + (<usize>max(rows, stride) << 3);
  const columnWeights = parts + (<usize>stride << 2);
  const rowWeights = self ? columnWeights : columnWeights + (<usize>stride << 2);
  memory.fill(rowSums, 0, parts - rowSums);
  const columnShift = shiftedWeights(g, M, eps, columnWeights);
  const rowShift = self ? columnShift : shiftedWeights(f, N, eps, rowWeights);
  for (let from: i32 = 0; from < N; from += CHUNK) addChunk(from, min(from + CHUNK, N), rowSums, columnSums, parts, rowWeights, columnWeights);
  for (let i: i32 = 0; i < N; i++) store<f64>(leftOut + (<usize>i << 3), softmin(load<f64>(rowSums + (<usize>i << 3)), columnShift, true, i, g, eps));
  if (self) return;
  for (let j: i32 = 0; j < M; j++) store<f64>(rightOut + (<usize>j << 3), softmin(load<f64>(columnSums + (<usize>j << 3)), rowShift, false, j, f, eps));
}

/** Rows from … to−1 against all columns, or against those from the diagonal on. */
function addChunk(from: i32, to: i32, rowSums: usize, columnSums: usize, parts: usize, rowWeights: usize, columnWeights: usize): void {
  const width = <usize>stride;
  const square = <usize>(self ? min(from + CHUNK, stride) : 0);
  memory.fill(parts, 0, width << 2);
  for (let i = from; i < to; i++) {
    const row = costs + <usize>(i * stride);
    const weight = load<f32>(rowWeights + (<usize>i << 2));
    let sum: f64 = 0;
    // The square on the diagonal holds every pair in both orders: its columns get nothing.
    if (self) sum = addStretch(row, <usize>from, square, columnWeights, parts, 0);
    for (let c = square; c < width; c += STRETCH) sum += addStretch(row, c, min(c + STRETCH, width), columnWeights, parts, weight);
    const at = rowSums + (<usize>i << 3);
    store<f64>(at, load<f64>(at) + sum);
  }
  for (let c = square; c < width; c++) {
    const at = columnSums + (c << 3);
    store<f64>(at, load<f64>(at) + <f64>load<f32>(parts + (c << 2)));
  }
}

// @ts-ignore: decorator
@inline
function addStretch(row: usize, from: usize, to: usize, weights: usize, parts: usize, weight: f32): f64 {
  return twoSteps ? addTwoSteps(row, from, to, weights, parts, weight) : addOneStep(row, from, to, weights, parts, weight);
}

/** Four floats of 16 from the bytes of a table, by which quarter: bytes 0 and 1 zipped, and 2 and 3. */
// @ts-ignore: decorator
@inline
function low(ab: v128, cd: v128): v128 {
  return i16x8.shuffle(ab, cd, 0, 8, 1, 9, 2, 10, 3, 11);
}

// @ts-ignore: decorator
@inline
function high(ab: v128, cd: v128): v128 {
  return i16x8.shuffle(ab, cd, 4, 12, 5, 13, 6, 14, 7, 15);
}

// @ts-ignore: decorator
@inline
function zipLow(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
function zipHigh(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}

/** part[0…4) += weight·kernel */
// @ts-ignore: decorator
@inline
function addPart(at: usize, weight: v128, kernel: v128): void {
  v128.store(at, madd(weight, kernel, v128.load(at)));
}

/** Costs up to 31. An index with its top bit set reads 0. @returns Σ weights·kernel over the columns */
function addOneStep(row: usize, from: usize, to: usize, weights: usize, parts: usize, weight: f32): f64 {
  const fifteen = i8x16.splat(15);
  const sixteen = i8x16.splat(16);
  const own = f32x4.splat(weight);
  let s0 = f32x4.splat(0);
  let s1 = s0;
  for (let c = from; c < to; c += 16) {
    const cost = v128.load(row + c);
    const a = v128.or(cost, i8x16.gt_s(cost, fifteen));
    const b = i8x16.sub(cost, sixteen);
    const byte0 = v128.or(i8x16.relaxed_swizzle(v128.load(TABLES), a), i8x16.relaxed_swizzle(v128.load(TABLES, 64), b));
    const byte1 = v128.or(i8x16.relaxed_swizzle(v128.load(TABLES, 16), a), i8x16.relaxed_swizzle(v128.load(TABLES, 80), b));
    const byte2 = v128.or(i8x16.relaxed_swizzle(v128.load(TABLES, 32), a), i8x16.relaxed_swizzle(v128.load(TABLES, 96), b));
    const byte3 = v128.or(i8x16.relaxed_swizzle(v128.load(TABLES, 48), a), i8x16.relaxed_swizzle(v128.load(TABLES, 112), b));
    let ab = zipLow(byte0, byte1);
    let cd = zipLow(byte2, byte3);
    const w = weights + (c << 2);
    const p = parts + (c << 2);
    let kernel = low(ab, cd);
    s0 = madd(kernel, v128.load(w), s0);
    addPart(p, own, kernel);
    kernel = high(ab, cd);
    s1 = madd(kernel, v128.load(w, 16), s1);
    addPart(p + 16, own, kernel);
    ab = zipHigh(byte0, byte1);
    cd = zipHigh(byte2, byte3);
    kernel = low(ab, cd);
    s0 = madd(kernel, v128.load(w, 32), s0);
    addPart(p + 32, own, kernel);
    kernel = high(ab, cd);
    s1 = madd(kernel, v128.load(w, 48), s1);
    addPart(p + 48, own, kernel);
  }
  return <f64>laneSum(f32x4.add(s0, s1));
}

/** Any cost: e^(−c/ε) = e^(−(c mod 16)/ε)·e^(−16·(c div 16)/ε). */
function addTwoSteps(row: usize, from: usize, to: usize, weights: usize, parts: usize, weight: f32): f64 {
  const fifteen = i8x16.splat(15);
  const own = f32x4.splat(weight);
  let s0 = f32x4.splat(0);
  let s1 = s0;
  for (let c = from; c < to; c += 16) {
    const cost = v128.load(row + c);
    const a = v128.and(cost, fifteen);
    const b = v128.and(i16x8.shr_u(cost, 4), fifteen);
    const a0 = i8x16.relaxed_swizzle(v128.load(TABLES), a);
    const a1 = i8x16.relaxed_swizzle(v128.load(TABLES, 16), a);
    const a2 = i8x16.relaxed_swizzle(v128.load(TABLES, 32), a);
    const a3 = i8x16.relaxed_swizzle(v128.load(TABLES, 48), a);
    const b0 = i8x16.relaxed_swizzle(v128.load(TABLES, 64), b);
    const b1 = i8x16.relaxed_swizzle(v128.load(TABLES, 80), b);
    const b2 = i8x16.relaxed_swizzle(v128.load(TABLES, 96), b);
    const b3 = i8x16.relaxed_swizzle(v128.load(TABLES, 112), b);
    const w = weights + (c << 2);
    const p = parts + (c << 2);
    let a01 = zipLow(a0, a1);
    let a23 = zipLow(a2, a3);
    let b01 = zipLow(b0, b1);
    let b23 = zipLow(b2, b3);
    let kernel = f32x4.mul(low(a01, a23), low(b01, b23));
    s0 = madd(kernel, v128.load(w), s0);
    addPart(p, own, kernel);
    kernel = f32x4.mul(high(a01, a23), high(b01, b23));
    s1 = madd(kernel, v128.load(w, 16), s1);
    addPart(p + 16, own, kernel);
    a01 = zipHigh(a0, a1);
    a23 = zipHigh(a2, a3);
    b01 = zipHigh(b0, b1);
    b23 = zipHigh(b2, b3);
    kernel = f32x4.mul(low(a01, a23), low(b01, b23));
    s0 = madd(kernel, v128.load(w, 32), s0);
    addPart(p + 32, own, kernel);
    kernel = f32x4.mul(high(a01, a23), high(b01, b23));
    s1 = madd(kernel, v128.load(w, 48), s1);
    addPart(p + 48, own, kernel);
  }
  return <f64>laneSum(f32x4.add(s0, s1));
}

/** −ε·(ln sum + shift), or the same with logarithms where the sum is too small to be trusted. */
function softmin(sum: f64, shift: f64, ofRow: bool, at: i32, potential: usize, eps: f64): f64 {
  return -eps * (sum > UNDERFLOW ? Math.log(sum) + shift : safeLogSum(ofRow, at, potential, eps));
}

function safeLogSum(ofRow: bool, at: i32, potential: usize, eps: f64): f64 {
  const count = ofRow ? M : N;
  let max: f64 = -Infinity;
  for (let n: i32 = 0; n < count; n++) max = Math.max(max, load<f64>(potential + (<usize>n << 3)) - <f64>(ofRow ? costOf(at, n) : costOf(n, at)));
  let sum: f64 = 0;
  for (let n: i32 = 0; n < count; n++) {
    const exponent = (load<f64>(potential + (<usize>n << 3)) - <f64>(ofRow ? costOf(at, n) : costOf(n, at)) - max) / eps;
    // e^−40 of the largest term is below the last bit of the sum.
    if (exponent > -40) sum += Math.exp(exponent);
  }
  return max / eps + Math.log(sum) - Math.log(count);
}
