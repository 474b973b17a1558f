import { expect, it } from 'vitest';
import { planeMagnitude, readoutAxes } from '../../../src/dynamics/orbit/readoutAxes';
import type { PcaBasis } from '../../../src/math/projection';
import { randomSequence } from '../../../src/math/random';
import { initialWeights } from '../../../src/rnn/weights';

const H = 40;
const axis = (i: number) => Float64Array.from({ length: H }, (_, j) => (i === j ? 1 : 0));
/** Principal axes along the first four units. */
const basis: PcaBasis = {
  mean: new Float64Array(H),
  components: Float64Array.from([0, 1, 2, 3].flatMap((i) => Array.from(axis(i)))),
  explained: new Float64Array(H),
};
const withRows = (rows: number[][]) => ({
  ...initialWeights({ hiddenSize: H, inputDim: 2, nOutputs: rows.length }, 1),
  readoutWeights: Float32Array.from(rows.flat()),
});

it('a row in the plane has m = 1, one orthogonal to it m = 0, one between them its cosine', () => {
  const { rows } = readoutAxes(
    withRows([
      Array.from(axis(0), (v, i) => 3 * v + (i === 1 ? -4 : 0)),
      Array.from(axis(7), (v) => 2 * v),
      Array.from(axis(0), (v, i) => v + (i === 2 ? 1 : 0)),
      Array.from({ length: H }, () => 0),
    ]),
    basis,
  );
  expect(rows[0]!.magnitude).toBeCloseTo(1, 12);
  expect(rows[0]!.angle).toBeCloseTo(0, 5);
  [0.6, -0.8, 0].forEach((value, i) => {
    expect(rows[0]!.coordinates[i]).toBeCloseTo(value, 12);
  });
  expect(rows[1]!.magnitude).toBe(0);
  expect(rows[1]!.angle).toBe(90);
  expect(rows[2]!.angle).toBeCloseTo(45, 6);
  [Math.SQRT1_2, 1, Math.SQRT1_2].forEach((value, i) => {
    expect(rows[2]!.magnitudes[i]).toBeCloseTo(value, 6);
  });
  expect(planeMagnitude(rows[2]!.coordinates, [0, 2])).toBeCloseTo(1, 6);
  expect(rows[3]).toMatchObject({ magnitude: 0, angle: 90 });
});

it('random rows are at the chance level, one in twenty above the 95 % level', () => {
  const random = randomSequence(1, 'bootstrap');
  const count = 4000;
  const rows = Array.from({ length: count / 200 }, () => {
    const weights = withRows(Array.from({ length: 200 }, () => Array.from({ length: H }, () => random.normal())));
    return readoutAxes(weights, basis);
  });
  const squares = rows.flatMap((r) => r.rows.map(({ magnitude }) => magnitude ** 2));
  const { chance, chance95 } = rows[0]!;
  expect(Math.abs(Math.sqrt(squares.reduce((a, b) => a + b, 0) / count) / chance - 1)).toBeLessThan(0.04);
  const above = squares.filter((m2) => m2 > chance95 ** 2).length / count;
  expect(Math.abs(above - 0.05)).toBeLessThan(0.012);
});
