import { softmax } from '../../math/distributions';
import { type PcaBasis, project } from '../../math/projection';
import { type Estimate, meanEstimate } from '../../math/statistics';
import { simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { netRotation, PLANES, type Rotation } from './orbitPlanes';
import { type RingEstimate, ringEstimate } from './ring';

/** Number of bins of one turn. */
export const PHASE_BINS = 36;

/** The output probabilities along the orbit (docs/science.md §3.19). Estimates are means over the runs that visited the bin. */
export interface PhaseProfile {
  /** Angle at the centre of each bin, in turns, from −½ upwards [PHASE_BINS]. */
  centres: Float64Array;
  /** Mean softmax probability of each output [PHASE_BINS][K]; n = 0 and NaN in a bin no run visited. */
  probabilities: Estimate[][];
  /** Share of the time spent in each bin [PHASE_BINS]; over all runs. */
  share: Estimate[];
}

/** Collects runs. Each run counts as one observation, because its steps are correlated. */
export interface PhaseBins {
  /** @param states [T×H] at σ = 1 @param phase in turns, wrapped or not [T] */
  addRun(states: Float32Array, phase: ArrayLike<number>): void;
  profile(): PhaseProfile;
}

/** Bin of an angle in turns. */
export const phaseBin = (turns: number): number => {
  const wrapped = turns + 0.5 - Math.floor(turns + 0.5);
  return Math.min(PHASE_BINS - 1, Math.floor(wrapped * PHASE_BINS));
};

function createPhaseBins(weights: RnnWeights): PhaseBins {
  const { hiddenSize: H, nOutputs: K, readoutWeights } = weights;
  const shares: number[][] = Array.from({ length: PHASE_BINS }, () => []);
  const means: number[][][] = Array.from({ length: PHASE_BINS }, () => Array.from({ length: K }, () => []));
  const logits = new Float64Array(K);
  const probabilities = new Float64Array(K);
  return {
    addRun(states, phase) {
      const visits = new Float64Array(PHASE_BINS);
      const sums = new Float64Array(PHASE_BINS * K);
      for (let t = 0; t < phase.length; t++) {
        for (let k = 0; k < K; k++) {
          let sum = 0;
          for (let i = 0; i < H; i++) sum += readoutWeights[k * H + i]! * states[t * H + i]!;
          logits[k] = sum;
        }
        softmax(logits, probabilities);
        const bin = phaseBin(phase[t]!);
        visits[bin]!++;
        for (let k = 0; k < K; k++) sums[bin * K + k]! += probabilities[k]!;
      }
      for (let bin = 0; bin < PHASE_BINS; bin++) {
        shares[bin]!.push(visits[bin]! / phase.length);
        if (visits[bin]! > 0) for (let k = 0; k < K; k++) means[bin]![k]!.push(sums[bin * K + k]! / visits[bin]!);
      }
    },
    profile: () => ({
      centres: Float64Array.from({ length: PHASE_BINS }, (_, bin) => (bin + 0.5) / PHASE_BINS - 0.5),
      probabilities: means.map((outputs) => outputs.map(meanEstimate)),
      share: shares.map(meanEstimate),
    }),
  };
}

/** Rotation over independent runs. */
export interface RotationEstimate {
  /** Signed turns of one run, counter-clockwise positive. */
  netTurns: Estimate;
  /** Signed turns per two label changes, over the runs with at least two. */
  turnsPerRoundTrip: Estimate;
  /** Label changes of all runs. */
  flips: number;
  /** Share of the runs that turned in the direction of the mean. */
  sameSense: number;
}

export interface RotationReport extends RotationEstimate {
  axes: readonly [number, number];
  /** Unwrapped phase of the first run, in turns, starting at the angle of its first state [steps]. */
  phase: Float64Array;
  /** The same measurement in each plane of PLANES. */
  planes: RotationEstimate[];
  /** Whether the states lie in a ring around the resting point, in PC1–PC2 whatever `axes`. */
  ring: RingEstimate;
  /** Output probabilities along the orbit, on `axes`. */
  profile: PhaseProfile;
  runs: number;
  steps: number;
  /** Runs that passed the divergence cap; they are left out. */
  divergentRuns: number;
}

export interface RotationOptions {
  seed: number;
  /** The plane, by principal axis. */
  axes: readonly [number, number];
  /** Independent runs. Default 20. */
  runs?: number;
  /** Recorded steps of each run, after 50 of warm-up. Default 3000. */
  steps?: number;
}

/** Number of axes that PLANES uses. */
const AXES = 3;

/**
 * Angle of a planar path about the centre, unwrapped, in turns. The first entry lies in (−½, ½]. The last minus the first is
 * `netTurns` of `netRotation`.
 * @param points row-major [n×stride]
 */
export function unwrappedPhase(points: ArrayLike<number>, stride: number, axes: readonly [number, number]): Float64Array {
  const [a, b] = axes;
  const n = Math.floor(points.length / stride);
  const phase = new Float64Array(n);
  for (let t = 0; t < n; t++) {
    const turn = Math.atan2(points[t * stride + b]!, points[t * stride + a]!) / (2 * Math.PI);
    if (t === 0) phase[t] = turn;
    else {
      const step = turn - phase[t - 1]!;
      phase[t] = phase[t - 1]! + step - Math.round(step);
    }
  }
  return phase;
}

/** Mean and interval over independent runs. NaN where no run has a value. */
export function rotationEstimate(rotations: readonly Rotation[]): RotationEstimate {
  const netTurns = meanEstimate(rotations.map((r) => r.netTurns));
  return {
    netTurns,
    turnsPerRoundTrip: meanEstimate(rotations.filter((r) => r.flips >= 2).map((r) => r.turnsPerRoundTrip)),
    flips: rotations.reduce((sum, r) => sum + r.flips, 0),
    sameSense: rotations.filter((r) => Math.sign(r.netTurns) === Math.sign(netTurns.value)).length / rotations.length,
  };
}

/**
 * Rotation, its ring and the output probabilities along it, from independent runs at σ = 1 (claim C5). Turns are counted around the
 * mean state of `basis`. Yields progress 0 … 1.
 * @param basis with at least three axes
 */
export function* rotationReport(
  weights: RnnWeights,
  basis: PcaBasis,
  options: RotationOptions,
): Generator<number, RotationReport, void> {
  const { seed, axes, runs = 20, steps = 3000 } = options;
  const size = weights.hiddenSize;
  const chosen: Rotation[] = [];
  const planes: Rotation[][] = PLANES.map(() => []);
  const bins = createPhaseBins(weights);
  let phase: Float64Array = new Float64Array(0);
  const paths: Float64Array[] = [];
  for (let r = 0; r < runs; r++) {
    const run = simulate(weights, { steps, seed, run: r, warmUp: 50 });
    if (!run.divergent) {
      const points = new Float64Array(steps * AXES);
      for (let t = 0; t < steps; t++) project(basis, run.states, points, t * AXES, AXES, t * size);
      paths.push(points);
      chosen.push(netRotation(points, AXES, run.outputLabels, axes));
      PLANES.forEach((plane, k) => {
        planes[k]!.push(netRotation(points, AXES, run.outputLabels, plane));
      });
      const unwrapped = unwrappedPhase(points, AXES, axes);
      if (chosen.length === 1) phase = unwrapped;
      bins.addRun(run.states, unwrapped);
    }
    yield (r + 1) / runs;
  }
  const restingPoint = new Float64Array(AXES);
  project(basis, new Float64Array(size), restingPoint);
  return {
    axes,
    ...rotationEstimate(chosen),
    phase,
    planes: planes.map(rotationEstimate),
    ring: ringEstimate(paths, AXES, restingPoint, seed),
    profile: bins.profile(),
    runs: chosen.length,
    steps,
    divergentRuns: runs - chosen.length,
  };
}
