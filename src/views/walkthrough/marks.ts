import { drawText, FONT } from '../../charts/canvas';
import type { Palette } from '../../charts/palette';
import { beginPlot, type Plot } from '../../charts/plot';
import type { Box } from '../../charts/smallMultiples';

/** Corners of the shape of each output; a shape without corners is a disc. Output k has its shape everywhere in the slow mode. */
const CORNERS = [0, 4, 3, 5, 6, 8] as const;
/** First corner, in turns from the top: squares stand on a side. */
const TURNED: Partial<Record<number, number>> = { 4: 1 / 8, 8: 1 / 16 };

/** The outline of an output's shape, ready to be filled. */
function shapePath(context: CanvasRenderingContext2D, output: number, x: number, y: number, radius: number): void {
  const corners = CORNERS[output % CORNERS.length]!;
  context.beginPath();
  if (corners === 0) {
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  // Shapes with few corners look small for their radius.
  const reach = radius * (corners === 3 ? 1.3 : corners === 4 ? 1.22 : 1.1);
  const lower = corners === 3 ? 0.16 * radius : 0;
  for (let n = 0; n < corners; n++) {
    const angle = 2 * Math.PI * (n / corners + (TURNED[corners] ?? 0) - 1 / 4);
    const [px, py] = [x + reach * Math.cos(angle), y + lower + reach * Math.sin(angle)];
    if (n === 0) context.moveTo(px, py);
    else context.lineTo(px, py);
  }
  context.closePath();
}

/** An output as its shape in its colour, with its number inside where it can be read. */
export function drawOutputMark(
  context: CanvasRenderingContext2D,
  output: number,
  x: number,
  y: number,
  radius: number,
  palette: Palette,
): void {
  context.fillStyle = palette.outputs[output]!;
  shapePath(context, output, x, y, radius);
  context.fill();
  if (radius < 7) return;
  const size = radius * 1.15;
  context.font = `700 ${size}px ${FONT}`;
  context.fillStyle = palette.panel;
  drawText(context, String(output), x, y + (CORNERS[output % CORNERS.length] === 3 ? 0.2 * radius : 0), size, {
    align: 'center',
    vertical: 'middle',
  });
}

/** Values on named lines: a plot with words for its y axis. */
export function namedLines(
  context: CanvasRenderingContext2D,
  box: Box,
  names: readonly string[],
  x: { from: number; to: number; name: string; log?: boolean },
  palette: Palette,
  key = false,
): { plot: Plot; line: (n: number) => number } {
  const last = names.length - 1;
  const line = (n: number) => last - n;
  const plot = beginPlot(
    context,
    {
      left: box.x,
      top: box.y,
      width: box.width,
      height: box.height,
      x,
      y: { from: -0.5, to: last + 0.5, name: '', at: names.map((_, n) => line(n)), format: (value) => names[last - value]! },
      key,
    },
    palette,
  );
  return { plot, line };
}

/** A value without an interval. */
export const certain = (value: number) => ({ value, low: value, high: value });

/** The word of a number in small pictures. */
export function drawBigNumber(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  text: string,
  palette: Palette,
): void {
  const size = Math.min(0.5 * height, (1.5 * width) / Math.max(4, text.length));
  context.font = `700 ${size}px ${FONT}`;
  context.fillStyle = palette.ink;
  drawText(context, text, width / 2, height / 2, size, { align: 'center', vertical: 'middle' });
}

/** A bar from 0 to a value. */
export function drawLossBar(plot: Plot, line: number, value: number, colour: string): void {
  const { context } = plot;
  const thick = Math.min(34, 0.5 * Math.abs(plot.y(0) - plot.y(1)));
  context.fillStyle = colour;
  context.fillRect(plot.x(0), plot.y(line) - thick / 2, plot.x(value) - plot.x(0), thick);
}

/** An estimate along the x axis: a disc with its interval. */
export function drawValue(
  plot: Plot,
  line: number,
  { value, low, high }: { value: number; low: number; high: number },
  colour: string,
): void {
  const { context, palette } = plot;
  context.fillStyle = colour;
  context.fillRect(plot.x(low), plot.y(line) - palette.weight, Math.max(1, plot.x(high) - plot.x(low)), 2 * palette.weight);
  context.beginPath();
  context.arc(plot.x(value), plot.y(line), 5 * Math.sqrt(palette.weight), 0, 2 * Math.PI);
  context.fill();
}

/** The place of a value that has moved. */
export function drawRing(plot: Plot, value: number, line: number): void {
  const { context, palette } = plot;
  context.beginPath();
  context.arc(plot.x(value), plot.y(line), 5 * Math.sqrt(palette.weight), 0, 2 * Math.PI);
  context.strokeStyle = palette.muted;
  context.lineWidth = 1.6 * palette.weight;
  context.stroke();
}
