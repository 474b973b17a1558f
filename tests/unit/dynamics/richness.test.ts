import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { participationRatio, relativeChange } from '../../../src/dynamics/emergence/richness';
import { initialWeights } from '../../../src/rnn/weights';

const SIZE = 24;
const random = initialWeights({ hiddenSize: SIZE, inputDim: 2, nOutputs: 3 }, 7).recurrentWeights;

describe('participation ratio', () => {
  it('is the number of equal singular values, and 1 for a matrix of rank one', () => {
    const identity = Array.from({ length: SIZE * SIZE }, (_, i) => (i % (SIZE + 1) === 0 ? 3 : 0));
    expect(participationRatio(identity, SIZE)).toBeCloseTo(SIZE, 10);
    const outer = Array.from({ length: SIZE * SIZE }, (_, i) => (1 + Math.floor(i / SIZE)) * Math.cos(i % SIZE));
    expect(participationRatio(outer, SIZE)).toBeCloseTo(1, 10);
  });
  it('is that of the singular values of a decomposition', () => {
    const rows = Array.from({ length: SIZE }, (_, i) => [...random.subarray(i * SIZE, (i + 1) * SIZE)]);
    const squares = new SingularValueDecomposition(new Matrix(rows)).diagonal.map((s) => s * s);
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    expect(participationRatio(random, SIZE)).toBeCloseTo(sum(squares) ** 2 / sum(squares.map((s) => s * s)), 6);
  });
  it('does not depend on the scale', () => {
    const larger = random.map((w) => 5 * w);
    expect(participationRatio(larger, SIZE)).toBeCloseTo(participationRatio(random, SIZE), 4);
  });
});

describe('relative change', () => {
  it('is 0 without a change, and the factor less one for a scaled matrix', () => {
    expect(relativeChange(random, random)).toBe(0);
    expect(
      relativeChange(
        random.map((w) => 3 * w),
        random,
      ),
    ).toBeCloseTo(2, 6);
  });
  it('refuses matrices of other sizes', () => {
    expect(() => relativeChange([1, 2], [1])).toThrow(RangeError);
  });
});
