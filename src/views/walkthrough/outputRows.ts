import { drawText, FONT } from '../../charts/canvas';
import type { Palette } from '../../charts/palette';
import { plotFont } from '../../charts/plot';
import { fontSize, type Look } from './bars';
import { drawOutputMark } from './marks';

/** Room for the numbers at the right, in font sizes. */
const NUMBERS = 8;

/** Room for the ring round the end of a bar, CSS pixels. */
const RING = 14;

/** Lanes of the outputs: where bars begin and end, and where the numbers stand. */
export interface OutputRows {
  mark: number;
  left: number;
  right: number;
  /** Right edge of the numbers. */
  edge: number;
  row(output: number): { middle: number; height: number };
}

/** One lane an output, in the middle of the height. */
export function outputRowsOf(K: number, width: number, height: number, palette: Palette, { compact }: Look): OutputRows {
  const head = compact ? 0 : 1.9 * fontSize(palette);
  const each = Math.min((height - head) / K, compact ? Number.POSITIVE_INFINITY : 110);
  const top = head + (height - head - K * each) / 2;
  const mark = compact ? 0 : Math.min(26, 0.3 * each);
  return {
    mark,
    left: compact ? 12 : 2 * mark + 10 + RING,
    right: compact ? width - 12 : width - NUMBERS * fontSize(palette) - RING,
    edge: width,
    row: (output) => ({ middle: top + (output + 0.5) * each, height: each }),
  };
}

/** The marks of the outputs at the left, a line at zero, and column heads. */
export function drawOutputRows(
  context: CanvasRenderingContext2D,
  K: number,
  outputRows: OutputRows,
  zero: number,
  head: string,
  palette: Palette,
  { compact }: Look,
): void {
  const from = outputRows.row(0);
  const to = outputRows.row(K - 1);
  context.fillStyle = palette.muted;
  context.fillRect(zero - 0.5, from.middle - from.height / 2, Math.max(1, palette.weight), to.middle - from.middle + from.height);
  if (compact) return;
  for (let k = 0; k < K; k++) drawOutputMark(context, k, outputRows.mark + 2, outputRows.row(k).middle, outputRows.mark, palette);
  context.font = plotFont(palette);
  context.fillStyle = palette.muted;
  drawText(context, head, outputRows.edge, from.middle - from.height / 2 - 4, fontSize(palette), {
    align: 'right',
    vertical: 'bottom',
  });
}

/** Two lines of numbers at the right end of a lane. */
export function drawRowNumbers(
  context: CanvasRenderingContext2D,
  outputRows: OutputRows,
  output: number,
  first: string,
  second: string,
  palette: Palette,
): void {
  const size = fontSize(palette) * 1.15;
  const right = outputRows.edge;
  const { middle } = outputRows.row(output);
  context.fillStyle = palette.ink;
  context.font = `600 ${size}px ${FONT}`;
  drawText(context, first, right, middle - 0.62 * size, size, { align: 'right', vertical: 'middle' });
  context.font = `${size}px ${FONT}`;
  context.fillStyle = palette.muted;
  drawText(context, second, right, middle + 0.62 * size, size, { align: 'right', vertical: 'middle' });
}

/** Where values low … high lie along the lanes. */
export const lengthScale = (outputRows: OutputRows, low: number, high: number) => (value: number) =>
  outputRows.left + ((value - low) / (high - low)) * (outputRows.right - outputRows.left);
