// Standard normals from Threefry words, as ../draws.ts makes them, with fused multiplication and addition: the same draws to the last
// digits of float32. Lanes hold blocks of four units, whichever step they belong to, so that none are drawn in vain.
import { blocks, setKey, word0, word1, word2, word3 } from '../threefry';
import { madd } from './rows';

/** Top 23 bits plus one half, which a signed conversion gives exactly: never 0 or 1. */
// @ts-ignore: decorator
@inline
function uniform(words: v128): v128 {
  return madd(f32x4.convert_i32x4_s(i32x4.shr_u(words, 9)), f32x4.splat(1.1920928955078125e-7), f32x4.splat(5.9604644775390625e-8));
}

/** √(−2 ln u)·scale (the logarithm is Cephes logf). */
// @ts-ignore: decorator
@inline
function radius(u: v128, scale: f32): v128 {
  let exponent = i32x4.sub(i32x4.shr_u(u, 23), i32x4.splat(126));
  let m = v128.or(v128.and(u, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const small = f32x4.lt(m, f32x4.splat(0.70710678));
  exponent = i32x4.add(exponent, small);
  m = f32x4.sub(f32x4.add(m, v128.and(m, small)), f32x4.splat(1));
  const e = f32x4.convert_i32x4_s(exponent);
  const z = f32x4.mul(m, m);
  let y = madd(f32x4.splat(7.0376836292e-2), m, f32x4.splat(-1.151461031e-1));
  y = madd(y, m, f32x4.splat(1.167699874e-1));
  y = madd(y, m, f32x4.splat(-1.2420140846e-1));
  y = madd(y, m, f32x4.splat(1.4249322787e-1));
  y = madd(y, m, f32x4.splat(-1.6668057665e-1));
  y = madd(y, m, f32x4.splat(2.0000714765e-1));
  y = madd(y, m, f32x4.splat(-2.4999993993e-1));
  y = madd(y, m, f32x4.splat(3.3333331174e-1));
  y = f32x4.mul(f32x4.mul(y, m), z);
  y = madd(e, f32x4.splat(-2.12194440e-4), y);
  y = madd(z, f32x4.splat(-0.5), y);
  const log = madd(e, f32x4.splat(0.693359375), f32x4.add(m, y));
  return f32x4.mul(f32x4.splat(scale), f32x4.sqrt(f32x4.mul(f32x4.splat(-2), log)));
}

/** cos and sin of 2πu, u in (0, 1), left in `cosine` and `sine`: quarter turns are taken off exactly before any rounding. */
let cosine: v128 = f32x4.splat(0);
let sine: v128 = f32x4.splat(0);

// @ts-ignore: decorator
@inline
function turn(u: v128): void {
  const four = f32x4.mul(u, f32x4.splat(4));
  const k = f32x4.nearest(four);
  const x = f32x4.mul(f32x4.sub(four, k), f32x4.splat(1.5707963267948966));
  const quarter = i32x4.relaxed_trunc_f32x4_s(k);
  const z = f32x4.mul(x, x);
  let s = madd(f32x4.splat(-1.9515295891e-4), z, f32x4.splat(8.3321608736e-3));
  s = madd(s, z, f32x4.splat(-1.6666654611e-1));
  s = madd(f32x4.mul(s, z), x, x);
  let c = madd(f32x4.splat(2.443315711809948e-5), z, f32x4.splat(-1.388731625493765e-3));
  c = madd(c, z, f32x4.splat(4.166664568298827e-2));
  c = madd(f32x4.mul(c, z), z, madd(z, f32x4.splat(-0.5), f32x4.splat(1)));
  const even = i32x4.eq(v128.and(quarter, i32x4.splat(1)), i32x4.splat(0));
  const sinSign = i32x4.shl(v128.and(quarter, i32x4.splat(2)), 30);
  const cosSign = i32x4.shl(v128.and(i32x4.add(quarter, i32x4.splat(1)), i32x4.splat(2)), 30);
  sine = v128.xor(i32x4.relaxed_laneselect(s, c, even), sinSign);
  cosine = v128.xor(i32x4.relaxed_laneselect(c, s, even), cosSign);
}

/** Where lanes write that have no step left. */
const NOWHERE: usize = memory.data(16);

/**
 * Normal draws of standard deviation `scale` [sequences×seqLen×stride] for sequences from … to−1 (first written at `out`) and steps from
 * firstStep on, for `units` units of each; what is left of the stride stays as it is, but for up to three units.
 */
export function drawNormals(out: usize, seed: i32, stream: i32, update: i32, from: i32, to: i32, firstStep: i32, seqLen: i32, stride: i32, scale: f32, units: i32): void {
  setKey(seed, stream, update);
  const unitBlocks = (units + 3) >> 2;
  const wrap = i32x4.splat(unitBlocks);
  const end = i32x4.splat(seqLen);
  for (let b = from; b < to; b++) {
    let unit = i32x4(0, 1, 2, 3);
    let step = i32x4.splat(0);
    for (let drawn: i32 = 0; drawn < unitBlocks * seqLen; drawn += 4) {
      for (let over = i32x4.ge_s(unit, wrap); v128.any_true(over); over = i32x4.ge_s(unit, wrap)) {
        unit = i32x4.sub(unit, v128.and(wrap, over));
        step = i32x4.sub(step, over);
      }
      blocks(unit, i32x4.add(step, i32x4.splat(firstStep)), i32x4.splat(b));
      // Bytes from the start of the sequence; −1 where there is no such step.
      const at = v128.or(i32x4.shl(i32x4.add(i32x4.mul(step, i32x4.splat(stride >> 2)), unit), 4), i32x4.ge_s(step, end));
      writeNormals(out + (<usize>((b - from) * seqLen * stride) << 2), at, scale);
      unit = i32x4.add(unit, i32x4.splat(4));
    }
  }
}

/** The normals of the words last made, four to a lane, each lane at its own place. */
// @ts-ignore: decorator
@inline
function writeNormals(sequence: usize, at: v128, scale: f32): void {
  let r = radius(uniform(word0), scale);
  turn(uniform(word1));
  const a = f32x4.mul(r, cosine);
  const b = f32x4.mul(r, sine);
  r = radius(uniform(word2), scale);
  turn(uniform(word3));
  const c = f32x4.mul(r, cosine);
  const d = f32x4.mul(r, sine);
  const ab0 = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const ab1 = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cd0 = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const cd1 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(placeOf(sequence, i32x4.extract_lane(at, 0)), i64x2.shuffle(ab0, cd0, 0, 2));
  v128.store(placeOf(sequence, i32x4.extract_lane(at, 1)), i64x2.shuffle(ab0, cd0, 1, 3));
  v128.store(placeOf(sequence, i32x4.extract_lane(at, 2)), i64x2.shuffle(ab1, cd1, 0, 2));
  v128.store(placeOf(sequence, i32x4.extract_lane(at, 3)), i64x2.shuffle(ab1, cd1, 1, 3));
}

// @ts-ignore: decorator
@inline
function placeOf(sequence: usize, at: i32): usize {
  return at < 0 ? NOWHERE : sequence + <usize>at;
}
