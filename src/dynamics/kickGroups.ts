/** Units that throw the switch together. */
export interface KickGroup {
  /** A, B, C, … */
  name: string;
  /** Ascending. */
  units: number[];
  /** The changes of label it starts. */
  directions: { from: number; to: number }[];
  /** Whether it is a kick group, in every one of its directions, or only the best there is. */
  meetsBar: boolean;
}

/** A direction with the group that was judged on it. */
interface JudgedDirection {
  from: number;
  to: number;
  verdict: string;
  score?: { group: readonly number[] };
}

/** Directions that share at least so many units have one group (science §3.14.5). */
const SHARED = 2;

/**
 * The groups of all directions that have one, those that miss the bar among them and marked. Directions that share two units or more, and
 * both meet the bar or both miss it, become one group with the units of both: groups then belong to target outputs, as the paper's three
 * triplets of three outputs do. Those that meet the bar come first.
 */
export function mergeDirections(directions: readonly JudgedDirection[]): KickGroup[] {
  const merged: Omit<KickGroup, 'name'>[] = [];
  for (const { from, to, verdict, score } of directions) {
    if (!score || score.group.length === 0) continue;
    const own = { units: [...score.group], directions: [{ from, to }], meetsBar: verdict === 'found' };
    const near = merged.filter(
      ({ units, meetsBar }) => meetsBar === own.meetsBar && units.filter((unit) => own.units.includes(unit)).length >= SHARED,
    );
    for (const group of near) {
      merged.splice(merged.indexOf(group), 1);
      own.units = [...new Set([...group.units, ...own.units])];
      own.directions = [...group.directions, ...own.directions];
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
