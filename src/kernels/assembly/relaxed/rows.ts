// Sums of matrix rows by lists, a block of columns at a time: 32 (eight registers) or the last 16 (four). A list holds pairs of an
// index and a float32 value, eight bytes each; only what is not silent is on it.

/** a·b + c in each lane, rounded once where the processor can. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return f32x4.relaxed_madd(a, b, c);
}

/**
 * target[0…32) = (fresh ? 0 : target) + Σ value · row(index)[0…32)
 * @param base address of the block's first column in row 0; rows are `stride` bytes apart
 */
// @ts-ignore: decorator
@inline
export function addRows32(target: usize, base: usize, stride: u32, list: usize, end: usize, fresh: bool): void {
  const zero = f32x4.splat(0);
  let a0 = fresh ? zero : v128.load(target);
  let a1 = fresh ? zero : v128.load(target, 16);
  let a2 = fresh ? zero : v128.load(target, 32);
  let a3 = fresh ? zero : v128.load(target, 48);
  let a4 = fresh ? zero : v128.load(target, 64);
  let a5 = fresh ? zero : v128.load(target, 80);
  let a6 = fresh ? zero : v128.load(target, 96);
  let a7 = fresh ? zero : v128.load(target, 112);
  for (let entry = list; entry < end; entry += 8) {
    const row = base + <usize>(load<u32>(entry) * stride);
    const x = v128.load_splat<f32>(entry, 4);
    a0 = madd(x, v128.load(row), a0);
    a1 = madd(x, v128.load(row, 16), a1);
    a2 = madd(x, v128.load(row, 32), a2);
    a3 = madd(x, v128.load(row, 48), a3);
    a4 = madd(x, v128.load(row, 64), a4);
    a5 = madd(x, v128.load(row, 80), a5);
    a6 = madd(x, v128.load(row, 96), a6);
    a7 = madd(x, v128.load(row, 112), a7);
  }
  v128.store(target, a0);
  v128.store(target, a1, 16);
  v128.store(target, a2, 32);
  v128.store(target, a3, 48);
  v128.store(target, a4, 64);
  v128.store(target, a5, 80);
  v128.store(target, a6, 96);
  v128.store(target, a7, 112);
}

/** The same for the last 16 columns; two entries at a time, for four sums alone would wait for one another. */
// @ts-ignore: decorator
@inline
export function addRows16(target: usize, base: usize, stride: u32, list: usize, end: usize, fresh: bool): void {
  const zero = f32x4.splat(0);
  let a0 = fresh ? zero : v128.load(target);
  let a1 = fresh ? zero : v128.load(target, 16);
  let a2 = fresh ? zero : v128.load(target, 32);
  let a3 = fresh ? zero : v128.load(target, 48);
  let b0 = zero;
  let b1 = zero;
  let b2 = zero;
  let b3 = zero;
  let entry = list;
  for (; entry + 16 <= end; entry += 16) {
    const row = base + <usize>(load<u32>(entry) * stride);
    const x = v128.load_splat<f32>(entry, 4);
    const next = base + <usize>(load<u32>(entry, 8) * stride);
    const y = v128.load_splat<f32>(entry, 12);
    a0 = madd(x, v128.load(row), a0);
    a1 = madd(x, v128.load(row, 16), a1);
    a2 = madd(x, v128.load(row, 32), a2);
    a3 = madd(x, v128.load(row, 48), a3);
    b0 = madd(y, v128.load(next), b0);
    b1 = madd(y, v128.load(next, 16), b1);
    b2 = madd(y, v128.load(next, 32), b2);
    b3 = madd(y, v128.load(next, 48), b3);
  }
  if (entry < end) {
    const row = base + <usize>(load<u32>(entry) * stride);
    const x = v128.load_splat<f32>(entry, 4);
    a0 = madd(x, v128.load(row), a0);
    a1 = madd(x, v128.load(row, 16), a1);
    a2 = madd(x, v128.load(row, 32), a2);
    a3 = madd(x, v128.load(row, 48), a3);
  }
  v128.store(target, f32x4.add(a0, b0));
  v128.store(target, f32x4.add(a1, b1), 16);
  v128.store(target, f32x4.add(a2, b2), 32);
  v128.store(target, f32x4.add(a3, b3), 48);
}

/** For each pattern of four lanes, the bytes that bring those set to the front. */
const FRONT: usize = memory.data(256);
/** How many lanes of a pattern are set, in bytes of a list. */
const LENGTHS: usize = memory.data(64);

/** Fills the two tables; called once per instance. */
export function prepareLists(): void {
  for (let pattern: u32 = 0; pattern < 16; pattern++) {
    let at: usize = FRONT + (<usize>pattern << 4);
    for (let lane: u32 = 0; lane < 4; lane++)
      if ((pattern >> lane) & 1) {
        for (let byte: u32 = 0; byte < 4; byte++) store<u8>(at++, <u8>(4 * lane + byte));
      }
    while (at < FRONT + (<usize>pattern << 4) + 16) store<u8>(at++, 0);
    store<u32>(LENGTHS + (<usize>pattern << 2), popcnt<u32>(pattern) << 3);
  }
}

/** Appends the lanes of `values` that `active` marks, with their indices, at `list`; no branch to mispredict. @returns the new end */
// @ts-ignore: decorator
@inline
export function appendActive(list: usize, indices: v128, values: v128, active: v128): usize {
  const pattern = <usize>i32x4.bitmask(active);
  const front = v128.load(FRONT + (pattern << 4));
  const i = i8x16.swizzle(indices, front);
  const v = i8x16.swizzle(values, front);
  v128.store(list, i32x4.shuffle(i, v, 0, 4, 1, 5));
  v128.store(list, i32x4.shuffle(i, v, 2, 6, 3, 7), 16);
  return list + <usize>load<u32>(LENGTHS + (pattern << 2));
}
