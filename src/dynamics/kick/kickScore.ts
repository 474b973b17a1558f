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

/** Starts a group is judged on. */
const JUDGED_ON = 240;
/** Random groups of equal size, of the other units that fire on the way to the flip. */
const NULL_GROUPS = 200;
/** A random group does as well with at most this probability. */
export const SIGNIFICANT = 0.05;
/** With fewer random groups p cannot come down to 1 in 20. */
export const MIN_RANDOM = 1 / SIGNIFICANT - 1;

/** Most units of a kick group: three, as in the paper, or 5 % of the units where that is more. */
export const mostKickUnits = (hiddenSize: number): number => Math.max(3, Math.floor(0.05 * hiddenSize));

/** What silencing a group leaves of the exits, on starts and noise it was not chosen on. */
export interface JudgedGroup {
  group: number[];
  /** p_exit relative to the untouched network, with the group held at h = 0. */
  clamped: Estimate;
  /** The same with the group heard by the read-out alone. */
  muted: Estimate;
}

/** A group of clamped units beside random ones, on starts and noise it was not chosen on. */
export interface KickScore extends ExitComparison {
  group: number[];
  /** Share of the exits left when no unit hears the group, and the read-out does. */
  muted: Estimate;
  /** p_exit with each random group of as many units clamped, ascending: 200, or as many as there are. */
  null: number[];
  /** Random groups that leave as few exits, in both ways of silencing. */
  asWell: number;
  /** (1 + asWell) / (1 + number of random groups). */
  p: number;
  starts: number;
  /** Most units a kick group may have in a network of this size. */
  most: number;
  /** Units of the group that have the paper's profile of a kick neuron too. */
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

/** What a group leaves of the exits on held-out starts, in both ways of silencing. */
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

/** Whether a group is one that throws the switch: few units, at most a quarter of the exits, and random groups rarely do as well. */
export const meetsBar = ({ group, ratio, muted, p, most }: KickScore): boolean =>
  silences({ clamped: ratio, muted }) && group.length <= most && p <= SIGNIFICANT;

/** What a group is compared with, and which of its units have the profile. */
export interface ScoreContext {
  /** Units that fire on the way to the flip: random groups are drawn from those outside the group. */
  candidates: readonly number[];
  /** Units with the profile of a kick neuron. */
  profiled: readonly number[];
  seed: number;
  /** Of the random draws: another direction has other ones. */
  draw: number;
}

/**
 * Judges a group on held-out starts beside 200 random groups of as many of the other units that fire on the way to the flip. A random
 * group does as well when it leaves as few exits as this one does, each counted by the way of silencing that leaves more.
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
    // Muting is tried only where clamping alone does not tell.
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

/** Groups of growing size on held-out starts, and the least number of units that is enough (k*). */
export interface SizeCurve {
  curve: JudgedGroup[];
  /** k*; undefined where none of the groups is enough. */
  fewest?: number;
}

/** Reads the best group of each size, smallest first, once on held-out starts. */
export function* readCurve(heldOut: HeldOut, groups: readonly number[][]): Work<SizeCurve> {
  const curve: JudgedGroup[] = [];
  for (const group of groups) {
    curve.push(judgeGroup(heldOut, group));
    yield curve.length / groups.length;
  }
  const enough = curve.find(silences);
  return enough ? { curve, fewest: enough.group.length } : { curve };
}
