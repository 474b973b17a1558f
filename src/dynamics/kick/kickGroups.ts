import { ascending } from '../units';

/** A group of units that starts changes of label. */
export interface KickGroup {
  /** A, B, C, … */
  name: string;
  /** Ascending. */
  units: number[];
  /** The changes of label it starts. */
  directions: { from: number; to: number }[];
  /** Whether it meets the bar of a kick group in all its directions, or is only the best group found. */
  meetsBar: boolean;
  /**
   * Whether all its units have the paper's profile of a kick neuron in the directions they start. Only such a group is a kick
   * group in the paper's sense; others are called causal groups. Absent when profiles are unknown.
   */
  inProfile?: boolean;
}

/**
 * The name of a group that meets the bar.
 * @param inProfile whether all its units have the profile of a kick neuron
 */
export const groupKind = (inProfile: boolean): 'kick group' | 'causal group' => (inProfile ? 'kick group' : 'causal group');

/** A direction with the group that was judged on it. */
interface JudgedDirection {
  from: number;
  to: number;
  verdict: string;
  score?: { group: readonly number[]; inProfile?: readonly number[] };
  /** The group that interventions act on; the judged group if missing. */
  group?: { units: readonly number[]; inProfile: readonly number[] };
}

/** The units of a direction, and those of them that have the profile, as far as that is known. */
function unitsOf({ group, score }: JudgedDirection): { units: readonly number[]; inProfile?: readonly number[] } {
  if (group) return group;
  return { units: score?.group ?? [], ...(score?.inProfile ? { inProfile: score.inProfile } : {}) };
}

/** Directions that share at least this many units form one group. */
const SHARED = 2;

/**
 * The groups of all directions that have one. Groups that miss the bar are included and marked. Directions that share two units
 * or more, and both meet the bar or both miss it, become one group with the units of both. Groups then belong to target outputs,
 * like the paper's three triplets of three outputs. Groups that meet the bar come first.
 */
export function mergeDirections(directions: readonly JudgedDirection[]): KickGroup[] {
  const merged: Omit<KickGroup, 'name'>[] = [];
  for (const direction of directions) {
    const { from, to, verdict } = direction;
    const { units, inProfile } = unitsOf(direction);
    if (units.length === 0) continue;
    const own: Omit<KickGroup, 'name'> = {
      units: [...units],
      directions: [{ from, to }],
      meetsBar: verdict === 'found',
      ...(inProfile ? { inProfile: inProfile.length === units.length } : {}),
    };
    const near = merged.filter(
      ({ units, meetsBar }) => meetsBar === own.meetsBar && units.filter((unit) => own.units.includes(unit)).length >= SHARED,
    );
    for (const group of near) {
      merged.splice(merged.indexOf(group), 1);
      own.units = [...new Set([...group.units, ...own.units])];
      own.directions = [...group.directions, ...own.directions];
      if (own.inProfile) own.inProfile = group.inProfile ?? true;
    }
    merged.push(own);
  }
  merged.sort((a, b) => Number(b.meetsBar) - Number(a.meetsBar));
  return merged.map((group, n) => ({
    ...group,
    name: String.fromCharCode(65 + n),
    units: group.units.sort((a, b) => a - b),
  }));
}

/** The groups of all exits of one label, to be silenced together: a state that cannot leave by one exit takes another. */
export interface SourceGroup {
  from: number;
  /** All units of the groups of its directions, ascending. */
  units: number[];
  /** Its directions with a group that meets the bar. */
  directions: { from: number; to: number }[];
  /** Its other directions, by which the state can still leave. */
  open: { from: number; to: number }[];
}

/** For each label that a group leads away from, the union of the groups of its outgoing directions; labels ascending. */
export function groupsBySource(directions: readonly JudgedDirection[]): SourceGroup[] {
  const sources = new Map<number, SourceGroup>();
  for (const direction of directions) {
    const { from, to, verdict } = direction;
    const { units } = unitsOf(direction);
    const source = sources.get(from) ?? { from, units: [], directions: [], open: [] };
    sources.set(from, source);
    if (verdict !== 'found' || units.length === 0) {
      source.open.push({ from, to });
      continue;
    }
    source.directions.push({ from, to });
    source.units = ascending([...source.units, ...units]);
  }
  return [...sources.values()].filter(({ units }) => units.length > 0).sort((a, b) => a.from - b.from);
}

/** Number of units with the largest effect that represent a group. */
const LEADING = 3;

/**
 * The three units with the largest single effects in the directions of a group, largest first. So even a group of one or two
 * units has weights within it.
 * @param directions with the effects of their units
 */
export function leadingUnits(
  { directions: own }: Pick<KickGroup, 'directions'>,
  directions: readonly { from: number; to: number; effects: readonly { unit: number; effect: number }[] }[],
): number[] {
  const largest = new Map<number, number>();
  for (const { from, to, effects } of directions) {
    if (!own.some((direction) => direction.from === from && direction.to === to)) continue;
    for (const { unit, effect } of effects) largest.set(unit, Math.max(effect, largest.get(unit) ?? Number.NEGATIVE_INFINITY));
  }
  const ordered = [...largest].sort(([a, one], [b, other]) => other - one || a - b);
  return ordered.slice(0, LEADING).map(([unit]) => unit);
}
