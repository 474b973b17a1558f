import { bisectRight } from 'd3';
import { drawText } from './canvas';
import type { Palette } from './palette';
import { plotFont } from './plot';
import type { Box } from './smallMultiples';

/** A matrix and the colours of its entries. */
export interface Matrix {
  rows: number;
  columns: number;
  value(row: number, column: number): number;
  colour(value: number): string;
}

/** A run of rows or columns that belong together. */
export interface Part {
  name: string;
  colour: string;
  count: number;
}

export interface HeatMapMarks {
  rowParts?: readonly Part[];
  columnParts?: readonly Part[];
  emphasised?: { row?: number; column?: number };
  /** What rows and columns are; "to" and "from" when left out. */
  words?: { rows: string; columns: string };
}

const WEIGHT_WORDS = { rows: 'to', columns: 'from' };
/** Thickness of the bars that colour the parts, and their distance from the cells. */
const BAR = 6;
const BAR_GAP = 3;
/** Right of and below the cells, for the outline of the last ones. */
const RIM = 3;

const fontSize = (palette: Palette): number => (palette.weight > 1 ? 15 : 11.5);

/** The part of a heat map's box that its cells fill; the rest is words and bars. Hit tests need it too. */
export function heatMapCells(box: Box, palette: Palette, { rowParts, columnParts }: HeatMapMarks = {}): Box {
  const line = 1.35 * fontSize(palette);
  const room = (parts: readonly Part[] | undefined) => Math.round(line + (parts ? line + BAR + BAR_GAP : BAR_GAP));
  const left = room(rowParts);
  const top = room(columnParts);
  return {
    x: box.x + left,
    y: box.y + top,
    width: Math.max(1, box.width - left - RIM),
    height: Math.max(1, box.height - top - RIM),
  };
}

/** The count + 1 borders of `count` cells: on whole pixels, for sharp cells, unless some would vanish. */
function borders(start: number, length: number, count: number): number[] {
  const round = length >= count ? Math.round : (value: number) => value;
  return Array.from({ length: count + 1 }, (_, n) => (n === count ? start + length : start + round((n * length) / count)));
}

/** The cell at a place; undefined outside. `cells` as given by `heatMapCells`. */
export function cellAt(
  cells: Box,
  rows: number,
  columns: number,
  x: number,
  y: number,
): { row: number; column: number } | undefined {
  const column = bisectRight(borders(cells.x, cells.width, columns), x) - 1;
  const row = bisectRight(borders(cells.y, cells.height, rows), y) - 1;
  return row >= 0 && row < rows && column >= 0 && column < columns ? { row, column } : undefined;
}

/** Draws the matrix with its words, bars and borders inside `box`. */
export function drawHeatMap(
  context: CanvasRenderingContext2D,
  box: Box,
  matrix: Matrix,
  palette: Palette,
  marks: HeatMapMarks = {},
): void {
  const cells = heatMapCells(box, palette, marks);
  const xs = borders(cells.x, cells.width, matrix.columns);
  const ys = borders(cells.y, cells.height, matrix.rows);
  drawCells(context, matrix, xs, ys);
  drawColumnParts(context, cells, xs, marks.columnParts ?? [], palette);
  drawRowParts(context, cells, ys, marks.rowParts ?? [], palette);
  drawOutline(context, xs, ys, marks.emphasised ?? {}, palette);
  context.font = plotFont(palette, true);
  context.fillStyle = palette.ink;
  const size = fontSize(palette);
  const words = marks.words ?? WEIGHT_WORDS;
  drawText(context, words.columns, cells.x + cells.width / 2, box.y, size, { align: 'center', vertical: 'top' });
  drawUpwards(context, words.rows, box.x, cells.y + cells.height / 2, size);
}

