import { softmax } from '../../math/distributions';
import { type PcaBasis, projectStates } from '../../math/projection';
import { NO_EXIT, type RolloutResult, rollouts } from '../../rnn/rollouts';
import { simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { ORBIT_STRIDE } from '../orbit/orbitPlanes';

/** Label after the last flip, which the recorded run does not contain. */
export const NO_LABEL = 255;
/** Steps to a flip that the recorded run does not reach. */
export const NO_FLIP = -1;
/** With fewer states before the divergence cap, zones cannot be told apart. */
const MIN_STATES = 200;

/**
 * Every state of one run at σ = 1, with the results of its rollouts (docs/science.md §3.8, §3.9). One entry per state [n] unless
 * noted.
 */
export interface ResidencyReport {
  /** n; fewer than asked for when the run passed the divergence cap. */
  states: number;
  /** R, rollouts from each state, each at most `cap` steps. */
  rollouts: number;
  cap: number;
  /** RT, mean exit time in steps: 1 … cap. A rollout that does not exit counts `cap`. */
  residencyTimes: Float32Array;
  /** Share of the rollouts that exit within the cap. */
  exitProbabilities: Float32Array;
  /** Sign changes of the logit of the state's label, mean over the rollouts. */
  signChanges: Float32Array;
  /** The same per step: all changes of all rollouts divided by all their steps, the exit step included. */
  signChangeRates: Float32Array;
  /** Largest softmax probability of the state at σ = 1. It depends on σ, the residency time does not (docs/science.md §0.1). */
  maxSoftmax: Float32Array;
  /** Argmax labels. */
  labels: Uint8Array;
  /** Label the recorded run takes at its next flip; NO_LABEL after the last flip. */
  nextLabels: Uint8Array;
  /** Steps to the next flip of the recorded run, at least 1; NO_FLIP after the last flip. */
  stepsToFlip: Int32Array;
  /** The set of noise paths that the rollouts used. States of one set share their noise, so intervals resample whole sets. */
  noiseSets: Uint32Array;
  noiseSetCount: number;
  /** States on the principal axes [n×ORBIT_STRIDE]. */
  points: Float32Array;
  divergent: boolean;
}

export interface ResidencyOptions {
  seed: number;
  /** Recorded states. Default 10,000. */
  states?: number;
  /** Default 20. */
  rollouts?: number;
  /** Default 60, at most 255. */
  cap?: number;
  /** Steps before recording. Default 20 (docs/science.md §3.8). */
  warmUp?: number;
  /** States that share a set of noise paths (rnn/rollouts). */
  sharing?: number;
}

/**
 * Residency time of every state of one run at σ = 1. Yields progress 0 … 1; 10,000 states of 64 units take about 2 s of a core.
 * @param basis with at least ORBIT_STRIDE axes, or as many as there are units
 * @throws RangeError when the network diverges within 200 states
 */
export function* residencyReport(
  weights: RnnWeights,
  basis: PcaBasis,
  options: ResidencyOptions,
): Generator<number, ResidencyReport, void> {
  const { seed, states: asked = 10_000, warmUp = 20, ...rest } = options;
  const run = simulate(weights, { steps: asked, seed, warmUp });
  if (run.steps < Math.min(asked, MIN_STATES))
    throw new RangeError(`the network passes the divergence cap after ${run.steps} steps`);
  yield 0;
  const described = {
    labels: run.outputLabels,
    points: projectStates(run.states, basis, ORBIT_STRIDE),
    maxSoftmax: largestSoftmax(weights, run.states),
  };
  yield 0;
  // With `yield*`, a caller that stops early also ends the rollouts, and they free their kernels.
  const result = yield* rollouts(weights, run.states, run.outputLabels, { seed, ...rest });
  return { ...described, ...nextFlips(run.outputLabels), ...summariseRollouts(result), divergent: run.divergent };
}

/** Largest softmax probability at each of some states at σ = 1 [n]. @param states row-major [n×H] */
export function largestSoftmax({ hiddenSize: H, nOutputs: K, readoutWeights }: RnnWeights, states: Float32Array): Float32Array {
  const largest = new Float32Array(states.length / H);
  const logits = new Float64Array(K);
  const probabilities = new Float64Array(K);
  for (let t = 0; t < largest.length; t++) {
    for (let k = 0; k < K; k++) {
      let sum = 0;
      for (let i = 0; i < H; i++) sum += readoutWeights[k * H + i]! * states[t * H + i]!;
      logits[k] = sum;
    }
    softmax(logits, probabilities);
    largest[t] = Math.max(...probabilities);
  }
  return largest;
}

/**
 * When, and to which label, a run flips next, seen from each of its steps.
 * @param labels argmax labels [n]
 */
export function nextFlips(labels: Uint8Array): Pick<ResidencyReport, 'nextLabels' | 'stepsToFlip'> {
  const n = labels.length;
  const nextLabels = new Uint8Array(n).fill(NO_LABEL);
  const stepsToFlip = new Int32Array(n).fill(NO_FLIP);
  for (let t = n - 2; t >= 0; t--)
    if (labels[t + 1] !== labels[t]) {
      nextLabels[t] = labels[t + 1]!;
      stepsToFlip[t] = 1;
    } else if (stepsToFlip[t + 1]! !== NO_FLIP) {
      nextLabels[t] = nextLabels[t + 1]!;
      stepsToFlip[t] = stepsToFlip[t + 1]! + 1;
    }
  return { nextLabels, stepsToFlip };
}

type RolloutSummary = Pick<
  ResidencyReport,
  | 'states'
  | 'rollouts'
  | 'cap'
  | 'residencyTimes'
  | 'exitProbabilities'
  | 'signChanges'
  | 'signChangeRates'
  | 'noiseSets'
  | 'noiseSetCount'
>;

/** Means over the rollouts of each state. */
export function summariseRollouts(result: RolloutResult): RolloutSummary {
  const { states, rollouts: R, cap, noiseSets: noiseSetCount, exitTimes, exitLabels, signChanges: changes } = result;
  const residencyTimes = new Float32Array(states);
  const exitProbabilities = new Float32Array(states);
  const signChanges = new Float32Array(states);
  const signChangeRates = new Float32Array(states);
  const noiseSets = new Uint32Array(states);
  for (let s = 0; s < states; s++) {
    let time = 0;
    let exits = 0;
    let changed = 0;
    for (let i = s * R; i < (s + 1) * R; i++) {
      time += exitTimes[i]!;
      changed += changes[i]!;
      if (exitLabels[i] !== NO_EXIT) exits++;
    }
    residencyTimes[s] = time / R;
    exitProbabilities[s] = exits / R;
    signChanges[s] = changed / R;
    signChangeRates[s] = changed / time;
    noiseSets[s] = s % noiseSetCount;
  }
  return {
    states,
    rollouts: R,
    cap,
    residencyTimes,
    exitProbabilities,
    signChanges,
    signChangeRates,
    noiseSets,
    noiseSetCount,
  };
}
