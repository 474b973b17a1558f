// Softmins at small ε: only pairs whose term is near the largest of their row or of their column count. They are listed once, with some
// slack, and the list serves as long as the potentials have not moved by more than the slack allows. Everything in float64.
import { CHUNK, costs, firstColumn, M, N, self, stride } from './coupling';
import { exp2 } from './exponential';

/** Steps of 1/64 in which potentials are held against costs while pairs are looked for. */
const FINE: f64 = 64;
/** A padded member is near to nobody. */
const FAR: i16 = -32000;

/** Potentials in fine steps [padded]; nearest (potential − cost) of each member in fine steps; where the pairs of each row begin. */
let fineF: usize = 0;
let fineG: usize = 0;
let bestOfRow: usize = 0;
let bestOfColumn: usize = 0;
let rowStarts: usize = 0;
/** Pairs by row: column·256 + cost. */
let pairs: usize = 0;

/** @param at room for 4·(rows + columns, padded) + 4·(rows + 1) bytes, 16 more for each; @param pairsAt room for the pairs */
export function setNear(at: usize, pairsAt: usize): void {
  const rows = <usize>((N + 15) & ~15);
  fineF = at;
  fineG = fineF + (rows << 1);
  bestOfRow = fineG + ((<usize>stride) << 1);
  bestOfColumn = bestOfRow + (rows << 1);
  rowStarts = bestOfColumn + ((<usize>stride) << 1);
  pairs = pairsAt;
}

function setFine(potential: usize, n: i32, out: usize): void {
  for (let j: i32 = 0; j < ((n + 15) & ~15); j++)
    store<i16>(out + (<usize>j << 1), j < n ? <i16>Math.max(-31000, Math.min(16000, Math.round(FINE * load<f64>(potential + (<usize>j << 3))))) : FAR);
}

// @ts-ignore: decorator
@inline
function fineCosts(c: v128): v128 {
  return i16x8.shl(c, 6);
}

/**
 * Lists the pairs with g_j − c_ij within `reach` of the largest of row i, or f_i − c_ij within it of column j.
 * @param room pairs there is room for. @returns how many there are; when that is more, the list is not complete
 */
export function listNear(f: usize, g: usize, reach: f64, room: i32): i32 {
  setFine(f, N, fineF);
  setFine(g, M, fineG);
  findBest();
  const window = <i16>Math.min(30000, Math.ceil(FINE * reach) + 3);
  // From here on what a pair must reach.
  lower(bestOfRow, N, window);
  lower(bestOfColumn, M, window);
  let count: i32 = 0;
  for (let i: i32 = 0; i < N; i++) {
    store<i32>(rowStarts + (<usize>i << 2), count);
    count = listRow(i, count, room);
  }
  store<i32>(rowStarts + (<usize>N << 2), count);
  return count;
}

function lower(best: usize, n: i32, window: i16): void {
  for (let j: usize = 0; j < <usize>((n + 15) & ~15); j++) {
    const at = best + (j << 1);
    store<i16>(at, <i32>j < n ? <i16>max<i32>(<i32>load<i16>(at) - <i32>window, -32000) : 32000);
  }
}

/** Largest potential − cost of each row and column; of a set with itself, of each member. */
function findBest(): void {
  const rows = (N + 15) & ~15;
  for (let i: i32 = 0; i < rows; i++) store<i16>(bestOfRow + (<usize>i << 1), i16.MIN_VALUE);
  for (let j: i32 = 0; j < stride; j++) store<i16>(bestOfColumn + (<usize>j << 1), i16.MIN_VALUE);
  for (let i: i32 = 0; i < N; i++) {
    const row = costs + <usize>(i * stride);
    const own = i16x8.splat(load<i16>(fineF + (<usize>i << 1)));
    let best = i16x8.splat(i16.MIN_VALUE);
    for (let j = <usize>firstColumn(i); j < <usize>stride; j += 8) {
      const cost = fineCosts(v128.load8x8_u(row + j));
      best = i16x8.max_s(best, i16x8.sub_sat_s(v128.load(fineG + (j << 1)), cost));
      const at = bestOfColumn + (j << 1);
      v128.store(at, i16x8.max_s(v128.load(at), i16x8.sub_sat_s(own, cost)));
    }
    store<i16>(bestOfRow + (<usize>i << 1), largestLane(best));
  }
  if (!self) return;
  for (let i: usize = 0; i < <usize>(N << 1); i += 2) {
    const best = max(load<i16>(bestOfRow + i), load<i16>(bestOfColumn + i));
    store<i16>(bestOfRow + i, best);
    store<i16>(bestOfColumn + i, best);
  }
}

