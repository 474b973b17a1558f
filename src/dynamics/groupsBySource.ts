import type { KickGroup } from './kickGroups';

/** The units of all groups that start a change away from one output. */
export interface SourceGroup {
  from: number;
  /** Ascending, each once. */
  units: number[];
  /** Changes from that output which a group is known for. */
  directions: { from: number; to: number }[];
}

/**
 * Groups put together by the output they lead away from, in ascending order of it: where several changes lead away from an output, the
 * state leaves by another one while the group of a single change is silenced. A group that starts changes from two outputs counts for both.
 */
export function groupsBySource(groups: readonly Pick<KickGroup, 'units' | 'directions'>[]): SourceGroup[] {
  const sources = [...new Set(groups.flatMap(({ directions }) => directions.map(({ from }) => from)))].sort((a, b) => a - b);
  return sources.map((from) => {
    const own = groups.filter(({ directions }) => directions.some((direction) => direction.from === from));
    return {
      from,
      units: [...new Set(own.flatMap(({ units }) => units))].sort((a, b) => a - b),
      directions: own.flatMap(({ directions }) => directions.filter((direction) => direction.from === from)),
    };
  });
}
