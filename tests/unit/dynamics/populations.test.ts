import { describe, expect, it } from 'vitest';
import { integratingPopulations, presynaptic } from '../../../src/dynamics/circuit/populations';
import { randomSequence } from '../../../src/math/random';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';

const shape = { hiddenSize: 20, inputDim: 2, nOutputs: 3 };
const groups = [
  [1, 5, 9],
  [2, 6],
] as const;

/** Weights with W_hh set entry by entry. */
function made(hiddenSize: number, entry: (receiver: number, sender: number) => number): RnnWeights {
  const weights = initialWeights({ ...shape, hiddenSize }, 1);
  return {
    ...weights,
    recurrentWeights: Float32Array.from({ length: hiddenSize ** 2 }, (_, at) =>
      entry(Math.floor(at / hiddenSize), at % hiddenSize),
    ),
  };
}

const random = initialWeights(shape, 4);

describe('noise-integrating populations', () => {
  it('are recovered exactly where they are planted', () => {
    const inhibitsFirst = [0, 10, 11, 12];
    const inhibitsSecond = [3, 4, 19];
    const planted = made(20, (receiver, sender) => {
      const onto1 = (groups[0] as readonly number[]).includes(receiver);
      const onto2 = (groups[1] as readonly number[]).includes(receiver);
      if (!(onto1 || onto2)) return -5;
      if (inhibitsFirst.includes(sender)) return onto1 ? -1 : 0.5;
      if (inhibitsSecond.includes(sender)) return onto1 ? 0.25 : -2;
      return onto1 ? -0.125 : -0.5;
    });
    const found = integratingPopulations(planted, groups);
    expect(found.populations).toEqual([inhibitsFirst, inhibitsSecond]);
    expect(found.available).toBe(7);
    expect([found.g1[0], found.g2[0], found.g1[19], found.g2[19], found.g1[7]]).toEqual([-1, 0.5, 0.25, -2, -0.125]);
    expect(integratingPopulations(planted, groups, { exclude: [4, 10] }).populations).toEqual([
      [0, 11, 12],
      [3, 19],
    ]);
  });
  it('are the units that push the groups apart most, without kick units', () => {
    const { populations, available, g1, g2 } = integratingPopulations(random, groups, { size: 4 });
    const kicks: number[] = groups.flat();
    const products = Array.from(g1, (g, unit) => g * g2[unit]!);
    const qualified = products.map((_, unit) => unit).filter((unit) => !kicks.includes(unit) && products[unit]! < 0);
    expect(available).toBe(qualified.length);
    expect(available).toBeGreaterThan(4);
    const chosen = populations.flat();
    expect(chosen.length).toBe(4);
    expect(qualified).toEqual(expect.arrayContaining(chosen));
    const weakest = Math.max(...chosen.map((unit) => products[unit]!));
    expect(qualified.filter((unit) => products[unit]! <= weakest).length).toBe(4);
    for (const unit of populations[0]) expect([Math.sign(g1[unit]!), Math.sign(g2[unit]!)]).toEqual([-1, 1]);
    for (const unit of populations[1]) expect([Math.sign(g1[unit]!), Math.sign(g2[unit]!)]).toEqual([1, -1]);
  });
  it('take .47 of all units unless told otherwise, or as many as qualify', () => {
    const opposite = made(20, (receiver) => (receiver === 1 ? 1 : -1));
    expect(integratingPopulations(opposite, [[1], [2]]).populations).toEqual([[], [0, 3, 4, 5, 6, 7, 8, 9, 10]]);
    expect(integratingPopulations(opposite, [[1], [2]], { size: 100 }).populations[1].length).toBe(18);
  });
  it('swap with the groups, and do not depend on the order of units', () => {
    const [first, second] = integratingPopulations(random, groups).populations;
    expect(integratingPopulations(random, [groups[1], groups[0]]).populations).toEqual([second, first]);
    const draw = randomSequence(6, 'bootstrap');
    const place = Array.from({ length: 20 }, (_, unit) => ({ unit, key: draw.uniform() }))
      .sort((a, b) => a.key - b.key)
      .map(({ unit }) => unit);
    const moved = made(20, (i, j) => random.recurrentWeights[place.indexOf(i) * 20 + place.indexOf(j)]!);
    const map = (units: readonly number[]) => units.map((unit) => place[unit]!);
    const sorted = (units: readonly number[]) => map(units).sort((a, b) => a - b);
    expect(integratingPopulations(moved, [map(groups[0]), map(groups[1])]).populations).toEqual([sorted(first), sorted(second)]);
  });
  it('are empty without a group, and refuse units that are not there', () => {
    const { populations, available, g2 } = integratingPopulations(random, [[1, 2], []]);
    expect(populations).toEqual([[], []]);
    expect(available).toBe(0);
    expect(g2.every(Number.isNaN)).toBe(true);
    expect(() => integratingPopulations(random, [[1], [20]])).toThrow(RangeError);
  });
});

describe('presynaptic units', () => {
  it('are the union of the strongest onto each, with nothing removed', () => {
    // Onto unit i, units i, i+1, … are the strongest, in this order.
    const ring = made(6, (i, j) => -((j - i + 6) % 6));
    expect(presynaptic(ring, [1], 2)).toEqual([1, 2]);
    expect(presynaptic(ring, [5, 1], 2)).toEqual([0, 1, 2, 5]);
    expect(presynaptic(ring, [1], 100)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(presynaptic(ring, [1], 0)).toEqual([]);
    expect(presynaptic(ring, [], 3)).toEqual([]);
    expect(
      presynaptic(
        made(6, () => 1),
        [4],
        2,
      ),
    ).toEqual([0, 1]);
    expect(() => presynaptic(ring, [6], 1)).toThrow(RangeError);
  });
});
