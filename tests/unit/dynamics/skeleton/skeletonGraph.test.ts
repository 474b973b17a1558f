import { describe, expect, it } from 'vitest';
import { modelGraph, skeletonGraph } from '../../../../src/analyses/skeleton/compute';
import { committor, directionOverlap, hypergeometricTail } from '../../../../src/dynamics/skeleton/saddles';
import { skeleton } from '../../../../src/dynamics/skeleton/skeleton';
import { PAPER_HMMS } from '../../../../src/hmm/models';
import { finish } from '../../finish';
import { biasedRivals } from './planted';

describe('the graph of outputs of a model', () => {
  it.each([
    ['chain-2', [[0, 2]]],
    ['chain-3', [[0, 2]]],
    ['chain-4', [[0, 2]]],
    ['chain-5', [[0, 2]]],
    [
      'fully',
      [
        [0, 1],
        [0, 2],
        [1, 2],
      ],
    ],
    [
      'cyclic',
      [
        [0, 1],
        [1, 2],
      ],
    ],
  ] as const)('of %s is %j', (id, pairs) => {
    expect(modelGraph(PAPER_HMMS[id])).toEqual(pairs);
  });
});

describe('the graph of a skeleton', () => {
  const three = finish(skeleton(biasedRivals(3), { seed: 1 }));

  it('joins the wells that a saddle leads into, which are all where all are rivals', () => {
    expect(skeletonGraph(three, PAPER_HMMS.fully)).toEqual({
      wells: [0, 1, 2],
      joined: [
        [0, 1],
        [0, 2],
        [1, 2],
      ],
      model: expect.anything(),
      precision: 1,
      recall: 1,
    });
  });

  it('is compared with that of the model', () => {
    const { precision, recall } = skeletonGraph(three, PAPER_HMMS.cyclic);
    expect([precision, recall]).toEqual([2 / 3, 1]);
    const without = { points: three.points.slice(0, 5) };
    expect(skeletonGraph(without, PAPER_HMMS.fully).recall).toBe(2 / 3);
    expect(skeletonGraph({ points: three.points.slice(0, 1) }, PAPER_HMMS.fully)).toMatchObject({
      joined: [],
      precision: Number.NaN,
      recall: 0,
    });
  });
});

describe('runs released at a saddle', () => {
  const weights = biasedRivals(2);
  const { points } = finish(skeleton(weights, { seed: 1 }));
  const shares = (n: number) => committor(weights, points[n]!.state, { seed: 4 });

  it('go either way alike where the network is its own mirror image', () => {
    const [first, second] = shares(2);
    expect(first!.value + second!.value).toBeCloseTo(1, 12);
    expect(first!.low).toBeLessThan(0.5);
    expect(first!.high).toBeGreaterThan(0.5);
    expect(first!.high - first!.low).toBeLessThan(0.08);
    expect(first!.n).toBe(800);
  });

  it('stay where they are released in a well', () => {
    expect(shares(0)[0]!.value).toBeGreaterThan(0.95);
    expect(shares(1)[1]!.value).toBeGreaterThan(0.95);
  });
});

describe('overlap with unstable directions', () => {
  const size = 150;
  /** Units 0–5 lie on one side, 6–11 on the other. */
  const direction = Float64Array.from({ length: size }, (_, i) => (i < 6 ? 1 + 0.1 * i : i < 12 ? -1 : 0.001 * i));
  const saddle = { directions: [direction], unstable: 1 };

  it('counts the units among the largest on either side, against as many drawn', () => {
    const six = directionOverlap([saddle], [0, 1, 2, 6, 7, 8], size);
    expect(six).toMatchObject({ asked: 6, inside: 6, strongest: 12, outOf: 150 });
    // C(12, 6)/C(150, 6)
    expect(six.p).toBeCloseTo(924 / 14297000725, 12);
    expect(directionOverlap([saddle], [5, 40, 50], size)).toMatchObject({ inside: 1, strongest: 6 });
    expect(directionOverlap([{ ...saddle, unstable: 0 }], [0, 1], size)).toMatchObject({ inside: 0, strongest: 0, p: 1 });
  });

  it('has a stricter null among some units only', () => {
    const among = Array.from({ length: 24 }, (_, i) => i);
    const strict = directionOverlap([saddle], [0, 1, 2, 6, 7, 8], size, among);
    expect(strict).toMatchObject({ asked: 6, inside: 6, outOf: 24 });
    expect(strict.p).toBeGreaterThan(1e-3);
  });

  it('has the hypergeometric tail', () => {
    expect(hypergeometricTail(10, 4, 3, 0)).toBeCloseTo(1, 12);
    // One or more of 4 marked among 3 of 10: 1 − C(6,3)/C(10,3).
    expect(hypergeometricTail(10, 4, 3, 1)).toBeCloseTo(1 - 20 / 120, 12);
    expect(hypergeometricTail(10, 4, 3, 3)).toBeCloseTo(4 / 120, 12);
    expect(hypergeometricTail(5, 5, 3, 3)).toBeCloseTo(1, 12);
  });
});
