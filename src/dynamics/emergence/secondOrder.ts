import type { Sampler } from '../../rnn/sampler';
import { DIVERGENCE_CAP, simulate, withSampler } from '../../rnn/simulate';
import { createStepper } from '../../rnn/step';
import type { RnnWeights } from '../../rnn/weights';
import { spreadStarts } from '../interventions/interventionRuns';
import { createMomentRecursion, noiseFreePath } from './secondOrderMoments';

/** Expected second-order perturbation, and the exact drift that it approximates, per unit (docs/science.md §3.17, claim C18). */
export interface SecondOrder {
  starts: number;
  /** Steps of the recursion, and of the drift. */
  steps: number;
  /** Number of noise paths per start for the drift. */
  trials: number;
  /** E δ², signed, mean over starts [H]. */
  moment: Float64Array;
  /** secondOrderProxy √|E δ²| [H]; computed without trials and thresholds. */
  proxy: Float64Array;
  /** Mean and Gini coefficient of the proxy. */
  mean: number;
  gini: number;
  /** E h − ĥ after `steps` steps under noise at σ = 1, mean over trials and starts [H], and its standard error over starts. */
  drift: Float64Array;
  driftError: Float64Array;
  /** Gini coefficient of |drift|. */
  driftGini: number;
  /** A long run, or a noise path, passed the divergence cap. The numbers do not describe an orbit then. */
  divergent: boolean;
}

export interface SecondOrderOptions {
  seed: number;
  /** States of a σ = 1 run. Default 20. */
  starts?: number;
  /** ≥ 1. Default 10. */
  steps?: number;
  /** Default 100. */
  trials?: number;
}

/** The draws differ from those of the runs under gains. */
const DRIFT_UPDATE = 1;
/** The network must stay bounded for this many steps from h = 0. */
const LONG_RUN = 1000;

/**
 * E δ² along the noise-free path from states of a run at σ = 1, by a recursion of covariances (`createMomentRecursion`), and the
 * drift E h − ĥ from the same states, by Monte Carlo. ReLU has no second derivative, so the proxy is a propagated variance of the
 * input, not a term of an expansion. It includes the noise of steps 0 … steps−1 (step 0 made the start) and is taken before the
 * ReLU of step `steps`. The drift includes the noise of steps 1 … steps and is taken after it.
 */
export function secondOrder(weights: RnnWeights, options: SecondOrderOptions): SecondOrder {
  const { seed, starts: count = 20, steps = 10, trials = 100 } = options;
  const H = weights.hiddenSize;
  const starts = spreadStarts(weights, count, seed);
  const stepper = createStepper(weights);
  const expected = createMomentRecursion(weights);
  const moments: Float64Array[] = [];
  const drifts: Float64Array[] = [];
  let largest = 0;
  withSampler(weights, (sampler) => {
    sampler.open(trials);
    for (let n = 0; n < count; n++) {
      const start = starts.subarray(n * H, (n + 1) * H);
      const path = noiseFreePath(stepper, start, steps);
      moments.push(expected(path, steps));
      const { mean, maxState } = meanAfter(sampler, start, { seed, steps, trials, firstRun: n * trials });
      drifts.push(mean.map((value, i) => value - path[steps * H + i]!));
      largest = Math.max(largest, maxState);
    }
  });
  const moment = meanOf(moments, H);
  const proxy = moment.map((value) => Math.sqrt(Math.abs(value)));
  const drift = meanOf(drifts, H);
  return {
    starts: count,
    steps,
    trials,
    moment,
    proxy,
    mean: proxy.reduce((sum, value) => sum + value, 0) / H,
    gini: giniOf(proxy),
    drift,
    driftError: errorOf(drifts, drift),
    driftGini: giniOf(drift.map(Math.abs)),
    divergent: !(largest < DIVERGENCE_CAP) || simulate(weights, { steps: LONG_RUN, seed, noiseStream: 'evaluation' }).divergent,
  };
}

/** Mean state [H] after `steps` noisy steps from one start, over the trials, and the largest |h| on the way. */
function meanAfter(
  sampler: Sampler,
  start: Float32Array,
  { seed, steps, trials, firstRun }: { seed: number; steps: number; trials: number; firstRun: number },
): { mean: Float64Array; maxState: number } {
  for (let trial = 0; trial < trials; trial++) sampler.setState(trial, start);
  const { states, stride, maxState } = sampler.advance(steps, {
    seed,
    noiseStream: 'intervention',
    gumbelStream: 'evaluationGumbel',
    update: DRIFT_UPDATE,
    firstRun,
    firstStep: 0,
    noiseStd: 1,
  });
  const mean = new Float64Array(start.length);
  for (let trial = 0; trial < trials; trial++) {
    const row = (trial * steps + steps - 1) * stride;
    for (let i = 0; i < mean.length; i++) mean[i] = mean[i]! + states[row + i]! / trials;
  }
  return { mean, maxState };
}

const meanOf = (rows: readonly Float64Array[], H: number): Float64Array =>
  Float64Array.from({ length: H }, (_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);

/** Standard error of the mean of the rows; NaN for a single row. */
const errorOf = (rows: readonly Float64Array[], mean: Float64Array): Float64Array =>
  mean.map((centre, i) => {
    const squares = rows.reduce((sum, row) => sum + (row[i]! - centre) ** 2, 0);
    return Math.sqrt(squares / (rows.length - 1) / rows.length);
  });

/** Gini coefficient of values ≥ 0: 0 when all are equal (or all 0), (n−1)/n when one holds everything. */
export function giniOf(values: ArrayLike<number>): number {
  const n = values.length;
  const sorted = Float64Array.from(values).sort();
  const total = sorted.reduce((sum, value) => sum + value, 0);
  return total > 0 ? sorted.reduce((sum, value, i) => sum + (2 * i + 1 - n) * value, 0) / (n * total) : 0;
}

/** How many units two sets share, compared with random sets. */
export interface Overlap {
  common: number;
  /** Mean number in common with a random set of the same size. */
  expected: number;
  /** P(at least as many in common with a random set): hypergeometric tail. */
  p: number;
}

/** Overlap of `top` with `kickUnits`, both among `hiddenSize` units; a unit named twice counts once. */
export function overlap(top: readonly number[], kickUnits: readonly number[], hiddenSize: number): Overlap {
  const drawn = new Set(top);
  const marked = new Set(kickUnits);
  const common = [...drawn].filter((unit) => marked.has(unit)).length;
  const n = drawn.size;
  const K = marked.size;
  let p = 0;
  for (let k = common; k <= Math.min(n, K); k++)
    p += Math.exp(logChoose(K, k) + logChoose(hiddenSize - K, n - k) - logChoose(hiddenSize, n));
  return { common, expected: (n * K) / hiddenSize, p: Math.min(1, p) };
}

/** ln C(n, k); −Infinity when there is no such choice. */
function logChoose(n: number, k: number): number {
  if (k < 0 || k > n) return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
  return sum;
}
