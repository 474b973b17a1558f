/** The two numbers of a ring (dynamics/ring.ts), as values or with their intervals. */
export interface Ring<T> {
  /** Share of the states in the emptiest of 24 directions, 0 … 1/24. */
  enclosure: T;
  /** Share of the states nearer to the point than .35 of the median distance, 0 … 1. */
  holeShare: T;
}
export type RingShape = Ring<number>;

/**
 * Bounds of a ring; both are needed. States spread evenly over all angles have an enclosure of 1/24 = .042, those of a cloud that lies
 * to one side 0; a Gaussian cloud around the point has a hole share of .08.
 */
export const RING = { leastEnclosure: 0.005, largestHoleShare: 0.04 } as const;

/** Whether the states form a ring, by the values alone: the resting point is enclosed, and there is a hole around it. */
export const isRing = ({ enclosure, holeShare }: RingShape): boolean =>
  enclosure >= RING.leastEnclosure && holeShare <= RING.largestHoleShare;
