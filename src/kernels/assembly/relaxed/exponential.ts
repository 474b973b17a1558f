import { madd } from './rows';

/** Below this e^x is no normal number of float32; it counts as 0. */
const LEAST: f32 = -87;
/** 1/ln 2, and ln 2 in two parts. */
const LOG2E: f32 = 1.44269504;
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.12194440e-4;

/** e^x in each lane for x ≤ 88, to about one unit in the last place (Cephes expf); 0 below −87 and where x is not a number. */
export function exp4(x: v128): v128 {
  const inside = f32x4.ge(x, f32x4.splat(LEAST));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(LOG2E)));
  let r = madd(n, f32x4.splat(-LN2_HIGH), x);
  r = madd(n, f32x4.splat(-LN2_LOW), r);
  let y = madd(f32x4.splat(1.9875691500e-4), r, f32x4.splat(1.3981999507e-3));
  y = madd(y, r, f32x4.splat(8.3334519073e-3));
  y = madd(y, r, f32x4.splat(4.1665795894e-2));
  y = madd(y, r, f32x4.splat(1.6666665459e-1));
  y = madd(y, r, f32x4.splat(5.0000001201e-1));
  y = f32x4.add(madd(y, f32x4.mul(r, r), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return v128.and(f32x4.mul(y, power), inside);
}

/** e^x in both lanes for −700 ≤ x ≤ 700, to 1e-11; below, as at −700. */
// @ts-ignore: decorator
@inline
export function exp2(x: v128): v128 {
  const bounded = f64x2.pmax(f64x2.splat(-700), x);
  const n = f64x2.nearest(f64x2.mul(bounded, f64x2.splat(1.4426950408889634)));
  let r = f64x2.relaxed_madd(n, f64x2.splat(-0.6931471803691238), bounded);
  r = f64x2.relaxed_madd(n, f64x2.splat(-1.9082149292705877e-10), r);
  let y = f64x2.relaxed_madd(f64x2.splat(1 / 3628800.0), r, f64x2.splat(1 / 362880.0));
  y = f64x2.relaxed_madd(y, r, f64x2.splat(1 / 40320.0));
  y = f64x2.relaxed_madd(y, r, f64x2.splat(1 / 5040.0));
  y = f64x2.relaxed_madd(y, r, f64x2.splat(1 / 720.0));
  y = f64x2.relaxed_madd(y, r, f64x2.splat(1 / 120.0));
  y = f64x2.relaxed_madd(y, r, f64x2.splat(1 / 24.0));
  y = f64x2.relaxed_madd(y, r, f64x2.splat(1 / 6.0));
  y = f64x2.relaxed_madd(y, r, f64x2.splat(0.5));
  y = f64x2.relaxed_madd(y, r, f64x2.splat(1));
  y = f64x2.relaxed_madd(y, r, f64x2.splat(1));
  const exponent = i64x2.extend_low_i32x4_s(i32x4.add(i32x4.trunc_sat_f64x2_s_zero(n), i32x4.splat(1023)));
  return f64x2.mul(y, i64x2.shl(exponent, 52));
}
