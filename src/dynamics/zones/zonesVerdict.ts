import type { Estimate } from '../../math/statistics';
import type { Verdict } from '../judge';
import { CLUSTER, type Contrast, KICK_ZONE, type Measure, TRANSITION, ZONES, type ZoneSummary } from './zones';

/** One condition of a claim. */
export interface Condition {
  /** What is claimed, with its bound. */
  claim: string;
  estimate: Estimate;
  /** A share of the states, to be shown in per cent. */
  isShare: boolean;
  verdict: Verdict;
}

export interface ZoneVerdict {
  /**
   * Reproduced when every condition holds, not reproduced when one fails, otherwise inconclusive: an interval contains its bound.
   */
  verdict: Verdict;
  /** Says how many conditions hold, and lists the others with their numbers. */
  reason: string;
  conditions: Condition[];
}

/** Smallest share of the states that makes a zone (C6). */
const LEAST_SHARE = 0.01;
/** With fewer dwells, the interval of a zone says little. */
const MIN_DWELLS = 5;
/** Bounds of the mean sign changes between transition and kick-zone, and between kick-zone and cluster (C7). */
const CHANGE_BOUNDS = [1, 4] as const;

/** Whether the whole interval of an estimate lies on the claimed side of a bound. */
function compare(claim: string, estimate: Estimate, side: '>' | '<', bound: number, isShare = false): Condition {
  const { low, high, n } = estimate;
  const [holds, fails] = side === '>' ? [low > bound, high < bound] : [high < bound, low > bound];
  const known = n >= MIN_DWELLS;
  return {
    claim,
    estimate,
    isShare,
    verdict: known && holds ? 'reproduced' : known && fails ? 'not-reproduced' : 'inconclusive',
  };
}

/** Differences to the next zone: kick-zone − transition and cluster − kick-zone, both above 0. */
function ordered(what: string, measure: Measure, contrast: Contrast): Condition[] {
  return [KICK_ZONE, CLUSTER].map((zone) =>
    compare(`${what}: ${ZONES[zone]} more than ${ZONES[zone - 1]}`, contrast(measure, zone, zone - 1), '>', 0),
  );
}

/** C6: three zones, each of at least 1 % of the states; RT (by the cuts, where the zones exist) and time to flip in order. */
export function judgeZones(summaries: readonly ZoneSummary[], contrast: Contrast): ZoneVerdict {
  return conclude([
    ...[TRANSITION, KICK_ZONE, CLUSTER].map((zone) =>
      compare(`${ZONES[zone]}: at least ${100 * LEAST_SHARE} % of the states`, summaries[zone]!.fraction, '>', LEAST_SHARE, true),
    ),
    ...ordered('mean residency time', 'residencyTime', contrast),
    ...ordered('median time to flip', 'timeToFlip', contrast),
  ]);
}

/** C7: mean sign changes in order, with 1 and 4 between the zones. */
export function judgeSignChanges(summaries: readonly ZoneSummary[], contrast: Contrast): ZoneVerdict {
  const changes = (zone: number) => summaries[zone]!.signChanges;
  const [lower, upper] = CHANGE_BOUNDS;
  return conclude([
    ...ordered('sign changes', 'signChanges', contrast),
    compare(`transition: fewer than ${lower} sign change`, changes(TRANSITION), '<', lower),
    compare(`kick-zone: more than ${lower} sign change`, changes(KICK_ZONE), '>', lower),
    compare(`kick-zone: fewer than ${upper} sign changes`, changes(KICK_ZONE), '<', upper),
    compare(`cluster: more than ${upper} sign changes`, changes(CLUSTER), '>', upper),
  ]);
}

const OUTCOME = { reproduced: 'holds', 'not-reproduced': 'does not hold', inconclusive: 'is undecided' } as const;

function conclude(conditions: Condition[]): ZoneVerdict {
  const failed = conditions.filter(({ verdict }) => verdict === 'not-reproduced');
  const open = conditions.filter(({ verdict }) => verdict === 'inconclusive');
  if (failed.length === 0 && open.length === 0)
    return { verdict: 'reproduced', reason: `all ${conditions.length} conditions hold`, conditions };
  const verdict = failed.length > 0 ? 'not-reproduced' : 'inconclusive';
  const found = [...failed, ...open].map(
    (condition) => `“${condition.claim}” ${OUTCOME[condition.verdict]} (${conditionText(condition)})`,
  );
  const holding = conditions.length - found.length;
  return { verdict, reason: `${holding} of ${conditions.length} conditions hold; ${found.join('; ')}`, conditions };
}

/** The number found for a condition, in words. */
export function conditionText({ isShare, estimate: { value, low, high, n } }: Condition): string {
  if (Number.isNaN(value)) return 'no such state';
  const text = (x: number) => (isShare ? `${(100 * x).toFixed(1)} %` : x.toFixed(2));
  if (n < MIN_DWELLS) return `${text(value)}, from ${n} dwells only`;
  return `${text(value)}, ${text(low)} to ${text(high)}`;
}
