import { drawCloud } from '../../charts/planeMarks';
import { type PlaneScale, type PlaneView, planeScale, viewOfCloud } from '../../charts/planeView';
import { drawCross, drawHead, drawTrail } from '../../charts/trail';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import { HISTORY, type LiveRun, POINT_STRIDE } from '../../state/live/liveRun';
import { drawCourse } from '../../views/portrait/courseLayer';
import type { Sheet } from './LivePicture';

export const AXES = [0, 1] as const;
/** Steps of past behind a state. */
const TRAIL = 40;

interface PlaneLook {
  /** Recorded states that are drawn, at most; 900 when left out. */
  states?: number;
  /** Half the length of an arm of the cross, CSS pixels; 6 when left out. */
  arm?: number;
  /** Opacity of the recorded states; 0.16 when left out. */
  cloud?: number;
  /** Room around them, as a factor; 1.2 when left out. */
  margin?: number;
  /** Whether the mean loop is drawn where it is measured; it is, when left out. */
  course?: boolean;
}

/** Views by orbit: to find one takes as long as to draw it. */
const views = new WeakMap<OrbitSummary, PlaneView>();

function closeView(orbit: OrbitSummary): PlaneView {
  const known = views.get(orbit);
  if (known) return known;
  const cloud = { points: orbit.points, stride: ORBIT_STRIDE, axes: AXES };
  const about = { x: orbit.origin[0]!, y: orbit.origin[1]! };
  const view = viewOfCloud(cloud, orbit.labels.length, about, { outside: 0.01, margin: 1 });
  views.set(orbit, view);
  return view;
}

/** What is seen of the plane of a network: nearly all of its recorded states, with room around them as a factor. */
export function viewOf(orbit: OrbitSummary, margin = 1.2): PlaneView {
  const view = closeView(orbit);
  return { ...view, spanX: margin * view.spanX, spanY: margin * view.spanY };
}

/** A network on its first two principal axes: its recorded states, its mean loop, its resting point. @returns the scale it is drawn with */
export function drawOrbit(
  { context, width, height, palette }: Sheet,
  orbit: OrbitSummary,
  { cloud: alpha = 0.16, margin = 1.2, course = true, states = 900, arm = 6 }: PlaneLook = {},
): PlaneScale {
  const cloud = { points: orbit.points, stride: ORBIT_STRIDE, axes: AXES };
  const about = { x: orbit.origin[0]!, y: orbit.origin[1]! };
  const scale = planeScale(viewOf(orbit, margin), width, height);
  if (alpha > 0) drawCloud(context, scale, cloud, orbit.labels, palette.outputs, states, 1.8 * palette.weight, alpha);
  if (course) drawCourse(context, scale, orbit.course, about, { noiseOn: true, palette });
  drawCross(context, scale.x(about.x), scale.y(about.y), arm, palette.ink, palette.panel);
  return scale;
}

/** The state of a run and its last steps. @returns where it is, CSS pixels; undefined before the first step */
export function drawState({ context, palette }: Sheet, scale: PlaneScale, run: LiveRun, to = run.step) {
  const colour = (slot: number) => palette.outputs[run.outputLabels[slot]!]!;
  const trail = { points: run.points, stride: POINT_STRIDE, axes: AXES, capacity: HISTORY, colour };
  const tip = drawTrail(context, scale, { ...trail, from: Math.max(0, to - TRAIL), to }, 2.2 * palette.weight);
  if (tip) drawHead(context, ...tip, colour((to - 1) % HISTORY), 5.5 * Math.sqrt(palette.weight), palette.panel);
  return tip;
}

/** Draws into a part of a picture, with its own origin. */
export function inPart(
  sheet: Sheet,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  draw: (part: Sheet) => void,
): void {
  sheet.context.save();
  sheet.context.translate(x, y);
  sheet.context.beginPath();
  sheet.context.rect(-2, -2, width + 4, height + 4);
  sheet.context.clip();
  draw({ ...sheet, width, height });
  sheet.context.restore();
}
