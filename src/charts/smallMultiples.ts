import { quantile } from '../math/statistics';
import { FONT } from './canvas';
import { drawHaloText } from './marks';
import type { Palette } from './palette';
import type { PlanePoints } from './planeView';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A grid of equal square tiles, filled row by row. CSS pixels. */
export interface TileLayout {
  count: number;
  columns: number;
  rows: number;
  /** From one tile to the next, the gap included. */
  cell: number;
  height: number;
}

/** Between two tiles. */
const GAP = 6;
/** Few tiles grow beyond the wished size to fill the width, but not beyond this. */
const MAX_GROWTH = 1.4;
const FRAME = 1;
const EMPHASISED_FRAME = 3;
const DIMMED = 0.25;

/** As many tiles of about `tileSize` side by side as `width` takes. */
export function layoutTiles(count: number, width: number, tileSize: number): TileLayout {
  const columns = Math.max(1, Math.min(count, Math.floor(width / tileSize)));
  // Whole pixels keep the frames sharp.
  const cell = Math.max(1, Math.floor(Math.min(width / columns, MAX_GROWTH * tileSize)));
  const rows = Math.ceil(count / columns);
  return { count, columns, rows, cell, height: rows * cell };
}

/** Where a tile is drawn. */
export function tileBox({ columns, cell }: TileLayout, index: number): Box {
  const side = Math.max(1, cell - GAP);
  const inset = (cell - side) / 2;
  return { x: (index % columns) * cell + inset, y: Math.floor(index / columns) * cell + inset, width: side, height: side };
}

/** The tile at a place. The gaps belong to the tiles, or whatever follows the pointer would flicker on the way from one to the next. */
export function tileAt({ count, columns, cell }: TileLayout, x: number, y: number): number | undefined {
  const column = Math.floor(x / cell);
  const row = Math.floor(y / cell);
  if (!(column >= 0 && column < columns && row >= 0)) return undefined;
  const index = row * columns + column;
  return index < count ? index : undefined;
}

/** Points in the square −1 … 1, y upwards; a few outliers may lie outside. */
export interface UnitPoints {
  x: Float32Array;
  y: Float32Array;
}

/** Share of a tile's half width that the points fill, their outermost .3 percent aside. */
const FILLED = 0.9;

/** Two coordinates of a cloud stretched, each on its own scale, to fill a tile: at this size the shape tells more than its proportions. */
export function unitSquare({ points, stride, axes }: PlanePoints, count: number): UnitPoints {
  const column = (axis: number) => {
    const values = Float64Array.from({ length: count }, (_, i) => points[i * stride + axis]!);
    const low = quantile(values, 0.003);
    const high = quantile(values, 0.997);
    return Float32Array.from(values, (value) => FILLED * ((2 * (value - low)) / (high - low || 1) - 1));
  };
  return { x: column(axes[0]), y: column(axes[1]) };
}

/** What one tile shows. */
export interface Tile {
  points: UnitPoints;
  /** Index into the colours, one per point; a point whose index is no colour is left out. */
  colourIndex: Uint8Array;
  /** Side of a point, CSS pixels. */
  pointSize: number;
  label: string;
  /** Colour of a thick frame. */
  emphasis?: string;
  /** Stands back behind the others. */
  dimmed?: boolean;
  /** Colours of small squares in the corner: the groups that the tile belongs to. */
  badges?: readonly string[];
}

/** Draws a tile on the panel's colour. */
export function drawTile(
  context: CanvasRenderingContext2D,
  box: Box,
  tile: Tile,
  colours: readonly string[],
  palette: Palette,
): void {
  context.fillStyle = palette.panel;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.globalAlpha = tile.dimmed ? DIMMED : 1;
  drawPoints(context, box, tile, colours);
  drawCorners(context, box, tile, palette);
  context.globalAlpha = 1;
  drawFrame(context, box, tile.emphasis ? EMPHASISED_FRAME : FRAME, tile.emphasis ?? palette.line);
}

/** From the middle colour outwards, as a faint value must not cover a strong one of a diverging scale. */
function paintOrder(count: number): number[] {
  const middle = (count - 1) / 2;
  return Array.from({ length: count }, (_, n) => n).sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
}

function drawPoints(context: CanvasRenderingContext2D, box: Box, tile: Tile, colours: readonly string[]): void {
  const { points, colourIndex, pointSize } = tile;
  const half = (Math.min(box.width, box.height) - pointSize) / 2 - FRAME;
  const left = box.x + (box.width - pointSize) / 2;
  const top = box.y + (box.height - pointSize) / 2;
  for (const index of paintOrder(colours.length)) {
    context.fillStyle = colours[index]!;
    for (let i = 0; i < colourIndex.length; i++) {
      if (colourIndex[i] !== index) continue;
      const x = points.x[i]!;
      const y = points.y[i]!;
      // Outliers and NaN stay out; clamped to the frame they would look like data.
      if (!(x >= -1 && x <= 1 && y >= -1 && y <= 1)) continue;
      context.fillRect(left + x * half, top - y * half, pointSize, pointSize);
    }
  }
}

function drawCorners(context: CanvasRenderingContext2D, box: Box, { label, badges = [] }: Tile, palette: Palette): void {
  const size = Math.max(9, Math.min(14, 0.14 * box.width)) * (palette.weight > 1 ? 1.15 : 1);
  context.font = `600 ${size}px ${FONT}`;
  drawHaloText(
    context,
    label,
    box.x + 5,
    box.y + 4,
    size,
    { align: 'left', vertical: 'top' },
    { ink: palette.ink, paper: palette.panel },
  );
  const side = Math.round(0.65 * size);
  badges.forEach((colour, n) => {
    context.fillStyle = colour;
    context.fillRect(box.x + box.width - 5 - side - n * (side + 2), box.y + 5, side, side);
  });
}

/** Four bars inside the box, so that a thick frame does not reach into the neighbours. */
function drawFrame(context: CanvasRenderingContext2D, { x, y, width, height }: Box, thickness: number, colour: string): void {
  context.fillStyle = colour;
  context.fillRect(x, y, width, thickness);
  context.fillRect(x, y + height - thickness, width, thickness);
  context.fillRect(x, y, thickness, height);
  context.fillRect(x + width - thickness, y, thickness, height);
}
