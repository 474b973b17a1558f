import type { CanvasFrame } from '../../charts/canvas';
import { drawCloud } from '../../charts/cloud';
import type { Palette } from '../../charts/palette';
import { type PlaneScale, type PlaneView, planeScale } from '../../charts/planeView';
import { ORBIT_STRIDE, type OrbitSummary } from '../../dynamics/orbit';

/** Points drawn of the recorded run. */
const CLOUD_POINTS = 5000;

export interface GhostInput {
  orbit: OrbitSummary;
  axes: readonly [number, number];
  noiseStd: number;
  noiseOn: boolean;
  palette: Palette;
}

/**
 * The ghost of the noise-on orbit behind the moving picture. It is painted once for the view the picture is heading for and only
 * moved and scaled while the picture glides there: a repaint a frame would cost more than everything else together.
 */
export function createGhost() {
  const layer = document.createElement('canvas');
  let painted: { key: string; orbit: OrbitSummary; scale: PlaneScale } | undefined;

  const paint = (frame: CanvasFrame, view: PlaneView, { orbit, axes, noiseStd, noiseOn, palette }: GhostInput): PlaneScale => {
    const { centreX, centreY, spanX, spanY } = view;
    const key = [
      frame.width,
      frame.height,
      frame.ratio,
      centreX,
      centreY,
      spanX,
      spanY,
      noiseStd,
      noiseOn,
      palette.background,
      axes,
    ].join();
    if (painted?.key === key && painted.orbit === orbit) return painted.scale;
    layer.width = Math.round(frame.width * frame.ratio);
    layer.height = Math.round(frame.height * frame.ratio);
    const context = layer.getContext('2d')!;
    context.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
    const scale = planeScale(view, frame.width, frame.height);
    const [x0, y0] = [orbit.origin[axes[0]]!, orbit.origin[axes[1]]!];
    // Recorded at σ = 1; at any other σ it is the same cloud scaled about the origin's projection (science §0.1).
    const scaled: PlaneScale = {
      ...scale,
      x: (value) => scale.x(x0 + (value - x0) * noiseStd),
      y: (value) => scale.y(y0 + (value - y0) * noiseStd),
    };
    const colours = noiseOn ? palette.outputs : palette.outputs.map(() => palette.noiseOff);
    const alpha = noiseOn ? 0.16 : 0.09;
    drawCloud(
      context,
      scaled,
      { points: orbit.points, stride: ORBIT_STRIDE, axes },
      orbit.labels,
      colours,
      CLOUD_POINTS,
      2.4 * palette.weight,
      alpha,
    );
    painted = { key, orbit, scale };
    return scale;
  };

  /** Draws the ghost painted for `target` so that it fits the scale of this frame. */
  return (frame: CanvasFrame, target: PlaneView, now: PlaneScale, input: GhostInput): void => {
    const scale = paint(frame, target, input);
    const zoom = now.unit / scale.unit;
    const x = now.x(0) - zoom * scale.x(0);
    const y = now.y(0) - zoom * scale.y(0);
    frame.context.drawImage(layer, x, y, frame.width * zoom, frame.height * zoom);
  };
}
