import { type Estimate, quantile } from '../../math/statistics';
import { DEFAULT_CUTS, type ZoneCuts } from '../defaults';
import type { ResidencyReport } from './residency';

/** Zones of the state space by residency time (docs/science.md §3.8), in the order of their codes. */
export const ZONES = ['transition', 'kick-zone', 'cluster', 'unassigned'] as const;
export type Zone = (typeof ZONES)[number];

/** Code of a zone: its index in ZONES. */
export const [TRANSITION, KICK_ZONE, CLUSTER] = [0, 1, 2] as const;
const UNASSIGNED = 3;

/**
 * Code of the zone of one state. With the default cuts: transition RT < 2, kick-zone 2 ≤ RT ≤ 8, cluster RT > 8 and largest
 * softmax > 0.8. A state that stays long without a certain label is unassigned (quirk Q23).
 */
export function zoneOf(residencyTime: number, maxSoftmax: number, cuts: ZoneCuts): number {
  if (residencyTime < cuts.transition) return TRANSITION;
  if (residencyTime <= cuts.cluster) return KICK_ZONE;
  return maxSoftmax > cuts.softmax ? CLUSTER : UNASSIGNED;
}

/** Zone codes of all states [n]. */
export function zonesOf(
  { residencyTimes, maxSoftmax }: Pick<ResidencyReport, 'residencyTimes' | 'maxSoftmax'>,
  cuts: ZoneCuts,
): Uint8Array {
  return Uint8Array.from(residencyTimes, (time, s) => zoneOf(time, maxSoftmax[s]!, cuts));
}

/**
 * Cuts for models whose labels last longer or shorter than the paper's: a third of the median RT instead of 8 (docs/science.md
 * §3.8).
 */
export function scaledCuts({ residencyTimes }: Pick<ResidencyReport, 'residencyTimes'>): ZoneCuts {
  return { ...DEFAULT_CUTS, cluster: Math.max(DEFAULT_CUTS.transition, quantile(residencyTimes, 0.5) / 3) };
}

/** What is measured in each zone, in the order of the bootstrap's columns. */
export const MEASURES = ['fraction', 'residencyTime', 'signChanges', 'signChangeRate', 'timeToFlip'] as const;
export type Measure = (typeof MEASURES)[number];

/**
 * One zone's estimates; the n of each is the number of dwells with a state in the zone. NaN where the zone is empty.
 */
export interface ZoneSummary extends Record<Measure, Estimate> {
  zone: Zone;
  states: number;
  /** Maximal runs of consecutive states in the zone. */
  visits: number;
  /** Share of the states. */
  fraction: Estimate;
  /** Mean RT in steps. */
  residencyTime: Estimate;
  /** Mean sign changes of the logit of the start label in a rollout. */
  signChanges: Estimate;
  /** The same per step: all changes divided by all steps of the rollouts, the exit step included. */
  signChangeRate: Estimate;
  /** Median steps to the next flip of the recorded run, over the states whose flip was recorded. */
  timeToFlip: Estimate;
}

/** a − b of one measure in two zones, with an interval from the same resamples of both. */
export type Contrast = (measure: Measure, a: number, b: number) => Estimate;

/** Names of the zones in sentences. */
export const ZONE_NAMES = ['transitions', 'kick-zones', 'clusters', 'unassigned states'] as const;

/** With fewer independent visits or anchors than this, nothing is judged (docs/science.md §5). */
export const MIN_VISITS = 20;

/** A maximal run of consecutive states of one zone. */
export interface ZoneVisit {
  zone: number;
  /** First state, and the one after the last. */
  from: number;
  to: number;
}

/**
 * The visits of a run in order; together they cover it.
 * @param zones zone of each state [S]
 */
export function zoneVisits(zones: Uint8Array): ZoneVisit[] {
  const visits: ZoneVisit[] = [];
  for (let from = 0; from < zones.length; ) {
    let to = from + 1;
    while (to < zones.length && zones[to] === zones[from]) to++;
    visits.push({ zone: zones[from]!, from, to });
    from = to;
  }
  return visits;
}
