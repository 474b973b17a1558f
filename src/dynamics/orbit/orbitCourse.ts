import type { Estimate } from '../../math/statistics';
import { loopIsMeasured, type MeanCrossing, type MeanLoop, meanCrossing, meanLoop } from './meanLoop';
import { netRotation } from './orbitPlanes';
import { type RingShape, ringShape } from './ring';
import { ratioEstimate } from './subspaceStretches';

/**
 * What a portrait may draw of the mean path of one run in a plane: the mean loop where the run circles, and the mean paths
 * between lobes where it only moves back and forth (docs/science.md §3.5).
 */
export interface OrbitCourse {
  /** Signed turns per round trip, with an interval over pieces of the run; undefined when the label never changes. */
  turns: Estimate | undefined;
  /** Undefined when the states do not spread over the plane. */
  ring: RingShape | undefined;
  /** Present only when turns and ring show that the run circles. */
  loop: MeanLoop | undefined;
  /** When there is no loop: the mean path of each change between two outputs whose states form two lobes. */
  crossings: readonly OutputCrossing[];
}

/** The mean path from one output to another. */
export interface OutputCrossing extends MeanCrossing {
  from: number;
  to: number;
}

/** After this many steps a path counts as a new observation. */
const PIECE = 1000;
/** A shorter run is cut into this many pieces, so that there is an interval. */
const FEWEST_PIECES = 4;
/** With fewer crossings the mean path would be chance. */
const FEWEST_CROSSINGS = 20;
/** Steps drawn on either side of a change. */
const REACH = { before: 10, after: 10 };

/** Turns per round trip with an interval over successive pieces of the run. */
function turnsOf(points: Float32Array, stride: number, labels: Uint8Array): Estimate {
  const piece = Math.max(2, Math.min(PIECE, Math.floor(labels.length / FEWEST_PIECES)));
  const turns: number[] = [];
  const roundTrips: number[] = [];
  for (let from = 0; from + piece <= labels.length; from += piece) {
    const to = from + piece;
    const rotation = netRotation(points.subarray(from * stride, to * stride), stride, labels.subarray(from, to));
    turns.push(rotation.netTurns);
    roundTrips.push(rotation.flips / 2);
  }
  return ratioEstimate(turns, roundTrips);
}

/** States are counted around either mean and half-way between them, each within this share of the distance. */
const HALF_WIDTH = 0.15;
/**
 * Two outputs form two lobes if the middle holds at most this share of the states around either mean. A Gaussian cloud has more
 * there.
 */
const LARGEST_BRIDGE = 0.7;

/** Mean of the states of each of two labels. */
function meansOf(points: Float32Array, stride: number, labels: Uint8Array, pair: readonly [number, number]) {
  return pair.map((label) => {
    const sum = [0, 0, 0];
    labels.forEach((one, t) => {
      if (one !== label) return;
      sum[0]! += points[t * stride]!;
      sum[1]! += points[t * stride + 1]!;
      sum[2]!++;
    });
    return { x: sum[0]! / sum[2]!, y: sum[1]! / sum[2]! };
  });
}

/** Whether the states of two labels are two lobes: fewer of them lie half-way between the two means than around either. */
export function lieApart(points: Float32Array, stride: number, labels: Uint8Array, pair: readonly [number, number]): boolean {
  const [a, b] = meansOf(points, stride, labels, pair);
  const [dx, dy] = [b!.x - a!.x, b!.y - a!.y];
  const length = dx * dx + dy * dy;
  const counts = { a: 0, middle: 0, b: 0 };
  labels.forEach((label, t) => {
    if (label !== pair[0] && label !== pair[1]) return;
    const along = ((points[t * stride]! - a!.x) * dx + (points[t * stride + 1]! - a!.y) * dy) / length;
    if (Math.abs(along) < HALF_WIDTH) counts.a++;
    if (Math.abs(along - 0.5) < HALF_WIDTH) counts.middle++;
    if (Math.abs(along - 1) < HALF_WIDTH) counts.b++;
  });
  return counts.middle <= LARGEST_BRIDGE * Math.min(counts.a, counts.b);
}

/** The mean paths, in both directions, between all outputs that form two lobes; ordered by `from`, then `to`. */
function crossingsOf(points: Float32Array, stride: number, labels: Uint8Array): OutputCrossing[] {
  const kinds = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const found: OutputCrossing[] = [];
  for (let a = 0; a < kinds; a++)
    for (let b = a + 1; b < kinds; b++) {
      const paths = [
        [a, b],
        [b, a],
      ].flatMap(([from, to]): OutputCrossing[] => {
        const path = meanCrossing(points, stride, labels, [from!, to!], REACH);
        return path && path.crossings >= FEWEST_CROSSINGS ? [{ ...path, from: from!, to: to! }] : [];
      });
      // Whether two outputs form lobes does not depend on the direction, so it is asked once for both.
      if (paths.length > 0 && lieApart(points, stride, labels, [a, b])) found.push(...paths);
    }
  return found.sort((one, other) => one.from - other.from || one.to - other.to);
}

/**
 * Measures what may be drawn of one run in the plane of its first two columns. Turns, ring and paths are missing when the states
 * do not spread over the plane.
 * @param points row-major [n×stride], successive steps
 * @param labels argmax label of each step [n]
 * @param centre projection of h = 0 [≥2]
 */
export function orbitCourse(points: Float32Array, stride: number, labels: Uint8Array, centre: ArrayLike<number>): OrbitCourse {
  const estimate = turnsOf(points, stride, labels);
  const shape = ringShape(points, stride, centre);
  const turns = Number.isNaN(estimate.value) ? undefined : estimate;
  const ring = Number.isNaN(shape.enclosure) ? undefined : shape;
  const loop = turns && ring && loopIsMeasured(turns, ring) ? meanLoop(points, stride, centre, labels) : undefined;
  return { turns, ring, loop, crossings: loop ? [] : crossingsOf(points, stride, labels) };
}
