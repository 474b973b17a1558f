import { bootstrapEstimates } from '../../math/bootstrap';
import { type Work, within } from '../../math/progress';
import { type Estimate, exactly, meanEstimate, quantile } from '../../math/statistics';
import { underGain } from '../../rnn/intervention';
import type { RnnWeights } from '../../rnn/weights';
import { countExitsUnder, type ExitStarts, exitStarts } from '../kick/exitProbability';
import type { KickGroup } from '../kick/kickGroups';
import { randomGroups } from '../kick/kickSearch';
import { columnOf, occupancyColumn, type RunSums, spreadStarts, sumRuns } from './interventionRuns';
import { bystanders, type InterventionTarget } from './interventionTargets';

/** Measurements at one gain. Intervals resample runs (for exits: sets of noise paths); the noise is the same at every gain. */
export interface GainPoint {
  gain: number;
  /** Share of the steps at each argmax label [K]. */
  occupancy: Estimate[];
  /** Changes of label per 1000 steps. */
  flips: Estimate;
  /** Coefficient of variation of the complete dwells; NaN with fewer than two. */
  dwellCv: Estimate;
  /** Critical pairs per step, in the band |Re μ̂| < .1, Im μ̂ > .06. */
  criticalPairs: Estimate;
  /** 95 % quantile of how far the state goes towards the target label; Infinity once a run grew without bound. */
  reach: Estimate;
  /** p_exit from the cluster of a label within 40 steps, for each direction of the sweep. */
  exits: Estimate[];
  /** Runs that passed the divergence cap. */
  divergentRuns: number;
}

/** The range of random groups of as many units at one gain: 5 % and 95 % quantiles, and the middle. */
export interface NullBand {
  gain: number;
  occupancy: Band[];
  flips: Band;
  exits: Band[];
}

export interface Band {
  low: number;
  middle: number;
  high: number;
}

export interface InterventionSweep {
  target: InterventionTarget;
  directions: { from: number; to: number }[];
  points: GainPoint[];
  null: NullBand[];
  nullGroups: number;
  runs: number;
  steps: number;
}

export interface SweepOptions {
  seed: number;
  /** Kick groups of the network; random groups contain none of their units. */
  groups: readonly KickGroup[];
  activeShare: ArrayLike<number>;
  /** Gains μ. Default 0, .1, … 2. */
  gains?: readonly number[];
  /** Default 20 runs of 1000 steps. */
  runs?: number;
  steps?: number;
}

const GAINS = Array.from({ length: 21 }, (_, n) => n / 10);
/**
 * Number of random groups, each at every second gain with one run and a few starts. Their band is drawn, not used for a verdict.
 */
const NULL_GROUPS = 20;
const NULL_STARTS = 60;
const SWEEP_STARTS = 120;
/** A spectrum is computed at every SPECTRA_EVERY-th step. */
const SPECTRA_EVERY = 25;

/** What is measured the same way at every gain. */
interface Bench {
  weights: RnnWeights;
  starts: Float32Array;
  steps: number;
  seed: number;
  axis: Float64Array;
  exits: { starts: ExitStarts; to: number }[];
}

/**
 * Sweeps the gain on a target from 0 to 2 and measures occupancy, flips, dwell CV, critical pairs, reach and p_exit with their
 * intervals, and the band of random groups of as many units (docs/science.md §3.18). All gains use the same starts and the same
 * noise. Yields progress 0 … 1.
 */
export function* interventionSweep(
  weights: RnnWeights,
  target: InterventionTarget,
  { seed, groups, activeShare, gains = GAINS, runs = 20, steps = 1000 }: SweepOptions,
): Work<InterventionSweep> {
  const bench = openBench(weights, target, { seed, runs, steps, exitStarts: SWEEP_STARTS });
  yield 0.02;
  const points: GainPoint[] = [];
  for (const gain of gains) {
    points.push(measureGain(bench, target, gain));
    yield 0.02 + (0.58 * points.length) / gains.length;
  }
  const pool = bystanders({ groups, activeShare }).filter((unit) => target.kind !== 'picked' || !target.units.includes(unit));
  const drawn = randomGroups(pool, target.units.length, NULL_GROUPS, seed, 0);
  const bands = yield* within(nullBands(bench, target, drawn, gains), 0.6, 1);
  return { target, directions: target.directions, points, null: bands, nullGroups: drawn.length, runs, steps };
}

function openBench(
  weights: RnnWeights,
  { directions }: InterventionTarget,
  { seed, runs, steps, exitStarts: count }: { seed: number; runs: number; steps: number; exitStarts: number },
): Bench {
  const starts = spreadStarts(weights, runs, seed);
  return {
    weights,
    starts,
    steps,
    seed,
    axis: targetAxis(weights, directions[0]?.to ?? 0),
    exits: directions.map(({ from, to }, n) => ({ starts: exitStarts(weights, from, count, seed, EXIT_SAMPLE + n), to })),
  };
}

/** A sample of starts that neither chose nor judged the groups. */
const EXIT_SAMPLE = 500;

