import { finish } from './progress';

/** Densities of planar point clouds and the level sets that hold a given share of them (docs/science.md §3.7). */

/** A density on a regular grid of cells. */
export interface DensityGrid {
  columns: number;
  rows: number;
  /** Edges of the grid: cell (column c, row r) is centred at left + (c + ½)·(right − left)/columns, bottom + (r + ½)·…/rows. */
  left: number;
  right: number;
  bottom: number;
  top: number;
  /** Density per unit area at the cell centres [rows×columns], row 0 at the bottom; sums to 1 times the cell area. */
  values: Float64Array;
}

export interface DensityOptions {
  /** Numbers per point in `points`. */
  stride: number;
  /** Which two columns of a point are its coordinates. */
  axes: readonly [number, number];
  /** How many points are used, counted from the first. Default: all. */
  count?: number;
  /** Cells along each side. Default 96. */
  gridSize?: number;
  /**
   * Factor on the bandwidth of Scott's rule, n^(−1/6). Default 1. The paper used 3, which makes the cloud visibly too wide. Below
   * ½ the grid is too coarse.
   */
  bandwidthFactor?: number;
}

/**
 * Kernels are cut off at this many standard deviations, where exp(−r²/2) = 4e-6. The grid ends where the outermost kernels end.
 */
const REACH = 5;
/** Points between two reports of progress. */
const CHUNK = 1000;

/** Second moments of a planar cloud about its mean. */
interface Spread {
  xx: number;
  xy: number;
  yy: number;
}

/**
 * Gaussian kernel density of a planar cloud. The kernel has the covariance of the cloud times the squared Scott factor
 * n^(−1/6)·bandwidthFactor, as in the reference (docs/science.md §3.7).
 * @param points row-major [n×stride], n ≥ 3
 * @throws RangeError with fewer points, or when the cloud has no area
 */
export function kernelDensity(points: ArrayLike<number>, options: DensityOptions): DensityGrid {
  return finish(kernelDensityInChunks(points, options));
}

/** `kernelDensity` that yields its progress (0 … 1). */
export function* kernelDensityInChunks(points: ArrayLike<number>, options: DensityOptions): Generator<number, DensityGrid, void> {
  const { stride, axes, count = Math.floor(points.length / stride), gridSize = 96, bandwidthFactor = 1 } = options;
  if (count < 3) throw new RangeError(`a density needs at least three points, got ${count}`);
  const x = Float64Array.from({ length: count }, (_, i) => points[i * stride + axes[0]]!);
  const y = Float64Array.from({ length: count }, (_, i) => points[i * stride + axes[1]]!);
  const factor = (count ** (-1 / 6) * bandwidthFactor) ** 2;
  const cloud = spread(x, y);
  const kernel = { xx: cloud.xx * factor, xy: cloud.xy * factor, yy: cloud.yy * factor };
  const grid = emptyGrid(x, y, kernel, gridSize);
  for (let from = 0; from < count; from += CHUNK) {
    addKernels(grid, kernel, x.subarray(from, from + CHUNK), y.subarray(from, from + CHUNK));
    yield Math.min(1, (from + CHUNK) / count);
  }
  // The cut tails and the finite grid leave the sum off by about 1e-5. Level sets need a sum of exactly 1.
  const total = grid.values.reduce((a, b) => a + b, 0) * cellArea(grid);
  for (let i = 0; i < grid.values.length; i++) grid.values[i]! /= total;
  return grid;
}

export const cellArea = ({ left, right, bottom, top, columns, rows }: DensityGrid): number =>
  ((right - left) / columns) * ((top - bottom) / rows);

