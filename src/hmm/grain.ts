import { HmmError, type HmmSpec } from './spec';

/** Rows of models in steps of 1/10,000, so that a model in a link is the very same model again, and the sizes a model may have. */

/** Parts a row is divided into. */
export const GRAIN = 10_000;

export const STATE_LIMITS = { low: 1, high: 8 } as const;
export const OUTPUT_LIMITS = { low: 2, high: 6 } as const;

/** The row in whole parts of 1/10,000 that sum to 1: largest remainders are rounded up. @throws HmmError for a row without anything in it */
export function grained(row: readonly number[]): number[] {
  const sum = row.reduce((a, b) => a + b, 0);
  if (!(sum > 0) || row.some((p) => !(p >= 0)))
    throw new HmmError('A row needs at least one probability above 0, and none below.');
  const parts = row.map((p) => (p / sum) * GRAIN);
  const whole = parts.map(Math.floor);
  const missing = GRAIN - whole.reduce((a, b) => a + b, 0);
  const order = parts.map((part, i) => ({ i, rest: part - whole[i]! })).sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order.slice(0, missing)) whole[i]!++;
  return whole.map((parted) => parted / GRAIN);
}

/** The model with all rows in whole parts. */
export const grainedModel = (spec: HmmSpec): HmmSpec => ({
  ...spec,
  startProb: grained(spec.startProb),
  transitionMatrix: spec.transitionMatrix.map(grained),
  emissionMatrix: spec.emissionMatrix.map(grained),
});
