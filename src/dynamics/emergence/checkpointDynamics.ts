import { bootstrapEstimates } from '../../math/bootstrap';
import { pca } from '../../math/principalAxes';
import { type Work, within } from '../../math/progress';
import { type PcaBasis, projectStates } from '../../math/projection';
import { type Estimate, exactly } from '../../math/statistics';
import { type Simulation, simulate } from '../../rnn/simulate';
import { nonFiniteWeight, type RnnWeights } from '../../rnn/weights';
import { collectDwells } from '../emissions/exitHazardDwells';
import { fixSigns, meanNorm } from '../orbit/orbit';
import { netRotation } from '../orbit/orbitPlanes';
import { type SpectrumReport, spectrumReport } from '../spectrum/spectrumReport';

/** Number of principal axes kept of a checkpoint. */
export const CHECKPOINT_AXES = 3;

/** Steps before the record, after which the start at h = 0 is forgotten. */
const WARM_UP = 50;
/** With fewer recorded steps than this nothing is measured. */
const MIN_STEPS = 100;
/** Number of contiguous stretches of the run that the bootstrap resamples. */
const BLOCKS = 25;

/** The dynamics of a network at one moment of its training, from one run at σ = 1 (docs/science.md §3.16). */
export interface CheckpointDynamics {
  /** Recorded steps; fewer than asked for when the run passed the divergence cap. */
  steps: number;
  divergent: boolean;
  /** Number of steps between two spectra. */
  every: number;
  /** TR, 1/steps, 0 … 1: mean of 1/dwell over completed dwells of argmax labels, 0 without any. */
  transitionRate: Estimate;
  /**
   * Fractions of the examined steps, 0 … 1, whose noise-free Jacobian has a critical pair, an eigenvalue with |λ| > 1, or either
   * of them. NaN, like TR, when fewer than 100 steps could be recorded. `n` is the number of resampled blocks.
   */
  critical: Estimate;
  unstable: Estimate;
  either: Estimate;
  /** Signed turns on PC1–PC2 per 1000 steps. */
  netTurns: number;
  /** Mean ‖h‖. */
  meanNorm: number;
  /**
   * Principal axes of this checkpoint [CHECKPOINT_AXES×H], with the signs of `fixSigns`. This and the following fields are empty
   * when too few steps were recorded.
   */
  components: Float64Array;
  /** Mean state [H], the centre of `points`. */
  mean: Float64Array;
  /** Fraction of the variance along each axis [CHECKPOINT_AXES, or H if that is less]. */
  explained: Float64Array;
  /** The first states of the record on these axes, row-major [path×CHECKPOINT_AXES], and their argmax labels [path]. */
  points: Float32Array;
  labels: Uint8Array;
  /** Projection of h = 0 [CHECKPOINT_AXES]. */
  origin: Float32Array;
}

export interface CheckpointOptions {
  seed: number;
  /** Steps recorded after the warm-up. Default 5000. */
  steps?: number;
  /**
   * A spectrum is computed at every `every`-th step. Default 20: before the drop nearly every state has an active set of its own,
   * and each new set takes about half a millisecond at H = 64.
   */
  every?: number;
  /** States kept for drawing. Default 700. */
  path?: number;
}

/** TR of docs/science.md §3.16, 1/steps: mean of 1/dwell over the dwells whose beginning and end were recorded; 0 without any. */
export function transitionRate(labels: Uint8Array): number {
  let sum = 0;
  const count = eachDwell(labels, (length) => {
    sum += 1 / length;
  });
  return count > 0 ? sum / count : 0;
}

/**
 * Calls `visit` for each completed dwell in time order, with its length and the step after its last.
 * @returns the number of dwells
 */
function eachDwell(labels: Uint8Array, visit: (length: number, end: number) => void): number {
  const { lengths, complete } = collectDwells(labels, labels.length);
  // The first dwell is excluded, because its beginning was not recorded.
  let end = labels.length - lengths.reduce((sum, length) => sum + length, 0);
  let count = 0;
  lengths.forEach((length, i) => {
    end += length;
    if (!complete[i]) return;
    visit(length, end);
    count++;
  });
  return count;
}

