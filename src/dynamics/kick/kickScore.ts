import type { Work } from '../../math/progress';
import type { Estimate } from '../../math/statistics';
import type { RnnWeights } from '../../rnn/weights';
import {
  compareExits,
  countExits,
  countMutedExits,
  type ExitComparison,
  type ExitCounts,
  type ExitStarts,
  exitStarts,
} from './exitProbability';
import { EXIT_BAR, randomGroups } from './kickSearch';

/** Number of starts on which a group is judged. */
const JUDGED_ON = 240;
/** Number of random groups of equal size, drawn from the other units that fire on the way to the flip. */
const NULL_GROUPS = 200;
/** A random group may do as well with at most this probability. */
export const SIGNIFICANT = 0.05;
/** With fewer random groups, p cannot fall to 1 in 20. */
export const MIN_RANDOM = 1 / SIGNIFICANT - 1;

/** Largest number of units of a kick group: three, as in the paper, or 5 % of the units if that is more. */
export const mostKickUnits = (hiddenSize: number): number => Math.max(3, Math.floor(0.05 * hiddenSize));

/** The share of the exits left when a group is silenced, on held-out starts and noise. */
export interface JudgedGroup {
  group: number[];
  /** p_exit relative to the untouched network, with the group held at h = 0. */
  clamped: Estimate;
  /** The same with the group muted. */
  muted: Estimate;
}

/** A group of clamped units compared with random groups, on held-out starts and noise. */
export interface KickScore extends ExitComparison {
  group: number[];
  /** Share of the exits left when the group is muted: no unit receives its activity, but the read-out does. */
  muted: Estimate;
  /** p_exit with each random group of as many units clamped, ascending: 200, or as many as exist. */
  null: number[];
  /** Number of random groups that leave as few exits, in both ways of silencing. */
  asWell: number;
  /** (1 + asWell) / (1 + number of random groups). */
  p: number;
  starts: number;
  /** Largest number of units of a kick group in a network of this size. */
  most: number;
  /** Units of the group that also have the paper's profile of a kick neuron. */
  inProfile: number[];
}

/** Starts of one direction that groups are judged on, with the exits of the untouched network. */
export interface HeldOut {
  weights: RnnWeights;
  starts: ExitStarts;
  to: number;
  base: ExitCounts;
}

/** Held-out starts of a sample of their own. */
export function holdOut(weights: RnnWeights, { from, to }: { from: number; to: number }, seed: number, sample: number): HeldOut {
  const starts = exitStarts(weights, from, JUDGED_ON, seed, sample);
  return { weights, starts, to, base: countExits(weights, starts, to, []) };
}

/** The share of the exits that a group leaves on held-out starts, in both ways of silencing. */
function judgeGroup({ weights, starts, to, base }: HeldOut, group: number[]): JudgedGroup {
  const left = (counts: ExitCounts) => compareExits(base, counts, starts.seed).ratio;
  return {
    group,
    clamped: left(countExits(weights, starts, to, group)),
    muted: left(countMutedExits(weights, starts, to, group)),
  };
}

/** Whether a group leaves at most a quarter of the exits, in both ways of silencing. */
export const silences = ({ clamped, muted }: Pick<JudgedGroup, 'clamped' | 'muted'>): boolean =>
  clamped.value <= EXIT_BAR && muted.value <= EXIT_BAR;

/**
 * Whether a group meets the bar of a kick group: few units, at most a quarter of the exits left, and random groups rarely do as
 * well.
 */
export const meetsBar = ({ group, ratio, muted, p, most }: KickScore): boolean =>
  silences({ clamped: ratio, muted }) && group.length <= most && p <= SIGNIFICANT;

/** What a group is compared with, and the units that have the profile. */
export interface ScoreContext {
  /** Units that fire on the way to the flip: random groups are drawn from those outside the group. */
  candidates: readonly number[];
  /** Units with the profile of a kick neuron. */
  profiled: readonly number[];
  seed: number;
  /** Number of the random draws; each direction has its own. */
  draw: number;
}

/**
 * Judges a group on held-out starts and compares it with 200 random groups of as many other units that fire on the way to the
 * flip. A random group does as well when it leaves as few exits. For each group, the way of silencing that leaves more exits
 * counts.
 */
export function* scoreGroup(
  heldOut: HeldOut,
  group: number[],
  { candidates, profiled, seed, draw }: ScoreContext,
): Work<KickScore> {
  const { weights, starts, to, base } = heldOut;
  const clamped = countExits(weights, starts, to, group);
  const muted = countMutedExits(weights, starts, to, group);
  const worse = Math.max(clamped.probability, muted.probability);
  const others = candidates.filter((unit) => !group.includes(unit));
  const random: number[] = [];
  let asWell = 0;
  for (const drawn of randomGroups(others, group.length, NULL_GROUPS, seed, draw)) {
    const { probability } = countExits(weights, starts, to, drawn);
    // Muting is tried only when clamping alone does not decide.
    if (probability <= worse && countMutedExits(weights, starts, to, drawn).probability <= worse) asWell++;
    random.push(probability);
    yield random.length / NULL_GROUPS;
  }
  return {
    group,
    ...compareExits(base, clamped, seed),
    muted: compareExits(base, muted, seed).ratio,
    null: random.sort((a, b) => a - b),
    asWell,
    p: (1 + asWell) / (1 + random.length),
    starts: starts.count,
    most: mostKickUnits(weights.hiddenSize),
    inProfile: group.filter((unit) => profiled.includes(unit)),
  };
}

/** Groups of increasing size on held-out starts, and the smallest number of units that is enough (k*). */
export interface SizeCurve {
  curve: JudgedGroup[];
  /** k*; undefined if no group is enough. */
  fewest?: number;
}

/** Measures the best group of each size once on held-out starts, smallest first. */
export function* readCurve(heldOut: HeldOut, groups: readonly number[][]): Work<SizeCurve> {
  const curve: JudgedGroup[] = [];
  for (const group of groups) {
    curve.push(judgeGroup(heldOut, group));
    yield curve.length / groups.length;
  }
  const enough = curve.find(silences);
  return enough ? { curve, fewest: enough.group.length } : { curve };
}
