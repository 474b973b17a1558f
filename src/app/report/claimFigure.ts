import { drawText } from '../../charts/canvas';
import type { Figure } from '../../charts/figure';
import type { Palette } from '../../charts/palette';
import { drawBand, drawLine, plotFont, wholePlot } from '../../charts/plot';
import type { ClaimFigure, IntervalRow } from '../../claims/claim';

/** Height of a claim's picture, CSS pixels. */
export const pictureHeight = (figure: ClaimFigure): number =>
  figure.kind === 'interval' ? Math.max(60, 28 * figure.rows.length + 14) : 170;

/** A claim's numbers as a picture with a table. */
export function figureOfClaim(figure: ClaimFigure): Figure {
  return figure.kind === 'curve'
    ? {
        draw: (context, width, height, palette) => drawCurve(context, width, height, figure, palette),
        table: () => ({
          columns: [figure.xName, figure.yName, ...(figure.low && figure.high ? ['low', 'high'] : [])],
          rows: figure.x.map((x, n) => [
            x,
            figure.y[n]!,
            ...(figure.low && figure.high ? [figure.low[n]!, figure.high[n]!] : []),
          ]),
        }),
      }
    : {
        draw: (context, width, height, palette) => drawIntervals(context, width, height, figure.rows, palette),
        table: () => ({
          columns: ['name', 'value', 'low', 'high', 'n', 'at least', 'at most'],
          rows: figure.rows.map(({ name, estimate: { value, low, high, n }, atLeast, atMost }) => [
            name,
            value,
            low,
            high,
            n,
            atLeast ?? '',
            atMost ?? '',
          ]),
        }),
      };
}

function drawCurve(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  figure: Extract<ClaimFigure, { kind: 'curve' }>,
  palette: Palette,
): void {
  const { x, y, low, high, xName, yName } = figure;
  const finite = [...y, ...(low ?? []), ...(high ?? [])].filter(Number.isFinite);
  const [bottom, top] = [Math.min(0, ...finite), Math.max(...finite) || 1];
  const plot = wholePlot(
    context,
    width,
    height,
    {
      x: { from: Math.min(...x), to: Math.max(...x), name: xName, ticks: 4 },
      y: { from: bottom, to: top + 0.05 * (top - bottom), name: yName, ticks: 3 },
    },
    palette,
  );
  if (low && high) drawBand(plot, x, low, high, palette.accent);
  drawLine(plot, x, y, { colour: palette.accent });
}

/** Each interval on a scale of its own, with what the claim accepts shaded. */
function drawIntervals(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  rows: readonly IntervalRow[],
  palette: Palette,
): void {
  // Above the first bar stands the number of its threshold.
  const top = 12;
  const step = (height - top) / Math.max(1, rows.length);
  rows.forEach(({ estimate, atLeast, atMost }, n) => {
    const y = top + (n + 0.5) * step;
    const known = [estimate.value, estimate.low, estimate.high, atLeast, atMost].filter((v): v is number => Number.isFinite(v));
    if (known.length === 0) return;
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const margin = 0.25 * (high - low || Math.abs(high) || 1);
    const at = (value: number) =>
      Math.min(width - 4, Math.max(4, 4 + ((value - low + margin) / (high - low + 2 * margin)) * (width - 8)));
    const from = atLeast === undefined ? 4 : at(atLeast);
    const to = atMost === undefined ? width - 4 : at(atMost);
    if (atLeast !== undefined || atMost !== undefined) {
      context.fillStyle = palette.outputs[0]!;
      context.globalAlpha = 0.16;
      context.fillRect(from, y - 8, Math.max(1, to - from), 16);
      context.globalAlpha = 1;
    }
    context.strokeStyle = context.fillStyle = palette.ink;
    context.lineWidth = 1.6;
    context.beginPath();
    context.moveTo(at(estimate.low), y);
    context.lineTo(at(estimate.high), y);
    context.stroke();
    context.beginPath();
    context.arc(at(estimate.value), y, 3.2, 0, 2 * Math.PI);
    context.fill();
    context.font = plotFont(palette);
    context.fillStyle = palette.muted;
    for (const threshold of [atLeast, atMost])
      if (threshold !== undefined)
        drawText(context, String(Number(threshold.toPrecision(3))), at(threshold), y - 9, 9, {
          align: 'center',
          vertical: 'bottom',
        });
  });
}