function spread(x: Float64Array, y: Float64Array): Spread {
  const n = x.length;
  const meanX = x.reduce((a, b) => a + b, 0) / n;
  const meanY = y.reduce((a, b) => a + b, 0) / n;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let i = 0; i < n; i++) {
    xx += (x[i]! - meanX) ** 2 / (n - 1);
    xy += ((x[i]! - meanX) * (y[i]! - meanY)) / (n - 1);
    yy += (y[i]! - meanY) ** 2 / (n - 1);
  }
  if (!(xx * yy - xy * xy > 1e-12 * xx * yy)) throw new RangeError('the points lie on a line: they have no density in the plane');
  return { xx, xy, yy };
}

function emptyGrid(x: Float64Array, y: Float64Array, kernel: Spread, size: number): DensityGrid {
  const range = (values: Float64Array, margin: number): [number, number] => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return [low - margin, high + margin];
  };
  const [left, right] = range(x, REACH * Math.sqrt(kernel.xx));
  const [bottom, top] = range(y, REACH * Math.sqrt(kernel.yy));
  return { columns: size, rows: size, left, right, bottom, top, values: new Float64Array(size * size) };
}

/**
 * Adds one unnormalised kernel per point. Along a row, a Gaussian is a product of two geometric series, so no exponential is
 * needed per cell.
 */
function addKernels(
  { columns, rows, left, right, bottom, top, values }: DensityGrid,
  kernel: Spread,
  x: Float64Array,
  y: Float64Array,
) {
  const width = (right - left) / columns;
  const height = (top - bottom) / rows;
  const determinant = kernel.xx * kernel.yy - kernel.xy ** 2;
  const a = kernel.yy / determinant;
  const b = -kernel.xy / determinant;
  const c = kernel.xx / determinant;
  const reachX = REACH * Math.sqrt(kernel.xx);
  const reachY = REACH * Math.sqrt(kernel.yy);
  const curvature = Math.exp(-a * width * width);
  for (let i = 0; i < x.length; i++) {
    const firstRow = Math.max(0, Math.ceil((y[i]! - reachY - bottom) / height - 0.5));
    const lastRow = Math.min(rows - 1, Math.floor((y[i]! + reachY - bottom) / height - 0.5));
    const first = Math.max(0, Math.ceil((x[i]! - reachX - left) / width - 0.5));
    const last = Math.min(columns - 1, Math.floor((x[i]! + reachX - left) / width - 0.5));
    const dx = left + (first + 0.5) * width - x[i]!;
    for (let r = firstRow; r <= lastRow; r++) {
      const dy = bottom + (r + 0.5) * height - y[i]!;
      const exponent = -0.5 * (a * dx * dx + 2 * b * dx * dy + c * dy * dy);
      // A series that starts at 0 by underflow would stay at 0, although a strongly tilted kernel does not. Such rows are
      // computed cell by cell.
      if (exponent < -600) {
        for (let k = first; k <= last; k++) {
          const u = dx + (k - first) * width;
          values[r * columns + k]! += Math.exp(-0.5 * (a * u * u + 2 * b * u * dy + c * dy * dy));
        }
        continue;
      }
      let value = Math.exp(exponent);
      let ratio = Math.exp(-(a * dx * width + 0.5 * a * width * width + b * dy * width));
      for (let k = r * columns + first; k <= r * columns + last; k++) {
        values[k]! += value;
        value *= ratio;
        ratio *= curvature;
      }
    }
  }
}

/**
 * The density level above which lies the share `mass` (0 … 1) of the density: 0.95 gives the outline that leaves 5 % outside.
 * Between the two neighbouring cell values it is interpolated linearly.
 */
export function contourLevel(density: DensityGrid, mass: number): number {
  const sorted = Float64Array.from(density.values).sort().reverse();
  const total = sorted.reduce((a, b) => a + b, 0);
  let held = 0;
  for (let i = 0; i < sorted.length; i++) {
    const before = held;
    held += sorted[i]!;
    if (held < mass * total) continue;
    const next = sorted[i + 1] ?? 0;
    return sorted[i]! + ((mass * total - before) / sorted[i]!) * (next - sorted[i]!);
  }
  return 0;
}
