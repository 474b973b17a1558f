import { bootstrapEstimates } from '../../math/bootstrap';
import { finish, type Work } from '../../math/progress';
import type { Estimate } from '../../math/statistics';
import { rollouts } from '../../rnn/rollouts';
import type { Stretch } from '../../rnn/sampler';
import { DIVERGENCE_CAP, divergedStep, simulate, withSampler } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { DEFAULT_CUTS } from '../defaults';
import { createSpectrumCache, INTERVENTION_BAND } from '../spectrum/spectrum';
import { summariseRollouts } from '../zones/residency';
import { KICK_ZONE, zoneOf } from '../zones/zones';

/** Columns of the sums of one run. The columns for the occupancy of each label follow. */
export const COLUMNS = ['steps', 'flips', 'dwells', 'dwellSum', 'dwellSquares', 'critical', 'spectra'] as const;
export type Column = (typeof COLUMNS)[number];
export const columnOf = (name: Column): number => COLUMNS.indexOf(name);
/** Column that counts the steps with an argmax label. */
export const occupancyColumn = (label: number): number => COLUMNS.length + label;

/** Sums over the steps of some runs of one network, one row per run. */
export interface RunSums {
  /** Row-major [runs×stride], additive: COLUMNS, then the steps at each label. */
  sums: Float64Array;
  stride: number;
  runs: number;
  /** Number of runs that passed the divergence cap; only their steps before it count. */
  divergentRuns: number;
  /** 95 % quantile of the states' coordinate along `axis`, per run; Infinity for a run that diverged. */
  reach: Float64Array;
}

export interface RunOptions {
  seed: number;
  steps: number;
  /** Direction in state space along which the reach is measured [H]. */
  axis?: Float64Array;
  /** A spectrum is computed at every `every`-th step; 0 for none. */
  every?: number;
  /** Number of the first run, which decides its noise: the same for every network that is compared. Default 0. */
  firstRun?: number;
}

/** Steps computed at a time. */
const STRETCH = 100;

/** States spread over a σ = 1 run of the untouched network, to start runs from [runs×H]. */
export function spreadStarts(weights: RnnWeights, runs: number, seed: number): Float32Array {
  const H = weights.hiddenSize;
  const spacing = 53;
  const run = simulate(weights, { steps: runs * spacing, seed, noiseStream: 'evaluation', run: STARTS_RUN, warmUp: 100 });
  const starts = new Float32Array(runs * H);
  for (let n = 0; n < runs; n++) {
    // A run that diverged has fewer states; they are used several times.
    const row = Math.min(n * spacing, Math.max(0, run.steps - 1));
    starts.set(run.states.subarray(row * H, (row + 1) * H), n * H);
  }
  return starts;
}

/** The number of this run. Its noise differs from that of the runs that start from its states. */
const STARTS_RUN = 100_000;

/** Makes one run from each start under fresh noise at σ = 1 and sums up its steps. `spreadStarts` makes the starts. */
export function sumRuns(weights: RnnWeights, starts: Float32Array, options: RunOptions): RunSums {
  const { hiddenSize: H, nOutputs: K } = weights;
  const runs = starts.length / H;
  const { seed, steps, axis, every = 0, firstRun = 0 } = options;
  return withSampler(weights, (sampler) => {
    sampler.open(runs);
    for (let run = 0; run < runs; run++) sampler.setState(run, starts.subarray(run * H, (run + 1) * H));
    const table = createTable(weights, runs, K, steps, axis, every);
    for (let from = 0; from < steps; from += STRETCH) {
      const count = Math.min(STRETCH, steps - from);
      const stretch = sampler.advance(count, {
        seed,
        noiseStream: 'intervention',
        gumbelStream: 'evaluationGumbel',
        update: 0,
        firstRun,
        firstStep: from,
        noiseStd: 1,
      });
      for (const run of table.add(stretch, count, from)) sampler.setState(run, new Float32Array(H));
    }
    return table.finish();
  });
}

/** Counts flips, and how long the label stays the same between two of them. @returns takes the label of a run at its next step */
function createDwellCounter(runs: number, bump: (run: number, column: number, by: number) => void) {
  const label = new Int16Array(runs).fill(-1);
  const dwell = new Uint32Array(runs);
  /** The first dwell of a run began before the run, so it is not counted. */
  const whole = new Uint8Array(runs);
  const flip = (run: number, next: number) => {
    if (label[run]! >= 0) {
      bump(run, columnOf('flips'), 1);
      if (whole[run]) {
        bump(run, columnOf('dwells'), 1);
        bump(run, columnOf('dwellSum'), dwell[run]!);
        bump(run, columnOf('dwellSquares'), dwell[run]! ** 2);
      }
      whole[run] = 1;
    }
    label[run] = next;
    dwell[run] = 0;
  };
  return (run: number, next: number): void => {
    if (next !== label[run]) flip(run, next);
    dwell[run]!++;
  };
}

