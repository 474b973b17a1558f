import { FONT } from '../../charts/canvas';
import { drawHaloText } from '../../charts/marks';
import { mixColours, type Palette } from '../../charts/palette';
import type { PlaneScale } from '../../charts/planeView';
import { drawRing, drawTrail } from '../../charts/trail';
import { HISTORY, type LiveRun, POINT_STRIDE } from '../../state/live/liveRun';
import type { Camera, Projector } from './projection';

/** The un-intervened twin of the live run: a pale path with an open head. @param to steps drawn up to; @param most of them */
export function drawTwin(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  { twin, step }: LiveRun,
  to: number,
  most: number,
  camera: Camera,
  projector: Projector,
  palette: Palette,
): void {
  if (!twin || to <= twin.from) return;
  const points = projector.points(camera, twin.points, POINT_STRIDE, HISTORY, 'twin');
  const pale = mixColours(palette.muted, palette.panel, 0.4);
  drawTrail(
    context,
    scale,
    {
      ...points,
      capacity: HISTORY,
      from: Math.max(0, twin.from - 1, step - HISTORY + 1, to - most),
      to,
      colour: () => pale,
    },
    1.2 * palette.weight,
  );
  const { x, y } = projector.point(camera, twin.points, ((to - 1) % HISTORY) * POINT_STRIDE);
  drawRing(context, scale.x(x), scale.y(y), 6 * Math.sqrt(palette.weight), pale, palette.panel);
}

/** Steps whose mean is the place where the state stays. */
const STAY = 80;

/** Marks the place where the state has stayed of late: a dashed ring, twice the spread of the last steps about their mean. */
export function drawStay(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  { points, step }: LiveRun,
  to: number,
  camera: Camera,
  projector: Projector,
  palette: Palette,
): void {
  const from = Math.max(0, step - HISTORY + 1, to - STAY);
  const n = to - from;
  if (n < STAY) return;
  const sums = [0, 0, 0];
  for (let t = from; t < to; t++) {
    const { x, y } = projector.point(camera, points, (t % HISTORY) * POINT_STRIDE);
    sums[0]! += x / n;
    sums[1]! += y / n;
    sums[2]! += (x * x + y * y) / n;
  }
  const [x, y] = [sums[0]!, sums[1]!];
  const radius = Math.max(16, 2 * scale.unit * Math.sqrt(Math.max(0, sums[2]! - x * x - y * y) / 2));
  context.strokeStyle = palette.accent;
  context.lineWidth = 2.4 * palette.weight;
  context.setLineDash([7, 6]);
  context.beginPath();
  context.arc(scale.x(x), scale.y(y), radius, 0, 2 * Math.PI);
  context.stroke();
  context.setLineDash([]);
  const size = Math.round(14 * Math.sqrt(palette.weight));
  context.font = `italic 600 ${size}px ${FONT}`;
  const words = { align: 'center', vertical: 'bottom' } as const;
  drawHaloText(context, 'stays here', scale.x(x), scale.y(y) - radius - 5, size, words, {
    ink: palette.ink,
    paper: palette.panel,
  });
}
