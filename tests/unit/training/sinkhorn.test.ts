import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import { hammingCosts, selfHammingCosts } from '../../../src/math/hamming';
import { randomSequence } from '../../../src/math/random';
import { epsilonSchedule, sinkhornDivergence, squaredDiameter } from '../../../src/training/sinkhorn';
import { slowSinkhorn } from './slowSinkhorn';

const labels = (count: number, outputs: number, seed: number) => {
  const random = randomSequence(seed, 'bootstrap');
  return Uint8Array.from({ length: count }, () => random.integer(outputs));
};

describe('Hamming costs', () => {
  it('equal the count of mismatches, for any number of outputs and length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 300 }), fc.nat(1e6), (outputs, seqLen, seed) => {
        const x = labels(3 * seqLen, outputs, seed);
        const y = labels(2 * seqLen, outputs, seed + 1);
        const costs = hammingCosts(x, y, seqLen, outputs);
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 2; j++) {
            let mismatches = 0;
            for (let t = 0; t < seqLen; t++) if (x[i * seqLen + t] !== y[j * seqLen + t]) mismatches++;
            expect(costs[i * 2 + j]).toBe(mismatches);
          }
        expect(selfHammingCosts(x, seqLen, outputs)).toEqual(hammingCosts(x, x, seqLen, outputs));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the ε schedule', () => {
  it.each([
    // docs/science.md §2.5: entries at T = 100, 30, 40.
    [300, 9],
    [90, 8],
    [120, 8],
  ])('starts twice at δ² = %d and has %d entries', (diameterSquared, entries) => {
    const list = epsilonSchedule(diameterSquared, 0.2, 0.5);
    expect(list).toHaveLength(entries);
    expect(list[1]).toBeCloseTo(list[0]!, 9);
    expect(list.at(-1)).toBeCloseTo(0.04, 12);
    for (let i = 2; i < entries - 1; i++) expect(list[i]! / list[i - 1]!).toBeCloseTo(0.25, 9);
  });
  it('takes the diameter from what occurs', () => {
    expect(squaredDiameter(Uint8Array.from([0, 1, 0, 1]), Uint8Array.from([0, 1]), 2, 3)).toBe(0);
    expect(squaredDiameter(Uint8Array.from([0, 1]), Uint8Array.from([0, 2]), 2, 3)).toBe(2);
  });
});

describe('Sinkhorn divergence', () => {
  it('equals a slow log-domain reference on one-hot vectors, sets of unequal size included', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 60 }),
        fc.nat(1e6),
        (n, m, seqLen, seed) => {
          const x = labels(n * seqLen, 3, seed);
          const y = labels(m * seqLen, 3, seed + 1);
          const expected = slowSinkhorn(x, y, seqLen, 3);
          const { value, gradient } = sinkhornDivergence(x, y, seqLen, 3, true);
          expect(Math.abs(value - expected.value)).toBeLessThan(1e-9 * (1 + Math.abs(expected.value)));
          gradient!.forEach((g, i) => {
            expect(Math.abs(g - expected.gradient[i]!)).toBeLessThan(1e-9);
          });
        },
      ),
      { numRuns: 60 },
    );
  });
  it('is zero between a set and itself, and symmetric', () => {
    const x = sampleHmm(PAPER_HMMS['chain-2'], 40, 100, 1, 'data');
    const y = sampleHmm(PAPER_HMMS['chain-2'], 30, 100, 2, 'data');
    expect(Math.abs(sinkhornDivergence(x, x, 100, 3).value)).toBeLessThan(1e-9);
    expect(sinkhornDivergence(x, y, 100, 3).value).toBeCloseTo(sinkhornDivergence(y, x, 100, 3).value, 9);
  });
  it('has the gradient of the last softmin with potentials frozen (finite differences, docs/science.md §2.5, step 8)', () => {
    const x = labels(4 * 6, 3, 11);
    const y = labels(5 * 6, 3, 12);
    const { gradient, frozenValue } = slowSinkhorn(x, y, 6, 3);
    const step = 1e-5;
    for (let i = 0; i < gradient.length; i += 5) {
      const difference = (frozenValue(i, step) - frozenValue(i, -step)) / (2 * step);
      expect(Math.abs(difference - gradient[i]!)).toBeLessThan(1e-7);
    }
  });
  it('does not depend on the order of the sequences', () => {
    const x = labels(6 * 10, 3, 1);
    const y = labels(6 * 10, 3, 2);
    const rotated = Uint8Array.from([...x.slice(10), ...x.slice(0, 10)]);
    expect(sinkhornDivergence(rotated, y, 10, 3).value).toBeCloseTo(sinkhornDivergence(x, y, 10, 3).value, 10);
  });
});
