import type { Figure } from '../../charts/figure';
import { arrowBetween, traceHead, traceShaft } from '../../charts/marks';
import type { Palette } from '../../charts/palette';
import { drawCloud, drawPlaneAxes } from '../../charts/planeMarks';
import { type PlaneScale, type PlaneView, planeScale, viewOfCloud } from '../../charts/planeView';
import { drawCross } from '../../charts/trail';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import { ORBIT_STRIDE } from '../../dynamics/orbit/orbitPlanes';
import type { Basins } from '../../dynamics/skeleton/basins';
import type { PointKind } from '../../dynamics/skeleton/points';
import type { Skeleton, SkeletonPoint } from '../../dynamics/skeleton/skeleton';
import { projectStates } from '../../math/projection';

/** A fixed point on the principal axes. */
interface PlacedPoint extends Pick<SkeletonPoint, 'kind' | 'label' | 'unstable' | 'index' | 'multipliers'> {
  /** Coordinates at σ = 1 [ORBIT_STRIDE]. */
  at: Float32Array;
  /** Unit unstable directions on the axes [ORBIT_STRIDE] each. */
  arrows: Float32Array[];
}

/** A skeleton on the principal axes of a run, at σ = 1. */
export interface PlacedSkeleton {
  points: PlacedPoint[];
  /** One lap of the cycle, row-major [steps×ORBIT_STRIDE]; undefined where there is none. */
  lap: Float32Array | undefined;
}

/** Puts points, directions and cycle on the axes of `orbit`. */
export function placeSkeleton(
  { points, cycle }: Pick<Skeleton, 'points' | 'cycle'>,
  { basis, origin }: OrbitSummary,
): PlacedSkeleton {
  const directionOf = (direction: Float64Array) =>
    projectStates(direction, basis, ORBIT_STRIDE).map((value, k) => value - origin[k]!);
  return {
    points: points.map(({ state, directions, kind, label, unstable, index, multipliers }) => ({
      kind,
      label,
      unstable,
      index,
      multipliers,
      at: projectStates(state, basis, ORBIT_STRIDE),
      arrows: directions.map(directionOf),
    })),
    lap: cycle && projectStates(cycle.lap, basis, ORBIT_STRIDE),
  };
}

/** States of the run behind the skeleton. */
const POINTS = 3000;
/** Length of an arrow along an unstable direction that lies in the plane, CSS pixels. */
const ARROW = 46;

/** Coordinates at σ: by the scaling identity everything moves straight towards the projection of h = 0. */
export const scaledFrom = (origin: ArrayLike<number>, points: Float32Array, sigma: number): Float32Array =>
  points.map((value, n) => origin[n % ORBIT_STRIDE]! + sigma * (value - origin[n % ORBIT_STRIDE]!));

/**
 * The skeleton at σ over the run at σ, in one frame for all σ: that of σ = 1.
 * @param sigma 0 … 1
 * @param shading basins of the wells in this plane, at σ = 1; undefined where there are none, or not yet
 * @param view what is seen of the plane; all of the run, when left out
 */
export function skeletonFigure(
  placed: PlacedSkeleton,
  orbit: OrbitSummary,
  axes: readonly [number, number],
  sigma: number,
  shading?: Basins,
  view?: PlaneView,
): Figure {
  const { origin } = orbit;
  const now = placed.points.map((point) => ({ ...point, at: scaledFrom(origin, point.at, sigma) }));
  const lap = placed.lap && scaledFrom(origin, placed.lap, sigma);
  return {
    draw(context, width, height, palette) {
      const cross = { x: origin[axes[0]]!, y: origin[axes[1]]! };
      const cloud = { points: orbit.points, stride: ORBIT_STRIDE, axes };
      const scale = planeScale(view ?? viewOfCloud(cloud, orbit.labels.length, cross), width, height);
      if (shading) drawBasins(context, scale, shading, labelsOfWells(placed), { ...cross, sigma }, palette);
      const states = { ...cloud, points: scaledFrom(origin, orbit.points, sigma) };
      drawCloud(context, scale, states, orbit.labels, palette.outputs, POINTS, 1.8 * palette.weight, 0.2);
      const name = (axis: number) => `PC${axis + 1} (${Math.round(100 * (orbit.basis.explained[axis] ?? 0))} %)`;
      drawPlaneAxes(context, width, height, scale, { x: name(axes[0]), y: name(axes[1]) }, palette);
      if (lap) drawLap(context, scale, lap, axes, palette);
      drawCross(context, scale.x(cross.x), scale.y(cross.y), 6 * Math.sqrt(palette.weight), palette.noiseOff, palette.panel);
      for (const point of now) {
        const [x, y] = [scale.x(point.at[axes[0]]!), scale.y(point.at[axes[1]]!)];
        // The arrows shrink with everything else, or they would point out of a single place.
        if (point.kind === 'saddle')
          for (const arrow of point.arrows) drawArrows(context, x, y, arrow, axes, ARROW * Math.min(1, 4 * sigma), palette);
        drawPoint(context, x, y, point, palette);
      }
    },
    table: () => ({
      columns: ['kind', 'output', 'unstable directions', 'largest |μ|', 'index', 'x', 'y'],
      rows: now.map(({ kind, label, unstable, index, multipliers: [first], at }) => [
        kind,
        label,
        unstable,
        Math.hypot(first!.re, first!.im),
        index,
        at[axes[0]]!,
        at[axes[1]]!,
      ]),
    }),
  };
}