function largestLane(v: v128): i16 {
  let most = i16x8.max_s(v, i64x2.shuffle(v, v, 1, 0));
  most = i16x8.max_s(most, i32x4.shuffle(most, most, 1, 0, 3, 2));
  return max(i16x8.extract_lane_s(most, 0), i16x8.extract_lane_s(most, 1));
}

function listRow(i: i32, count: i32, room: i32): i32 {
  const row = costs + <usize>(i * stride);
  const own = i16x8.splat(load<i16>(fineF + (<usize>i << 1)));
  const least = i16x8.splat(load<i16>(bestOfRow + (<usize>i << 1)));
  for (let j: i32 = firstColumn(i); j < stride; j += 8) {
    const at = (<usize>j) << 1;
    const cost = fineCosts(v128.load8x8_u(row + j));
    const byRow = i16x8.sub_sat_s(v128.load(fineG + at), least);
    const byColumn = i16x8.sub_sat_s(own, v128.load(bestOfColumn + at));
    let near = i16x8.bitmask(i16x8.ge_s(i16x8.max_s(byRow, byColumn), cost));
    while (near !== 0) {
      const column = j + <i32>ctz(near);
      near &= near - 1;
      // A set with itself: each pair once, by its smaller member. A padded column can look near when costs are large.
      if ((self && column < i) || column >= M) continue;
      if (count < room) store<u32>(pairs + (<usize>count << 2), (<u32>column << 8) | <u32>load<u8>(row + column));
      count++;
    }
  }
  return count;
}

/**
 * Softmins of both sides at ε from the listed pairs, as `widePass`.
 * @param work room for 16 bytes for each member of both sets
 */
export function nearPass(f: usize, g: usize, leftOut: usize, rightOut: usize, eps: f64, work: usize): void {
  const left = work;
  const right = self ? left : left + (<usize>N << 4);
  // Largest exponent and sum of each member.
  for (let i: i32 = 0; i < N; i++) v128.store(left + (<usize>i << 4), f64x2(-Infinity, 0));
  if (!self) for (let j: i32 = 0; j < M; j++) v128.store(right + (<usize>j << 4), f64x2(-Infinity, 0));
  for (let i: i32 = 0; i < N; i++) findLargest(i, f, g, left + (<usize>i << 4), right);
  for (let i: i32 = 0; i < N; i++) addRow(i, f, g, left + (<usize>i << 4), right, 1 / eps);
  finish(left, N, M, leftOut, eps);
  if (!self) finish(right, M, N, rightOut, eps);
}

function findLargest(i: i32, f: usize, g: usize, own: usize, right: usize): void {
  const potential = load<f64>(f + (<usize>i << 3));
  const end = pairs + (<usize>load<u32>(rowStarts + (<usize>i << 2), 4) << 2);
  let largest = load<f64>(own);
  for (let p = pairs + (<usize>load<u32>(rowStarts + (<usize>i << 2)) << 2); p < end; p += 4) {
    const pair = load<u32>(p);
    const cost = <f64>(pair & 255);
    const j = <usize>(pair >> 8);
    largest = max(largest, load<f64>(g + (j << 3)) - cost);
    const other = right + (j << 4);
    store<f64>(other, max(load<f64>(other), potential - cost));
  }
  // Of a set with itself a pair of row i may have raised the largest of i.
  store<f64>(own, max(largest, load<f64>(own)));
}

