import { type Estimate, wilson } from '../../math/statistics';
import { withSampler } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import type { SkeletonPoint } from './skeleton';

/** Runs released at a saddle, the step at which they are looked at, and how many are driven together. */
const RELEASED = 800;
const LATER = 12;
const TOGETHER = 8;

/**
 * Committor test (docs/science.md §7.4): runs with noise of their own are released at a state; the share with each most probable output
 * twelve steps later, with its Wilson interval. From a state on the border between two outputs neither is much preferred.
 * @param state h [H]
 * @returns one estimate for each output [K]
 */
export function committor(
  weights: RnnWeights,
  state: ArrayLike<number>,
  { seed, noiseStd = 1, released = RELEASED }: { seed: number; noiseStd?: number; released?: number },
): Estimate[] {
  const counts = new Float64Array(weights.nOutputs);
  withSampler(weights, (sampler) => {
    for (let from = 0; from < released; from += TOGETHER) {
      const runs = Math.min(TOGETHER, released - from);
      sampler.open(runs);
      for (let b = 0; b < runs; b++) sampler.setState(b, state);
      const streams = { noiseStream: 'rollout', gumbelStream: 'gumbel' } as const;
      const { outputLabels } = sampler.advance(LATER, { seed, ...streams, update: 1, firstRun: from, firstStep: 0, noiseStd });
      for (let b = 0; b < runs; b++) counts[outputLabels[(b + 1) * LATER - 1]!]!++;
    }
  });
  return Array.from(counts, (count) => wilson(count, released));
}

/** How many of some units are among the strongest of the unstable directions. */
export interface DirectionOverlap {
  /** Units asked about, and those of them that are among the strongest. */
  asked: number;
  inside: number;
  /** Units that count as the strongest, and units they were taken from. */
  strongest: number;
  outOf: number;
  /** P(as many or more) of as many units drawn from all without replacement (hypergeometric). */
  p: number;
}

/**
 * Overlap of units with the unstable directions of saddles: with n units asked about, the n largest and the n most negative entries of each
 * direction are the strongest. A direction has no sign, and units of both sides throw the switch.
 * @param units for instance of all kick groups
 * @param among units that might have been drawn; all where it is missing, for a stricter null those that fire. Others are left out of both sets
 */
export function directionOverlap(
  points: readonly Pick<SkeletonPoint, 'directions' | 'unstable'>[],
  units: readonly number[],
  hiddenSize: number,
  among: readonly number[] = Array.from({ length: hiddenSize }, (_, unit) => unit),
): DirectionOverlap {
  const pool = new Set(among);
  const asked = [...new Set(units)].filter((unit) => pool.has(unit));
  const strongest = new Set<number>();
  for (const { directions, unstable } of points) {
    if (unstable === 0) continue;
    for (const direction of directions) {
      const order = [...pool].sort((a, b) => direction[b]! - direction[a]!);
      for (const unit of [...order.slice(0, asked.length), ...order.slice(order.length - asked.length)]) strongest.add(unit);
    }
  }
  const inside = asked.filter((unit) => strongest.has(unit)).length;
  return {
    asked: asked.length,
    inside,
    strongest: strongest.size,
    outOf: pool.size,
    p: hypergeometricTail(pool.size, strongest.size, asked.length, inside),
  };
}

/** P(X ≥ least) of X marked among `draws` drawn without replacement from `all`, of which `marked` are. */
export function hypergeometricTail(all: number, marked: number, draws: number, least: number): number {
  const logChoose = (n: number, k: number): number => {
    let sum = 0;
    for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i);
    return sum;
  };
  const most = Math.min(marked, draws);
  let sum = 0;
  for (let k = Math.max(least, draws - (all - marked)); k <= most; k++)
    sum += Math.exp(logChoose(marked, k) + logChoose(all - marked, draws - k) - logChoose(all, draws));
  return Math.min(1, sum);
}