interface Table {
  /** @returns the runs that diverged in this stretch; they are not continued */
  add(stretch: Stretch, count: number, from: number): number[];
  finish(): RunSums;
}

function createTable(
  weights: RnnWeights,
  runs: number,
  K: number,
  steps: number,
  axis: Float32Array | Float64Array | undefined,
  every: number,
): Table {
  const H = weights.hiddenSize;
  const stride = COLUMNS.length + K;
  const sums = new Float64Array(runs * stride);
  const ended = new Uint8Array(runs);
  const coordinates = axis ? Array.from({ length: runs }, () => new Float64Array(steps)) : [];
  const critical = every > 0 ? criticalCounter(weights) : undefined;
  const bump = (run: number, column: number, by: number) => {
    sums[run * stride + column]! += by;
  };
  const countLabel = createDwellCounter(runs, bump);
  return {
    add(stretch, count, from) {
      const { states, stride: width, outputLabels, maxState } = stretch;
      const diverged: number[] = [];
      for (let run = 0; run < runs; run++) {
        if (ended[run]) continue;
        const last = maxState < DIVERGENCE_CAP ? count : (divergedStep(stretch, count, run, DIVERGENCE_CAP) ?? count);
        for (let t = 0; t < last; t++) {
          const row = run * count + t;
          const next = outputLabels[row]!;
          countLabel(run, next);
          bump(run, columnOf('steps'), 1);
          bump(run, occupancyColumn(next), 1);
          if (axis) coordinates[run]![from + t] = dot(states, row * width, axis, H);
          if (critical && (from + t) % every === 0) {
            bump(run, columnOf('critical'), critical(states, row * width));
            bump(run, columnOf('spectra'), 1);
          }
        }
        if (last === count) continue;
        ended[run] = 1;
        diverged.push(run);
      }
      return diverged;
    },
    finish() {
      const reach = Float64Array.from(coordinates, (values, run) =>
        ended[run] ? Number.POSITIVE_INFINITY : values.sort()[Math.floor(0.95 * (values.length - 1))]!,
      );
      return { sums, stride, runs, divergentRuns: ended.reduce((a, b) => a + b, 0), reach };
    },
  };
}

function dot(states: ArrayLike<number>, offset: number, axis: ArrayLike<number>, H: number): number {
  let sum = 0;
  for (let i = 0; i < H; i++) sum += states[offset + i]! * axis[i]!;
  return sum;
}

/**
 * Number of critical pairs of the noise-free step from a state, in the band used for interventions. Each active set is solved
 * once.
 */
export function criticalCounter(weights: RnnWeights): (states: ArrayLike<number>, offset: number) => number {
  const cache = createSpectrumCache(weights, INTERVENTION_BAND);
  return (states, offset) => cache.at(states, offset).criticalPairs;
}

/** Steps before and after a state in a kick-zone that count as near it (docs/science.md §3.18, claim C15). */
const NEAR = 15;
const RUNS = 12;
const STEPS = 400;

/**
 * Critical pairs per step near kick-zones, changed network over untouched. The zones are those of the untouched network. The
 * times of its flips are not used for the changed network (quirk Q13). Yields 0 … 1.
 */
export function* pairsAtKickZones(weights: RnnWeights, changed: RnnWeights, seed: number): Work<Estimate> {
  const H = weights.hiddenSize;
  const starts = spreadStarts(weights, RUNS, seed);
  const sums = new Float64Array(RUNS * 4);
  for (const [side, network] of [weights, changed].entries()) {
    const critical = criticalCounter(network);
    for (let run = 0; run < RUNS; run++) {
      const start = starts.subarray(run * H, (run + 1) * H);
      const made = simulate(network, { steps: STEPS, seed, run, start, noiseStream: 'intervention' });
      const futures = finish(rollouts(weights, made.states, made.outputLabels, { seed, sharing: 20 }));
      const near = nearKickZone(summariseRollouts(futures).residencyTimes);
      for (let t = 0; t < made.steps; t++) {
        if (!near[t]) continue;
        sums[4 * run + 2 * side]!++;
        sums[4 * run + 2 * side + 1]! += critical(made.states, t * H);
      }
      yield (side * RUNS + run + 1) / (2 * RUNS);
    }
  }
  const ratio = ([n, pairs, changedN, changedPairs]: Float64Array) => changedPairs! / changedN! / (pairs! / n!);
  return bootstrapEstimates(sums, 4, (totals) => [ratio(totals)], seed)[0]!;
}

/** Marks the steps within NEAR of a kick-zone. The softmax cut is not needed for this. */
function nearKickZone(times: Float32Array): Uint8Array {
  const near = new Uint8Array(times.length);
  times.forEach((time, t) => {
    if (zoneOf(time, 1, DEFAULT_CUTS) === KICK_ZONE) near.fill(1, Math.max(0, t - NEAR), t + NEAR + 1);
  });
  return near;
}
