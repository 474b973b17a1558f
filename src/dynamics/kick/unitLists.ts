/** Lists of units of a network. */

export const allUnits = (hiddenSize: number): number[] => Array.from({ length: hiddenSize }, (_, unit) => unit);

/** The distinct units in ascending order. */
export const ascending = (units: readonly number[]): number[] => [...new Set(units)].sort((a, b) => a - b);

/** The `count` units with the largest values, largest first; of equal values the lower unit comes first. */
export const topUnits = (values: ArrayLike<number>, count: number): number[] =>
  allUnits(values.length)
    .sort((a, b) => values[b]! - values[a]! || a - b)
    .slice(0, count);

/** A unit that fires in fewer of the steps takes no part. */
const ACTIVE_SHARE = 0.05;

/** Units that fire often enough to matter, ascending. @param activeShare share of the steps in which each unit fires [H] */
export const firingUnits = (activeShare: ArrayLike<number>): number[] =>
  allUnits(activeShare.length).filter((unit) => activeShare[unit]! >= ACTIVE_SHARE);
