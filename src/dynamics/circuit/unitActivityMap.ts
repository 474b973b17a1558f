import { pca } from '../../math/principalAxes';
import type { Work } from '../../math/progress';
import { type PcaBasis, projectStates } from '../../math/projection';
import { quantile } from '../../math/statistics';
import { type Simulation, simulate } from '../../rnn/simulate';
import { createStepper } from '../../rnn/step';
import type { RnnWeights } from '../../rnn/weights';
import { allUnits, topUnits } from '../units';
import { recordedNoise } from '../zones/sensitivityFan';

/** Coordinates kept of each state: the three axes a portrait can show. */
export const ACTIVITY_MAP_STRIDE = 3;
/** With fewer states before the divergence cap, the map shows nothing useful. */
const MIN_STATES = 200;
/** The colour scale ends at this quantile, so that a few extreme values do not make all others pale. */
const SCALE_QUANTILE = 0.98;
/** States between two reports of progress. */
const PORTION = 100;

/** Pre-activations of all units along one σ = 1 run (docs/science.md §3.13). */
export interface UnitActivityMap {
  /** H. */
  units: number;
  /** n; fewer than asked for when the run passed the divergence cap. */
  states: number;
  /** z_t = W_hh h_{t−1} + W_in x_t, the noise included: one row per unit, [units×states]. ReLU(z_t) is the state of step t. */
  preActivations: Float32Array;
  /** States on the principal axes [states×ACTIVITY_MAP_STRIDE]; 0 on axes the basis does not have. */
  points: Float32Array;
  /** Argmax labels [states]. */
  labels: Uint8Array;
  /** Mean h of each unit over the states [units]. */
  meanActivity: Float64Array;
  /** Share of the states in which the unit is active, z > 0 [units]. */
  activeShare: Float64Array;
  /** The 98 % quantile of |z| over all units and states: the end of a colour scale centred at 0. */
  scale: number;
  divergent: boolean;
}

export interface UnitActivityMapOptions {
  seed: number;
  /** Recorded states. Default 1000 (docs/science.md §3.13). */
  states?: number;
  /** Steps before recording. Default 50. */
  warmUp?: number;
}

/**
 * Pre-activations along the states of `simulate(weights, { steps: states, seed, warmUp })`. Yields progress 0 … 1.
 * @throws RangeError when the network diverges within 200 states
 */
export function* unitActivityMap(weights: RnnWeights, basis: PcaBasis, options: UnitActivityMapOptions): Work<UnitActivityMap> {
  const { seed, states: asked = 1000, warmUp = 50 } = options;
  const H = weights.hiddenSize;
  // z of a step is computed from the recorded state before it. So the step before the first one is recorded too, if there is
  // one.
  const lead = Math.min(1, warmUp);
  const run = simulate(weights, { steps: asked + lead, seed, warmUp: warmUp - lead });
  const states = run.steps - lead;
  if (states < Math.min(asked, MIN_STATES))
    throw new RangeError(`The network passes the divergence cap after ${Math.max(0, states)} steps.`);
  const noise = recordedNoise({ seed }, warmUp, states, weights.inputDim);
  const preActivations = yield* preActivationRows(weights, run, lead, noise);
  const recorded = run.states.subarray(lead * H);
  return {
    units: H,
    states,
    preActivations,
    points: projectStates(recorded, basis, ACTIVITY_MAP_STRIDE),
    labels: run.outputLabels.slice(lead),
    ...activityOf(preActivations, H, states),
    scale: quantile(preActivations.map(Math.abs), SCALE_QUANTILE),
    divergent: run.divergent,
  };
}

/**
 * z of every recorded step, one row per unit [H×states]. Each step starts from the recorded state, not from the end of the
 * previous step: a separate run in float64 would diverge from the recorded one (by up to 0.02 in the shipped networks).
 * @param lead rows of `run` before the first step wanted: 1, or 0 when that step starts from h = 0
 * @param noise x of the steps wanted, row-major [states×d]
 */
