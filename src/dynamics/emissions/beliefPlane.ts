import { pca } from '../../math/principalAxes';
import { type PcaBasis, projectStates } from '../../math/projection';

/** Where the probabilities of M hidden states are drawn: each state is a corner, each belief the mean of the corners by its weights. */
export interface BeliefPlane {
  /** 'segment', 'triangle', 'tetrahedron' (seen from the side) or, for five states and more, 'projection': the plane of most variance. */
  shape: 'point' | 'segment' | 'triangle' | 'tetrahedron' | 'projection';
  /** Corner of each state, x right, y up, row-major [M×2]. */
  corners: Float64Array;
  /** Pairs of corners joined by an edge. */
  edges: readonly (readonly [number, number])[];
  /** Share of the variance of the beliefs that the plane shows, 0 … 1: 1 up to three states; NaN where they do not vary. */
  shown: number;
}

const HEIGHT = Math.sqrt(3) / 2;

/** Corners of the simplex of one, two and three states. */
const FLAT: readonly (readonly (readonly [number, number])[])[] = [
  [[0, 0]],
  [
    [0, 0],
    [1, 0],
  ],
  [
    [0, 0],
    [1, 0],
    [0.5, HEIGHT],
  ],
];

/** A tetrahedron of side 1, corner by corner (x, y up, depth). */
const SOLID: readonly (readonly [number, number, number])[] = [
  [-0.5, 0, -0.5 / Math.sqrt(3)],
  [0.5, 0, -0.5 / Math.sqrt(3)],
  [0, 0, 1 / Math.sqrt(3)],
  [0, Math.sqrt(2 / 3), 0],
];
/** The tetrahedron is turned about its axis and looked at from a little above, so that no two corners fall together. */
const TURN = 0.35;
const ABOVE = 0.42;

function seenFromTheSide([x, y, depth]: readonly [number, number, number]): [number, number] {
  const back = -x * Math.sin(TURN) + depth * Math.cos(TURN);
  return [x * Math.cos(TURN) + depth * Math.sin(TURN), y * Math.cos(ABOVE) + back * Math.sin(ABOVE)];
}

/**
 * The plane of the probabilities of `states` hidden states: a segment, a triangle, a tetrahedron seen from the side; the plane in which the
 * given beliefs vary most where there are more states, for no solid with so many corners can be seen.
 * @param beliefs row-major [n×states]
 */
export function beliefPlane(states: number, beliefs: Float64Array): BeliefPlane {
  const flat = FLAT[states - 1];
  const edges = Array.from({ length: states }, (_, a) =>
    Array.from({ length: states - a - 1 }, (__, k) => [a, a + k + 1] as const),
  ).flat();
  if (flat)
    return {
      shape: (['point', 'segment', 'triangle'] as const)[states - 1]!,
      corners: Float64Array.from(flat.flat()),
      edges,
      shown: 1,
    };
  if (states === 4) {
    const corners = Float64Array.from(SOLID.flatMap(seenFromTheSide));
    return { shape: 'tetrahedron', corners, edges, shown: shownIn(corners, states, beliefs) };
  }
  const basis: PcaBasis = pca(beliefs, states, 2);
  const unit = Float64Array.from({ length: states * states }, (_, at) => (at % (states + 1) === 0 ? 1 : 0));
  const corners = Float64Array.from(projectStates(unit, basis, 2));
  return { shape: 'projection', corners, edges, shown: (basis.explained[0] ?? 0) + (basis.explained[1] ?? 0) };
}

/** Share of the variance of beliefs that is variance in the picture, where the picture is an orthogonal view of a solid of side 1. */
function shownIn(corners: Float64Array, states: number, beliefs: Float64Array): number {
  const n = beliefs.length / states;
  const variance = (values: ArrayLike<number>, width: number): number => {
    let sum = 0;
    for (let k = 0; k < width; k++) {
      let [first, second] = [0, 0];
      for (let at = k; at < values.length; at += width) {
        first += values[at]!;
        second += values[at]! ** 2;
      }
      sum += second / n - (first / n) ** 2;
    }
    return sum;
  };
  // Corners of unit vectors lie √2 apart, those of the picture 1.
  return (2 * variance(placeBeliefs(corners, beliefs), 2)) / variance(beliefs, states);
}

/** Beliefs in the plane, row-major [n×2]; a read-out that leaves 0 … 1 lies outside of the corners. @param beliefs row-major [n×M] */
export function placeBeliefs(corners: Float64Array, beliefs: ArrayLike<number>): Float64Array {
  const states = corners.length / 2;
  const points = new Float64Array((beliefs.length / states) * 2);
  for (let at = 0, to = 0; at < beliefs.length; at += states, to += 2)
    for (let m = 0; m < states; m++) {
      points[to]! += beliefs[at + m]! * corners[2 * m]!;
      points[to + 1]! += beliefs[at + m]! * corners[2 * m + 1]!;
    }
  return points;
}
