/**
 * The iteration gives up after MAX_STEPS QR steps per eigenvalue (two or three are usual). After every EXCEPTIONAL steps it tries
 * an exceptional shift.
 */
const MAX_STEPS = 90;
const EXCEPTIONAL = 10;

/**
 * Eigenvalues of an upper Hessenberg matrix by Francis's implicit double-shift QR steps. The matrix is row-major [n×n] from entry
 * 0 and is destroyed.
 * @param re receives the real parts [≥ n]
 * @param im receives the imaginary parts [≥ n]
 * @param bulge working memory of three numbers
 * @throws RangeError when the iteration does not converge
 */
export function solveHessenberg(a: Float64Array, n: number, re: Float64Array, im: Float64Array, bulge: Float64Array): void {
  let size = 0;
  for (let at = 0; at < n * n; at++) size += Math.abs(a[at]!);
  // Sum of the exceptional shifts subtracted from the diagonal so far.
  let shifted = 0;
  let steps = 0;
  for (let end = n - 1; end >= 0; ) {
    const start = deflate(a, n, end, size);
    let x = a[end * n + end]!;
    if (start === end) {
      re[end] = x + shifted;
      im[end] = 0;
      end--;
      steps = 0;
      continue;
    }
    // The shifts of a double step: x and y are the diagonal of the trailing 2×2 block, w is the product of its off-diagonal
    // entries.
    let y = a[(end - 1) * n + end - 1]!;
    let w = a[end * n + end - 1]! * a[(end - 1) * n + end]!;
    if (start === end - 1) {
      solvePair(re, im, end, x, y, w, shifted);
      end -= 2;
      steps = 0;
      continue;
    }
    if (++steps > MAX_STEPS) throw new RangeError(`the eigenvalues of a ${n}×${n} matrix do not converge`);
    if (steps % EXCEPTIONAL === 0) {
      shifted += x;
      for (let i = 0; i <= end; i++) a[i * n + i] = a[i * n + i]! - x;
      const s = Math.abs(a[end * n + end - 1]!) + Math.abs(a[(end - 1) * n + end - 2]!);
      x = 0.75 * s;
      y = x;
      w = -0.4375 * s * s;
    }
    const first = beginBulge(a, n, start, end, x, y, w, bulge);
    chaseBulge(a, n, start, end, first, bulge);
  }
}

/** First row of the trailing block that is decoupled from the rest. Its negligible subdiagonal entry is set to 0. */
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
function solvePair(re: Float64Array, im: Float64Array, end: number, x: number, y: number, w: number, shifted: number): void {
  const p = 0.5 * (y - x);
  const q = p * p + w;
  const root = Math.sqrt(Math.abs(q));
  if (q >= 0) {
    const z = p >= 0 ? p + root : p - root;
    re[end - 1] = x + shifted + z;
    re[end] = z !== 0 ? x + shifted - w / z : re[end - 1]!;
    im[end - 1] = 0;
    im[end] = 0;
  } else {
    re[end - 1] = x + shifted + p;
    re[end] = re[end - 1]!;
    im[end - 1] = root;
    im[end] = -root;
  }
}

/**
 * Finds the lowest row at which a double step may begin (two small subdiagonal entries in a row). The first column of the step's
 * matrix is written to `bulge` [3].
 */
function beginBulge(
  a: Float64Array,
  n: number,
  start: number,
  end: number,
  x: number,
  y: number,
  w: number,
  bulge: Float64Array,
): number {
  for (let row = end - 2; ; row--) {
    const at = row * n + row;
    const z = a[at]!;
    const below = a[at + n + 1]!;
    let p = ((x - z) * (y - z) - w) / a[at + n]! + a[at + 1]!;
    let q = below - z - (x - z) - (y - z);
    let r = a[at + 2 * n + 1]!;
    const scale = Math.abs(p) + Math.abs(q) + Math.abs(r);
    p /= scale;
    q /= scale;
    r /= scale;
    const found =
      row === start ||
      Math.abs(a[at - 1]!) * (Math.abs(q) + Math.abs(r)) <=
        Number.EPSILON * Math.abs(p) * (Math.abs(a[at - n - 1]!) + Math.abs(z) + Math.abs(below));
    if (!found) continue;
    bulge[0] = p;
    bulge[1] = q;
    bulge[2] = r;
    return row;
  }
}

/** One implicit double-shift QR step on rows start … end: a bulge of three rows is made at row `first` and chased down. */
function chaseBulge(a: Float64Array, n: number, start: number, end: number, first: number, bulge: Float64Array): void {
  for (let i = first + 2; i <= end; i++) {
    a[i * n + i - 2] = 0;
    if (i > first + 2) a[i * n + i - 3] = 0;
  }
  let p = bulge[0]!;
  let q = bulge[1]!;
  let r = bulge[2]!;
  for (let row = first; row < end; row++) {
    const left = row * n + row - 1;
    const three = row < end - 1;
    let scale = 1;
    if (row > first) {
      p = a[left]!;
      q = a[left + n]!;
      r = three ? a[left + 2 * n]! : 0;
      scale = Math.abs(p) + Math.abs(q) + Math.abs(r);
      if (scale === 0) continue;
      p /= scale;
      q /= scale;
      r /= scale;
    }
    const square = Math.sqrt(p * p + q * q + r * r);
    if (square === 0) continue;
    const length = p >= 0 ? square : -square;
    if (row > first) a[left] = -length * scale;
    else if (start < first) a[left] = -a[left]!;
    p += length;
    if (three) reflectThree(a, n, start, end, row, p / length, q / length, r / length, q / p, r / p);
    else reflectTwo(a, n, start, end, row, p / length, q / length, q / p);
  }
}

/** Reflects rows and columns row … row + 2 within the block start … end. */
function reflectThree(
  a: Float64Array,
  n: number,
  start: number,
  end: number,
  row: number,
  x: number,
  y: number,
  z: number,
  u: number,
  v: number,
): void {
  const rowEnd = row * n + end;
  for (let at = row * n + row; at <= rowEnd; at++) {
    const sum = a[at]! + u * a[at + n]! + v * a[at + 2 * n]!;
    a[at] = a[at]! - sum * x;
    a[at + n] = a[at + n]! - sum * y;
    a[at + 2 * n] = a[at + 2 * n]! - sum * z;
  }
  const last = Math.min(end, row + 3) * n + row;
  for (let at = start * n + row; at <= last; at += n) {
    const sum = x * a[at]! + y * a[at + 1]! + z * a[at + 2]!;
    a[at] = a[at]! - sum;
    a[at + 1] = a[at + 1]! - sum * u;
    a[at + 2] = a[at + 2]! - sum * v;
  }
}

/** The same for the last two rows and columns. */
function reflectTwo(a: Float64Array, n: number, start: number, end: number, row: number, x: number, y: number, u: number): void {
  const rowEnd = row * n + end;
  for (let at = row * n + row; at <= rowEnd; at++) {
    const sum = a[at]! + u * a[at + n]!;
    a[at] = a[at]! - sum * x;
    a[at + n] = a[at + n]! - sum * y;
  }
  const last = end * n + row;
  for (let at = start * n + row; at <= last; at += n) {
    const sum = x * a[at]! + y * a[at + 1]!;
    a[at] = a[at]! - sum;
    a[at + 1] = a[at + 1]! - sum * u;
  }
}
