import { bootstrapEstimates } from '../../math/bootstrap';
import type { Estimate } from '../../math/statistics';
import { type Judgement, judge, judgeAll, judgeIfEnough } from '../judge';
import { CLUSTER, KICK_ZONE, MIN_VISITS, TRANSITION, ZONE_NAMES, zoneVisits } from '../zones/zones';
import type { SpectrumReport } from './spectrumReport';

/** Spectra in one zone. Intervals are by bootstrap over visits, of which `n` counts; NaN in a zone never visited. */
export interface ZoneSpectrum {
  /** Maximal runs of consecutive states in the zone. */
  visits: number;
  /** States in the zone at which a spectrum was taken. */
  states: number;
  /** Mean number of eigenvalues with |λ| > 1. */
  unstable: Estimate;
  /** Mean number of critical complex pairs. */
  criticalPairs: Estimate;
  /** Mean spectral radius. */
  radius: Estimate;
}

/** Spectra by zone, and what claims C8 and C8b say of them. */
export interface SpectrumByZone {
  /** Indexed by zone: transition, kick-zone, cluster, unassigned. */
  zones: ZoneSpectrum[];
  /** Mean unstable count in kick-zones minus that in clusters. */
  unstableDifference: Estimate;
  /** Mean critical pairs in kick-zones, and in transitions, over that in clusters. Without any in clusters: Infinity or NaN. */
  kickOverCluster: Estimate;
  transitionOverCluster: Estimate;
  /** C8: kick-zones have more unstable eigenvalues than clusters. */
  unstableVerdict: Judgement;
  /** C8b: critical pairs, kick-zone / cluster ≥ 1.3 and transition / cluster ≥ 3. */
  criticalVerdict: Judgement;
}

/** Thresholds of claim C8b. */
const KICK_RATIO = 1.3;
const TRANSITION_RATIO = 3;

const ZONES = ZONE_NAMES.length;
/** Additive components of a visit per zone: states, unstable, critical, radius. */
const PER_ZONE = 4;
const STRIDE = ZONES * PER_ZONE;

/**
 * Means over the zones of a run, with block-bootstrap intervals: states of one visit are correlated, so visits are resampled whole.
 * @param zones zone of each state [S]: 0 transition, 1 kick-zone, 2 cluster, 3 unassigned
 * @param seed of the bootstrap draws
 * @throws RangeError when `zones` is not as long as the run of the report
 */
export function spectrumByZone(report: SpectrumReport, zones: Uint8Array, seed: number): SpectrumByZone {
  if (zones.length !== report.states) throw new RangeError(`${zones.length} zones do not fit ${report.states} states`);
  const { sums, visits } = sumVisits(report, zones);
  const mean = (totals: Float64Array, zone: number, which: number) => totals[zone * PER_ZONE + which]! / totals[zone * PER_ZONE]!;
  const estimates = bootstrapEstimates(
    sums,
    STRIDE,
    (totals) => {
      const critical = (zone: number) => mean(totals, zone, 2);
      return [
        ...ZONE_NAMES.flatMap((_, zone) => [1, 2, 3].map((which) => mean(totals, zone, which))),
        mean(totals, KICK_ZONE, 1) - mean(totals, CLUSTER, 1),
        critical(KICK_ZONE) / critical(CLUSTER),
        critical(TRANSITION) / critical(CLUSTER),
        critical(KICK_ZONE) - KICK_RATIO * critical(CLUSTER),
        critical(TRANSITION) - TRANSITION_RATIO * critical(CLUSTER),
      ];
    },
    seed,
  );
  const smaller = (a: number, b: number) => Math.min(visits[a]!, visits[b]!);
  const withN = (at: number, n: number): Estimate => ({ ...estimates[at]!, n });
  const after = 3 * ZONES;
  const kickN = smaller(KICK_ZONE, CLUSTER);
  const transitionN = smaller(TRANSITION, CLUSTER);
  const found = {
    zones: ZONE_NAMES.map((_, zone) => ({
      visits: visits[zone]!,
      states: statesIn(sums, zone),
      unstable: withN(3 * zone, visits[zone]!),
      criticalPairs: withN(3 * zone + 1, visits[zone]!),
      radius: withN(3 * zone + 2, visits[zone]!),
    })),
    unstableDifference: withN(after, kickN),
    kickOverCluster: withN(after + 1, kickN),
    transitionOverCluster: withN(after + 2, transitionN),
  };
  const contrasts = [withN(after + 3, kickN), withN(after + 4, transitionN)] as const;
  return { ...found, ...judgeSpectra(found, contrasts) };
}

/** Sums of each visit [visits×STRIDE] in the order of the run, and visits per zone, of those with a spectrum in them. */
function sumVisits(report: SpectrumReport, zones: Uint8Array): { sums: Float64Array; visits: number[] } {
  const { every } = report;
  const all = zoneVisits(zones).filter(({ from, to }) => Math.ceil(from / every) * every < to);
  const sums = new Float64Array(all.length * STRIDE);
  const visits: number[] = ZONE_NAMES.map(() => 0);
  all.forEach(({ zone, from, to }, v) => {
    visits[zone]!++;
    const at = v * STRIDE + zone * PER_ZONE;
    for (let k = Math.ceil(from / every); k * every < to; k++) {
      sums[at]!++;
      sums[at + 1]! += report.unstable[k]!;
      sums[at + 2]! += report.criticalPairs[k]!;
      sums[at + 3]! += report.radius[k]!;
    }
  });
  return { sums, visits };
}

function statesIn(sums: Float64Array, zone: number): number {
  let states = 0;
  for (let at = zone * PER_ZONE; at < sums.length; at += STRIDE) states += sums[at]!;
  return states;
}

/** @param contrasts kick-zone − 1.3·cluster and transition − 3·cluster of the critical pairs */
function judgeSpectra(
  { zones, unstableDifference }: Pick<SpectrumByZone, 'zones' | 'unstableDifference'>,
  [kick, transition]: readonly [Estimate, Estimate],
): Pick<SpectrumByZone, 'unstableVerdict' | 'criticalVerdict'> {
  const visitsOf = (...which: number[]) =>
    which.map((zone) => ({ what: `visits of ${ZONE_NAMES[zone]}`, n: zones[zone]!.visits }));
  return {
    unstableVerdict: judgeIfEnough(visitsOf(KICK_ZONE, CLUSTER), MIN_VISITS, () =>
      judge({
        name: 'the mean number of unstable eigenvalues in kick-zones minus that in clusters',
        estimate: unstableDifference,
        threshold: 0,
        sense: 'at least',
      }),
    ),
    // The ratio passes a threshold where this difference passes 0, and that is defined without critical pairs in clusters too.
    criticalVerdict: judgeIfEnough(visitsOf(TRANSITION, KICK_ZONE, CLUSTER), MIN_VISITS, () =>
      judgeAll([
        judge({
          name: `the mean number of critical pairs in kick-zones minus ${KICK_RATIO} times that in clusters`,
          estimate: kick,
          threshold: 0,
          sense: 'at least',
        }),
        judge({
          name: `that in transitions minus ${TRANSITION_RATIO} times that in clusters`,
          estimate: transition,
          threshold: 0,
          sense: 'at least',
        }),
      ]),
    ),
  };
}
