import { useEffect, useRef } from 'react';
import { beginFrame } from '../../charts/canvas';
import { PALETTES, type Palette } from '../../charts/palette';
import { drawBand, drawLine, plotFont, wholePlot } from '../../charts/plot';
import { drawText } from '../../charts/text';
import type { ClaimFigure, IntervalRow } from '../../claims/claim';
import { usePalette } from '../../ui/context';
import { useSize } from '../../ui/useSize';
import { usePrinting } from './usePrinting';

/** A small picture of a claim's numbers, in the colours of the page; paper gets those of the screen profile. */
export function ClaimPicture({ figure, label }: { figure: ClaimFigure; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useSize(canvas);
  const shown = usePalette();
  const palette = usePrinting() ? PALETTES.screen : shown;
  useEffect(() => {
    const frame = canvas.current && size.width > 0 ? beginFrame(canvas.current) : undefined;
    if (!frame) return;
    const { context, width, height } = frame;
    context.clearRect(0, 0, width, height);
    if (figure.kind === 'curve') drawCurve(context, width, height, figure, palette);
    else drawIntervals(context, width, height, figure.rows, palette);
  }, [figure, size, palette]);
  const rows = figure.kind === 'interval' ? figure.rows.length : 5;
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      className="claim-picture"
      style={{ height: Math.max(60, 28 * rows + 14) }}
    />
  );
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
