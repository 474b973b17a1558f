import { ticks } from 'd3';
import { drawText, FONT } from './canvas';
import type { Palette } from './palette';
import type { PlanePoints, PlaneScale } from './planeView';

/** Quiet axes of a plane: a few ticks along the bottom and left edges, and the axis names. */
export function drawPlaneAxes(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  scale: PlaneScale,
  names: { x: string; y: string },
  palette: Palette,
): void {
  const size = Math.round(11 * Math.sqrt(palette.weight) + (palette.weight > 1 ? 2 : 0));
  context.font = `${size}px ${FONT}`;
  context.fillStyle = palette.muted;
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  // Room for the axis name, which is set in a slightly larger bold.
  const nameWidth = context.measureText(names.x).width * 1.25 + 24;
  for (const value of ticks(scale.range.left, scale.range.right, 7)) {
    const x = scale.x(value);
    if (x < 34 || x > width - nameWidth) continue;
    line(context, x, height - 4, x, height);
    drawText(context, String(value), x, height - 6, size, { align: 'center', vertical: 'bottom' });
  }
  for (const value of ticks(scale.range.bottom, scale.range.top, 6)) {
    const y = scale.y(value);
    if (y < 34 || y > height - 34) continue;
    line(context, 0, y, 4, y);
    drawText(context, String(value), 7, y, size, { align: 'left', vertical: 'middle' });
  }
  context.fillStyle = palette.ink;
  context.font = `600 ${size + 1}px ${FONT}`;
  drawText(context, names.x, width - 8, height - 6, size, { align: 'right', vertical: 'bottom' });
  drawText(context, names.y, 8, 8, size, { align: 'left', vertical: 'top' });
}

function line(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** A cloud of labelled points, faint, as the ghost behind a moving picture. */
export function drawCloud(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  { points, stride, axes }: PlanePoints,
  labels: ArrayLike<number>,
  colours: readonly string[],
  limit: number,
  size: number,
  alpha: number,
): void {
  const step = Math.max(1, Math.floor(labels.length / limit));
  context.globalAlpha = alpha;
  for (let label = 0; label < colours.length; label++) {
    context.fillStyle = colours[label]!;
    for (let i = 0; i < labels.length; i += step) {
      if (labels[i] !== label) continue;
      context.fillRect(
        scale.x(points[i * stride + axes[0]]!) - size / 2,
        scale.y(points[i * stride + axes[1]]!) - size / 2,
        size,
        size,
      );
    }
  }
  context.globalAlpha = 1;
}