function addRow(i: i32, f: usize, g: usize, own: usize, right: usize, inverse: f64): void {
  const potential = load<f64>(f + (<usize>i << 3));
  const largest = load<f64>(own);
  const end = pairs + (<usize>load<u32>(rowStarts + (<usize>i << 2), 4) << 2);
  let sum: f64 = 0;
  for (let p = pairs + (<usize>load<u32>(rowStarts + (<usize>i << 2)) << 2); p < end; p += 4) {
    const pair = load<u32>(p);
    const cost = <f64>(pair & 255);
    const j = <usize>(pair >> 8);
    const other = right + (j << 4);
    const gaps = f64x2.sub(f64x2(load<f64>(g + (j << 3)), potential), f64x2(largest, load<f64>(other)));
    const terms = exp2(f64x2.mul(f64x2.sub(gaps, f64x2.splat(cost)), f64x2.splat(inverse)));
    sum += f64x2.extract_lane(terms, 0);
    // A member beside itself counts once.
    if (!self || j !== <usize>i) store<f64>(other, load<f64>(other, 8) + f64x2.extract_lane(terms, 1), 8);
  }
  store<f64>(own, load<f64>(own, 8) + sum, 8);
}

function finish(side: usize, n: i32, others: i32, out: usize, eps: f64): void {
  const logCount = Math.log(others);
  for (let i: usize = 0; i < <usize>n; i++) {
    const at = side + (i << 4);
    store<f64>(out + (i << 3), -(load<f64>(at) + eps * (Math.log(load<f64>(at, 8)) - logCount)));
  }
}

/** Plan entries below e^−24 of a row's largest are left out, as in the softmins. */
const NEGLIGIBLE: f64 = -24;

/**
 * gradient_i += factor · Σ_j P_ij onehot(points_j) over the listed pairs, by the softmins of the last pass; of a set with itself both
 * members of a pair. gradient [N×seqLen×outputs] float64, points [M×seqLen] bytes.
 */
export function barycentres(gradient: usize, f: usize, g: usize, left: usize, points: usize, factor: f64, seqLen: i32, outputs: i32, eps: f64): void {
  const logCount = Math.log(M);
  const rowBytes = (<usize>(seqLen * outputs)) << 3;
  for (let i: i32 = 0; i < N; i++) {
    const softmin = load<f64>(left + (<usize>i << 3));
    const end = pairs + (<usize>load<u32>(rowStarts + (<usize>i << 2), 4) << 2);
    for (let p = pairs + (<usize>load<u32>(rowStarts + (<usize>i << 2)) << 2); p < end; p += 4) {
      const pair = load<u32>(p);
      const cost = <f64>(pair & 255);
      const j = <usize>(pair >> 8);
      const there = (load<f64>(g + (j << 3)) + softmin - cost) / eps - logCount;
      if (there > NEGLIGIBLE) addPoint(gradient + rowBytes * i, points + j * seqLen, factor * Math.exp(there), seqLen, outputs);
      if (!self || j === <usize>i) continue;
      const back = (load<f64>(f + (<usize>i << 3)) + load<f64>(left + (j << 3)) - cost) / eps - logCount;
      if (back > NEGLIGIBLE) addPoint(gradient + rowBytes * j, points + <usize>(i * seqLen), factor * Math.exp(back), seqLen, outputs);
    }
  }
}

// @ts-ignore: decorator
@inline
function addPoint(target: usize, point: usize, mass: f64, seqLen: i32, outputs: i32): void {
  for (let t: i32 = 0; t < seqLen; t++) {
    const at = target + ((<usize>(t * outputs + <i32>load<u8>(point + <usize>t))) << 3);
    store<f64>(at, load<f64>(at) + mass);
  }
}