function* preActivationRows(weights: RnnWeights, run: Simulation, lead: number, noise: Float64Array): Work<Float32Array> {
  const { hiddenSize: H, inputDim: d } = weights;
  const states = run.steps - lead;
  const stepper = createStepper(weights);
  const h = new Float64Array(H);
  const z = new Float64Array(H);
  const rows = new Float32Array(H * states);
  for (let t = 0; t < states; t++) {
    const before = t + lead - 1;
    if (before >= 0) h.set(run.states.subarray(before * H, (before + 1) * H));
    stepper.step(h, noise, t * d, 1, z);
    for (let i = 0; i < H; i++) rows[i * states + t] = z[i]!;
    if (t % PORTION === 0) yield t / states;
  }
  return rows;
}

function activityOf(rows: Float32Array, units: number, states: number): Pick<UnitActivityMap, 'meanActivity' | 'activeShare'> {
  const meanActivity = new Float64Array(units);
  const activeShare = new Float64Array(units);
  for (let i = 0; i < units; i++) {
    let sum = 0;
    let active = 0;
    for (let at = i * states; at < (i + 1) * states; at++) {
      if (!(rows[at]! > 0)) continue;
      sum += rows[at]!;
      active++;
    }
    meanActivity[i] = sum / states;
    activeShare[i] = active / states;
  }
  return { meanActivity, activeShare };
}

/** How the units of the map are ordered. */
export type UnitOrder = 'activity' | 'similarity' | 'index';

/**
 * Units in drawing order, each once [units].
 * - activity: descending mean h; equal ones by index.
 * - similarity: neighbours have similar time courses z. Units are sorted by the angle of their loadings on the first two
 * principal components of the correlations, beginning after the largest gap. Units whose z never changes come last.
 */
export function orderUnits(
  wall: Pick<UnitActivityMap, 'units' | 'states' | 'preActivations' | 'meanActivity'>,
  by: UnitOrder,
): Uint16Array {
  return Uint16Array.from(ORDERS[by](wall));
}

type OrderedWall = Parameters<typeof orderUnits>[0];

const ORDERS: Record<UnitOrder, (wall: OrderedWall) => number[]> = {
  activity: ({ meanActivity, units }) => topUnits(meanActivity, units),
  similarity: ({ preActivations, states, units }) => similarityOrder(preActivations, states, allUnits(units)),
  index: ({ units }) => allUnits(units),
};

function similarityOrder(rows: Float32Array, states: number, units: readonly number[]): number[] {
  const row = (unit: number) => rows.subarray(unit * states, (unit + 1) * states);
  const changing = units.filter((unit) => row(unit).some((z) => z !== row(unit)[0]));
  const constant = units.filter((unit) => !changing.includes(unit));
  const count = changing.length;
  // Two units have only one order, up to its direction.
  if (count < 3) return [...changing, ...constant];
  const standardised = new Float64Array(states * count);
  changing.forEach((unit, column) => {
    standardise(row(unit)).forEach((value, t) => {
      standardised[t * count + column] = value;
    });
  });
  const { components } = pca(standardised, count, 2);
  const angles = Float64Array.from(changing, (_, column) => Math.atan2(components[count + column]!, components[column]!));
  return [...fromLargestGap(angles).map((column) => changing[column]!), ...constant];
}

/** A row with mean 0 and standard deviation 1. */
function standardise(row: Float32Array): Float64Array {
  const mean = row.reduce((sum, z) => sum + z, 0) / row.length;
  const deviation = Math.sqrt(row.reduce((sum, z) => sum + (z - mean) ** 2, 0) / row.length);
  return Float64Array.from(row, (z) => (z - mean) / deviation);
}

/** Indices by ascending angle, beginning after the largest gap of the circle. */
function fromLargestGap(angles: Float64Array): number[] {
  const round = Array.from(angles, (_, i) => i).sort((a, b) => angles[a]! - angles[b]!);
  const last = round.length - 1;
  // Entry k is the gap before the k-th angle. The first angle comes after the last one, a full turn later.
  const gaps = round.map((index, k) =>
    k > 0 ? angles[index]! - angles[round[k - 1]!]! : angles[index]! + 2 * Math.PI - angles[round[last]!]!,
  );
  const start = gaps.indexOf(Math.max(...gaps));
  return [...round.slice(start), ...round.slice(0, start)];
}
