/**
 * Eigenvalues of small real matrices: Householder reduction to Hessenberg form, then Francis's implicit double-shift QR steps with
 * deflation (the method of EISPACK's hqr; Golub & Van Loan, Matrix Computations, §7.5). No eigenvectors are formed. The solver of
 * ml-matrix forms them and has no limit of iterations: it never ends on some sparse matrices, which a worker could not be stopped from.
 */

/** Eigenvalues of a real matrix, in the solver's order; complex ones come as neighbouring conjugate pairs. */
export interface Eigenvalues {
  /** Real parts [n]. */
  re: Float64Array;
  /** Imaginary parts [n]. */
  im: Float64Array;
}

/** QR steps per eigenvalue before giving up (two or three are usual), and after how many an exceptional shift is tried. */
const MOST_STEPS = 90;
const EXCEPTIONAL = 10;

/**
 * Eigenvalues of a real square matrix.
 * @param matrix row-major, the first n·n entries are used; not changed
 * @throws RangeError when the matrix is too short, holds a non-finite entry, or does not converge
 */
export function eigenvalues(matrix: ArrayLike<number>, n: number): Eigenvalues {
  if (matrix.length < n * n) throw new RangeError(`${matrix.length} entries do not make a ${n}×${n} matrix`);
  const a = Float64Array.from({ length: n * n }, (_, at) => matrix[at]!);
  const wrong = a.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new RangeError(`entry ${wrong} is ${a[wrong]}: the matrix has no eigenvalues`);
  toHessenberg(a, n);
  return solveHessenberg(a, n);
}

/** Largest |λ|, ≥ 0; 0 for the empty matrix. Arguments and errors as in `eigenvalues`. */
export function spectralRadius(matrix: ArrayLike<number>, n: number): number {
  const { re, im } = eigenvalues(matrix, n);
  let largest = 0;
  for (let k = 0; k < n; k++) largest = Math.max(largest, Math.hypot(re[k]!, im[k]!));
  return largest;
}

/** Similar upper Hessenberg matrix, in place: column by column a reflection from both sides. */
function toHessenberg(a: Float64Array, n: number): void {
  const v = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    let below = 0;
    for (let i = k + 2; i < n; i++) below = Math.max(below, Math.abs(a[i * n + k]!));
    if (below === 0) continue;
    const scale = Math.max(below, Math.abs(a[(k + 1) * n + k]!));
    let squares = 0;
    for (let i = k + 1; i < n; i++) {
      v[i] = a[i * n + k]! / scale;
      squares += v[i]! * v[i]!;
    }
    const length = v[k + 1]! >= 0 ? Math.sqrt(squares) : -Math.sqrt(squares);
    const beta = 1 / (squares + v[k + 1]! * length);
    v[k + 1]! += length;
    for (let j = k; j < n; j++) {
      let dot = 0;
      for (let i = k + 1; i < n; i++) dot += v[i]! * a[i * n + j]!;
      dot *= beta;
      for (let i = k + 1; i < n; i++) a[i * n + j]! -= dot * v[i]!;
    }
    for (let i = 0; i < n; i++) {
      let dot = 0;
      for (let j = k + 1; j < n; j++) dot += v[j]! * a[i * n + j]!;
      dot *= beta;
      for (let j = k + 1; j < n; j++) a[i * n + j]! -= dot * v[j]!;
    }
    for (let i = k + 2; i < n; i++) a[i * n + k] = 0;
  }
}

/** Shifts of a double step: the sum-and-product form of the trailing 2×2 block, x and y its diagonal, w the product off it. */
interface Shifts {
  x: number;
  y: number;
  w: number;
}

function solveHessenberg(a: Float64Array, n: number): Eigenvalues {
  const values = { re: new Float64Array(n), im: new Float64Array(n) };
  let size = 0;
  for (const value of a) size += Math.abs(value);
  // What exceptional shifts have taken off the diagonal.
  let shifted = 0;
  let steps = 0;
  for (let end = n - 1; end >= 0; ) {
    const start = deflate(a, n, end, size);
    const x = a[end * n + end]!;
    if (start === end) {
      values.re[end] = x + shifted;
      end--;
      steps = 0;
      continue;
    }
    const y = a[(end - 1) * n + end - 1]!;
    const w = a[end * n + end - 1]! * a[(end - 1) * n + end]!;
    if (start === end - 1) {
      pairInto(values, end, { x, y, w }, shifted);
      end -= 2;
      steps = 0;
      continue;
    }
    if (++steps > MOST_STEPS) throw new RangeError(`the eigenvalues of a ${n}×${n} matrix do not converge`);
    let shifts: Shifts = { x, y, w };
    if (steps % EXCEPTIONAL === 0) {
      shifted += x;
      for (let i = 0; i <= end; i++) a[i * n + i]! -= x;
      const s = Math.abs(a[end * n + end - 1]!) + Math.abs(a[(end - 1) * n + end - 2]!);
      shifts = { x: 0.75 * s, y: 0.75 * s, w: -0.4375 * s * s };
    }
    doubleStep(a, n, start, end, shifts);
  }
  return values;
}

