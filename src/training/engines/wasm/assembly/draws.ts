// Threefry-4x32-20 on four blocks at once, and the draws made of its words. The same addresses as math/random.ts.

let k0: v128 = i32x4.splat(0);
let k1: v128 = i32x4.splat(0);
let k2: v128 = i32x4.splat(0);
let k4: v128 = i32x4.splat(0);
let x0: v128 = i32x4.splat(0);
let x1: v128 = i32x4.splat(0);
let x2: v128 = i32x4.splat(0);
let x3: v128 = i32x4.splat(0);

/** Key (seed, stream, update, 0). */
function setKey(seed: i32, stream: i32, update: i32): void {
  k0 = i32x4.splat(seed);
  k1 = i32x4.splat(stream);
  k2 = i32x4.splat(update);
  k4 = i32x4.splat(0x1bd11bda ^ seed ^ stream ^ update);
}

// @ts-ignore: decorator
@inline
function rotate(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

/** Two rounds: the first mixes (0,1) and (2,3), the second (0,3) and (2,1). */
// @ts-ignore: decorator
@inline
function mixTwice(a: i32, b: i32, c: i32, d: i32): void {
  x0 = i32x4.add(x0, x1);
  x1 = v128.xor(rotate(x1, a), x0);
  x2 = i32x4.add(x2, x3);
  x3 = v128.xor(rotate(x3, b), x2);
  x0 = i32x4.add(x0, x3);
  x3 = v128.xor(rotate(x3, c), x0);
  x2 = i32x4.add(x2, x1);
  x1 = v128.xor(rotate(x1, d), x2);
}

// @ts-ignore: decorator
@inline
function inject(a: v128, b: v128, c: v128, d: v128, turn: i32): void {
  x0 = i32x4.add(x0, a);
  x1 = i32x4.add(x1, b);
  x2 = i32x4.add(x2, c);
  x3 = i32x4.add(x3, i32x4.add(d, i32x4.splat(turn)));
}

/** Four blocks with counters (unitBlock, step, sequence, 0), a lane each; the words are left in x0 … x3. */
function blocks(unitBlock: v128, step: v128, sequence: v128): void {
  const k3 = i32x4.splat(0);
  x0 = i32x4.add(unitBlock, k0);
  x1 = i32x4.add(step, k1);
  x2 = i32x4.add(sequence, k2);
  x3 = k3;
  mixTwice(10, 26, 11, 21);
  mixTwice(13, 27, 23, 5);
  inject(k1, k2, k3, k4, 1);
  mixTwice(6, 20, 17, 11);
  mixTwice(25, 10, 18, 20);
  inject(k2, k3, k4, k0, 2);
  mixTwice(10, 26, 11, 21);
  mixTwice(13, 27, 23, 5);
  inject(k3, k4, k0, k1, 3);
  mixTwice(6, 20, 17, 11);
  mixTwice(25, 10, 18, 20);
  inject(k4, k0, k1, k2, 4);
  mixTwice(10, 26, 11, 21);
  mixTwice(13, 27, 23, 5);
  inject(k0, k1, k2, k3, 5);
}

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

/** Standard normal draws [sequences×seqLen×stride] of sequences from … to−1 (first written at `out`); stride a multiple of 16. */
export function drawNormals(out: usize, seed: i32, stream: i32, update: i32, from: i32, to: i32, seqLen: i32, stride: i32): void {
  setKey(seed, stream, update);
  const minusTwo = f32x4.splat(-2);
  let p = out;
  for (let b = from; b < to; b++)
    for (let t: i32 = 0; t < seqLen; t++)
      for (let unitBlock: i32 = 0; unitBlock < stride >> 2; unitBlock += 4) {
        blocks(i32x4.add(i32x4.splat(unitBlock), i32x4(0, 1, 2, 3)), i32x4.splat(t), i32x4.splat(b));
        const w2 = x2;
        const w3 = x3;
        let radius = f32x4.sqrt(f32x4.mul(minusTwo, log4(uniform(x0))));
        turn4(uniform(x1));
        const n0 = f32x4.mul(radius, cosine);
        const n1 = f32x4.mul(radius, sine);
        radius = f32x4.sqrt(f32x4.mul(minusTwo, log4(uniform(w2))));
        turn4(uniform(w3));
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

/** Gumbel draws [sequences×paddedLen×stride], stride 4 or 8, paddedLen a multiple of 4: four steps in the lanes of a block. */
export function drawGumbels(out: usize, seed: i32, stream: i32, update: i32, from: i32, to: i32, paddedLen: i32, stride: i32): void {
  setKey(seed, stream, update);
  const rowBytes = (<usize>stride) << 2;
  for (let b = from; b < to; b++)
    for (let t: i32 = 0; t < paddedLen; t += 4)
      for (let unitBlock: i32 = 0; unitBlock < stride >> 2; unitBlock++) {
        blocks(i32x4.splat(unitBlock), i32x4.add(i32x4.splat(t), i32x4(0, 1, 2, 3)), i32x4.splat(b));
        const w1 = x1;
        const w2 = x2;
        const w3 = x3;
        const at = out + ((<usize>((b - from) * paddedLen + t)) * rowBytes) + ((<usize>unitBlock) << 4);
        storeTransposed(at, rowBytes, gumbel(x0), gumbel(w1), gumbel(w2), gumbel(w3));
      }
}
