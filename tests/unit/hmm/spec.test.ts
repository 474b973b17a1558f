import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  diagonalEmissions,
  fullyConnected,
  gaussianEmissions,
  linearEmissions,
  makeHmm,
  PAPER_HMM_IDS,
  PAPER_HMMS,
  ring,
  stayProbabilityChain,
  targetProbabilityChain,
} from '../../../src/hmm/models';
import { HmmError, hmmProblems } from '../../../src/hmm/spec';

const rowSums = (matrix: number[][]) => matrix.map((row) => row.reduce((a, b) => a + b, 0));

describe('constructions', () => {
  it('give rows that sum to 1, for any size they accept', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 8 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, stay) => {
        for (const matrix of [
          stayProbabilityChain(n, stay),
          fullyConnected(n, stay),
          ring(n, stay),
          linearEmissions(n),
          diagonalEmissions(n, stay),
          gaussianEmissions(n, 4),
        ])
          for (const sum of rowSums(matrix)) expect(sum).toBeCloseTo(1, 12);
      }),
    );
  });
  it('a chain is crossed in M−1 steps with the target probability', () => {
    for (let n = 2; n <= 5; n++) {
      const A = targetProbabilityChain(n, 0.05);
      let crossing = 1;
      for (let i = 0; i < n - 1; i++) crossing *= A[i]![i + 1]!;
      expect(crossing).toBeCloseTo(0.05, 12);
    }
  });
  it('refuse impossible target probabilities with a sentence', () => {
    expect(() => targetProbabilityChain(1, 0.05)).toThrow(/at least two states/);
    expect(() => targetProbabilityChain(6, 0.05)).toThrow(/more than ½/);
    expect(() => targetProbabilityChain(3, 0)).toThrow(/must lie in/);
    expect(() => targetProbabilityChain(3, 0.3)).toThrow(HmmError);
    expect(() => ring(2, 0.9)).toThrow(/at least three/);
    expect(() => fullyConnected(3, 1.2)).toThrow(/must lie in/);
  });
  it('exactly those with p^{1/(M−1)} > ½ are refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 9 }), fc.double({ min: 0.001, max: 1, noNaN: true }), (n, p) => {
        if (p ** (1 / (n - 1)) > 0.5) expect(() => targetProbabilityChain(n, p)).toThrow(HmmError);
        else for (const row of targetProbabilityChain(n, p)) for (const q of row) expect(q).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('validation', () => {
  it('accepts the six paper models', () => {
    for (const id of PAPER_HMM_IDS) expect(hmmProblems(PAPER_HMMS[id])).toEqual([]);
  });
  it('names every fault', () => {
    const good = PAPER_HMMS['chain-2'];
    const faulty = (patch: object) => hmmProblems({ ...good, ...patch }).join(' ');
    expect(faulty({ transitionMatrix: [[0.5, 0.4], good.transitionMatrix[1]] })).toMatch(/state 0 sums to 0.9/);
    expect(faulty({ transitionMatrix: [[1.5, -0.5], good.transitionMatrix[1]] })).toMatch(/negative probability/);
    expect(faulty({ transitionMatrix: [[1], [0.5, 0.5]] })).toMatch(/1 entries where 2/);
    expect(faulty({ emissionMatrix: [[Number.NaN, 1, 0], good.emissionMatrix[1]] })).toMatch(/not a number/);
    expect(faulty({ startProb: [1, 1] })).toMatch(/start distribution sums to 2/);
    expect(faulty({ nStates: 3 })).toMatch(/2 rows where 3/);
    expect(() => makeHmm('x', 'custom', [[1, 1]], [[1, 0]])).toThrow(HmmError);
  });
});
