import { quantile } from '../math/statistics';
import type { PlaneScale, PlaneView } from './planeView';

export interface Point3 {
  x: number;
  y: number;
  z: number;
}

/**
 * A camera on PC1–PC3. It turns about the third axis (yaw) and then tips it towards or away from the screen (pitch), like a globe on a
 * table: the third axis never leans sideways, so one cannot get lost. Both angles are in radians.
 */
export interface OrbitView {
  yaw: number;
  /** −π … 0: 0 looks down the third axis, and the picture is the plane PC1–PC2; −π/2 has that axis upright; −π looks from below. */
  pitch: number;
  /** The point that stays in the middle, data units. */
  centre: Point3;
  /** 0 is orthographic; otherwise one over the distance of the eye from the centre, per data unit. */
  perspective: number;
}

/** Looks onto the plane from a slant. */
export const SLANTED = { yaw: -0.5, pitch: -1.05 } as const;
/** Exactly the flat picture of PC1–PC2. */
export const FROM_ABOVE = { yaw: 0, pitch: 0 } as const;

/** Radians per CSS pixel dragged: half a turn in 400. */
const RADIANS_PER_PIXEL = Math.PI / 400;
/** One press of an arrow key: 5°, so 72 presses are a full turn. */
export const KEY_STEP = Math.PI / 36;
/** Points nearer the eye than this share of its distance are drawn as if there: nothing is ever behind the eye. */
const NEAREST = 0.2;

const wrap = (angle: number): number => angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));

function turn(view: OrbitView, yaw: number, pitch: number): OrbitView {
  return { ...view, yaw: wrap(view.yaw + yaw), pitch: Math.min(0, Math.max(-Math.PI, view.pitch + pitch)) };
}

/** The view after a drag by (dx, dy) CSS pixels, y downwards: what is in front follows the pointer. */
export const rotateBy = (view: OrbitView, dx: number, dy: number): OrbitView =>
  turn(view, dx * RADIANS_PER_PIXEL, dy * RADIANS_PER_PIXEL);

/** The view after an arrow key ('ArrowLeft', …); undefined for any other key. */
export function rotateByKey(view: OrbitView, key: string): OrbitView | undefined {
  if (key === 'ArrowLeft') return turn(view, -KEY_STEP, 0);
  if (key === 'ArrowRight') return turn(view, KEY_STEP, 0);
  if (key === 'ArrowUp') return turn(view, 0, -KEY_STEP);
  if (key === 'ArrowDown') return turn(view, 0, KEY_STEP);
  return undefined;
}

/** A rotation matrix [3×3], row-major. */
export type Rotation3 = readonly [number, number, number, number, number, number, number, number, number];

/** The camera's rotation; its rows give screen right, screen up, and towards the viewer. */
export function rotationMatrix({ yaw, pitch }: Pick<OrbitView, 'yaw' | 'pitch'>): Rotation3 {
  const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return [cy, -sy, 0, cp * sy, cp * cy, -sp, sp * sy, sp * cy, cp];
}

/**
 * A point seen by the camera: x right and y up in data units about the view's centre, depth growing towards the viewer. With
 * orthographic projection x² + y² + depth² is the squared distance from the centre.
 */
export function projectPoint(view: OrbitView, x: number, y: number, z: number): { x: number; y: number; depth: number } {
  const out = new Float64Array(2);
  const depth = new Float64Array(1);
  screenColumns(Float64Array.of(x, y, z), 3, view, 1, out, depth);
  return { x: out[0]!, y: out[1]!, depth: depth[0]! };
}

/**
 * Projects `count` points (columns 0–2 of row-major [count×stride]) into `out` [count×2], which with stride 2 and axes [0, 1] is drawn
 * like any plane. The rows keep their places, so the ring buffer of a trail remains one.
 * @param depth [count], towards the viewer; left out where no one asks
 */
export function screenColumns(
  points: ArrayLike<number>,
  stride: number,
  view: OrbitView,
  count: number,
  out: Float32Array | Float64Array,
  depth?: Float32Array | Float64Array,
): void {
  const [xx, xy, , yx, yy, yz, zx, zy, zz] = rotationMatrix(view);
  const { centre, perspective } = view;
  for (let i = 0, at = 0; i < count; i++, at += stride) {
    const x = points[at]! - centre.x;
    const y = points[at + 1]! - centre.y;
    const z = points[at + 2]! - centre.z;
    const towards = zx * x + zy * y + zz * z;
    const nearness = perspective === 0 ? 1 : 1 / Math.max(NEAREST, 1 - perspective * towards);
    out[2 * i] = (xx * x + xy * y) * nearness;
    out[2 * i + 1] = (yx * x + yy * y + yz * z) * nearness;
    if (depth) depth[i] = towards;
  }
}

/**
 * The plane view that holds a cloud from every side: a square about the centre as wide as the ball of all but the outermost .3 percent
 * of the points, with a margin. It does not depend on the angles, so the picture does not breathe while it is turned.
 */
export function viewOfTurning(points: ArrayLike<number>, stride: number, count: number, view: OrbitView): PlaneView {
  const distances = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const at = i * stride;
    distances[i] = Math.hypot(points[at]! - view.centre.x, points[at + 1]! - view.centre.y, points[at + 2]! - view.centre.z);
  }
  const radius = count > 0 ? quantile(distances, 0.997) : 1;
  // A point of the ball's rim, seen in perspective, is widest where its sight line touches the ball.
  const widening = 1 / Math.sqrt(1 - Math.min(0.8, view.perspective * radius) ** 2);
  const span = Math.max(1e-9, radius * widening * 1.06);
  return { centreX: 0, centreY: 0, spanX: span, spanY: span };
}

/** The scale moved so that the view's centre falls on a pixel: for axes drawn in a corner. */
export function scaleAt(scale: PlaneScale, px: number, py: number): PlaneScale {
  const { left, right, bottom, top } = scale.range;
  const dx = px - scale.x(0);
  const dy = py - scale.y(0);
  const [shiftX, shiftY] = [dx / scale.unit, dy / scale.unit];
  return {
    unit: scale.unit,
    x: (value) => scale.x(value) + dx,
    y: (value) => scale.y(value) + dy,
    range: { left: left - shiftX, right: right - shiftX, bottom: bottom + shiftY, top: top + shiftY },
  };
}
