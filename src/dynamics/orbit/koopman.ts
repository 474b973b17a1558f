import { eigenvalues } from '../../math/eigenvalues';
import { eliminate } from '../../math/linearSystems';

/** Runs of a few coordinates, one after the other in time: each row-major [steps×axes]. */
export type CoordinateRuns = readonly Float64Array[];

/** All products of up to three of a state’s coordinates, each centred, divided by its spread and cut off far out. */
export interface Dictionary {
  axes: number;
  size: number;
  /** The products at a state into `out` [size]. @param points the state’s coordinates begin at `at` */
  fill(points: ArrayLike<number>, at: number, out: Float64Array): void;
}

/** A complex number. */
export interface Complex {
  re: number;
  im: number;
}

/** φ(x) = Σ (re + i im)·ψ(x): a function that in the mean of a step is multiplied by a number. */
export interface Eigenfunction {
  eigenvalue: Complex;
  /** Coefficients of the dictionary [size]. */
  re: Float64Array;
  im: Float64Array;
}

/** Degree of the products. */
const DEGREE = 3;
/** Coordinates beyond so many deviations are cut off: a cube of one rare state outweighs all others. */
const FAR = 4;
/** Share of the mean diagonal entry of the moments. */
const RIDGE = 1e-9;

/** Exponents of all products of up to `degree` of `axes` coordinates, the constant first. */
function exponentsOf(axes: number, degree: number): number[][] {
  if (axes === 0) return [[]];
  return Array.from({ length: degree + 1 }, (_, power) =>
    exponentsOf(axes - 1, degree - power).map((rest) => [power, ...rest]),
  ).flat();
}

/** A dictionary fitted to the spread of some runs. @throws RangeError where a coordinate does not vary */
export function createDictionary(runs: CoordinateRuns, axes: number): Dictionary {
  const mean = new Float64Array(axes);
  const spread = new Float64Array(axes);
  let count = 0;
  for (const run of runs)
    for (let at = 0; at < run.length; at += axes, count++) for (let k = 0; k < axes; k++) mean[k]! += run[at + k]!;
  for (let k = 0; k < axes; k++) mean[k]! /= count;
  for (const run of runs)
    for (let at = 0; at < run.length; at += axes)
      for (let k = 0; k < axes; k++) spread[k]! += (run[at + k]! - mean[k]!) ** 2 / count;
  for (let k = 0; k < axes; k++) {
    if (!(spread[k]! > 0)) throw new RangeError(`coordinate ${k + 1} does not vary: there is no phase to find`);
    spread[k] = Math.sqrt(spread[k]!);
  }
  const exponents = exponentsOf(axes, DEGREE);
  const powers = new Float64Array(axes * (DEGREE + 1));
  return {
    axes,
    size: exponents.length,
    fill(points, at, out) {
      for (let k = 0; k < axes; k++) {
        const value = Math.max(-FAR, Math.min(FAR, (points[at + k]! - mean[k]!) / spread[k]!));
        powers[k * (DEGREE + 1)] = 1;
        for (let power = 1; power <= DEGREE; power++)
          powers[k * (DEGREE + 1) + power] = powers[k * (DEGREE + 1) + power - 1]! * value;
      }
      exponents.forEach((of, n) => {
        let product = 1;
        for (let k = 0; k < axes; k++) product *= powers[k * (DEGREE + 1) + of[k]!]!;
        out[n] = product;
      });
    },
  };
}

/**
 * Extended dynamic mode decomposition: the matrix K [size×size] for which Kᵀψ(x now) is the best linear guess of ψ(x `lag` steps later), by
 * least squares over the runs. Its eigenvectors are guesses of the eigenfunctions of the Koopman operator, E[φ(x later) | x now] = λφ(x now).
 */
export function koopmanMatrix(dictionary: Dictionary, runs: CoordinateRuns, lag: number): Float64Array {
  const { size, axes } = dictionary;
  const moments = new Float64Array(size * size);
  const right = new Float64Array(size * size);
  for (const run of runs) {
    const steps = run.length / axes;
    const values = new Float64Array(steps * size);
    for (let t = 0; t < steps; t++) dictionary.fill(run, t * axes, values.subarray(t * size, (t + 1) * size));
    for (let t = 0; t + lag < steps; t++) {
      const [now, later] = [t * size, (t + lag) * size];
      for (let i = 0; i < size; i++) {
        const value = values[now + i]!;
        const row = i * size;
        for (let j = 0; j <= i; j++) moments[row + j] = moments[row + j]! + value * values[now + j]!;
        for (let j = 0; j < size; j++) right[row + j] = right[row + j]! + value * values[later + j]!;
      }
    }
  }
  let diagonal = 0;
  for (let i = 0; i < size; i++) diagonal += moments[i * size + i]! / size;
  for (let i = 0; i < size; i++) {
    moments[i * size + i]! += RIDGE * diagonal;
    for (let j = 0; j < i; j++) moments[j * size + i] = moments[i * size + j]!;
  }
  const factors = eliminate(moments, size);
  const matrix = new Float64Array(size * size);
  const column = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < size; i++) column[i] = right[i * size + j]!;
    factors.solve(column);
    for (let i = 0; i < size; i++) matrix[i * size + j] = column[i]!;
  }
  return matrix;
}

/** Eigenvalues of K by modulus, the largest first; of a conjugate pair the one that turns onwards (im > 0). */
export function spectrumOf(matrix: Float64Array, size: number): Complex[] {
  const { re, im } = eigenvalues(matrix, size);
  return Array.from(re, (real, k): Complex => ({ re: real, im: im[k]! }))
    .filter((one) => one.im >= 0)
    .sort((a, b) => Math.hypot(b.re, b.im) - Math.hypot(a.re, a.im));
}

const ROUNDS = 4;

/** The eigenvector of a complex eigenvalue by inverse iteration, as a real system of twice the size. */
export function eigenfunctionOf(matrix: Float64Array, size: number, eigenvalue: Complex): Eigenfunction {
  const twice = 2 * size;
  const system = new Float64Array(twice * twice);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      system[i * twice + j] = matrix[i * size + j]!;
      system[(size + i) * twice + size + j] = matrix[i * size + j]!;
    }
    system[i * twice + i]! -= eigenvalue.re;
    system[(size + i) * twice + size + i]! -= eigenvalue.re;
    system[i * twice + size + i]! += eigenvalue.im;
    system[(size + i) * twice + i]! -= eigenvalue.im;
  }
  const factors = eliminate(system, twice);
  const vector = Float64Array.from({ length: twice }, (_, i) => 1 + Math.sin(3 * i + 1) / 2);
  for (let round = 0; round < ROUNDS; round++) {
    factors.solve(vector);
    let largest = 0;
    for (const value of vector) largest = Math.max(largest, Math.abs(value));
    for (let i = 0; i < twice; i++) vector[i] = vector[i]! / largest;
  }
  return { eigenvalue, re: vector.slice(0, size), im: vector.slice(size) };
}

/** φ along a run: real and imaginary part of each step, row-major [steps×2]. */
export function evaluate({ re, im }: Eigenfunction, dictionary: Dictionary, run: ArrayLike<number>): Float64Array {
  const { axes, size } = dictionary;
  const values = new Float64Array((run.length / axes) * 2);
  const products = new Float64Array(size);
  for (let t = 0; 2 * t < values.length; t++) {
    dictionary.fill(run, t * axes, products);
    for (let n = 0; n < size; n++) {
      values[2 * t] = values[2 * t]! + re[n]! * products[n]!;
      values[2 * t + 1] = values[2 * t + 1]! + im[n]! * products[n]!;
    }
  }
  return values;
}
