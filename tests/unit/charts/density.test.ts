import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  binPoints,
  cellMap,
  createDensityLayer,
  emptyGrid,
  fullCount,
  occupiedCells,
  shadeGrid,
} from '../../../src/charts/density';
import { type PlanePoints, type PlaneScale, planeScale } from '../../../src/charts/planeView';
import { recordingContext } from './recordingContext';

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const COLOURS = ['#ff0000', '#0000ff', '#808080'];
const clouds = fc.array(fc.record({ x: real(-3, 3), y: real(-3, 3), label: fc.integer({ min: 0, max: 2 }) }), { maxLength: 60 });
const views = fc.record({ centreX: real(-1, 1), centreY: real(-1, 1), spanX: real(0.2, 3), spanY: real(0.2, 3) });

function rowsOf(cloud: readonly { x: number; y: number; label: number }[]) {
  return {
    points: { points: Float64Array.from(cloud.flatMap(({ x, y }) => [y, 99, x])), stride: 3, axes: [2, 0] as const },
    labels: Uint8Array.from(cloud, ({ label }) => label),
  };
}

describe('counting', () => {
  it('puts each point in the cell its pixel lies in, and points outside nowhere', () => {
    fc.assert(
      fc.property(clouds, views, real(0.7, 4), (cloud, view, cellSize) => {
        const scale = planeScale(view, 60, 40);
        const grid = emptyGrid(Math.ceil(60 / cellSize), Math.ceil(40 / cellSize), 3);
        const { points, labels } = rowsOf(cloud);
        binPoints(grid, cellMap(scale, cellSize), points, labels);
        const wanted = new Uint16Array(grid.columns * grid.rows * 3);
        for (const { x, y, label } of cloud) {
          const [column, row] = [scale.x(x) / cellSize, scale.y(y) / cellSize];
          // Rounding may put a point on an edge into either cell.
          fc.pre([column, row].every((value) => Math.abs(value - Math.round(value)) > 1e-9));
          if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows) continue;
          wanted[(Math.floor(row) * grid.columns + Math.floor(column)) * 3 + label]!++;
        }
        expect(grid.counts).toEqual(wanted);
        const filled = [...wanted.keys()].filter((place) => wanted[place]! > 0).map((place) => Math.floor(place / 3));
        expect([...occupiedCells(grid).cells]).toEqual([...new Set(filled)]);
      }),
    );
  });
  it('follows scales whose x and y were replaced, as for another noise level', () => {
    const scale = planeScale({ centreX: 0, centreY: 0, spanX: 2, spanY: 2 }, 40, 40);
    const halved: PlaneScale = { ...scale, x: (value) => scale.x(value * 0.5), y: (value) => scale.y(value * 0.5) };
    const grid = emptyGrid(40, 40, 3);
    const { points, labels } = rowsOf([{ x: 1.01, y: 1.01, label: 0 }]);
    binPoints(grid, cellMap(halved, 1), points, labels);
    expect(grid.counts[(14 * 40 + 25) * 3]).toBe(1);
  });
  it('leaves out NaN and labels without a colour', () => {
    const grid = emptyGrid(4, 4, 3);
    const { points, labels } = rowsOf([
      { x: Number.NaN, y: 0, label: 0 },
      { x: 0, y: Number.NaN, label: 0 },
      { x: 0, y: 0, label: 7 },
    ]);
    binPoints(grid, { x0: 1, dx: 1, y0: 1, dy: 1 }, points, labels);
    expect(grid.counts.every((value) => value === 0)).toBe(true);
  });
  it('stops at the largest count it can hold', () => {
    const grid = emptyGrid(1, 1, 2);
    const n = 70000;
    binPoints(grid, { x0: 0, dx: 1, y0: 0, dy: 1 }, { points: new Float32Array(n), stride: 1, axes: [0, 0] }, new Uint8Array(n));
    expect([...grid.counts]).toEqual([65535, 0]);
  });
  it('reuses the memory of a grid of the same shape, emptied', () => {
    const old = emptyGrid(3, 2, 3);
    const { points, labels } = rowsOf([0, 1, 1, 2].map((x) => ({ x, y: 1, label: x })));
    binPoints(old, { x0: 0, dx: 1, y0: 0, dy: 1 }, points, labels);
    expect([...old.counts]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1]);
    const next = emptyGrid(3, 2, 3, old);
    expect(next).toBe(old);
    expect(next.counts.every((value) => value === 0)).toBe(true);
    expect(occupiedCells(next).cells).toHaveLength(0);
    binPoints(next, { x0: 0, dx: 1, y0: 0, dy: 1 }, points, labels);
    expect(occupiedCells(next)).toEqual({ cells: Uint32Array.of(3, 4, 5), totals: Uint32Array.of(1, 2, 1) });
    expect(emptyGrid(2, 3, 3, old)).not.toBe(old);
    expect(emptyGrid(3, 2, 2, old).counts).toHaveLength(12);
  });
});

