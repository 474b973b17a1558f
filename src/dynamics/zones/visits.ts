/** What the zones are called in sentences. */
export const ZONE_NAMES = ['transitions', 'kick-zones', 'clusters', 'unassigned states'] as const;

/** With fewer independent visits or anchors than this nothing is judged (docs/science.md §5). */
export const MIN_VISITS = 20;

/** A maximal run of consecutive states of one zone. */
export interface ZoneVisit {
  zone: number;
  /** First state, and the one after the last. */
  from: number;
  to: number;
}

/** The visits of a run in order; together they cover it. @param zones zone of each state [S] */
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