function drawCells(context: CanvasRenderingContext2D, matrix: Matrix, xs: readonly number[], ys: readonly number[]): void {
  const right = xs.at(-1)!;
  const bottom = ys.at(-1)!;
  for (let row = 0; row < matrix.rows; row++) {
    const y = ys[row]!;
    for (let column = 0; column < matrix.columns; column++) {
      const x = xs[column]!;
      context.fillStyle = matrix.colour(matrix.value(row, column));
      // Half a pixel under the next cell: borders that fall between device pixels would show as seams.
      context.fillRect(x, y, Math.min(right, xs[column + 1]! + 0.5) - x, Math.min(bottom, ys[row + 1]! + 0.5) - y);
    }
  }
}

/** From where to where each part reaches, in pixels. */
function extents(parts: readonly Part[], edges: readonly number[]): (Part & { from: number; to: number })[] {
  let first = 0;
  return parts.map((part) => {
    const from = edges[first]!;
    first += part.count;
    return { ...part, from, to: edges[first]! };
  });
}

function drawColumnParts(
  context: CanvasRenderingContext2D,
  cells: Box,
  xs: readonly number[],
  parts: readonly Part[],
  palette: Palette,
): void {
  const size = fontSize(palette);
  const bar = cells.y - BAR_GAP - BAR;
  context.font = plotFont(palette);
  for (const { name, colour, from, to } of extents(parts, xs)) {
    context.fillStyle = colour;
    context.fillRect(from + 0.5, bar, Math.max(0.5, to - from - 1), BAR);
    context.fillStyle = palette.ink;
    if (from > cells.x) context.fillRect(from - 0.5, cells.y, 1, cells.height);
    if (context.measureText(name).width > to - from - 4) continue;
    drawText(context, name, (from + to) / 2, bar - 2, size, { align: 'center', vertical: 'bottom' });
  }
}

function drawRowParts(
  context: CanvasRenderingContext2D,
  cells: Box,
  ys: readonly number[],
  parts: readonly Part[],
  palette: Palette,
): void {
  const size = fontSize(palette);
  const bar = cells.x - BAR_GAP - BAR;
  context.font = plotFont(palette);
  for (const { name, colour, from, to } of extents(parts, ys)) {
    context.fillStyle = colour;
    context.fillRect(bar, from + 0.5, BAR, Math.max(0.5, to - from - 1));
    context.fillStyle = palette.ink;
    if (from > cells.y) context.fillRect(cells.x, from - 0.5, cells.width, 1);
    if (context.measureText(name).width > to - from - 4) continue;
    drawUpwards(context, name, bar - 2 - 1.2 * size, (from + to) / 2, size);
  }
}

/** Words read from below; `left` is the side where their tops are, `y` their middle. */
function drawUpwards(context: CanvasRenderingContext2D, text: string, left: number, y: number, size: number): void {
  context.save();
  context.translate(left, y);
  context.rotate(-Math.PI / 2);
  drawText(context, text, 0, 0, size, { align: 'center', vertical: 'top' });
  context.restore();
}

/** Frames the emphasised row and column; the frame stands outside them, as a thin row would vanish under it. */
function drawOutline(
  context: CanvasRenderingContext2D,
  xs: readonly number[],
  ys: readonly number[],
  { row, column }: { row?: number; column?: number },
  palette: Palette,
): void {
  const boxes: [left: number, top: number, right: number, bottom: number][] = [];
  if (row !== undefined) boxes.push([xs[0]!, ys[row]!, xs.at(-1)!, ys[row + 1]!]);
  if (column !== undefined) boxes.push([xs[column]!, ys[0]!, xs[column + 1]!, ys.at(-1)!]);
  for (const [colour, width] of [
    [palette.panel, RIM + 1],
    [palette.ink, 1.6],
  ] as const) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.lineJoin = 'miter';
    for (const [left, top, right, bottom] of boxes) {
      context.beginPath();
      context.moveTo(left - 1, top - 1);
      context.lineTo(right + 1, top - 1);
      context.lineTo(right + 1, bottom + 1);
      context.lineTo(left - 1, bottom + 1);
      context.closePath();
      context.stroke();
    }
  }
}
