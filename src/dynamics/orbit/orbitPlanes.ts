import type { PcaBasis } from '../../math/projection';

/** Coordinates kept of each state: PC1–PC3 are drawn, a fourth serves output-pair subspaces (docs/science.md §3.20). */
export const ORBIT_STRIDE = 4;

/** Planes a portrait can be drawn in, by axis: PC1–PC2, PC1–PC3, PC2–PC3. */
export const PLANES = [
  [0, 1],
  [0, 2],
  [1, 2],
] as const;

/** Rotation of a planar path around a centre. */
export interface Rotation {
  /** Signed turns, counter-clockwise positive. */
  netTurns: number;
  /** Changes of argmax label along the path. */
  flips: number;
  /**
   * netTurns / (flips/2): 1 means one turn per round trip between the labels, always in the same direction (docs/science.md
   * §3.5). NaN without flips.
   */
  turnsPerRoundTrip: number;
}

/**
 * Net rotation of a path: Σ atan2(cross, dot) of successive vectors from the centre, over 2π.
 * @param points row-major [n×stride]
 * @param axes the two columns used
 */
export function netRotation(
  points: ArrayLike<number>,
  stride: number,
  labels: ArrayLike<number>,
  axes: readonly [number, number] = [0, 1],
): Rotation {
  const [a, b] = axes;
  let angle = 0;
  let flips = 0;
  for (let t = 1; t < labels.length; t++) {
    const x0 = points[(t - 1) * stride + a]!;
    const y0 = points[(t - 1) * stride + b]!;
    const x1 = points[t * stride + a]!;
    const y1 = points[t * stride + b]!;
    angle += Math.atan2(x0 * y1 - y0 * x1, x0 * x1 + y0 * y1);
    if (labels[t] !== labels[t - 1]) flips++;
  }
  const netTurns = angle / (2 * Math.PI);
  return { netTurns, flips, turnsPerRoundTrip: flips > 0 ? netTurns / (flips / 2) : Number.NaN };
}

/** Another plane is shown only when it rotates clearly more than PC1–PC2. */
const CLEARLY_MORE = 0.3;

/**
 * The plane in which the state turns: PC1–PC2, unless another one clearly has more turns per round trip. When PC2 and PC3 have
 * about the same variance, it is chance which of them holds the orbit.
 */
export function rotatingPlane<Turning extends { turnsPerRoundTrip: number }>({
  rotations,
}: {
  rotations: readonly Turning[];
}): {
  axes: readonly [number, number];
  rotation: Turning;
} {
  const turns = rotations.map(({ turnsPerRoundTrip }) => Math.abs(turnsPerRoundTrip) || 0);
  // More turns are clearer only up to about one per round trip. Far more means noise in a network that hardly switches.
  const score = turns.map((value) => Math.min(value, 1.2));
  const best = score.indexOf(Math.max(...score));
  const index = score[best]! > score[0]! + CLEARLY_MORE ? best : 0;
  return { axes: PLANES[index]!, rotation: rotations[index]! };
}

/** Both axes of a plane need at least this share of the variance. Turning along a smaller axis is a detail of the path. */
const LEAST_VARIANCE = 0.05;

/**
 * Of the planes other than PC1–PC2, the one whose turns per round trip are closest to one, as its index in PLANES. Undefined when
 * neither has 5 % of the variance on each axis.
 * @param rotations in each plane of PLANES
 * @param explained share of the variance along each axis
 */
export function otherPlane(
  rotations: readonly { turnsPerRoundTrip: number }[],
  explained: ArrayLike<number>,
): number | undefined {
  const distance = (plane: number): number => Math.abs(Math.abs(rotations[plane]!.turnsPerRoundTrip) - 1);
  return [1, 2].filter((plane) => hasVariance(PLANES[plane]!, explained)).sort((a, b) => distance(a) - distance(b))[0];
}

/**
 * The plane of a picture: PC1–PC2, or the chosen one if each of its axes has at least 5 % of the variance.
 * @param name of the setting: two axes, counted from 1
 */
export function planeInView(name: string, explained: ArrayLike<number> | undefined): (typeof PLANES)[number] {
  const chosen = PLANES.find(([a, b]) => `${a + 1}${b + 1}` === name);
  return chosen && explained && hasVariance(chosen, explained) ? chosen : PLANES[0];
}

/** Whether each axis of a plane has at least 5 % of the variance. */
export const hasVariance = (plane: readonly [number, number], explained: ArrayLike<number>): boolean =>
  plane.every((axis) => (explained[axis] ?? 0) >= LEAST_VARIANCE);

/**
 * With fewer label changes, turns per round trip are mostly noise: a single change more or less moves them by a tenth or more.
 */
export const COUNTABLE_FLIPS = 20;

/** Turns per round trip without direction, as pages show them; undefined when there are too few label changes. */
export function countedTurns(rotation: { flips: number; turnsPerRoundTrip: number } | undefined): number | undefined {
  return rotation && rotation.flips >= COUNTABLE_FLIPS ? Math.abs(rotation.turnsPerRoundTrip) : undefined;
}

/**
 * The state at a point of a plane: mean + x·axis + y·axis, negative entries set to 0.
 * @returns the state [H] and the share of its norm that the clamp removed, 0 … 1
 */
export function backProject(
  basis: PcaBasis,
  axes: readonly [number, number],
  x: number,
  y: number,
): { state: Float64Array; clamped: number } {
  const size = basis.mean.length;
  const state = new Float64Array(size);
  let squares = 0;
  let removed = 0;
  for (let i = 0; i < size; i++) {
    const value = basis.mean[i]! + x * basis.components[axes[0] * size + i]! + y * basis.components[axes[1] * size + i]!;
    squares += value * value;
    if (value > 0) state[i] = value;
    else removed += value * value;
  }
  return { state, clamped: squares > 0 ? Math.sqrt(removed / squares) : 0 };
}
