import { drawText } from '../../charts/canvas';
import type { Table } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { plotFont } from '../../charts/plot';
import type { Box } from '../../charts/smallMultiples';
import { signed } from './words';

/** How a picture is drawn: how far its motion has gone, and whether it is one of the small ones, which have no words. */
export interface Look {
  /** 0 … 1 */
  progress: number;
  compact: boolean;
}

/** A picture of a part: at any size, at any moment of its motion, and the numbers it shows. */
export interface PartPicture {
  draw(context: CanvasRenderingContext2D, width: number, height: number, palette: Palette, look: Look): void;
  table(): Table;
}

export const fontSize = (palette: Palette): number => (palette.weight > 1 ? 15 : 11.5);

/** The stretch from … to of a motion as 0 … 1 of its own, eased. */
export function stretch(progress: number, from: number, to: number): number {
  const share = Math.max(0, Math.min(1, (progress - from) / (to - from)));
  return share * share * (3 - 2 * share);
}

/** Rows one above the other, each with room for a line of words; none in small pictures. */
export function rows(count: number, width: number, height: number, palette: Palette, { compact }: Look): Box[] {
  const words = compact ? 0 : 1.9 * fontSize(palette);
  const gap = compact ? 3 : 10;
  const each = (height - gap * (count - 1)) / count;
  return Array.from({ length: count }, (_, n) => ({
    x: 0,
    y: n * (each + gap) + words,
    width,
    height: Math.max(4, each - words),
  }));
}

/** Words above a row: its name at the left, a remark at the right. */
export function drawRowName(context: CanvasRenderingContext2D, row: Box, name: string, remark: string, palette: Palette): void {
  const size = fontSize(palette);
  const y = row.y - 0.55 * size;
  context.font = plotFont(palette);
  const taken = context.measureText(remark).width + 8;
  context.font = plotFont(palette, true);
  context.fillStyle = palette.ink;
  // Where there is no room, the name is cut at its colon; where there is none for that, the remark goes.
  const short = name.split(':')[0]!;
  const written = context.measureText(name).width + taken < row.width ? name : short;
  drawText(context, written, row.x, y, size, { align: 'left', vertical: 'bottom' });
  if (context.measureText(written).width + taken > row.width) return;
  context.font = plotFont(palette);
  context.fillStyle = palette.muted;
  drawText(context, remark, row.x + row.width, y, size, { align: 'right', vertical: 'bottom' });
}

export const rangeText = (values: ArrayLike<number>): string => {
  const all = Array.from(values);
  return `${signed(Math.min(...all))} … ${signed(Math.max(...all))}`;
};

/** Values on the common scale of a row of bars. */
export interface BarScale {
  low: number;
  high: number;
}

/** A scale that takes all the values and zero. */
export function barScale(...sets: readonly ArrayLike<number>[]): BarScale {
  const all = sets.flatMap((set) => Array.from(set));
  const low = Math.min(0, ...all);
  const high = Math.max(0, ...all);
  // Where all is 0 the line of zero stands in the middle.
  return low === high ? { low: -1, high: 1 } : { low, high };
}

/** Height of a value in a row, CSS pixels. */
export const barY = (row: Box, { low, high }: BarScale, value: number): number =>
  row.y + row.height * ((high - value) / (high - low));

/** A bar is no wider, CSS pixels: few bars on a wide picture would look like blocks. */
const WIDEST = 36;

/** Where bar i of n stands. */
export function barAt(row: Box, n: number, i: number): { x: number; width: number } {
  const cell = row.width / n;
  const gap = cell > 3 ? Math.max(1, cell * 0.22, cell - WIDEST) : 0;
  return { x: row.x + i * cell + gap / 2, width: Math.max(0.6, cell - gap) };
}

/** The colour of a signed value. */
export const signColour = (palette: Palette, value: number): string => (value < 0 ? palette.negative : palette.positive);

/** One bar a value, from the line of zero up or down. */
export function drawBars(
  context: CanvasRenderingContext2D,
  row: Box,
  scale: BarScale,
  values: ArrayLike<number>,
  colour: (value: number, index: number) => string,
  alpha = 1,
): void {
  const zero = barY(row, scale, 0);
  context.globalAlpha = alpha;
  for (let i = 0; i < values.length; i++) {
    const { x, width } = barAt(row, values.length, i);
    const end = barY(row, scale, values[i]!);
    context.fillStyle = colour(values[i]!, i);
    context.fillRect(x, Math.min(zero, end), width, Math.abs(end - zero));
  }
  context.globalAlpha = 1;
}

/** The line of zero of a row. */
export function drawZero(context: CanvasRenderingContext2D, row: Box, scale: BarScale, palette: Palette): void {
  context.fillStyle = palette.muted;
  context.fillRect(row.x, Math.round(barY(row, scale, 0)) - 0.5, row.width, Math.max(1, palette.weight));
}