/** Labels of the wells, in the order of the points. */
const labelsOfWells = ({ points }: PlacedSkeleton): number[] =>
  points.flatMap(({ unstable, label }) => (unstable === 0 ? [label] : []));

/** Each cell in the colour of the output whose well the mean map reaches from its middle; what reaches none stays bare. */
function drawBasins(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  { bounds, columns, rows, reached }: Basins,
  labels: readonly number[],
  { x: originX, y: originY, sigma }: { x: number; y: number; sigma: number },
  palette: Palette,
): void {
  const [wide, high] = [(bounds.right - bounds.left) / columns, (bounds.top - bounds.bottom) / rows];
  context.globalAlpha = 0.13;
  reached.forEach((well, node) => {
    if (well < 0) return;
    context.fillStyle = palette.outputs[labels[well]!]!;
    const x = originX + sigma * (bounds.left + (node % columns) * wide - originX);
    const y = originY + sigma * (bounds.bottom + (Math.floor(node / columns) + 1) * high - originY);
    context.fillRect(scale.x(x), scale.y(y), sigma * wide * scale.unit, sigma * high * scale.unit);
  });
  context.globalAlpha = 1;
}

/** The cycle as a thin closed line with two arrow heads in the sense it is gone round. */
function drawLap(
  context: CanvasRenderingContext2D,
  scale: PlaneScale,
  lap: Float32Array,
  axes: readonly [number, number],
  palette: Palette,
): void {
  const steps = lap.length / ORBIT_STRIDE;
  const at = (step: number) => {
    const row = (step % steps) * ORBIT_STRIDE;
    return { x: scale.x(lap[row + axes[0]]!), y: scale.y(lap[row + axes[1]]!) };
  };
  context.strokeStyle = context.fillStyle = palette.ink;
  context.lineWidth = 1.4 * palette.weight;
  context.lineJoin = 'round';
  context.beginPath();
  context.moveTo(at(0).x, at(0).y);
  for (let step = 1; step < steps; step++) context.lineTo(at(step).x, at(step).y);
  context.closePath();
  context.stroke();
  context.beginPath();
  for (const step of [0, Math.floor(steps / 2)]) {
    const [from, to] = [at(step), at(step + 1)];
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    if (length < 0.5) continue;
    const head = 9 * Math.sqrt(palette.weight);
    const tail = { x: to.x - ((to.x - from.x) * 2 * head) / length, y: to.y - ((to.y - from.y) * 2 * head) / length };
    traceHead(context, arrowBetween(tail.x, tail.y, to.x, to.y, head));
  }
  context.fill();
}

/** Two arrows out of a saddle, along its unstable direction and against it, as long as the direction lies in the plane. */
function drawArrows(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  direction: Float32Array,
  axes: readonly [number, number],
  length: number,
  palette: Palette,
): void {
  context.strokeStyle = context.fillStyle = palette.ink;
  context.lineWidth = 1.8 * palette.weight;
  context.lineCap = 'butt';
  for (const sign of [1, -1]) {
    const [dx, dy] = [sign * length * direction[axes[0]]!, -sign * length * direction[axes[1]]!];
    const arrow = arrowBetween(x, y, x + dx, y + dy, 9 * Math.sqrt(palette.weight));
    context.beginPath();
    traceShaft(context, arrow);
    context.stroke();
    context.beginPath();
    traceHead(context, arrow);
    context.fill();
  }
}

/** How the kinds are marked: a disc, a diamond, a ring. */
const MARKS: Record<PointKind, (context: CanvasRenderingContext2D, x: number, y: number, size: number) => void> = {
  stable: (context, x, y, size) => context.arc(x, y, size, 0, 2 * Math.PI),
  focus: (context, x, y, size) => context.arc(x, y, size, 0, 2 * Math.PI),
  saddle(context, x, y, size) {
    const reach = 1.25 * size;
    context.moveTo(x, y - reach);
    for (const [dx, dy] of [
      [reach, 0],
      [0, reach],
      [-reach, 0],
    ] as const)
      context.lineTo(x + dx, y + dy);
    context.closePath();
  },
};

/** A fixed point as it is marked everywhere. @param x, y CSS pixels */
export function drawPoint(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  { kind, label, unstable }: Pick<PlacedPoint, 'kind' | 'label' | 'unstable'>,
  palette: Palette,
): void {
  const size = 6.5 * Math.sqrt(palette.weight);
  const colour = palette.outputs[label]!;
  // A rim of the paper first, so that a mark stands out from the cloud in its own colour.
  context.fillStyle = palette.panel;
  context.beginPath();
  MARKS[kind](context, x, y, size + 2.5);
  context.fill();
  context.strokeStyle = kind === 'saddle' ? palette.ink : colour;
  context.fillStyle = kind === 'saddle' ? palette.ink : colour;
  context.lineWidth = 2.4 * palette.weight;
  context.beginPath();
  MARKS[kind](context, x, y, size);
  if (kind === 'focus') context.stroke();
  else context.fill();
  // A focus that is left has a second ring.
  if (kind !== 'focus' || unstable === 0) return;
  context.beginPath();
  MARKS.focus(context, x, y, size - 4.2);
  context.stroke();
}
