import fc from 'fast-check';

/** Cases of every class of input in the ordinary run. */
export const CASES = 10_000;

/** For longer searches: FUZZ_FACTOR=20 FUZZ_SEED=7 npx vitest run tests/unit/fuzz. */
const factor = Number(process.env.FUZZ_FACTOR ?? 1);
const seed = Number(process.env.FUZZ_SEED ?? 1);

/** Runs a law on `cases` drawn inputs. */
export function fuzz<T>(cases: number, inputs: fc.Arbitrary<T>, law: (input: T) => void): void {
  fc.assert(fc.property(inputs, law), { numRuns: Math.round(cases * factor), seed, endOnFailure: false });
}
