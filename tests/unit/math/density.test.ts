import { describe, expect, it } from 'vitest';
import { cellArea, contourLevel, type DensityGrid, kernelDensity } from '../../../src/math/density';
import { randomSequence } from '../../../src/math/random';

/** Normal points with covariance [[4, 1.2], [1.2, 1]] in columns 2 and 0 of three. */
function tiltedCloud(n: number, seed: number): Float32Array {
  const random = randomSequence(seed, 'bootstrap');
  const points = new Float32Array(3 * n);
  for (let i = 0; i < n; i++) {
    const [u, v] = [random.normal(), random.normal()];
    points.set([0.6 * u + 0.8 * v - 1, 99, 2 * u + 3], 3 * i);
  }
  return points;
}
const DETERMINANT = 4 - 1.2 ** 2;
const exact = (x: number, y: number): number => {
  const [u, v] = [x - 3, y + 1];
  return Math.exp(-0.5 * ((u * u - 2.4 * u * v + 4 * v * v) / DETERMINANT)) / (2 * Math.PI * Math.sqrt(DETERMINANT));
};
function forCells(grid: DensityGrid, work: (x: number, y: number, cell: number) => void) {
  for (let cell = 0; cell < grid.values.length; cell++)
    work(
      grid.left + (((cell % grid.columns) + 0.5) * (grid.right - grid.left)) / grid.columns,
      grid.bottom + ((Math.floor(cell / grid.columns) + 0.5) * (grid.top - grid.bottom)) / grid.rows,
      cell,
    );
}

describe('kernel density', () => {
  it('equals the sum of kernels written out, also for strongly tilted ones', () => {
    for (const noise of [1, 0.003]) {
      const random = randomSequence(3, 'bootstrap');
      const x = Array.from({ length: 40 }, () => random.normal());
      const y = x.map((value) => 2 * value + noise * random.normal());
      const n = x.length;
      const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / n;
      const covariance = (a: number[], b: number[]) =>
        a.reduce((sum, value, i) => sum + (value - mean(a)) * (b[i]! - mean(b)), 0) / (n - 1);
      const h = (n ** (-1 / 6) * 1.5) ** 2;
      const [xx, xy, yy] = [h * covariance(x, x), h * covariance(x, y), h * covariance(y, y)];
      const determinant = xx * yy - xy * xy;
      const grid = kernelDensity(
        x.flatMap((value, i) => [value, y[i]!]),
        { stride: 2, axes: [0, 1], gridSize: 60, bandwidthFactor: 1.5 },
      );
      const slow = new Float64Array(grid.values.length);
      forCells(grid, (gx, gy, cell) => {
        for (let i = 0; i < n; i++) {
          const [u, v] = [gx - x[i]!, gy - y[i]!];
          slow[cell]! += Math.exp((-0.5 * (yy * u * u - 2 * xy * u * v + xx * v * v)) / determinant);
        }
      });
      const total = slow.reduce((a, b) => a + b, 0) * cellArea(grid);
      const peak = Math.max(...grid.values);
      grid.values.forEach((value, cell) => {
        expect(Math.abs(value - slow[cell]! / total)).toBeLessThan(2e-5 * peak);
      });
    }
  });
  it('integrates to one and has the covariance of the cloud, plus that of the kernel', () => {
    const n = 20_000;
    const grid = kernelDensity(tiltedCloud(n, 1), { stride: 3, axes: [2, 0] });
    let [mass, xx, xy, yy] = [0, 0, 0, 0];
    forCells(grid, (x, y, cell) => {
      const share = grid.values[cell]! * cellArea(grid);
      mass += share;
      xx += share * (x - 3) ** 2;
      xy += share * (x - 3) * (y + 1);
      yy += share * (y + 1) ** 2;
    });
    expect(mass).toBeCloseTo(1, 9);
    const inflation = 1 + n ** (-1 / 3);
    for (const [found, expected] of [
      [xx, 4],
      [xy, 1.2],
      [yy, 1],
    ] as const)
      expect(Math.abs(found / (expected * inflation) - 1)).toBeLessThan(0.03);
  });
  it('needs three points and an area', () => {
    expect(() => kernelDensity([0, 0, 1, 1], { stride: 2, axes: [0, 1] })).toThrow(RangeError);
    expect(() => kernelDensity([0, 0, 1, 1, 2, 2, 5, 5], { stride: 2, axes: [0, 1] })).toThrow(RangeError);
  });
});

describe('contour level', () => {
  const grid = kernelDensity(tiltedCloud(20_000, 2), { stride: 3, axes: [2, 0] });
  it('of an exact normal density is 1 − mass of its peak', () => {
    const normal = { ...grid, values: grid.values.slice() };
    forCells(normal, (x, y, cell) => {
      normal.values[cell] = exact(x, y);
    });
    for (const mass of [0.5, 0.9, 0.95]) {
      const expected = (1 - mass) / (2 * Math.PI * Math.sqrt(DETERMINANT));
      expect(Math.abs(contourLevel(normal, mass) / expected - 1)).toBeLessThan(0.01);
    }
  });
  it('holds the exact mass of the ellipse it should be, to 1 %', () => {
    const level = contourLevel(grid, 0.95);
    let held = 0;
    forCells(grid, (x, y, cell) => {
      if (grid.values[cell]! >= level) held += exact(x, y) * cellArea(grid);
    });
    // The kernel makes the ellipse larger by the factor 1 + n^(−1/3) in area.
    expect(Math.abs(held - (1 - 0.05 ** (1 + 20_000 ** (-1 / 3))))).toBeLessThan(0.01);
  });
  it('is larger in area with the bandwidth of the paper', () => {
    const wide = kernelDensity(tiltedCloud(20_000, 2), { stride: 3, axes: [2, 0], bandwidthFactor: 3 });
    const area = (density: DensityGrid) => {
      const level = contourLevel(density, 0.95);
      return density.values.filter((value) => value >= level).length * cellArea(density);
    };
    const expected = (1 + 9 * 20_000 ** (-1 / 3)) / (1 + 20_000 ** (-1 / 3));
    expect(Math.abs(area(wide) / area(grid) / expected - 1)).toBeLessThan(0.03);
  });
});
