import type { CanvasFrame } from '../../charts/canvas';
import type { DrawDensity } from '../../charts/density';
import type { Palette } from '../../charts/palette';
import { drawCloud } from '../../charts/planeMarks';
import { type PlaneScale, type PlaneView, planeScale } from '../../charts/planeView';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import type { Settings } from '../../state/settings/settings';
import { lazyModule } from '../../ui/lazyComponent';
import type { Camera, Projector } from './projection';

/** How a density is drawn; until it is there the run is drawn as points. */
const densityOnceLoaded = lazyModule(() => import('../../charts/density'));

/** How the course is drawn; until it is there the run goes without. */
const courseOnceLoaded = lazyModule(() => import('./courseLayer'));

/** Points drawn of the recorded run, and pixels of the picture for each of them: more would only cover each other. The density shows all. */
const CLOUD_POINTS = 5000;
const PIXELS_PER_POINT = 60;

export interface GhostInput {
  orbit: OrbitSummary;
  camera: Camera;
  cloud: Settings['cloud'];
  noiseStd: number;
  noiseOn: boolean;
  palette: Palette;
}

/** Recorded at σ = 1; at any other σ it is the same cloud scaled about the origin's projection (docs/science.md §0.1). */
export function scaledAbout(scale: PlaneScale, about: { x: number; y: number }, noiseStd: number): PlaneScale {
  return {
    ...scale,
    x: (value) => scale.x(about.x + (value - about.x) * noiseStd),
    y: (value) => scale.y(about.y + (value - about.y) * noiseStd),
  };
}

function paintCloud(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  { orbit, camera, cloud, noiseStd, noiseOn, palette }: GhostInput,
  projector: Projector,
  drawDensity: DrawDensity | undefined,
  size: { width: number; height: number; ratio: number },
): void {
  if (cloud === 'none') return;
  const points = projector.points(camera, orbit.points, ORBIT_STRIDE, orbit.labels.length, 'cloud');
  const scaled = scaledAbout(scale, projector.point(camera, orbit.origin), noiseStd);
  const colours = noiseOn ? palette.outputs : palette.outputs.map(() => palette.noiseOff);
  if (cloud === 'density' && drawDensity) {
    const key = camera.kind === 'space' ? `${camera.yaw} ${camera.pitch}` : '';
    drawDensity(context, key, scaled, points, orbit.labels, colours, size.width, size.height, size.ratio);
    return;
  }
  const most = Math.min(CLOUD_POINTS, Math.round((size.width * size.height) / PIXELS_PER_POINT));
  drawCloud(context, scaled, points, orbit.labels, colours, most, 2.2 * palette.weight, noiseOn ? 0.11 : 0.06);
}

/** The course was measured in PC1–PC2: it is drawn there and nowhere else. */
function paintCourse(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  { orbit, camera, noiseStd, noiseOn, palette }: GhostInput,
): void {
  if (camera.kind !== 'plane' || camera.axes[0] !== 0 || camera.axes[1] !== 1) return;
  const centre = { x: orbit.origin[0]!, y: orbit.origin[1]! };
  const scaled = scaledAbout(scale, centre, noiseStd);
  const drawing = courseOnceLoaded();
  // At another noise level the loop at σ = 1 stays as an outline: what has grown is seen against it.
  if (noiseStd !== 1) drawing?.drawOutline(context, scale, orbit.course, palette);
  drawing?.drawCourse(context, scaled, orbit.course, centre, { noiseOn, palette });
}

export interface Ghost {
  /** Draws the ghost painted for the view the picture is heading for so that it fits the scale of this frame. */
  draw(frame: CanvasFrame, target: PlaneView, now: PlaneScale, input: GhostInput, projector: Projector): void;
  drawOnce(
    context: CanvasRenderingContext2D,
    scale: PlaneScale,
    input: GhostInput,
    projector: Projector,
    width: number,
    height: number,
  ): void;
}

/**
 * The ghost of the noise-on orbit behind the moving picture. It is painted once for the view the picture is heading for and only
 * moved and scaled while the picture glides there: a repaint a frame would cost more than everything else together.
 */
export function createGhost(): Ghost {
  const layer = document.createElement('canvas');
  let layerDensity: DrawDensity | undefined;
  let painted: { key: string; orbit: OrbitSummary; scale: PlaneScale } | undefined;

  const paint = (frame: CanvasFrame, view: PlaneView, input: GhostInput, projector: Projector): PlaneScale => {
    const { camera, noiseStd, noiseOn, palette, cloud, orbit } = input;
    if (cloud === 'density') layerDensity ??= densityOnceLoaded()?.createDensityLayer();
    const key = [
      frame.width,
      frame.height,
      frame.ratio,
      ...Object.values(view),
      ...Object.values(camera),
      noiseStd,
      noiseOn,
      cloud,
      layerDensity !== undefined,
      courseOnceLoaded() !== undefined,
      palette.background,
    ].join();
    if (painted?.key === key && painted.orbit === orbit) return painted.scale;
    layer.width = Math.round(frame.width * frame.ratio);
    layer.height = Math.round(frame.height * frame.ratio);
    const context = layer.getContext('2d')!;
    context.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
    const scale = planeScale(view, frame.width, frame.height);
    paintCloud(context, scale, input, projector, layerDensity, frame);
    paintCourse(context, scale, input);
    painted = { key, orbit, scale };
    return scale;
  };

  return {
    draw(frame, target, now, input, projector) {
      const scale = paint(frame, target, input, projector);
      const zoom = now.unit / scale.unit;
      const x = now.x(0) - zoom * scale.x(0);
      const y = now.y(0) - zoom * scale.y(0);
      frame.context.drawImage(layer, x, y, frame.width * zoom, frame.height * zoom);
    },
    drawOnce(context, scale, input, projector, width, height) {
      const drawDensity = input.cloud === 'density' ? densityOnceLoaded()?.createDensityLayer() : undefined;
      paintCloud(context, scale, input, projector, drawDensity, { width, height, ratio: 2 });
      paintCourse(context, scale, input);
    },
  };
}
