import { interpolateRgb } from 'd3';
import { drawCloud } from '../../charts/cloud';
import { divergingKeyHeight, drawDivergingKey } from '../../charts/diverging';
import type { Palette } from '../../charts/palette';
import type { PlaneScale } from '../../charts/planeView';
import { drawRing, drawTrail } from '../../charts/trail';
import { HISTORY, type Player, POINT_STRIDE } from '../../state/player';
import type { Camera, Projector } from './projection';

/** One unit's pre-activation at the states of a recorded run at σ = 1. */
export interface UnitOverlay {
  unit: number;
  /** PC1–PC3 [states×3]. */
  points: Float32Array;
  /** Colour of each state, an index into `colours`. */
  index: Uint8Array;
  colours: readonly string[];
  /** Value at the ends of the colours. */
  limit: number;
}

/** The states of the recorded run in the colours of one unit. @param scale already fit to the noise level */
export function drawUnit(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  { points, index, colours }: UnitOverlay,
  camera: Camera,
  projector: Projector,
  palette: Palette,
): void {
  const cloud = projector.points(camera, points, 3, index.length, 'unit');
  drawCloud(context, scale, cloud, index, colours, index.length, 4.4 * Math.sqrt(palette.weight), 0.9);
}

/** What the colours of a unit mean, in the lower left corner. */
export function drawUnitKey(
  context: CanvasRenderingContext2D,
  height: number,
  { unit, limit }: UnitOverlay,
  palette: Palette,
): void {
  drawDivergingKey(context, 8, height - divergingKeyHeight(palette) - 26, 150, limit, `input of unit ${unit}`, palette);
}

/** The un-intervened twin of the live run: a pale path with an open head. @param to steps drawn up to; @param most of them */
export function drawTwin(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  { twin, step }: Player,
  to: number,
  most: number,
  camera: Camera,
  projector: Projector,
  palette: Palette,
): void {
  if (!twin || to <= twin.from) return;
  const points = projector.points(camera, twin.points, POINT_STRIDE, HISTORY, 'twin');
  const pale = interpolateRgb(palette.muted, palette.panel)(0.4);
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
