import { beginFrame } from './canvas';
import type { Palette } from './palette';
import { drawCloud } from './planeMarks';
import { type PlanePoints, planeScale, viewOfCloud } from './planeView';
import { drawCross, drawTrail } from './trail';

/** A small portrait of a recorded run: its cloud, a stretch of its path, the fixed point. */
export function drawThumbnail(
  canvas: HTMLCanvasElement,
  run: PlanePoints & { labels: Uint8Array; origin: ArrayLike<number> },
  palette: Palette,
): void {
  const frame = beginFrame(canvas);
  if (!frame || run.labels.length === 0) return;
  const { context, width, height } = frame;
  const about = { x: run.origin[run.axes[0]]!, y: run.origin[run.axes[1]]! };
  const scale = planeScale(viewOfCloud(run, run.labels.length, about), width, height);
  context.clearRect(0, 0, width, height);
  drawCloud(context, scale, run, run.labels, palette.outputs, run.labels.length, 1.6, 0.3);
  const steps = Math.min(120, run.labels.length);
  drawTrail(
    context,
    scale,
    {
      ...run,
      capacity: run.labels.length,
      from: 0,
      to: steps,
      colour: (slot) => palette.outputs[run.labels[slot]!]!,
    },
    0.9,
  );
  drawCross(context, scale.x(about.x), scale.y(about.y), 3.5, palette.ink, palette.panel);
}
