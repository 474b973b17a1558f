import type { Estimate } from '../../src/math/statistics';
import type { Gallery } from './gallery';

/** A number of the story as it is shown, with its interval and n where it has one: value, low, high, n. */
export type Fact = number | string | readonly [number, number, number, number];

/** What the page needs at its start is in a file of its own, so that it need not wait for the rest. */
export const TOLD = ['first', 'later'] as const;
export type Told = (typeof TOLD)[number];

/** One number about the story's networks: which network it is of, and how it is measured. */
export interface Measure {
  /** Id of the network, or `gallery` for what is counted over all that ship. */
  of: string;
  name: string;
  /**
   * Where the story uses it. 'first': needed before a chapter is read. 'later': in the chapters. 'nowhere': only for tests that
   * compare its sentences with the networks, and not written to a file.
   */
  told: Told | 'nowhere';
  measure(gallery: Gallery): Fact;
}

const made =
  (told: Measure['told']) =>
  (of: string, name: string, measure: Measure['measure']): Measure => ({ of, name, told, measure });
export const firstFact = made('first');
export const fact = made('later');
export const witness = made('nowhere');

/** Rounded to so many digits after the point, as it is shown. */
export const round = (value: number, digits = 0): number => Number(value.toFixed(digits));
export const percent = (value: number, digits = 0): number => round(100 * value, digits);

export const withInterval = ({ value, low, high, n }: Estimate, digits = 0, factor = 1): Fact => {
  const [a, b, c] = [value, low, high].map((one) => round(factor * one, digits)) as [number, number, number];
  return [a, b, c, n];
};

export const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};

/** Share of the entries for which something holds. */
export const share = (values: ArrayLike<number>, holds: (value: number, at: number) => boolean): number =>
  Array.from(values).filter(holds).length / values.length;
