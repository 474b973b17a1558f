import fc from 'fast-check';
import { tell } from '../../evidence';

/** Cases of every class of input in the ordinary run. */
export const CASES = 10_000;

/** For longer searches: FUZZ_FACTOR=20 FUZZ_SEED=7 npx vitest run tests/unit/fuzz. */
const factor = Number(process.env.FUZZ_FACTOR ?? 1);
const seed = Number(process.env.FUZZ_SEED ?? 1);

/** Runs a law on `cases` drawn inputs. How many were tried is counted, not believed. */
export function fuzz<T>(cases: number, inputs: fc.Arbitrary<T>, law: (input: T) => void): void {
  let tried = 0;
  const counted = (input: T) => {
    tried++;
    law(input);
  };
  fc.assert(fc.property(inputs, counted), { numRuns: Math.round(cases * factor), seed, endOnFailure: false });
  tell({ cases: tried });
}
