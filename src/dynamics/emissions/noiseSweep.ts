import { contourLevel, type DensityGrid, kernelDensityInChunks } from '../../math/density';
import { within } from '../../math/progress';
import { type PcaBasis, project } from '../../math/projection';
import { type Estimate, meanEstimate, quantile } from '../../math/statistics';
import { type Simulation, simulate } from '../../rnn/simulate';
import { norm } from '../../rnn/step';
import type { RnnWeights } from '../../rnn/weights';
import { type EmissionSweep, type EmissionTarget, emissionSweep } from './noiseSweepEmissions';

/** Noise standard deviations of the paper's picture (docs/science.md §3.7), and those in between for which it gives radii. */
export const CONTOUR_STDS = [0.1, 1, 2, 3, 4] as const;
/** Noise levels at which the emission error is measured: 13 values, evenly spaced in the logarithm on both sides of σ = 1. */
export const EMISSION_STDS: readonly number[] = [
  ...Array.from({ length: 8 }, (_, k) => 0.05 * 20 ** (k / 8)),
  ...Array.from({ length: 5 }, (_, k) => 4 ** (k / 4)),
];
/** Share of the states within the outline, and quantile of the radius. */
const MASS = 0.95;
/** Number of blocks of the run for the interval of the radius. */
const BLOCKS = 10;
/** With fewer states before the divergence cap, the cloud is not measured. */
const MIN_STEPS = 200;

/** Size of the cloud at one noise level. Radii are 95 % quantiles of the distance from the projection of h = 0, in the plane. */
export interface CloudSize {
  noiseStd: number;
  /** σ times the radius of the run at σ = 1, as positive homogeneity predicts (docs/science.md §0.1). */
  rescaled: Estimate;
  /** Measured on a run simulated at this σ with the same draws. The intervals come from 10 blocks of the run. */
  afresh: Estimate;
  /**
   * ‖h_σ − σ·h_1‖ along the run over σ times ‖h_1‖: root mean square, and the largest value over the mean ‖h_1‖. If the identity
   * holds, this is float32 rounding: about 1e-5, and for a few steps 1e-4 where the state passes an unstable region.
   */
  stateDifference: { rootMeanSquare: number; largest: number };
}

export interface NoiseSweep {
  axes: readonly [number, number];
  bandwidth: number;
  /** Projection of h = 0 on the two axes: the contours of other σ are the σ = 1 contour scaled about it. */
  origin: readonly [number, number];
  /** The σ = 1 run on the two axes [steps×2]. */
  points: Float32Array;
  /** Density of these points, and the level above which 95 % of it lies. */
  density: DensityGrid;
  level: number;
  sizes: CloudSize[];
  /** Slope of log r95 (simulated afresh) on log σ. By identity it is 1, hence ½ on the variance. */
  sizeExponent: number;
  /** Emission error against σ. */
  emissions: EmissionSweep;
  /** Steps compared; fewer than asked for when a run passed the divergence cap. */
  steps: number;
  divergent: boolean;
}

export interface NoiseSweepOptions {
  seed: number;
  /** The plane, by principal axis. */
  axes: readonly [number, number];
  /** Factor on the bandwidth of Scott's rule (the paper used 3). Default 1. */
  bandwidth?: number;
  /** Steps of each run. Default 10,000. */
  steps?: number;
  /** Size of the emission measurement, per noise level. Default 8 batches of 200 runs of 400 steps. */
  emission?: { batches: number; runs: number; steps: number };
}

/**
 * The effect of the noise level (docs/science.md §3.7): the size of the cloud, scaled and simulated afresh, and the emission
 * error. Yields progress 0 … 1.
 * @param basis of a run at σ = 1
 * @throws RangeError when the network diverges within 200 steps, has no spread in the plane, or has not the outputs of `exact`
 */
