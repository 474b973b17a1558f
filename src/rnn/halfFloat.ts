/** IEEE half floats (float16) as 16-bit patterns. */

/** float32 → half, to nearest, ties to even. */
export function toHalf(value: number): number {
  const bits = new Uint32Array(new Float32Array([value]).buffer)[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const mantissa = bits & 0x7fffff;
  if (((bits >>> 23) & 0xff) === 0xff) return sign | 0x7c00 | (mantissa ? 0x200 : 0);
  if (exponent >= 31) return sign | 0x7c00;
  if (exponent < -10) return sign;
  const full = exponent > 0 ? (exponent << 23) | mantissa : (mantissa | 0x800000) >>> (1 - exponent);
  const sticky = exponent > 0 ? 0 : ((mantissa | 0x800000) & ((1 << (1 - exponent)) - 1)) !== 0 ? 1 : 0;
  const half = full >>> 13;
  const rest = (full & 0x1fff) | sticky;
  return sign + half + (rest > 0x1000 || (rest === 0x1000 && half & 1) ? 1 : 0);
}

/** half → number, exact. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** The value as a float16 file gives it back. */
export const roundToHalf = (value: number): number => fromHalf(toHalf(value));
