// Inner loops over matrix rows, a block of columns at a time: 32 (eight registers) or the last 16 (four). A block of a weight or
// gradient matrix stays in the first-level cache while a tile of sequences passes over it.

/**
 * target[0…32) += Σ_a values[a] · row(base + offsets[a])[0…32)
 * @param base address of the block's first column in row 0; offsets are bytes
 */
// @ts-ignore: decorator
@inline
export function addRows32(target: usize, base: usize, offsets: usize, values: usize, count: i32): void {
  let a0 = v128.load(target);
  let a1 = v128.load(target, 16);
  let a2 = v128.load(target, 32);
  let a3 = v128.load(target, 48);
  let a4 = v128.load(target, 64);
  let a5 = v128.load(target, 80);
  let a6 = v128.load(target, 96);
  let a7 = v128.load(target, 112);
  const end = values + ((<usize>count) << 2);
  let o = offsets;
  for (let v = values; v < end; v += 4) {
    const x = v128.load_splat<f32>(v);
    const p = base + <usize>load<u32>(o);
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
  v128.store(target, a0);
  v128.store(target, a1, 16);
  v128.store(target, a2, 32);
  v128.store(target, a3, 48);
  v128.store(target, a4, 64);
  v128.store(target, a5, 80);
  v128.store(target, a6, 96);
  v128.store(target, a7, 112);
}

/** The same for the last 16 columns. */
// @ts-ignore: decorator
@inline
export function addRows16(target: usize, base: usize, offsets: usize, values: usize, count: i32): void {
  let a0 = v128.load(target);
  let a1 = v128.load(target, 16);
  let a2 = v128.load(target, 32);
  let a3 = v128.load(target, 48);
  const end = values + ((<usize>count) << 2);
  let o = offsets;
  for (let v = values; v < end; v += 4) {
    const x = v128.load_splat<f32>(v);
    const p = base + <usize>load<u32>(o);
    o += 4;
    a0 = f32x4.add(a0, f32x4.mul(x, v128.load(p)));
    a1 = f32x4.add(a1, f32x4.mul(x, v128.load(p, 16)));
    a2 = f32x4.add(a2, f32x4.mul(x, v128.load(p, 32)));
    a3 = f32x4.add(a3, f32x4.mul(x, v128.load(p, 48)));
  }
  v128.store(target, a0);
  v128.store(target, a1, 16);
  v128.store(target, a2, 32);
  v128.store(target, a3, 48);
}

/** row(base + offsets[a])[0…32) += values[a] · x[0…32): an outer product with x kept in registers. */
// @ts-ignore: decorator
@inline
export function addOuter32(base: usize, x: usize, offsets: usize, values: usize, count: i32): void {
  const x0 = v128.load(x);
  const x1 = v128.load(x, 16);
  const x2 = v128.load(x, 32);
  const x3 = v128.load(x, 48);
  const x4 = v128.load(x, 64);
  const x5 = v128.load(x, 80);
  const x6 = v128.load(x, 96);
  const x7 = v128.load(x, 112);
  const end = values + ((<usize>count) << 2);
  let o = offsets;
  for (let v = values; v < end; v += 4) {
    const s = v128.load_splat<f32>(v);
    const g = base + <usize>load<u32>(o);
    o += 4;
    v128.store(g, f32x4.add(v128.load(g), f32x4.mul(s, x0)));
    v128.store(g, f32x4.add(v128.load(g, 16), f32x4.mul(s, x1)), 16);
    v128.store(g, f32x4.add(v128.load(g, 32), f32x4.mul(s, x2)), 32);
    v128.store(g, f32x4.add(v128.load(g, 48), f32x4.mul(s, x3)), 48);
    v128.store(g, f32x4.add(v128.load(g, 64), f32x4.mul(s, x4)), 64);
    v128.store(g, f32x4.add(v128.load(g, 80), f32x4.mul(s, x5)), 80);
    v128.store(g, f32x4.add(v128.load(g, 96), f32x4.mul(s, x6)), 96);
    v128.store(g, f32x4.add(v128.load(g, 112), f32x4.mul(s, x7)), 112);
  }
}

/** The same for the last 16 columns. */
// @ts-ignore: decorator
@inline
export function addOuter16(base: usize, x: usize, offsets: usize, values: usize, count: i32): void {
  const x0 = v128.load(x);
  const x1 = v128.load(x, 16);
  const x2 = v128.load(x, 32);
  const x3 = v128.load(x, 48);
  const end = values + ((<usize>count) << 2);
  let o = offsets;
  for (let v = values; v < end; v += 4) {
    const s = v128.load_splat<f32>(v);
    const g = base + <usize>load<u32>(o);
    o += 4;
    v128.store(g, f32x4.add(v128.load(g), f32x4.mul(s, x0)));
    v128.store(g, f32x4.add(v128.load(g, 16), f32x4.mul(s, x1)), 16);
    v128.store(g, f32x4.add(v128.load(g, 32), f32x4.mul(s, x2)), 32);
    v128.store(g, f32x4.add(v128.load(g, 48), f32x4.mul(s, x3)), 48);
  }
}

/** Sum of the four lanes, pairwise. */
// @ts-ignore: decorator
@inline
export function laneSum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}
