/** The paper's choices that the page knows before any analysis is loaded. Each number stands here alone. */

export interface ZoneCuts {
  /** Below this RT, in steps: transition. */
  transition: number;
  /** Up to this RT, in steps: kick-zone; above: cluster. */
  cluster: number;
  /** A cluster state's largest softmax probability at σ = 1 is above this. */
  softmax: number;
}

/** The paper's cuts between the zones (docs/science.md §3.8). */
export const DEFAULT_CUTS: ZoneCuts = { transition: 2, cluster: 8, softmax: 0.8 };

/** Share of all units that belong to the two populations together: the paper's 70 of 150 (docs/science.md §3.15). */
export const DEFAULT_SHARE = 0.47;

/** If the greedy kick group misses the bar, all groups of up to this many units are tried. */
export const USUAL_SIZE = 3;
