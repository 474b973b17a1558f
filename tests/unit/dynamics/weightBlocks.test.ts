import { describe, expect, it } from 'vitest';
import { integratingPopulations } from '../../../src/dynamics/circuit/populations';
import {
  PART_NAMES,
  populationVerdict,
  tripletVerdict,
  type WeightBlocks,
  type WeightParts,
  weightBlocks,
} from '../../../src/dynamics/circuit/weightBlocks';
import { randomSequence } from '../../../src/math/random';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';
import { exampleNetwork } from '../../exampleNetwork';

const H = 40;
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k);
const parts: WeightParts = { groups: [range(0, 3), range(3, 6)], populations: [range(6, 14), range(14, 22)] };
const seeds = range(1, 13);

const random = (seed: number, hiddenSize = H) => initialWeights({ hiddenSize, inputDim: 2, nOutputs: 3 }, seed);
const withRecurrent = (weights: RnnWeights, entry: (receiver: number, sender: number, weight: number) => number): RnnWeights => {
  const size = weights.hiddenSize;
  return { ...weights, recurrentWeights: weights.recurrentWeights.map((w, at) => entry(Math.floor(at / size), at % size, w)) };
};
/** Part of a unit among `parts`, or −1. */
const partOf = (unit: number) => [...parts.groups, ...parts.populations].findIndex((units) => units.includes(unit));

/** Weights added onto row part ← column part, in the signs of C11 and C12. */
const SIGNS = [
  [1, -1, -1, 1],
  [-1, 1, 1, -1],
  [-1, 1, 1, -1],
  [1, -1, -1, 1],
];
const plant = (seed: number, strength: number) =>
  withRecurrent(random(seed), (i, j, weight) => weight + strength * (SIGNS[partOf(i)]?.[partOf(j)] ?? 0));

/** Every number of a result, in order. */
const numbers = (value: unknown): number[] =>
  typeof value === 'number' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(numbers) : [];

describe('blocks of W_hh', () => {
  // W_hh = 0 … 15 by rows, less 8.
  const counting = withRecurrent(random(1, 4), (i, j) => 4 * i + j - 8);
  it('have exact means, with the diagonal', () => {
    const found = weightBlocks(counting, { groups: [[1, 0], [2]], populations: [[3], []] }, 1);
    expect(found.parts).toEqual([[0, 1], [2], [3], []]);
    expect(found.overallMean).toBe(-0.5);
    expect(found.overallSd).toBeCloseTo(Math.sqrt((16 ** 2 - 1) / 12), 12);
    const mean = found.blocks.map((row) => row.slice(0, 3).map((block) => block.mean));
    expect(mean.slice(0, 3)).toEqual([
      [-5.5, -4, -3],
      [0.5, 2, 3],
      [4.5, 6, 7],
    ]);
    expect(found.blocks[0]![0]!.entries).toBe(4);
    expect(found.blocks[1]![0]).toMatchObject({ entries: 2, positive: 0.5, standardised: 1 / found.overallSd });
  });
  it('are NaN for empty parts, and the verdicts then inconclusive', () => {
    const found = weightBlocks(counting, { groups: [[0], [1]], populations: [[2, 3], []] }, 1);
    const { entries, nullRange, ...rest } = found.blocks[3]![0]!;
    expect(entries).toBe(0);
    expect([nullRange.low, nullRange.high, ...Object.values(rest)].every(Number.isNaN)).toBe(true);
    expect(numbers(found.blocks[0]![1]).every(Number.isFinite)).toBe(true);
    expect(found.selfOverCross.value).toBeNaN();
    expect(found.candidateP).toEqual([Number.NaN, Number.NaN]);
    const few = { verdict: 'inconclusive', reason: `only 0 units in ${PART_NAMES[3]}: at least 2 are needed` };
    expect(populationVerdict(found)).toEqual(few);
    const none = weightBlocks(counting, { groups: [[], []], populations: [[], []] }, 1);
    expect(none.blocks.flat().every(({ p }) => Number.isNaN(p))).toBe(true);
    expect(tripletVerdict(none).verdict).toBe('inconclusive');
  });
  it('follow units that are renamed', () => {
    const weights = random(3);
    const place = (unit: number) => (7 * unit + 5) % H;
    const back = range(0, H).map((unit) => range(0, H).find((other) => place(other) === unit)!);
    const moved = withRecurrent(weights, (i, j) => weights.recurrentWeights[back[i]! * H + back[j]!]!);
    const renamed = (pair: readonly (readonly number[])[]) => pair.map((units) => units.map(place)) as [number[], number[]];
    const before = weightBlocks(weights, parts, 1);
    const after = weightBlocks(moved, { groups: renamed(parts.groups), populations: renamed(parts.populations) }, 1);
    before.blocks.flat().forEach((block, at) => {
      const other = after.blocks.flat()[at]!;
      expect(other.mean).toBeCloseTo(block.mean, 12);
      expect(other.positive).toBe(block.positive);
      expect(Math.abs(other.p - block.p)).toBeLessThan(0.1);
    });
    expect(after.selfOverCross.value).toBeCloseTo(before.selfOverCross.value, 12);
  });
  it('are the same for the same seed only', () => {
    const given = { ...parts, candidates: [range(0, 15), range(3, 30)] as const };
    expect(weightBlocks(random(5), given, 2)).toEqual(weightBlocks(random(5), given, 2));
    expect(weightBlocks(random(5), given, 2)).not.toEqual(weightBlocks(random(5), given, 3));
    expect(() => weightBlocks(random(5), { ...parts, groups: [[0], [H]] }, 1)).toThrow(RangeError);
  });
});