/** Unit vector along the read-out of a label: how far the state goes in its direction. */
export function targetAxis({ hiddenSize: H, readoutWeights }: RnnWeights, label: number): Float64Array {
  const axis = Float64Array.from(readoutWeights.subarray(label * H, (label + 1) * H));
  const length = Math.hypot(...axis);
  return length > 0 ? axis.map((value) => value / length) : axis;
}

function measureGain(bench: Bench, target: InterventionTarget, gain: number): GainPoint {
  const weights = underGain(bench.weights, target, gain);
  const { seed, steps, axis } = bench;
  const made = sumRuns(weights, bench.starts, { seed, steps, axis, every: SPECTRA_EVERY });
  return {
    gain,
    ...describeRuns(made, weights.nOutputs, seed),
    exits: bench.exits.map(({ starts, to }) => exitEstimate(weights, starts, to, seed)),
  };
}

/** p_exit with its interval over sets of noise paths. */
function exitEstimate(weights: RnnWeights, starts: ExitStarts, to: number, seed: number): Estimate {
  if (starts.count === 0) return exactly(Number.NaN, 0);
  const { rollouts, exits } = countExitsUnder(weights, starts, to);
  const sums = Float64Array.from({ length: 2 * rollouts.length }, (_, at) => (at % 2 ? exits : rollouts)[at >> 1]!);
  return bootstrapEstimates(sums, 2, ([total, out]) => [out! / total!], seed)[0]!;
}

/** Statistics of the totals of some runs, in a fixed order: occupancy of each label, flips, dwell CV, critical pairs. */
export function runStatistics(totals: ArrayLike<number>, nOutputs: number, offset = 0): number[] {
  const at = (column: number) => totals[offset + column]!;
  const steps = at(columnOf('steps'));
  const dwells = at(columnOf('dwells'));
  const mean = at(columnOf('dwellSum')) / dwells;
  const variance = at(columnOf('dwellSquares')) / dwells - mean ** 2;
  return [
    ...Array.from({ length: nOutputs }, (_, label) => at(occupancyColumn(label)) / steps),
    (1000 * at(columnOf('flips'))) / steps,
    dwells > 1 ? Math.sqrt(Math.max(0, variance)) / mean : Number.NaN,
    at(columnOf('critical')) / at(columnOf('spectra')),
  ];
}

function describeRuns(made: RunSums, nOutputs: number, seed: number): Omit<GainPoint, 'gain' | 'exits'> {
  const estimates = bootstrapEstimates(made.sums, made.stride, (totals) => runStatistics(totals, nOutputs), seed);
  const [flips, dwellCv, criticalPairs] = estimates.slice(nOutputs);
  return {
    occupancy: estimates.slice(0, nOutputs),
    flips: flips!,
    dwellCv: dwellCv!,
    criticalPairs: criticalPairs!,
    reach: reachEstimate(made),
    divergentRuns: made.divergentRuns,
  };
}

function reachEstimate({ reach, divergentRuns, runs }: RunSums): Estimate {
  return divergentRuns > 0 ? exactly(Number.POSITIVE_INFINITY, runs) : meanEstimate(reach);
}

function* nullBands(
  bench: Bench,
  target: InterventionTarget,
  drawn: readonly number[][],
  gains: readonly number[],
): Work<NullBand[]> {
  const K = bench.weights.nOutputs;
  const H = bench.weights.hiddenSize;
  const few = bench.exits.map(({ starts, to }) => ({ to, starts: firstStarts(starts, NULL_STARTS, H) }));
  const bands: NullBand[] = [];
  if (drawn.length === 0) return bands;
  const chosen = gains.filter((_, n) => n % 2 === 0);
  for (const gain of chosen) {
    const rows = drawn.map((units, n) => {
      const weights = underGain(bench.weights, { ...target, units }, gain);
      const run = n % (bench.starts.length / H);
      const start = bench.starts.subarray(run * H, (run + 1) * H);
      const { sums } = sumRuns(weights, start, { seed: bench.seed, steps: bench.steps, firstRun: run });
      return {
        statistics: runStatistics(sums, K),
        exits: few.map(({ starts, to }) => (starts.count > 0 ? countExitsUnder(weights, starts, to).probability : Number.NaN)),
      };
    });
    const band = (value: (row: (typeof rows)[number]) => number): Band => {
      const values = rows.map(value).filter(Number.isFinite);
      return { low: quantile(values, 0.05), middle: quantile(values, 0.5), high: quantile(values, 0.95) };
    };
    bands.push({
      gain,
      occupancy: Array.from({ length: K }, (_, label) => band(({ statistics }) => statistics[label]!)),
      flips: band(({ statistics }) => statistics[K]!),
      exits: few.map((_, n) => band(({ exits }) => exits[n]!)),
    });
    yield bands.length / chosen.length;
  }
  return bands;
}

function firstStarts(starts: ExitStarts, count: number, H: number): ExitStarts {
  const kept = Math.min(count, starts.count);
  return { ...starts, count: kept, states: starts.states.subarray(0, kept * H), labels: starts.labels.subarray(0, kept) };
}
