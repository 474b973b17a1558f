// Threefry-4x32-20 on four blocks at once, a lane each. The same addresses as math/random.ts.
// The rounds are written out on local variables: module variables would go through memory at every operation.

let k0: v128 = i32x4.splat(0);
let k1: v128 = i32x4.splat(0);
let k2: v128 = i32x4.splat(0);
let k4: v128 = i32x4.splat(0);

/** Words 0 … 3 of the last four blocks. */
export let word0: v128 = i32x4.splat(0);
export let word1: v128 = i32x4.splat(0);
export let word2: v128 = i32x4.splat(0);
export let word3: v128 = i32x4.splat(0);

/** Key (seed, stream, update, 0). */
export function setKey(seed: i32, stream: i32, update: i32): void {
  k0 = i32x4.splat(seed);
  k1 = i32x4.splat(stream);
  k2 = i32x4.splat(update);
  k4 = i32x4.splat(0x1bd11bda ^ seed ^ stream ^ update);
}

/** Four blocks with counters (unitBlock, step, sequence, 0); the words are left in word0 … word3. */
export function blocks(unitBlock: v128, step: v128, sequence: v128): void {
  const k3 = i32x4.splat(0);
  let x0 = i32x4.add(unitBlock, k0);
  let x1 = i32x4.add(step, k1);
  let x2 = i32x4.add(sequence, k2);
  let x3 = k3;
  x0 = i32x4.add(x0, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 10), i32x4.shr_u(x1, 22)), x0);
  x2 = i32x4.add(x2, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 26), i32x4.shr_u(x3, 6)), x2);
  x0 = i32x4.add(x0, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 11), i32x4.shr_u(x3, 21)), x0);
  x2 = i32x4.add(x2, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 21), i32x4.shr_u(x1, 11)), x2);
  x0 = i32x4.add(x0, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 13), i32x4.shr_u(x1, 19)), x0);
  x2 = i32x4.add(x2, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 27), i32x4.shr_u(x3, 5)), x2);
  x0 = i32x4.add(x0, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 23), i32x4.shr_u(x3, 9)), x0);
  x2 = i32x4.add(x2, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 5), i32x4.shr_u(x1, 27)), x2);
  x0 = i32x4.add(x0, k1);
  x1 = i32x4.add(x1, k2);
  x2 = i32x4.add(x2, k3);
  x3 = i32x4.add(x3, i32x4.add(k4, i32x4.splat(1)));
  x0 = i32x4.add(x0, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 6), i32x4.shr_u(x1, 26)), x0);
  x2 = i32x4.add(x2, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 20), i32x4.shr_u(x3, 12)), x2);
  x0 = i32x4.add(x0, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 17), i32x4.shr_u(x3, 15)), x0);
  x2 = i32x4.add(x2, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 11), i32x4.shr_u(x1, 21)), x2);
  x0 = i32x4.add(x0, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 25), i32x4.shr_u(x1, 7)), x0);
  x2 = i32x4.add(x2, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 10), i32x4.shr_u(x3, 22)), x2);
  x0 = i32x4.add(x0, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 18), i32x4.shr_u(x3, 14)), x0);
  x2 = i32x4.add(x2, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 20), i32x4.shr_u(x1, 12)), x2);
  x0 = i32x4.add(x0, k2);
  x1 = i32x4.add(x1, k3);
  x2 = i32x4.add(x2, k4);
  x3 = i32x4.add(x3, i32x4.add(k0, i32x4.splat(2)));
  x0 = i32x4.add(x0, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 10), i32x4.shr_u(x1, 22)), x0);
  x2 = i32x4.add(x2, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 26), i32x4.shr_u(x3, 6)), x2);
  x0 = i32x4.add(x0, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 11), i32x4.shr_u(x3, 21)), x0);
  x2 = i32x4.add(x2, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 21), i32x4.shr_u(x1, 11)), x2);
  x0 = i32x4.add(x0, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 13), i32x4.shr_u(x1, 19)), x0);
  x2 = i32x4.add(x2, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 27), i32x4.shr_u(x3, 5)), x2);
  x0 = i32x4.add(x0, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 23), i32x4.shr_u(x3, 9)), x0);
  x2 = i32x4.add(x2, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 5), i32x4.shr_u(x1, 27)), x2);
  x0 = i32x4.add(x0, k3);
  x1 = i32x4.add(x1, k4);
  x2 = i32x4.add(x2, k0);
  x3 = i32x4.add(x3, i32x4.add(k1, i32x4.splat(3)));
  x0 = i32x4.add(x0, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 6), i32x4.shr_u(x1, 26)), x0);
  x2 = i32x4.add(x2, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 20), i32x4.shr_u(x3, 12)), x2);
  x0 = i32x4.add(x0, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 17), i32x4.shr_u(x3, 15)), x0);
  x2 = i32x4.add(x2, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 11), i32x4.shr_u(x1, 21)), x2);
  x0 = i32x4.add(x0, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 25), i32x4.shr_u(x1, 7)), x0);
  x2 = i32x4.add(x2, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 10), i32x4.shr_u(x3, 22)), x2);
  x0 = i32x4.add(x0, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 18), i32x4.shr_u(x3, 14)), x0);
  x2 = i32x4.add(x2, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 20), i32x4.shr_u(x1, 12)), x2);
  x0 = i32x4.add(x0, k4);
  x1 = i32x4.add(x1, k0);
  x2 = i32x4.add(x2, k1);
  x3 = i32x4.add(x3, i32x4.add(k2, i32x4.splat(4)));
  x0 = i32x4.add(x0, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 10), i32x4.shr_u(x1, 22)), x0);
  x2 = i32x4.add(x2, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 26), i32x4.shr_u(x3, 6)), x2);
  x0 = i32x4.add(x0, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 11), i32x4.shr_u(x3, 21)), x0);
  x2 = i32x4.add(x2, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 21), i32x4.shr_u(x1, 11)), x2);
  x0 = i32x4.add(x0, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 13), i32x4.shr_u(x1, 19)), x0);
  x2 = i32x4.add(x2, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 27), i32x4.shr_u(x3, 5)), x2);
  x0 = i32x4.add(x0, x3);
  x3 = v128.xor(v128.or(i32x4.shl(x3, 23), i32x4.shr_u(x3, 9)), x0);
  x2 = i32x4.add(x2, x1);
  x1 = v128.xor(v128.or(i32x4.shl(x1, 5), i32x4.shr_u(x1, 27)), x2);
  x0 = i32x4.add(x0, k0);
  x1 = i32x4.add(x1, k1);
  x2 = i32x4.add(x2, k2);
  x3 = i32x4.add(x3, i32x4.add(k3, i32x4.splat(5)));
  word0 = x0;
  word1 = x1;
  word2 = x2;
  word3 = x3;
}
