/**
 * out[0…width) = Σ_a values[a] · row(base + offsets[a]): the sum of the listed rows of a matrix, 32 columns at a time in registers.
 * @param width a multiple of 16
 */
export function accumulate(out: usize, base: usize, offsets: usize, values: usize, count: i32, width: i32): void {
  const end = values + ((<usize>count) << 2);
  let c: i32 = 0;
  for (; c + 32 <= width; c += 32) {
    let a0 = f32x4.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    let a4 = a0;
    let a5 = a0;
    let a6 = a0;
    let a7 = a0;
    const column = base + ((<usize>c) << 2);
    let o = offsets;
    for (let v = values; v < end; v += 4) {
      const x = v128.load_splat<f32>(v);
      const p = column + <usize>load<u32>(o);
      o += 4;
      a0 = f32x4.add(a0, f32x4.mul(x, v128.load(p)));
      a1 = f32x4.add(a1, f32x4.mul(x, v128.load(p, 16)));
      a2 = f32x4.add(a2, f32x4.mul(x, v128.load(p, 32)));
      a3 = f32x4.add(a3, f32x4.mul(x, v128.load(p, 48)));
      a4 = f32x4.add(a4, f32x4.mul(x, v128.load(p, 64)));
      a5 = f32x4.add(a5, f32x4.mul(x, v128.load(p, 80)));
      a6 = f32x4.add(a6, f32x4.mul(x, v128.load(p, 96)));
      a7 = f32x4.add(a7, f32x4.mul(x, v128.load(p, 112)));
    }
    const target = out + ((<usize>c) << 2);
    v128.store(target, a0);
    v128.store(target, a1, 16);
    v128.store(target, a2, 32);
    v128.store(target, a3, 48);
    v128.store(target, a4, 64);
    v128.store(target, a5, 80);
    v128.store(target, a6, 96);
    v128.store(target, a7, 112);
  }
  if (c < width) {
    let a0 = f32x4.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    const column = base + ((<usize>c) << 2);
    let o = offsets;
    for (let v = values; v < end; v += 4) {
      const x = v128.load_splat<f32>(v);
      const p = column + <usize>load<u32>(o);
      o += 4;
      a0 = f32x4.add(a0, f32x4.mul(x, v128.load(p)));
      a1 = f32x4.add(a1, f32x4.mul(x, v128.load(p, 16)));
      a2 = f32x4.add(a2, f32x4.mul(x, v128.load(p, 32)));
      a3 = f32x4.add(a3, f32x4.mul(x, v128.load(p, 48)));
    }
    const target = out + ((<usize>c) << 2);
    v128.store(target, a0);
    v128.store(target, a1, 16);
    v128.store(target, a2, 32);
    v128.store(target, a3, 48);
  }
}

/** Sum of the four lanes, pairwise. */
// @ts-ignore: decorator
@inline
export function laneSum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** Lists the units of h that are not silent: byte offsets of their rows (unit · stride) and their values. @returns how many */
export function listActive(h: usize, units: i32, stride: u32, offsets: usize, values: usize): i32 {
  let count: i32 = 0;
  let offset: u32 = 0;
  for (let i: i32 = 0; i < units; i++) {
    const value = load<f32>(h + ((<usize>i) << 2));
    const slot = (<usize>count) << 2;
    // Written always, kept only when the unit is active: no branch to mispredict.
    store<u32>(offsets + slot, offset);
    store<f32>(values + slot, value);
    count += i32(value > 0);
    offset += stride;
  }
  return count;
}
