/** A unit that fires in fewer of the steps takes no part. */
const ACTIVE_SHARE = 0.05;

/** Units that fire often enough to matter, ascending. @param activeShare share of the steps in which each unit fires [H] */
export const firingUnits = (activeShare: ArrayLike<number>): number[] =>
  Array.from(activeShare, (share, unit) => (share >= ACTIVE_SHARE ? unit : -1)).filter((unit) => unit >= 0);