/** First row of the trailing block that has come apart from the rest; its negligible subdiagonal entry is set to 0. */
function deflate(a: Float64Array, n: number, end: number, size: number): number {
  for (let l = end; l > 0; l--) {
    const s = Math.abs(a[(l - 1) * n + l - 1]!) + Math.abs(a[l * n + l]!) || size;
    if (Math.abs(a[l * n + l - 1]!) <= Number.EPSILON * s) {
      a[l * n + l - 1] = 0;
      return l;
    }
  }
  return 0;
}

/** Both eigenvalues of a 2×2 block. */
function pairInto({ re, im }: Eigenvalues, end: number, { x, y, w }: Shifts, shifted: number): void {
  const p = 0.5 * (y - x);
  const q = p * p + w;
  const root = Math.sqrt(Math.abs(q));
  if (q >= 0) {
    const z = p >= 0 ? p + root : p - root;
    re[end - 1] = x + shifted + z;
    re[end] = z !== 0 ? x + shifted - w / z : re[end - 1]!;
  } else {
    re[end - 1] = x + shifted + p;
    re[end] = re[end - 1]!;
    im[end - 1] = root;
    im[end] = -root;
  }
}

/** One implicit double-shift QR step on rows start … end: a bulge of three rows made at the top and chased down. */
function doubleStep(a: Float64Array, n: number, start: number, end: number, shifts: Shifts): void {
  let { row, p, q, r } = bulgeStart(a, n, start, end, shifts);
  const first = row;
  for (let i = first + 2; i <= end; i++) {
    a[i * n + i - 2] = 0;
    if (i > first + 2) a[i * n + i - 3] = 0;
  }
  for (; row < end; row++) {
    const three = row < end - 1;
    let scale = 1;
    if (row > first) {
      p = a[row * n + row - 1]!;
      q = a[(row + 1) * n + row - 1]!;
      r = three ? a[(row + 2) * n + row - 1]! : 0;
      scale = Math.abs(p) + Math.abs(q) + Math.abs(r);
      if (scale === 0) continue;
      p /= scale;
      q /= scale;
      r /= scale;
    }
    const length = p >= 0 ? Math.hypot(p, q, r) : -Math.hypot(p, q, r);
    if (length === 0) continue;
    if (row > first) a[row * n + row - 1] = -length * scale;
    else if (start < first) a[row * n + row - 1] = -a[row * n + row - 1]!;
    reflect(a, n, start, end, row, [p + length, q, r], length);
  }
}

/** Reflection of rows and columns row, row + 1 and (unless at the end) row + 2, kept to the block start … end. */
function reflect(
  a: Float64Array,
  n: number,
  start: number,
  end: number,
  row: number,
  [p, q, r]: readonly [number, number, number],
  length: number,
): void {
  const three = row < end - 1;
  const [x, y, z] = [p / length, q / length, r / length];
  const [u, v] = [q / p, r / p];
  for (let j = row; j <= end; j++) {
    let sum = a[row * n + j]! + u * a[(row + 1) * n + j]!;
    if (three) {
      sum += v * a[(row + 2) * n + j]!;
      a[(row + 2) * n + j]! -= sum * z;
    }
    a[(row + 1) * n + j]! -= sum * y;
    a[row * n + j]! -= sum * x;
  }
  for (let i = start; i <= Math.min(end, row + 3); i++) {
    let sum = x * a[i * n + row]! + y * a[i * n + row + 1]!;
    if (three) {
      sum += z * a[i * n + row + 2]!;
      a[i * n + row + 2]! -= sum * v;
    }
    a[i * n + row + 1]! -= sum * u;
    a[i * n + row]! -= sum;
  }
}

/** Lowest row at which the double step may begin (two small subdiagonal entries in a row), and the first column of its matrix. */
function bulgeStart(a: Float64Array, n: number, start: number, end: number, { x, y, w }: Shifts) {
  for (let row = end - 2; ; row--) {
    const at = (i: number, j: number) => a[(row + i) * n + row + j]!;
    const z = at(0, 0);
    let p = ((x - z) * (y - z) - w) / at(1, 0) + at(0, 1);
    let q = at(1, 1) - z - (x - z) - (y - z);
    let r = at(2, 1);
    const scale = Math.abs(p) + Math.abs(q) + Math.abs(r);
    p /= scale;
    q /= scale;
    r /= scale;
    if (row === start) return { row, p, q, r };
    const small = Math.abs(at(0, -1)) * (Math.abs(q) + Math.abs(r));
    const large = Math.abs(p) * (Math.abs(at(-1, -1)) + Math.abs(z) + Math.abs(at(1, 1)));
    if (small <= Number.EPSILON * large) return { row, p, q, r };
  }
}
