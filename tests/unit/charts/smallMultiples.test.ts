import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PALETTES } from '../../../src/charts/palette';
import { drawTile, layoutTiles, tileAt, tileBox, unitSquare } from '../../../src/charts/smallMultiples';
import { recordingContext } from './recordingContext';

const layouts = fc.record({
  count: fc.integer({ min: 1, max: 300 }),
  width: fc.integer({ min: 60, max: 2000 }),
  tileSize: fc.integer({ min: 30, max: 150 }),
});

describe('a grid of tiles', () => {
  it('holds every tile inside its width and height, and none over another', () => {
    fc.assert(
      fc.property(layouts, ({ count, width, tileSize }) => {
        const layout = layoutTiles(count, width, tileSize);
        const seen = new Set<string>();
        for (let index = 0; index < count; index++) {
          const box = tileBox(layout, index);
          expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(width);
          expect(box.y + box.height).toBeLessThanOrEqual(layout.height);
          expect(box.width).toBeLessThan(layout.cell);
          seen.add(`${Math.floor(box.x / layout.cell)} ${Math.floor(box.y / layout.cell)}`);
        }
        expect(seen.size).toBe(count);
        expect(layout.rows * layout.columns).toBeGreaterThanOrEqual(count);
        expect((layout.rows - 1) * layout.columns).toBeLessThan(count);
      }),
      { numRuns: 40 },
    );
  });
  it('finds the tile under any of its points, and nothing beside or after the tiles', () => {
    fc.assert(
      fc.property(layouts, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (of, u, v) => {
        const layout = layoutTiles(of.count, of.width, of.tileSize);
        for (let index = 0; index < of.count; index += 7) {
          const box = tileBox(layout, index);
          expect(tileAt(layout, box.x + u * box.width, box.y + v * box.height)).toBe(index);
        }
        expect(tileAt(layout, -1, 5)).toBeUndefined();
        expect(tileAt(layout, layout.columns * layout.cell + 1, 5)).toBeUndefined();
        expect(tileAt(layout, 5, layout.height + 1)).toBeUndefined();
        for (let index = of.count; index < layout.rows * layout.columns; index++) {
          const box = tileBox(layout, index);
          expect(tileAt(layout, box.x + 1, box.y + 1)).toBeUndefined();
        }
      }),
    );
  });
  it('of no tiles has no height', () => {
    expect(layoutTiles(0, 500, 80)).toMatchObject({ rows: 0, height: 0 });
  });
});

describe('points in the unit square', () => {
  const points = new Float32Array(3 * 500).map((_, i) => Math.sin(i * i) * (i % 3 === 0 ? 8 : 2) + 5);
  const { x, y } = unitSquare({ points, stride: 3, axes: [0, 2] }, 500);
  it('fill it along both axes, the outermost aside', () => {
    for (const column of [x, y]) {
      const sizes = Array.from(column, Math.abs).sort((a, b) => a - b);
      expect(sizes[Math.floor(0.99 * sizes.length)]!).toBeLessThanOrEqual(0.9);
      expect(sizes.at(-1)!).toBeGreaterThan(0.85);
    }
  });
  it('keep their order along each axis', () => {
    for (let i = 1; i < 500; i++) {
      expect(Math.sign(x[i]! - x[i - 1]!)).toBe(Math.sign(points[i * 3]! - points[i * 3 - 3]!));
      expect(Math.sign(y[i]! - y[i - 1]!)).toBe(Math.sign(points[i * 3 + 2]! - points[i * 3 - 1]!));
    }
  });
  it('are none of none', () => {
    expect(unitSquare({ points: [], stride: 3, axes: [0, 2] }, 0).x).toHaveLength(0);
  });
});

describe('a tile', () => {
  const box = { x: 30, y: 40, width: 90, height: 90 };
  const colours = ['#000001', '#000002', '#000003', '#000004', '#000005'];
  const count = 400;
  const points = {
    x: Float32Array.from({ length: count }, (_, i) => Math.cos(i)),
    y: Float32Array.from({ length: count }, (_, i) => Math.sin(i)),
  };
  const colourIndex = Uint8Array.from({ length: count }, (_, i) => (i * i) % 6);
  function paint(more: { emphasis?: string; dimmed?: boolean; badges?: string[] } = {}, given = points) {
    const { context, painted, state } = recordingContext();
    drawTile(context, box, { points: given, colourIndex, pointSize: 2, label: '23', ...more }, colours, PALETTES.screen);
    return { painted, state, dots: painted.filter(({ colour }) => colours.includes(colour)) };
  }

  it('draws each point with a colour once, in one run per colour from the middle of the scale outwards', () => {
    const { dots } = paint();
    expect(dots).toHaveLength(colourIndex.filter((index) => index < colours.length).length);
    const runs = dots.map(({ colour }) => colour).filter((colour, n, all) => colour !== all[n - 1]);
    expect(runs).toEqual(['#000003', '#000002', '#000004', '#000001', '#000005'].filter((colour) => runs.includes(colour)));
    expect(new Set(runs).size).toBe(runs.length);
  });
  it('draws y upwards', () => {
    const { dots } = paint({}, { x: new Float32Array(count), y: new Float32Array(count).fill(0.9) });
    expect(dots[0]!.paths[0]![0]!.y).toBeLessThan(60);
  });
  it('leaves out what lies outside the square or is not a number', () => {
    const { dots } = paint({}, { x: new Float32Array(count).fill(1.2), y: new Float32Array(count) });
    expect(dots).toHaveLength(0);
    expect(paint({}, { x: new Float32Array(count).fill(Number.NaN), y: new Float32Array(count) }).dots).toHaveLength(0);
  });
  it('paints nothing outside its box, whatever it is marked with', () => {
    const { painted, state } = paint({ emphasis: '#abcdef', dimmed: true, badges: ['#111111', '#222222'] });
    for (const { x, y } of painted.flatMap(({ paths }) => paths.flat())) {
      expect(x).toBeGreaterThanOrEqual(box.x);
      expect(x).toBeLessThanOrEqual(box.x + box.width);
      expect(y).toBeGreaterThanOrEqual(box.y);
      expect(y).toBeLessThanOrEqual(box.y + box.height);
    }
    expect(state.globalAlpha).toBe(1);
    expect(painted.filter(({ colour }) => colour === '#222222')).toHaveLength(1);
  });
  it('is dimmed as a whole but for its frame', () => {
    const { dots, painted } = paint({ dimmed: true, emphasis: '#abcdef' });
    expect(dots.every(({ alpha }) => alpha < 0.5)).toBe(true);
    expect(painted.filter(({ colour }) => colour === '#abcdef').every(({ alpha }) => alpha === 1)).toBe(true);
  });
});