/**
 * Runs a checkpoint from h = 0, always under the same noise (it depends only on the seed), and measures its label changes, its
 * spectra along the way (at h_t, of the noise-free step) and its principal axes. Intervals are by bootstrap over contiguous
 * blocks of the run. An explosive checkpoint is a result too: of a run that diverges, the steps before count. Weights that are
 * not finite count as diverged. Yields progress 0 … 1.
 * @throws RangeError as `spectrumReport`
 */
export function* checkpointDynamics(weights: RnnWeights, options: CheckpointOptions): Work<CheckpointDynamics> {
  const { seed, steps = 5000, every = 20, path = 700 } = options;
  if (nonFiniteWeight(weights)) return { steps: 0, divergent: true, every, ...NOTHING };
  const run = simulate(weights, { steps, seed, noiseStream: 'evaluation', warmUp: WARM_UP });
  const outcome = { steps: run.steps, divergent: run.divergent, every };
  if (run.steps < MIN_STEPS) return { ...outcome, ...NOTHING };
  yield 0.15;
  const spectra = yield* within(spectrumReport(weights, run.states, { every }), 0.15, 0.9);
  return { ...outcome, ...rates(run.outputLabels, spectra, seed), ...picture(run, weights.hiddenSize, path) };
}

const UNKNOWN = exactly(Number.NaN, 0);
const NOTHING = {
  transitionRate: UNKNOWN,
  critical: UNKNOWN,
  unstable: UNKNOWN,
  either: UNKNOWN,
  netTurns: Number.NaN,
  meanNorm: Number.NaN,
  components: new Float64Array(0),
  mean: new Float64Array(0),
  explained: new Float64Array(0),
  points: new Float32Array(0),
  labels: new Uint8Array(0),
  origin: new Float32Array(0),
} satisfies Omit<CheckpointDynamics, 'steps' | 'divergent' | 'every'>;

type Rates = Pick<CheckpointDynamics, 'transitionRate' | 'critical' | 'unstable' | 'either'>;

/** Columns of a block's sums: steps examined, critical, unstable, either; completed dwells, Σ 1/dwell. */
const STRIDE = 6;

function rates(labels: Uint8Array, { unstable, criticalPairs, every }: SpectrumReport, seed: number): Rates {
  const sums = new Float64Array(BLOCKS * STRIDE);
  const rowOf = (step: number) => Math.floor((step * BLOCKS) / labels.length) * STRIDE;
  for (let k = 0; k < unstable.length; k++) {
    const row = rowOf(k * every);
    sums[row]!++;
    if (criticalPairs[k]! > 0) sums[row + 1]!++;
    if (unstable[k]! > 0) sums[row + 2]!++;
    if (criticalPairs[k]! > 0 || unstable[k]! > 0) sums[row + 3]!++;
  }
  eachDwell(labels, (length, end) => {
    // A dwell belongs to the block in which it ends.
    sums[rowOf(end - 1) + 4]!++;
    sums[rowOf(end - 1) + 5]! += 1 / length;
  });
  const [critical, unstableShare, either, rate] = bootstrapEstimates(
    sums,
    STRIDE,
    ([looked, c, u, e, dwells, inverse]) => [c! / looked!, u! / looked!, e! / looked!, dwells! > 0 ? inverse! / dwells! : 0],
    seed,
  ) as [Estimate, Estimate, Estimate, Estimate];
  return { transitionRate: rate, critical, unstable: unstableShare, either };
}

type Picture = Pick<
  CheckpointDynamics,
  'components' | 'mean' | 'explained' | 'points' | 'labels' | 'origin' | 'netTurns' | 'meanNorm'
>;

/** The run on its own principal axes. */
function picture({ states, outputLabels, steps }: Simulation, size: number, path: number): Picture {
  const basis: PcaBasis = pca(states, size, CHECKPOINT_AXES);
  fixSigns(basis, states, outputLabels);
  const points = projectStates(states, basis, CHECKPOINT_AXES);
  return {
    components: basis.components,
    mean: basis.mean,
    explained: basis.explained.slice(0, CHECKPOINT_AXES),
    points: points.slice(0, path * CHECKPOINT_AXES),
    labels: outputLabels.slice(0, path),
    origin: projectStates(new Float32Array(size), basis, CHECKPOINT_AXES),
    netTurns: (1000 * netRotation(points, CHECKPOINT_AXES, outputLabels).netTurns) / steps,
    meanNorm: meanNorm(states, size),
  };
}
