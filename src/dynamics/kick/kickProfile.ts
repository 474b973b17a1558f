import { type Work, within } from '../../math/progress';
import { rollouts } from '../../rnn/rollouts';
import { type Simulation, simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { DEFAULT_CUTS } from '../defaults';
import { allUnits, firingUnits } from '../units';
import { largestSoftmax, nextFlips, summariseRollouts } from '../zones/residency';
import { CLUSTER, KICK_ZONE, TRANSITION, zonesOf } from '../zones/zones';
import { rowsOf } from './exitProbability';

/** The recurrent drive r_i = (W_hh h)_i of a unit on the way from label a to label b (docs/science.md §3.14, step 1). */
export interface DriveProfile {
  unit: number;
  /** Mean drive in the cluster of a; in the kick-zone and the transition zone of a that lead to b. */
  cluster: number;
  kick: number;
  transition: number;
  /** d′ = (transition − cluster) / pooled standard deviation. */
  discriminability: number;
  /**
   * Where on the way from cluster (0) to transition (1) the drive crosses the threshold of the ReLU, and where the kick-zone is.
   */
  crossing: number;
  kickPosition: number;
  /** Whether the drive is negative in the cluster, positive in the transition, and d′ > 1.5: the paper's profile of a kick neuron. */
  fits: boolean;
}

/** An ordered pair of labels with the states that lead from one to the other. */
export interface ProfiledDirection {
  from: number;
  to: number;
  /** States in the cluster of `from`, in its kick-zone and its transition zone before a flip to `to`. */
  states: { cluster: number; kick: number; transition: number };
  /** Number of steps of the run on the way from the cluster of `from` to a flip to `to`. */
  approach: number;
  /** Units that fire in at least 5 % of these steps, ascending. Each of them may start the change, whatever its profile. */
  candidates: number[];
  /** Profiles of the units whose drive changes, largest d′ first; empty when a zone has too few states. */
  profiles: DriveProfile[];
}

/** d′ of a kick neuron is at least this, and each zone needs this many states. */
const LEAST_DISCRIMINABILITY = 1.5;
export const MIN_ZONE_STATES = 20;

/** A σ = 1 run with the zone of every state. */
export interface ZonedRun {
  states: Float32Array;
  labels: Uint8Array;
  nextLabels: Uint8Array;
  zones: Uint8Array;
  /** Share of the steps in which each unit fires [H]. */
  activeShare: Float64Array;
  divergent: boolean;
}

/** Warm-up of the residency run (docs/science.md §3.8). */
const WARM_UP = 20;

/** With fewer states before the divergence cap, zones cannot be told apart. */
const MIN_STATES = 200;

/**
 * Finds the zone of every state of a σ = 1 run by 20 rollouts from each (docs/science.md §3.8, the paper's cuts).
 * @throws RangeError when the network diverged within 200 states
 */
function* zonedRun(weights: RnnWeights, run: Simulation, seed: number): Work<ZonedRun> {
  if (run.steps < MIN_STATES) throw new RangeError(`the network passes the divergence cap after ${run.steps} steps`);
  yield 0;
  const result = yield* rollouts(weights, run.states, run.outputLabels, { seed });
  const { residencyTimes } = summariseRollouts(result);
  const maxSoftmax = largestSoftmax(weights, run.states);
  return {
    states: run.states,
    labels: run.outputLabels,
    nextLabels: nextFlips(run.outputLabels).nextLabels,
    zones: zonesOf({ residencyTimes, maxSoftmax }, DEFAULT_CUTS),
    activeShare: activeShares(run.states, weights.hiddenSize),
    divergent: run.divergent,
  };
}

function activeShares(states: Float32Array, hiddenSize: number): Float64Array {
  const shares = new Float64Array(hiddenSize);
  const rows = states.length / hiddenSize;
  for (let at = 0; at < states.length; at++) if (states[at]! > 0) shares[at % hiddenSize]! += 1 / rows;
  return shares;
}

/**
 * Steps of the run from which profiles are made: more for more outputs, where flips are spread over more directions
 * (docs/science.md §3.14).
 */
const STEPS_FEW = 10_000;
const STEPS_MANY = 20_000;
/** A direction that occurs less often than this in 10,000 steps is ignored. */
const MIN_FLIPS = 5;

/** Ordered pairs of labels between which the run flips, most often first. */
export function flippedDirections(labels: Uint8Array, nOutputs: number): { from: number; to: number; flips: number }[] {
  const counts = new Uint32Array(nOutputs * nOutputs);
  for (let t = 1; t < labels.length; t++) if (labels[t] !== labels[t - 1]) counts[labels[t - 1]! * nOutputs + labels[t]!]!++;
  return [...counts.keys()]
    .map((at) => ({ from: Math.floor(at / nOutputs), to: at % nOutputs, flips: counts[at]! }))
    .filter(({ flips }) => flips >= MIN_FLIPS)
    .sort((a, b) => b.flips - a.flips);
}

/** All directions that occur, with their candidates, and the run in which they were found. */
export function* profileDirections(weights: RnnWeights, seed: number): Work<{ run: ZonedRun; directions: ProfiledDirection[] }> {
  const runOf = (steps: number) => simulate(weights, { steps, seed, warmUp: WARM_UP });
  const pilot = runOf(STEPS_FEW);
  const taken = flippedDirections(pilot.outputLabels, weights.nOutputs);
  yield 0;
  const run = yield* within(zonedRun(weights, taken.length > 2 ? runOf(STEPS_MANY) : pilot, seed), 0, 0.98);
  const drives = recurrentDrives(weights, run.states);
  yield 1;
  const directions = taken.map(({ from, to }) => profileDirection(weights.hiddenSize, run, drives, from, to));
  return { run, directions: directions.sort((a, b) => a.from - b.from || a.to - b.to) };
}

/** r = W_hh h of every state [n×H]. Columns of silent units are skipped. */
function recurrentDrives({ hiddenSize: H, recurrentWeights }: RnnWeights, states: Float32Array): Float32Array {
  const drives = new Float32Array(states.length);
  for (let at = 0; at < states.length; at += H)
    for (let j = 0; j < H; j++) {
      const h = states[at + j]!;
      if (h > 0) for (let i = 0; i < H; i++) drives[at + i]! += recurrentWeights[i * H + j]! * h;
    }
  return drives;
}

interface Moments {
  count: number;
  mean: Float64Array;
  variance: Float64Array;
}

function moments(drives: Float32Array, hiddenSize: number, rows: readonly number[]): Moments {
  const mean = new Float64Array(hiddenSize);
  const variance = new Float64Array(hiddenSize);
  for (const row of rows) for (let i = 0; i < hiddenSize; i++) mean[i]! += drives[row * hiddenSize + i]! / rows.length;
  for (const row of rows)
    for (let i = 0; i < hiddenSize; i++) variance[i]! += (drives[row * hiddenSize + i]! - mean[i]!) ** 2 / (rows.length - 1);
  return { count: rows.length, mean, variance };
}

function profileDirection(H: number, run: ZonedRun, drives: Float32Array, from: number, to: number): ProfiledDirection {
  const rows: [number[], number[], number[]] = [[], [], []];
  const [transition, kick, cluster] = rows;
  for (let s = 0; s < run.labels.length; s++) {
    if (run.labels[s] !== from) continue;
    if (run.zones[s] === CLUSTER) cluster.push(s);
    else if (run.nextLabels[s] !== to) continue;
    else if (run.zones[s] === KICK_ZONE) kick.push(s);
    else if (run.zones[s] === TRANSITION) transition.push(s);
  }
  const states = { cluster: cluster.length, kick: kick.length, transition: transition.length };
  const approach = approachSteps(run, from, to);
  const found = { from, to, states, approach: approach.length };
  if (isScarce(found)) return { ...found, candidates: [], profiles: [] };
  const [t, k, c] = rows.map((list) => moments(drives, H, list)) as [Moments, Moments, Moments];
  return {
    ...found,
    candidates: firingUnits(activeShares(rowsOf(run.states, H, approach), H)),
    profiles: allUnits(H)
      .map((unit) => driveProfile(unit, c, k, t))
      .filter(({ crossing, discriminability }) => Number.isFinite(crossing + discriminability))
      .sort((a, b) => b.discriminability - a.discriminability),
  };
}

/** Whether a zone, or the way to the flip, has too few states. */
export const isScarce = ({ states, approach }: Pick<ProfiledDirection, 'states' | 'approach'>): boolean =>
  Math.min(approach, ...Object.values(states)) < MIN_ZONE_STATES;

/**
 * Steps on the way from the cluster of a label to another label: those of a stretch at `from` after its last cluster state, if
 * the stretch ends with a flip to `to`. The first step at `to` is excluded: what fires only there comes too late to be a cause.
 */
function approachSteps({ labels, zones }: ZonedRun, from: number, to: number): number[] {
  const steps: number[] = [];
  let since: number | undefined;
  for (let t = 1; t < labels.length; t++) {
    if (zones[t - 1] === CLUSTER) since = t;
    if (labels[t] === labels[t - 1]) continue;
    if (labels[t - 1] === from && labels[t] === to && since !== undefined) for (let s = since; s < t; s++) steps.push(s);
    since = undefined;
  }
  return steps;
}

function driveProfile(unit: number, c: Moments, k: Moments, t: Moments): DriveProfile {
  const [cluster, kick, transition] = [c, k, t].map(({ mean }) => mean[unit]!) as [number, number, number];
  const way = transition - cluster;
  const discriminability = way / pooledDeviation(t, c, unit);
  return {
    unit,
    cluster,
    kick,
    transition,
    discriminability,
    crossing: -cluster / way,
    kickPosition: (kick - cluster) / way,
    fits: cluster < 0 && transition > 0 && discriminability > LEAST_DISCRIMINABILITY,
  };
}

const pooledDeviation = (a: Moments, b: Moments, unit: number): number =>
  Math.sqrt(((a.count - 1) * a.variance[unit]! + (b.count - 1) * b.variance[unit]!) / (a.count + b.count - 2));
