import { bootstrapEstimates } from '../../math/bootstrap';
import { finish } from '../../math/progress';
import type { Estimate } from '../../math/statistics';
import { clampStates, clampUnits, muteUnits } from '../../rnn/intervention';
import { rollouts } from '../../rnn/rollouts';
import { simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { DEFAULT_CUTS } from '../defaults';
import { largestSoftmax, summariseRollouts } from '../zones/residency';
import { CLUSTER, zonesOf } from '../zones/zones';

/** Number of rollouts from each start, and their length (docs/science.md §3.14, step 2). */
export const EXIT_ROLLOUTS = 4;
export const EXIT_STEPS = 40;
/**
 * Number of starts that share their noise paths, because making noise would cost more than the rest. Intervals resample whole
 * sets.
 */
const SHARING = 5;

/** Cluster states of one label to start rollouts from. */
export interface ExitStarts {
  label: number;
  /** Row-major [count×H]. */
  states: Float32Array;
  labels: Uint8Array;
  count: number;
  /** Which noise the rollouts use. It is the same for every condition tried on these starts (common random numbers). */
  update: number;
  seed: number;
}

/** Length of the run from which starts are taken. */
const RUN_STEPS = 20_000;
/** Number of states tried per start wanted, because not all are in a cluster. */
const TRIED_PER_START = 3;

/**
 * Up to `count` states in the cluster of `label` (RT > 8 by 20 rollouts, largest softmax > .8), spread over a run at σ = 1.
 * Another `sample` gives another run and other noise paths; nothing is shared.
 */
export function exitStarts(weights: RnnWeights, label: number, count: number, seed: number, sample: number): ExitStarts {
  const H = weights.hiddenSize;
  const run = simulate(weights, { steps: RUN_STEPS, seed, run: sample, noiseStream: 'evaluation', warmUp: 50 });
  const own: number[] = [];
  for (let t = 0; t < run.steps; t++) if (run.outputLabels[t] === label) own.push(t);
  const tried = spread(own, TRIED_PER_START * count);
  const states = rowsOf(run.states, H, tried);
  const update = 2 * sample + 1;
  const result = finish(rollouts(weights, states, new Uint8Array(tried.length).fill(label), { seed, update, sharing: SHARING }));
  const { residencyTimes } = summariseRollouts(result);
  const zones = zonesOf({ residencyTimes, maxSoftmax: largestSoftmax(weights, states) }, DEFAULT_CUTS);
  const inCluster = [...zones.keys()].filter((n) => zones[n] === CLUSTER);
  const kept = spread(inCluster, count);
  return {
    label,
    states: rowsOf(states, H, kept),
    labels: new Uint8Array(kept.length).fill(label),
    count: kept.length,
    update: update + 1,
    seed,
  };
}

/** At most `count` of a list, evenly spread. */
function spread(list: readonly number[], count: number): number[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, n) => list[Math.floor((n * list.length) / count)]!);
}

/** Some rows of a matrix [n×width], in the order given. */
export function rowsOf(states: Float32Array, width: number, rows: readonly number[]): Float32Array {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, n) => {
    out.set(states.subarray(row * width, (row + 1) * width), n * width);
  });
  return out;
}

/** Exits to one label, counted by set of noise paths. */
export interface ExitCounts {
  /** Number of rollouts, and of those whose first change of label was to the target [sets]. */
  rollouts: Float64Array;
  exits: Float64Array;
  /** p_exit: share of all rollouts. */
  probability: number;
}

/** Rollouts from the starts with some units held at h = 0; the noise is the same whichever units those are. */
export function countExits(weights: RnnWeights, starts: ExitStarts, to: number, clamped: readonly number[]): ExitCounts {
  const states = clampStates(starts.states, weights.hiddenSize, clamped);
  return countExitsUnder(clampUnits(weights, clamped), { ...starts, states }, to);
}

/**
 * The same with the units muted: no unit receives their activity, but the read-out does. This is the second way to silence units.
 */
export const countMutedExits = (weights: RnnWeights, starts: ExitStarts, to: number, muted: readonly number[]): ExitCounts =>
  countExitsUnder(muteUnits(weights, muted), starts, to);

/** The same for any changed network. */
export function countExitsUnder(weights: RnnWeights, { states, labels, seed, update }: ExitStarts, to: number): ExitCounts {
  const options = { seed, update, rollouts: EXIT_ROLLOUTS, cap: EXIT_STEPS, sharing: SHARING };
  const result = finish(rollouts(weights, states, labels, options));
  const sets = result.noiseSets;
  const total = new Float64Array(sets);
  const exits = new Float64Array(sets);
  result.exitLabels.forEach((label, at) => {
    const set = Math.floor(at / EXIT_ROLLOUTS) % sets;
    total[set]!++;
    if (label === to) exits[set]!++;
  });
  const sum = (counts: Float64Array) => counts.reduce((a, b) => a + b, 0);
  return { rollouts: total, exits, probability: sum(exits) / sum(total) };
}

/**
 * p_exit of the untouched and of the changed network, and their ratio. Intervals resample sets of noise paths, the same for both.
 */
export interface ExitComparison {
  base: Estimate;
  changed: Estimate;
  ratio: Estimate;
}

export function compareExits(base: ExitCounts, changed: ExitCounts, seed: number): ExitComparison {
  const sets = base.rollouts.length;
  const sums = new Float64Array(3 * sets);
  for (let set = 0; set < sets; set++) sums.set([base.rollouts[set]!, base.exits[set]!, changed.exits[set]!], 3 * set);
  const [of, to, ratio] = bootstrapEstimates(
    sums,
    3,
    ([total, before, after]) => [before! / total!, after! / total!, after! / before!],
    seed,
  );
  return { base: of!, changed: to!, ratio: ratio! };
}