describe('shading', () => {
  /** A row of cells, each with so many points of label 0 and of label 1. */
  const rowOf = (counts: readonly (readonly [number, number])[]) => {
    const grid = emptyGrid(counts.length, 1, 3);
    counts.forEach((pair, x) => {
      pair.forEach((count, label) => {
        const { points, labels } = rowsOf(Array.from({ length: count }, () => ({ x, y: 0, label })));
        binPoints(grid, { x0: 0.5, dx: 1, y0: 0.5, dy: 1 }, points, labels);
      });
    });
    return grid;
  };
  const shade = (counts: readonly (readonly [number, number])[]) => {
    const grid = rowOf(counts);
    const pixels = new Uint8ClampedArray(counts.length * 4).fill(77);
    shadeGrid(grid, COLOURS, pixels);
    return counts.map((_, i) => [...pixels.subarray(4 * i, 4 * i + 4)] as [number, number, number, number]);
  };

  it('opacity grows with the count by its logarithm, and an empty cell is clear', () => {
    const alphas = shade([1, 10, 100, 1000, 0].map((count) => [count, 0] as const)).map(([, , , alpha]) => alpha);
    expect(alphas[4]).toBe(0);
    const [a, b, c, d] = alphas as [number, number, number, number];
    for (const rise of [b - a, c - b, d - c]) expect(Math.abs(rise - (d - a) / 3)).toBeLessThanOrEqual(1);
    expect(a).toBeGreaterThan(40);
    expect(d).toBeGreaterThan(230);
  });
  it('a mixed cell has the mean light of its points: one label alone keeps its colour, halves swap', () => {
    const [red, half, blue, quarter] = shade([
      [8, 0],
      [4, 4],
      [0, 8],
      [2, 6],
    ]);
    expect(red!.slice(0, 3)).toEqual([255, 0, 0]);
    expect(blue!.slice(0, 3)).toEqual([0, 0, 255]);
    expect(half![0]).toBe(half![2]);
    expect(half![0]! ** 2 / 255 ** 2).toBeCloseTo(0.5, 2);
    expect(quarter![0]! ** 2 / 255 ** 2).toBeCloseTo(0.25, 2);
  });
  it('one crowded cell does not fade the rest', () => {
    const quiet = Array.from({ length: 400 }, (_, i) => [1 + (i % 20), 0] as const);
    const crowded = shade([...quiet, [100000, 0]]);
    expect(crowded.slice(0, 400)).toEqual(shade(quiet));
    expect(crowded[400]![3]).toBe(Math.max(...crowded.map(([, , , alpha]) => alpha)));
  });
  it('the full count is the 99.5 % quantile of the occupied cells', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 400 }), (counts) => {
        const grid = rowOf(counts.map((count) => [count, 0]));
        const occupied = counts.filter((count) => count > 0).sort((a, b) => a - b);
        expect(fullCount(occupiedCells(grid).totals)).toBe(occupied[Math.ceil(0.995 * occupied.length) - 1] ?? 1);
      }),
    );
  });
});

describe('the layer', () => {
  let puts: { data: Uint8ClampedArray; width: number; height: number }[] = [];
  beforeEach(() => {
    puts = [];
    vi.stubGlobal('OffscreenCanvas', undefined);
    vi.stubGlobal('document', {
      createElement: () => ({
        width: 300,
        height: 150,
        getContext: () => ({
          createImageData: (width: number, height: number) => ({
            width,
            height,
            data: new Uint8ClampedArray(width * height * 4),
          }),
          putImageData: (image: (typeof puts)[number]) => puts.push({ ...image, data: image.data.slice() }),
        }),
      }),
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const scale = planeScale({ centreX: 0, centreY: 0, spanX: 2, spanY: 2 }, 100, 80);
  const { points, labels } = rowsOf(Array.from({ length: 30 }, (_, i) => ({ x: i / 15 - 1, y: 0.3, label: i % 3 })));

  it('counts again only when something it shows has changed', () => {
    const draw = createDensityLayer();
    const { context, painted, state } = recordingContext();
    const paint = (key = 'a', view = scale, cloud: PlanePoints = points, colours = COLOURS, ratio = 1) =>
      draw(context, key, view, cloud, labels, colours, 100, 80, ratio);
    for (let frame = 0; frame < 5; frame++) paint();
    expect(puts).toHaveLength(1);
    paint('b');
    paint('b', planeScale({ centreX: 0, centreY: 0.1, spanX: 2, spanY: 2 }, 100, 80));
    paint('b');
    paint('b', scale, { ...points, axes: [0, 2] as const });
    paint('b', scale, { ...points, points: Float64Array.from(points.points) });
    paint('b', scale, points, ['#111111', '#222222', '#333333']);
    paint('b', scale, points, COLOURS, 2);
    expect(puts).toHaveLength(8);
    paint('b', scale, points, COLOURS, 2);
    expect(puts).toHaveLength(8);
    expect(painted.filter(({ kind }) => kind === 'image')).toHaveLength(13);
    expect(state.imageSmoothingEnabled).toBe(true);
  });
  it('has cells of two device pixels, and an old picture does not shine through a new one', () => {
    const draw = createDensityLayer();
    const { context } = recordingContext();
    draw(context, '', scale, points, labels, COLOURS, 100, 80, 1);
    draw(context, '', scale, points, labels, COLOURS, 100, 80, 2);
    expect(puts.map(({ width, height }) => [width, height])).toEqual([
      [50, 40],
      [100, 80],
    ]);
    const shown = ({ data }: (typeof puts)[number]) => data.filter((_, i) => i % 4 === 3).filter((alpha) => alpha > 0).length;
    expect(shown(puts[1]!)).toBe(30);
    const away = planeScale({ centreX: 90, centreY: 0, spanX: 2, spanY: 2 }, 100, 80);
    draw(context, '', away, points, labels, COLOURS, 100, 80, 2);
    expect(shown(puts[2]!)).toBe(0);
  });
});
