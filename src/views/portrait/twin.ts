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
