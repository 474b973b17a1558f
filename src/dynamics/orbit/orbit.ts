import { pca } from '../../math/principalAxes';
import { type PcaBasis, project, projectStates } from '../../math/projection';
import { simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { type OrbitCourse, orbitCourse } from './orbitCourse';
import { netRotation, ORBIT_STRIDE, PLANES, type Rotation } from './orbitPlanes';

/**
 * Fixes the arbitrary signs of a basis: states with argmax label 0 lie on the negative side of PC1 (docs/science.md §3.5); on
 * every other axis the largest loading is positive. Changes `basis` in place.
 */
export function fixSigns(basis: PcaBasis, states: Float32Array, labels: Uint8Array): void {
  const size = basis.mean.length;
  const axes = basis.components.length / size;
  for (let k = 0; k < axes; k++) {
    const axis = basis.components.subarray(k * size, (k + 1) * size);
    const largest = axis.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    if (largest < 0) for (let i = 0; i < size; i++) axis[i] = -axis[i]!;
  }
  if (sideOfLabelZero(basis, states, labels) > 0) for (let i = 0; i < size; i++) basis.components[i] = -basis.components[i]!;
}

/** Mean of the label-0 states on PC1, in standard deviations of all states there; 0 when there are none. */
function sideOfLabelZero(basis: PcaBasis, states: Float32Array, labels: Uint8Array): number {
  const size = basis.mean.length;
  const point = new Float64Array(1);
  let sum = 0;
  let count = 0;
  let squares = 0;
  for (let t = 0; t < labels.length; t++) {
    project(basis, states, point, 0, 1, t * size);
    squares += point[0]! ** 2;
    if (labels[t] !== 0) continue;
    sum += point[0]!;
    count++;
  }
  return count > 0 && squares > 0 ? sum / count / Math.sqrt(squares / labels.length) : 0;
}

/** From this distance on, the side of label 0 is a property of the network and not of the sample. */
const CLEAR_SIDE = 0.5;

/** Flips axes of `basis` so that they agree with `previous`. Only signs change, so that a redrawn picture does not flip. */
export function alignSigns(basis: PcaBasis, previous: PcaBasis): void {
  const size = basis.mean.length;
  if (previous.mean.length !== size) return;
  for (let k = 0; k < basis.components.length / size; k++) {
    let dot = 0;
    for (let i = k * size; i < (k + 1) * size; i++) dot += basis.components[i]! * previous.components[i]!;
    if (dot < 0) for (let i = k * size; i < (k + 1) * size; i++) basis.components[i] = -basis.components[i]!;
  }
}

/** Steps before the record. */
const WARM_UP = 50;

/** What the portrait needs to know about a network, from one driven run at σ = 1. Everything else is projected on this basis. */
export interface OrbitSummary {
  basis: PcaBasis;
  /** Projection of h = 0, the fixed point [ORBIT_STRIDE]. */
  origin: Float32Array;
  /** Projected run [n×ORBIT_STRIDE] and its argmax labels. */
  points: Float32Array;
  labels: Uint8Array;
  /** Mean ‖h‖ while driven at σ = 1. */
  drivenNorm: number;
  /** Rotation in each plane of PLANES. */
  rotations: Rotation[];
  /** What the portrait may draw of the mean path in PC1–PC2. */
  course: OrbitCourse;
  steps: number;
  divergent: boolean;
}

export interface OrbitOptions {
  /** Steps recorded after 50 steps of warm-up (docs/science.md §3.5 uses 30,000). */
  steps: number;
  seed: number;
  /** Earlier basis to agree with in sign. */
  previous?: PcaBasis | undefined;
}

/**
 * Runs the network with noise, fits the basis, fixes its signs and measures the rotation.
 * @throws RangeError when the network diverges so early that too few states are left
 */
export function summariseOrbit(weights: RnnWeights, { steps, seed, previous }: OrbitOptions): OrbitSummary {
  const run = simulate(weights, { steps, seed, warmUp: WARM_UP });
  if (run.steps < 2) throw new RangeError(`the network passes the divergence cap within ${WARM_UP + 2} steps`);
  const size = weights.hiddenSize;
  const basis = pca(run.states, size, Math.min(ORBIT_STRIDE, size));
  // While a network trains, the picture must not flip. The convention for signs applies once the labels have clearly separated.
  if (previous && Math.abs(sideOfLabelZero(basis, run.states, run.outputLabels)) < CLEAR_SIDE) alignSigns(basis, previous);
  else fixSigns(basis, run.states, run.outputLabels);
  const points = projectStates(run.states, basis, ORBIT_STRIDE);
  const origin = projectStates(new Float32Array(size), basis, ORBIT_STRIDE);
  return {
    basis,
    origin,
    points,
    labels: run.outputLabels,
    drivenNorm: meanNorm(run.states, size),
    rotations: PLANES.map((axes) => netRotation(points, ORBIT_STRIDE, run.outputLabels, axes)),
    course: orbitCourse(points, ORBIT_STRIDE, run.outputLabels, origin),
    steps: run.steps,
    divergent: run.divergent,
  };
}

/** Mean ‖h‖ over the rows of `states`. */
export function meanNorm(states: Float32Array, size: number): number {
  const rows = states.length / size;
  let sum = 0;
  for (let t = 0; t < rows; t++) {
    let squares = 0;
    for (let i = t * size; i < (t + 1) * size; i++) squares += states[i]! * states[i]!;
    sum += Math.sqrt(squares);
  }
  return sum / rows;
}
