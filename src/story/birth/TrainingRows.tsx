import { useMemo, useRef } from 'react';
import type { BirthFrame } from '../../analyses/birth/compute';
import { beginFrame } from '../../charts/canvas';
import { drawHaloText } from '../../charts/marks';
import type { Palette } from '../../charts/palette';
import { beginPlot, clipped, drawEstimate, drawLine, drawMark, type Plot, plotFont } from '../../charts/plot';
import { type Estimate, meanEstimate } from '../../math/statistics';
import { useFrame, usePalette } from '../../ui/context';
import { type LossCurve, normalised, smooth } from '../../views/training/progress';
import { ROWS } from './text';

/** What is drawn of the loss: its plateau is 1, its floor 0. */
const LOSS = { from: -0.25, to: 2 };

/** How long one output stays the favourite, steps: mean over the stays that began and ended in the run, with its 95 % interval. */
export function stayOf(labels: Uint8Array): Estimate {
  const changes: number[] = [];
  for (let t = 1; t < labels.length; t++) if (labels[t] !== labels[t - 1]) changes.push(t);
  return meanEstimate(changes.slice(1).map((t, n) => t - changes[n]!));
}

/** Updates at which something happens, marked in the first row. */
export interface Landmarks {
  drop: number;
  turns: number;
}

interface TrainingRowsProps {
  curve: LossCurve;
  frames: readonly BirthFrame[] | undefined;
  landmarks: Landmarks;
  /** The update that the film shows. */
  now: () => number;
}

/**
 * Loss and length of the stays through a training, one above the other. The axis is logarithmic: the drop of the loss takes some twenty
 * updates of thousands, and would be a line two pixels wide.
 */
export function TrainingRows({ curve, frames, landmarks, now }: TrainingRowsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = usePalette();
  const trend = useMemo(() => smooth(normalised(curve)), [curve]);
  const stays = useMemo(
    () => (frames ?? []).map(({ update, labels }) => ({ x: Math.max(1, update), ...stayOf(labels) })),
    [frames],
  );
  useFrame(() => {
    const frame = canvas.current && beginFrame(canvas.current);
    if (!frame) return;
    frame.context.clearRect(0, 0, frame.width, frame.height);
    drawRows(
      frame,
      { trend, stays, end: Math.max(2, curve.total), at: Math.min(Math.max(2, curve.total), Math.max(1, now())), landmarks },
      palette,
    );
  });
  return <canvas ref={canvas} className="normalised-loss training-rows" role="img" aria-label={ROWS.describe} />;
}

/** What the rows are drawn from. */
interface RowsInput {
  /** The loss, smoothed; the plateau is 1, the floor 0. */
  trend: readonly { update: number; loss: number }[];
  /** Length of the stays at each checkpoint, x the update. */
  stays: readonly (Estimate & { x: number })[];
  /** The last update, and the one that is shown. */
  end: number;
  at: number;
  landmarks: Landmarks;
}

function drawRows(
  { context, width, height }: { context: CanvasRenderingContext2D; width: number; height: number },
  { trend, stays, end, at, landmarks }: RowsInput,
  palette: Palette,
): void {
  const font = fontOf(palette);
  const bottom = font * 1.6;
  const each = (height - bottom) / 2;
  const x = { from: 1, to: end, log: true, name: '' };
  const common = { left: 0, width, leftMargin: font * 5 };
  const levels = { ...LOSS, name: '', at: [0, 1], format: (value: number) => ROWS.lines[value]! };
  const loss = beginPlot(context, { ...common, top: 0, height: each, x: { ...x, ticks: 0 }, y: levels }, palette);
  clipped(loss, () =>
    drawLine(
      loss,
      trend.map(({ update }) => update),
      trend.map((point) => point.loss),
      { colour: palette.accent, width: 2.2 * palette.weight },
    ),
  );
  const longest = Math.max(10, ...stays.map(({ value }) => value));
  const steps = { from: 0, to: 2 * longest, name: '', ticks: 2 };
  const spec = { ...common, top: each, height: each + bottom, x: { ...x, ticks: width > 500 ? 6 : 3 }, y: steps };
  const stay = beginPlot(context, spec, palette);
  // Dots are measured; checkpoints between them grow without bound, and the thin line only joins what was measured.
  clipped(stay, () => {
    drawLine(
      stay,
      stays.map((one) => one.x),
      stays.map(({ value }) => value),
      { colour: palette.ink, width: 1.2 * palette.weight, alpha: 0.5 },
    );
    for (const one of stays) if (Number.isFinite(one.value)) drawEstimate(stay, one.x, one, palette.ink, 2.6);
  });
  drawMark(loss, 'x', landmarks.drop, ROWS.drop, palette.ink);
  if (width > 500) drawMark(stay, 'x', landmarks.turns, ROWS.turns, palette.ink);
  nameRow(loss, ROWS.loss);
  nameRow(stay, ROWS.stays);
  for (const plot of [loss, stay]) drawCursor(plot, at);
  const near = nearestTo(stays, at);
  if (near) writeStay(stay, at, near);
}

/** The checkpoint nearest to an update: the one whose outputs the film shows. */
const nearestTo = (stays: RowsInput['stays'], at: number) =>
  stays.reduce<RowsInput['stays'][number] | undefined>(
    (best, one) => (!best || Math.abs(one.x - at) <= Math.abs(best.x - at) ? one : best),
    undefined,
  );

/** Size of the letters of a plot, CSS pixels. */
const fontOf = (palette: Palette) => Number.parseFloat(plotFont(palette));

/** The name of a row, in its upper left corner. */
function nameRow({ context, palette, left, top }: Plot, name: string): void {
  context.font = plotFont(palette, true);
  const ink = { ink: palette.ink, paper: palette.panel };
  drawHaloText(context, name, left + 6, top + 2, fontOf(palette), { align: 'left', vertical: 'top' }, ink);
}

/** Where the film is. */
function drawCursor({ context, palette, x, top, height }: Plot, at: number): void {
  context.strokeStyle = palette.accent;
  context.lineWidth = 2 * palette.weight;
  context.beginPath();
  context.moveTo(x(at), top);
  context.lineTo(x(at), top + height);
  context.stroke();
}

/** The length of a stay at the checkpoint nearest to the cursor, in words, on the side of it where there is more room. */
function writeStay(plot: Plot, at: number, { x, value, low, high, n }: RowsInput['stays'][number]): void {
  const { context, palette, left, width } = plot;
  if (!Number.isFinite(value)) return;
  context.font = plotFont(palette, true);
  const right = plot.x(at) < left + width / 2;
  const size = fontOf(palette);
  const anchor = { align: right ? 'left' : 'right', vertical: 'top' } as const;
  const ink = { ink: palette.accent, paper: palette.panel };
  drawHaloText(
    context,
    ROWS.stay(x, value, low, high, n),
    plot.x(at) + (right ? 6 : -6),
    plot.top + 1.5 * size,
    size,
    anchor,
    ink,
  );
}