describe('the permutation null', () => {
  it('is rarely reached by planted blocks', () => {
    const { blocks } = weightBlocks(plant(1, 0.3), parts, 1);
    for (const block of blocks.flat()) expect(block.p).toBeLessThan(0.05);
    expect(blocks[0]![0]!.mean).toBeGreaterThan(blocks[0]![0]!.nullRange.high);
    expect(blocks[0]![1]!.mean).toBeLessThan(blocks[0]![1]!.nullRange.low);
    expect(blocks[0]![0]!.largerP).toBeLessThan(0.025);
    expect(blocks[0]![1]!.largerP).toBeGreaterThan(0.975);
  });
  it('has p below .05 in about a twentieth of blocks of random matrices', () => {
    const blocks = range(1, 49).flatMap((seed) => weightBlocks(random(seed), parts, seed).blocks.flat());
    const share = (isSmall: (block: (typeof blocks)[number]) => boolean) => blocks.filter(isSmall).length / blocks.length;
    for (const level of [0.05, 0.5]) {
      expect(Math.abs(share(({ p }) => p < level) - level)).toBeLessThan(0.06);
      expect(Math.abs(share(({ largerP }) => largerP < level) - level)).toBeLessThan(0.06);
    }
  });
  it('counts equal means as reached, however they are added up', () => {
    const { blocks } = weightBlocks(
      withRecurrent(random(1), (i, j) => (i === j ? 0.1 : 0.3)),
      parts,
      1,
    );
    for (const { p, largerP } of blocks.flat()) expect([p, largerP]).toEqual([1, 1]);
  });
  it('keeps units that parts share shared', () => {
    const shared = withRecurrent(random(1), (i, j) => (i === j ? 1 : 0));
    const { blocks } = weightBlocks(
      shared,
      {
        groups: [
          [0, 1],
          [1, 2],
        ],
        populations: [[], []],
      },
      1,
    );
    expect(blocks[0]![1]).toMatchObject({ mean: 0.25, nullRange: { low: 0.25, high: 0.25 }, p: 1 });
  });
});

describe('same-direction candidates', () => {
  it('are all compared when there are few groups of them, and drawn when there are many', () => {
    const strongest = withRecurrent(random(1), (i, j) => (i < 3 && j < 3 ? 1 : 0));
    const among = (count: number) =>
      weightBlocks(strongest, { ...parts, candidates: [range(0, count), range(3, 6)] }, 1).candidateP;
    // One of C(5, 3), one of C(10, 3) = 120.
    expect(among(5)).toEqual([1 / 10, Number.NaN]);
    expect(among(10)[0]).toBe(1 / 120);
    expect(among(40)[0]).toBe(0);
    // Group 2 is no worse than any other.
    const [, second] = weightBlocks(strongest, { ...parts, candidates: [[], range(3, 30)] }, 1).candidateP;
    expect(second).toBe(1);
    const large = { groups: [range(0, 29), []], populations: [[], []], candidates: [range(0, 30), []] } as const;
    expect(weightBlocks(strongest, large, 1).candidateP[0]).toBe(4 / 30 + 23 / 30);
  });
});

describe('claims C11 and C12', () => {
  const verdicts = (found: WeightBlocks) => [tripletVerdict(found).verdict, populationVerdict(found).verdict];
  it('are reproduced where they are planted', () => {
    for (const seed of seeds.slice(0, 4))
      expect(verdicts(weightBlocks(plant(seed, 0.3), parts, seed))).toEqual(['reproduced', 'reproduced']);
    const { reason } = tripletVerdict(weightBlocks(plant(1, 0.3), parts, 1));
    expect(reason).toMatch(/^the mean weight within kick group 1 minus .* is \d\.\d{3}: meets the threshold of at least 0\.50; /);
    expect(reason.split('; ').length).toBe(6);
  });
  it('are not on the contrary, nor on random weights', () => {
    expect(verdicts(weightBlocks(plant(1, -0.3), parts, 1))).toEqual(['not-reproduced', 'not-reproduced']);
    for (const seed of seeds)
      for (const verdict of verdicts(weightBlocks(random(seed), parts, seed))) expect(verdict).not.toBe('reproduced');
  });
  it('need every sign of the feedback', () => {
    const blocks = weightBlocks(
      withRecurrent(plant(1, 0.3), (i, j, weight) => (partOf(i) === 3 && partOf(j) === 1 ? Math.abs(weight) : weight)),
      parts,
      1,
    );
    const { verdict, reason } = populationVerdict(blocks);
    expect(verdict).toBe('not-reproduced');
    expect(reason).toMatch(/onto population 1, which inhibits it, is -\d\.\d{3}: meets .* is \d\.\d{3}: misses/);
  });
  it('have an interval of the contrast around its exact value', () => {
    const found = weightBlocks(plant(2, 0.1), parts, 1);
    const { value, low, high, n } = found.selfOverCross;
    const of = (r: number, c: number) => found.blocks[r]![c]!.standardised;
    expect(value).toBeCloseTo((of(2, 2) + of(3, 3) - of(2, 3) - of(3, 2)) / 2, 12);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    expect(n).toBe(8);
  });
});

describe('a shipped network', () => {
  it('has finite blocks with any groups', () => {
    const weights = exampleNetwork('chain-2');
    const draw = randomSequence(3, 'bootstrap');
    const any = (count: number) => range(0, count).map(() => draw.integer(weights.hiddenSize));
    for (const size of [1, 3]) {
      const groups = [any(size), any(size)] as const;
      const { populations } = integratingPopulations(weights, groups);
      const found = weightBlocks(weights, { groups, populations, candidates: [any(15), any(12)] }, 1);
      expect(numbers(found).every(Number.isFinite)).toBe(true);
      expect(tripletVerdict(found).reason).not.toContain('NaN');
      expect(populationVerdict(found).reason).not.toContain('NaN');
    }
  });
});
