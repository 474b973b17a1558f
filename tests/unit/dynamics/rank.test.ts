import { describe, expect, it } from 'vitest';
import { cutToRank, partsOf, rankCurve, singularParts } from '../../../src/dynamics/emergence/rank';
import { matrixCosine } from '../../../src/dynamics/emergence/richness';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { randomSequence } from '../../../src/math/random';
import { initialWeights } from '../../../src/rnn/weights';
import { exampleNetwork } from '../../exampleNetwork';
import { finish } from '../finish';

const size = (matrix: ArrayLike<number>) => Math.hypot(...Array.from(matrix));

describe('parts of a matrix', () => {
  const n = 6;
  const random = randomSequence(3, 'groups');
  const matrix = Float64Array.from({ length: n * n }, () => random.normal());
  const parts = singularParts(matrix, n);

  it('sum to it, and leave out what is smallest', () => {
    parts.ofRank(n).forEach((value, at) => {
      expect(value).toBeCloseTo(matrix[at]!, 9);
    });
    for (let k = 0; k < n; k++) {
      const cut = parts.ofRank(k);
      // Eckart–Young: what is missing has the size of the values left out.
      expect(size(cut.map((value, at) => value - matrix[at]!))).toBeCloseTo(size(parts.values.slice(k)), 8);
      expect(size(cut)).toBeCloseTo(size(parts.values.slice(0, k)), 8);
    }
  });

  it('are known of a diagonal matrix', () => {
    expect([...singularParts([3, 0, 0, -5], 2).values]).toEqual([expect.closeTo(5, 12), expect.closeTo(3, 12)]);
    expect([...singularParts([3, 0, 0, -5], 2).ofRank(1)].map((value) => Math.round(value * 1e9) / 1e9 + 0)).toEqual([
      0, 0, 0, -5,
    ]);
    expect(() => singularParts([1, Number.NaN, 0, 1], 2)).toThrow('no singular values');
  });
});

describe('cosine of two matrices', () => {
  it('is 1 of equal directions, 0 of orthogonal ones', () => {
    expect(matrixCosine([1, 2, 3, 4], [2, 4, 6, 8])).toBeCloseTo(1, 12);
    expect(matrixCosine([1, 0, 0, 1], [0, 1, -1, 0])).toBeCloseTo(0, 12);
    expect(() => matrixCosine([1], [1, 2])).toThrow(RangeError);
  });
});

describe('networks cut to a rank', () => {
  const weights = exampleNetwork('chain-2');
  const hmm = PAPER_HMMS['chain-2'];
  const start = initialWeights(weights, 1, 2).recurrentWeights;

  it('begin at the start, or at nothing, and end at the network', () => {
    const H = weights.hiddenSize;
    const parts = partsOf(weights, start);
    const near = (a: Float32Array, b: Float32Array) => {
      for (let at = 0; at < a.length; at++) expect(Math.abs(a[at]! - b[at]!)).toBeLessThan(1e-6);
    };
    near(cutToRank(weights, parts, 0, start).recurrentWeights, start);
    near(cutToRank(weights, parts, H, start).recurrentWeights, weights.recurrentWeights);
    expect(size(cutToRank(weights, partsOf(weights), 0).recurrentWeights)).toBe(0);
  });

  it('keep the switch from some rank on', () => {
    const report = finish(rankCurve(weights, hmm, { seed: 1 }));
    expect(report.cut).toBe('weights');
    const { whole, curve, fewest } = report;
    expect(curve.at(-1)).toEqual(whole);
    expect(curve.map(({ rank }) => rank)).toEqual(curve.map(({ rank }) => rank).sort((a, b) => a - b));
    expect(whole.bounded).toBe(true);
    expect(whole.exits.map(({ from, to }) => [from, to])).toContainEqual([0, 2]);
    expect(whole.changes.value).toBeGreaterThan(0.01);
    expect(whole.emissionError).toBeLessThan(0.1);
    // Without W_hh there is no memory: labels change nearly at every other step.
    expect(curve[0]!.changes.value).toBeGreaterThan(5 * whole.changes.value);
    expect(fewest).toBeGreaterThan(1);
    const at = curve.findIndex(({ rank }) => rank === fewest);
    for (const { exits, bounded } of curve.slice(at)) {
      expect(bounded).toBe(true);
      const up = exits.find(({ from, to }) => from === 0 && to === 2)!.rate.value;
      const own = whole.exits.find(({ from, to }) => from === 0 && to === 2)!.rate.value;
      expect(up / own).toBeGreaterThanOrEqual(0.5);
      expect(up / own).toBeLessThanOrEqual(2);
    }
  });

  it('do not keep what the whole network does not do', () => {
    const silent = {
      ...weights,
      recurrentWeights: new Float32Array(weights.recurrentWeights.length),
      inputWeights: weights.inputWeights.map(() => 0),
    };
    expect(finish(rankCurve(silent, hmm, { seed: 1, steps: 500 })).fewest).toBeUndefined();
    expect(() => finish(rankCurve(weights, hmm, { seed: 1, start: [1] }))).toThrow('64×64');
  });
});