export function* noiseSweep(
  weights: RnnWeights,
  basis: PcaBasis,
  exact: EmissionTarget,
  options: NoiseSweepOptions,
): Generator<number, NoiseSweep, void> {
  const { seed, axes, bandwidth = 1, steps = 10_000, emission = { batches: 8, runs: 200, steps: 400 } } = options;
  const reference = simulate(weights, { steps, seed });
  if (reference.steps < Math.min(steps, MIN_STEPS))
    throw new RangeError(`the network passes the divergence cap after ${reference.steps} steps`);
  yield 0.03;
  const origin = projectPair(basis, new Float64Array(weights.hiddenSize), axes);
  const points = planePoints(reference, basis, axes);
  const density = yield* within(
    kernelDensityInChunks(points, { stride: 2, axes: [0, 1], bandwidthFactor: bandwidth }),
    0.03,
    0.1,
  );
  const sizes: CloudSize[] = [];
  let divergent = reference.divergent;
  for (const noiseStd of CONTOUR_STDS) {
    const run = simulate(weights, { steps: reference.steps, seed, noiseStd });
    divergent ||= run.divergent;
    sizes.push(cloudSize(noiseStd, reference, run, basis, axes, origin, points));
    yield 0.1 + (0.1 * sizes.length) / CONTOUR_STDS.length;
  }
  const emissions = yield* within(emissionSweep(weights, exact, { seed, noiseStds: EMISSION_STDS, ...emission }), 0.2, 1);
  return {
    axes,
    bandwidth,
    origin,
    points,
    density,
    level: contourLevel(density, MASS),
    sizes,
    sizeExponent: logSlope(sizes),
    emissions,
    steps: reference.steps,
    divergent: divergent || emissions.divergent,
  };
}

function projectPair(basis: PcaBasis, state: ArrayLike<number>, axes: readonly [number, number], offset = 0): [number, number] {
  const all = new Float64Array(Math.max(...axes) + 1);
  project(basis, state, all, 0, all.length, offset);
  return [all[axes[0]]!, all[axes[1]]!];
}

function planePoints(run: Simulation, basis: PcaBasis, axes: readonly [number, number]): Float32Array {
  const points = new Float32Array(2 * run.steps);
  for (let t = 0; t < run.steps; t++) points.set(projectPair(basis, run.states, axes, t * basis.mean.length), 2 * t);
  return points;
}

function cloudSize(
  noiseStd: number,
  reference: Simulation,
  run: Simulation,
  basis: PcaBasis,
  axes: readonly [number, number],
  origin: readonly [number, number],
  points: Float32Array,
): CloudSize {
  const rescaled = radius95(points, origin);
  return {
    noiseStd,
    rescaled: {
      value: noiseStd * rescaled.value,
      low: noiseStd * rescaled.low,
      high: noiseStd * rescaled.high,
      n: rescaled.n,
    },
    afresh: radius95(planePoints(run, basis, axes), origin),
    stateDifference: stateDifference(noiseStd, reference, run, basis.mean.length),
  };
}

/**
 * 95 % quantile of the distance from `origin`. Its interval is that of the mean over 10 blocks of the run, centred at the value.
 */
function radius95(points: Float32Array, [x, y]: readonly [number, number]): Estimate {
  const distances = Float64Array.from({ length: points.length / 2 }, (_, t) =>
    Math.hypot(points[2 * t]! - x, points[2 * t + 1]! - y),
  );
  const value = quantile(distances, MASS);
  const length = Math.floor(distances.length / BLOCKS);
  const blocks = meanEstimate(
    Array.from({ length: BLOCKS }, (_, k) => quantile(distances.subarray(k * length, (k + 1) * length), MASS)),
  );
  return { value, low: value - (blocks.value - blocks.low), high: value + (blocks.high - blocks.value), n: BLOCKS };
}

function stateDifference(noiseStd: number, reference: Simulation, run: Simulation, size: number): CloudSize['stateDifference'] {
  const steps = Math.min(reference.steps, run.steps);
  let largest = 0;
  let differences = 0;
  let norms = 0;
  let squares = 0;
  for (let t = 0; t < steps; t++) {
    let difference = 0;
    for (let i = t * size; i < (t + 1) * size; i++) difference += (run.states[i]! - noiseStd * reference.states[i]!) ** 2;
    largest = Math.max(largest, Math.sqrt(difference));
    differences += difference;
    const length = norm(reference.states.subarray(t * size, (t + 1) * size));
    norms += length;
    squares += length * length;
  }
  return {
    rootMeanSquare: Math.sqrt(differences / squares) / noiseStd,
    largest: largest / ((noiseStd * norms) / steps),
  };
}

/** Least-squares slope of log r95 on log σ. */
function logSlope(sizes: CloudSize[]): number {
  const x = sizes.map(({ noiseStd }) => Math.log(noiseStd));
  const y = sizes.map(({ afresh }) => Math.log(afresh.value));
  const meanX = x.reduce((a, b) => a + b, 0) / x.length;
  let top = 0;
  let bottom = 0;
  for (let i = 0; i < x.length; i++) {
    top += (x[i]! - meanX) * y[i]!;
    bottom += (x[i]! - meanX) ** 2;
  }
  return top / bottom;
}
