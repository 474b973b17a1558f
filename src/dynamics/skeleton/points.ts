import { eigenvalues } from '../../math/eigenvalues';
import { eliminate } from '../../math/linearSystems';
import type { MeanMap } from './meanMap';

/** An eigenvalue of the Jacobian of the mean map. */
export interface Multiplier {
  re: number;
  /** ≥ 0: of a conjugate pair one stands for both. */
  im: number;
}

/**
 * 'stable': the mean step returns to it; 'saddle': it leaves along some directions; 'focus': the slowest or only direction turns, its
 * leading eigenvalue being complex, whether it returns or leaves.
 */
export type PointKind = 'stable' | 'saddle' | 'focus';

/** A fixed point of the mean map, F(m) = m. */
export interface FixedPoint {
  /** m [H]. */
  state: Float64Array;
  kind: PointKind;
  /** Number of eigenvalues outside the unit circle; a complex pair counts as two. */
  unstable: number;
  /** The largest eigenvalues, by modulus; at most five, those outside the unit circle first. */
  multipliers: Multiplier[];
  /** Sign of det(I − DF): what the point counts in the index theorem. */
  index: -1 | 0 | 1;
  /**
   * Unit vectors that span the unstable directions, [H] each: one for a real eigenvalue, two for a complex pair. Their largest entry is
   * positive.
   */
  directions: Float64Array[];
}

const MAX_TOLD = 5;
/** An imaginary part below this is rounding of a double real eigenvalue. */
const REAL = 1e-7;

/** What a fixed point is, from the Jacobian there. @param state m [H], a fixed point of the map; copied */
export function classifyPoint(map: MeanMap, state: Float64Array): FixedPoint {
  const { size } = map;
  const jacobian = new Float64Array(size * size);
  map.jacobian(state, jacobian);
  const { re, im } = eigenvalues(jacobian, size);
  const sorted = Array.from(re, (real, k): Multiplier => ({ re: real, im: im[k]! }))
    .filter((one) => one.im >= 0 || Math.abs(one.im) < REAL)
    .map((one): Multiplier => ({ re: one.re, im: Math.abs(one.im) < REAL ? 0 : one.im }))
    .sort((a, b) => modulus(b) - modulus(a));
  const outside = sorted.filter((one) => modulus(one) > 1);
  const unstable = outside.reduce((count, one) => count + (one.im > 0 ? 2 : 1), 0);
  return {
    state: state.slice(),
    kind: sorted[0]!.im > 0 ? 'focus' : unstable > 0 ? 'saddle' : 'stable',
    unstable,
    multipliers: sorted.slice(0, MAX_TOLD),
    index: indexOf(jacobian, size),
    directions: outside.flatMap((one) => invariantDirections(jacobian, size, one)),
  };
}

/** |μ| */
export const modulus = ({ re, im }: Multiplier): number => Math.hypot(re, im);

/** Sign of det(I − J). */
function indexOf(jacobian: Float64Array, size: number): -1 | 0 | 1 {
  const matrix = jacobian.map((value) => -value);
  for (let i = 0; i < size; i++) matrix[i * size + i]! += 1;
  return eliminate(matrix, size).sign;
}

const ROUNDS = 4;

/**
 * Unit vectors that span what belongs to an eigenvalue: inverse iteration with J − μ, or, for a complex pair a ± ib, with the real matrix
 * (J − a)² + b², whose null space is the plane of the pair.
 */
function invariantDirections(jacobian: Float64Array, size: number, { re, im }: Multiplier): Float64Array[] {
  const shifted = jacobian.slice();
  for (let i = 0; i < size; i++) shifted[i * size + i]! -= re;
  const matrix = im > 0 ? squarePlus(shifted, size, im * im) : shifted.slice();
  const factors = eliminate(matrix, size);
  // Any start that is not orthogonal to the direction will do; entries that differ in size are orthogonal to nothing in practice.
  const first = Float64Array.from({ length: size }, (_, i) => 1 + Math.sin(3 * i + 1) / 2);
  for (let round = 0; round < ROUNDS; round++) {
    factors.solve(first);
    normalise(first);
  }
  if (im === 0) return [first];
  const second = new Float64Array(size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) second[i]! += (shifted[i * size + j]! * first[j]!) / im;
  let dot = 0;
  for (let i = 0; i < size; i++) dot += first[i]! * second[i]!;
  for (let i = 0; i < size; i++) second[i]! -= dot * first[i]!;
  return [first, normalise(second)];
}

/** A·A + shift·I. */
function squarePlus(a: Float64Array, size: number, shift: number): Float64Array {
  const square = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) {
      const value = a[i * size + k]!;
      if (value !== 0) for (let j = 0; j < size; j++) square[i * size + j]! += value * a[k * size + j]!;
    }
  for (let i = 0; i < size; i++) square[i * size + i]! += shift;
  return square;
}

/** Unit length, the largest entry positive; in place. */
function normalise(vector: Float64Array): Float64Array {
  let largest = 0;
  for (let i = 0; i < vector.length; i++) if (Math.abs(vector[i]!) > Math.abs(largest)) largest = vector[i]!;
  if (largest === 0) return vector;
  // Divided by the largest entry first: inverse iteration makes numbers whose squares leave the range of doubles.
  let squares = 0;
  for (let i = 0; i < vector.length; i++) {
    vector[i] = vector[i]! / largest;
    squares += vector[i]! ** 2;
  }
  const length = Math.sqrt(squares);
  for (let i = 0; i < vector.length; i++) vector[i] = vector[i]! / length;
  return vector;
}
