// The draws made of Threefry words: standard normals and Gumbels, four lanes at once.
import { blocks, setKey, word0, word1, word2, word3 } from './threefry';

/** Top 23 bits plus one half: exact in float32, never 0 or 1. */
// @ts-ignore: decorator
@inline
function uniform(words: v128): v128 {
  return f32x4.mul(f32x4.add(f32x4.convert_i32x4_u(i32x4.shr_u(words, 9)), f32x4.splat(0.5)), f32x4.splat(1.1920928955078125e-7));
}

/** ln x for normal x > 0, to about one unit in the last place (Cephes logf). */
function log4(x: v128): v128 {
  let exponent = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126));
  let m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const small = f32x4.lt(m, f32x4.splat(0.70710678));
  exponent = i32x4.add(exponent, small);
  m = f32x4.sub(f32x4.add(m, v128.and(m, small)), f32x4.splat(1));
  const e = f32x4.convert_i32x4_s(exponent);
  const z = f32x4.mul(m, m);
  let y = f32x4.add(f32x4.mul(f32x4.splat(7.0376836292e-2), m), f32x4.splat(-1.151461031e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(1.167699874e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-1.2420140846e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(1.4249322787e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-1.6668057665e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(2.0000714765e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(-2.4999993993e-1));
  y = f32x4.add(f32x4.mul(y, m), f32x4.splat(3.3333331174e-1));
  y = f32x4.mul(f32x4.mul(y, m), z);
  y = f32x4.add(y, f32x4.mul(e, f32x4.splat(-2.12194440e-4)));
  y = f32x4.sub(y, f32x4.mul(z, f32x4.splat(0.5)));
  return f32x4.add(f32x4.add(m, y), f32x4.mul(e, f32x4.splat(0.693359375)));
}

let cosine: v128 = f32x4.splat(0);
let sine: v128 = f32x4.splat(0);

/** cos and sin of 2πu, u in (0, 1): quarter turns are taken off exactly before any rounding. */
function turn4(u: v128): void {
  const four = f32x4.mul(u, f32x4.splat(4));
  const k = f32x4.nearest(four);
  const x = f32x4.mul(f32x4.sub(four, k), f32x4.splat(1.5707963267948966));
  const quarter = i32x4.trunc_sat_f32x4_s(k);
  const z = f32x4.mul(x, x);
  let s = f32x4.add(f32x4.mul(f32x4.splat(-1.9515295891e-4), z), f32x4.splat(8.3321608736e-3));
  s = f32x4.add(f32x4.mul(s, z), f32x4.splat(-1.6666654611e-1));
  s = f32x4.add(f32x4.mul(f32x4.mul(s, z), x), x);
  let c = f32x4.add(f32x4.mul(f32x4.splat(2.443315711809948e-5), z), f32x4.splat(-1.388731625493765e-3));
  c = f32x4.add(f32x4.mul(c, z), f32x4.splat(4.166664568298827e-2));
  c = f32x4.add(f32x4.sub(f32x4.mul(f32x4.mul(c, z), z), f32x4.mul(z, f32x4.splat(0.5))), f32x4.splat(1));
  const odd = i32x4.ne(v128.and(quarter, i32x4.splat(1)), i32x4.splat(0));
  const sinSign = i32x4.shl(v128.and(quarter, i32x4.splat(2)), 30);
  const cosSign = i32x4.shl(v128.and(i32x4.add(quarter, i32x4.splat(1)), i32x4.splat(2)), 30);
  sine = v128.xor(v128.bitselect(c, s, odd), sinSign);
  cosine = v128.xor(v128.bitselect(s, c, odd), cosSign);
}

/** Writes four words a, b, c, d of four lanes as four consecutive groups (a b c d), `stride` bytes apart. */
// @ts-ignore: decorator
@inline
function storeTransposed(out: usize, stride: usize, a: v128, b: v128, c: v128, d: v128): void {
  const ab0 = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const ab1 = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const cd0 = i32x4.shuffle(c, d, 0, 4, 1, 5);
  const cd1 = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(out, i64x2.shuffle(ab0, cd0, 0, 2));
  v128.store(out + stride, i64x2.shuffle(ab0, cd0, 1, 3));
  v128.store(out + 2 * stride, i64x2.shuffle(ab1, cd1, 0, 2));
  v128.store(out + 3 * stride, i64x2.shuffle(ab1, cd1, 1, 3));
}

/**
 * Normal draws of standard deviation `scale` [sequences×seqLen×stride] for sequences from … to−1 (first written at `out`) and steps
 * from firstStep on; stride a multiple of 16.
 */
export function drawNormals(out: usize, seed: i32, stream: i32, update: i32, from: i32, to: i32, firstStep: i32, seqLen: i32, stride: i32, scale: f32): void {
  setKey(seed, stream, update);
  const minusTwo = f32x4.splat(-2);
  const factor = f32x4.splat(scale);
  let p = out;
  for (let b = from; b < to; b++)
    for (let t: i32 = 0; t < seqLen; t++)
      for (let unitBlock: i32 = 0; unitBlock < stride >> 2; unitBlock += 4) {
        blocks(i32x4.add(i32x4.splat(unitBlock), i32x4(0, 1, 2, 3)), i32x4.splat(firstStep + t), i32x4.splat(b));
        let radius = f32x4.mul(factor, f32x4.sqrt(f32x4.mul(minusTwo, log4(uniform(word0)))));
        turn4(uniform(word1));
        const n0 = f32x4.mul(radius, cosine);
        const n1 = f32x4.mul(radius, sine);
        radius = f32x4.mul(factor, f32x4.sqrt(f32x4.mul(minusTwo, log4(uniform(word2)))));
        turn4(uniform(word3));
        storeTransposed(p, 16, n0, n1, f32x4.mul(radius, cosine), f32x4.mul(radius, sine));
        p += 64;
      }
}

/** −ln(−ln u) */
// @ts-ignore: decorator
@inline
function gumbel(words: v128): v128 {
  return f32x4.neg(log4(f32x4.neg(log4(uniform(words)))));
}

/** Gumbel draws [sequences×paddedLen×stride] from step firstStep on, stride 4 or 8, paddedLen a multiple of 4: four steps in the lanes of a block. */
export function drawGumbels(out: usize, seed: i32, stream: i32, update: i32, from: i32, to: i32, firstStep: i32, paddedLen: i32, stride: i32): void {
  setKey(seed, stream, update);
  const rowBytes = (<usize>stride) << 2;
  for (let b = from; b < to; b++)
    for (let t: i32 = 0; t < paddedLen; t += 4)
      for (let unitBlock: i32 = 0; unitBlock < stride >> 2; unitBlock++) {
        blocks(i32x4.splat(unitBlock), i32x4.add(i32x4.splat(firstStep + t), i32x4(0, 1, 2, 3)), i32x4.splat(b));
        const at = out + ((<usize>((b - from) * paddedLen + t)) * rowBytes) + ((<usize>unitBlock) << 4);
        storeTransposed(at, rowBytes, gumbel(word0), gumbel(word1), gumbel(word2), gumbel(word3));
      }
}
