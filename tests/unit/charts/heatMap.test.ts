import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellAt, drawHeatMap, type HeatMapMarks, heatMapCells } from '../../../src/charts/heatMap';
import { PALETTES, PROFILES } from '../../../src/charts/palette';
import { recordingContext } from './recordingContext';

const palette = PALETTES.screen;
const box = { x: 12, y: 7, width: 240, height: 190 };

/** Draws a matrix whose colours name their cells; the rectangles of the cells by name. */
function paint(rows: number, columns: number, marks: HeatMapMarks = {}, profile = palette) {
  const { context, painted } = recordingContext();
  const value = (row: number, column: number) => row * columns + column;
  drawHeatMap(context, box, { rows, columns, value, colour: (v) => `cell ${v}` }, profile, marks);
  const rects = painted
    .filter(({ colour }) => colour.startsWith('cell'))
    .map(({ colour, paths }) => {
      const [{ x, y }, , opposite] = paths[0]! as [{ x: number; y: number }, unknown, { x: number; y: number }];
      return { cell: Number(colour.slice(5)), left: x, top: y, right: opposite.x, bottom: opposite.y };
    });
  return { painted, rects, cells: heatMapCells(box, profile, marks) };
}

const parts = [
  { name: 'A', colour: '#aa0000', count: 3 },
  { name: 'a long name for few', colour: '#00aa00', count: 1 },
  { name: 'C', colour: '#0000aa', count: 4 },
];

describe('a heat map', () => {
  it('covers its cells without a gap: each begins no later than where the one before it ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 400 }), (rows, columns) => {
        const { rects, cells } = paint(rows, columns);
        expect(rects).toHaveLength(rows * columns);
        rects.forEach(({ cell, left, right, top, bottom }, n) => {
          expect(cell).toBe(n);
          if (n % columns > 0) expect(rects[n - 1]!.right).toBeGreaterThanOrEqual(left);
          else expect(left).toBe(cells.x);
          if (n % columns === columns - 1) expect(right).toBeCloseTo(cells.x + cells.width, 9);
          if (n >= columns) expect(rects[n - columns]!.bottom).toBeGreaterThanOrEqual(top);
          else expect(top).toBe(cells.y);
          if (n >= (rows - 1) * columns) expect(bottom).toBeCloseTo(cells.y + cells.height, 9);
          expect(right).toBeGreaterThan(left);
          expect(bottom).toBeGreaterThan(top);
        });
      }),
      { numRuns: 20 },
    );
  });
  it('finds the cell that is seen at a place: the last one painted there', () => {
    const { rects, cells } = paint(11, 37);
    const share = fc.double({ min: 0, max: 0.9999, noNaN: true });
    fc.assert(
      fc.property(share, share, (u, v) => {
        const x = cells.x + u * cells.width;
        const y = cells.y + v * cells.height;
        const seen = rects.findLast(({ left, right, top, bottom }) => x >= left && x < right && y >= top && y < bottom)!;
        const { row, column } = cellAt(cells, 11, 37, x, y)!;
        expect(row * 37 + column).toBe(seen.cell);
      }),
    );
    expect(cellAt(cells, 11, 37, cells.x - 0.1, cells.y + 1)).toBeUndefined();
    expect(cellAt(cells, 11, 37, cells.x + 1, cells.y + cells.height)).toBeUndefined();
  });
  it('marks parts as long as their cells are, and names those that have room', () => {
    const { painted, rects } = paint(8, 8, { rowParts: parts, columnParts: parts });
    for (const [n, { colour, count }] of parts.entries()) {
      const [above, beside] = painted.filter((mark) => mark.colour === colour).map(({ paths }) => paths[0]!);
      const first = parts.slice(0, n).reduce((sum, part) => sum + part.count, 0);
      const [start, end] = [rects[first]!, rects[first + count - 1]!];
      expect(Math.abs(above![0]!.x - start.left)).toBeLessThanOrEqual(1);
      expect(Math.abs(above![2]!.x - end.right)).toBeLessThanOrEqual(1);
      expect(Math.abs(beside![0]!.y - rects[first * 8]!.top)).toBeLessThanOrEqual(1);
    }
    expect(painted.flatMap(({ text }) => text ?? [])).toEqual(['A', 'C', 'A', 'C', 'from', 'to']);
  });
  it.each(PROFILES)('paints nothing outside its box (%s)', (profile) => {
    const marks = { rowParts: parts, columnParts: parts, emphasised: { row: 7, column: 7 } };
    for (const { paths, width, kind } of paint(8, 8, marks, PALETTES[profile]).painted) {
      const half = kind === 'stroke' ? width / 2 : 0;
      for (const { x, y } of paths.flat()) {
        expect(x - half).toBeGreaterThanOrEqual(box.x);
        expect(y - half).toBeGreaterThanOrEqual(box.y);
        expect(x + half).toBeLessThanOrEqual(box.x + box.width);
        expect(y + half).toBeLessThanOrEqual(box.y + box.height);
      }
    }
  });
  it('frames the emphasised row and column around their cells', () => {
    const { painted, rects } = paint(8, 8, { emphasised: { row: 2 } });
    const outline = painted.filter(({ kind }) => kind === 'stroke').at(-1)!;
    const ys = outline.paths[0]!.map(({ y }) => y);
    expect(Math.min(...ys)).toBeLessThanOrEqual(rects[2 * 8]!.top);
    expect(Math.max(...ys)).toBeGreaterThanOrEqual(rects[3 * 8]!.top);
    expect(paint(8, 8).painted.some(({ kind }) => kind === 'stroke')).toBe(false);
  });
});
