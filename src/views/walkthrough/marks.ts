import { drawText, FONT } from '../../charts/canvas';
import type { Palette } from '../../charts/palette';

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
