import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { distanceReport } from '../../../src/analyses/emissions/compute';
import { type MatchedDistance, matchedDistance } from '../../../src/dynamics/emissions/matchedDistance';
import { createPotentials, finishColumns, updateRows } from '../../../src/dynamics/emissions/matchedDistancePotentials';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import { logSumExp } from '../../../src/math/distributions';
import { hammingCosts } from '../../../src/math/hamming';
import { randomSequence } from '../../../src/math/random';
import { readWeights } from '../../../src/rnn/safetensors';
import { initialWeights } from '../../../src/rnn/weights';
import { finish } from '../finish';

/** √(2·mismatches) by comparing one-hot sequences entry by entry. */
function euclidean(x: Uint8Array, y: Uint8Array, T: number): number[][] {
  const oneHot = (labels: Uint8Array) =>
    Array.from({ length: labels.length / T }, (_, i) =>
      Array.from(labels.subarray(i * T, (i + 1) * T)).flatMap((label) => [0, 1, 2].map((k) => (k === label ? 1 : 0))),
    );
  const Y = oneHot(y);
  return oneHot(x).map((a) => Y.map((b) => Math.hypot(...a.map((value, k) => value - b[k]!))));
}

/** docs/science.md §3.4 word for word, in the log domain. */
function slowMatching(C: number[][]) {
  const [N, M] = [C.length, C[0]!.length];
  let u = new Array<number>(N).fill(0);
  let v = new Array<number>(M).fill(0);
  let iterations = 0;
  for (let change = Number.POSITIVE_INFINITY; iterations < 1000 && change >= 0.1; iterations++) {
    const [u0, v0] = [u, v];
    u = u.map((_, i) => 0.1 * (Math.log(1 / N + 1e-8) - logSumExp(v0.map((w, j) => (w - C[i]![j]!) / 0.1))));
    const u1 = u;
    v = v.map((_, j) => 0.1 * (Math.log(1 / M + 1e-8) - logSumExp(u1.map((w, i) => (w - C[i]![j]!) / 0.1))));
    change = u.reduce((sum, w, i) => sum + Math.abs(w - u0[i]!), 0) + v.reduce((sum, w, j) => sum + Math.abs(w - v0[j]!), 0);
  }
  const matches = v.map((w, j) => {
    const plan = u.map((a, i) => (a + w - C[i]![j]!) / 0.1);
    return plan.indexOf(Math.max(...plan));
  });
  return { u, v, iterations, distances: matches.map((i, j) => C[i]![j]!), matches };
}

const draw = (id: keyof typeof PAPER_HMMS, N: number, T: number, update: number) =>
  sampleHmm(PAPER_HMMS[id], N, T, 1, 'data', update);

function expectEqualPotentials(fast: MatchedDistance, slow: ReturnType<typeof slowMatching>) {
  expect(fast.iterations).toBe(slow.iterations);
  for (const [a, b] of [[fast.rowPotentials, slow.u], [fast.columnPotentials, slow.v]] as const) // biome-ignore format: pairs
    for (let i = 0; i < a.length; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(1e-9);
}

describe('matched distance', () => {
  it.each([
    ['chain-2', 40, 40, 100],
    ['fully', 61, 61, 30],
    ['cyclic', 25, 38, 40],
    ['chain-3', 1, 1, 7],
    ['chain-2', 12, 9, 300],
  ] as const)('equals a slow log-domain matching: %s, %i × %i sequences of %i steps', (id, N, M, T) => {
    const [x, y] = [draw(id, N, T, 0), draw(id, M, T, 1)];
    const C = euclidean(x, y, T);
    const fast = finish(matchedDistance(x, y, T, 3));
    const slow = slowMatching(C);
    expectEqualPotentials(fast, slow);
    // Equal rows tie in exact arithmetic, so the matched row may differ but not its distance.
    fast.distances.forEach((d, j) => {
      expect(d).toBeCloseTo(slow.distances[j]!, 9);
      expect(d).toBeCloseTo(C[fast.matches[j]!]![j]!, 9);
    });
    const mean = slow.distances.reduce((a, b) => a + b, 0) / M;
    expect(fast.mean.value).toBeCloseTo(mean, 9);
    expect(fast.sd).toBeCloseTo(Math.sqrt(slow.distances.reduce((s, d) => s + (d - mean) ** 2, 0) / Math.max(1, M - 1)), 9);
    expect(fast.coverage).toBe(new Set(fast.matches).size / N);
    const mismatches = (d: number) => d ** 2 / 2;
    const nearestOfY = C[0]!.reduce((sum, _, j) => sum + mismatches(Math.min(...C.map((row) => row[j]!))), 0) / M;
    const nearestOfX = C.reduce((sum, row) => sum + mismatches(Math.min(...row)), 0) / N;
    expect(fast.nearestOfY.value).toBeCloseTo(nearestOfY, 9);
    expect(fast.nearestOfX.value).toBeCloseTo(nearestOfX, 9);
  });

  it('falls back on the log domain where every term of a sum underflows', () => {
    // Opposite constant sequences of 3000 steps: exp(−√6000 / 0.1) is 0 in double precision.
    const T = 3000;
    const random = randomSequence(5, 'bootstrap');
    const noisy = (label: number) => Uint8Array.from({ length: T }, () => (random.uniform() < 0.01 ? 1 : label));
    const set = (labels: number[]) => Uint8Array.from(labels.flatMap((label) => Array.from(noisy(label))));
    const [x, y] = [set([0, 0, 0]), set([2, 2, 0])];
    const C = euclidean(x, y, T);
    expect(Math.exp(-C[0]![0]! / 0.1)).toBe(0);
    const fast = finish(matchedDistance(x, y, T, 3));
    const slow = slowMatching(C);
    expectEqualPotentials(fast, slow);
    expect(Array.from(fast.matches)).toEqual(slow.matches);
  });

  it('is the optimal assignment where that is sharp', () => {
    const T = 40;
    const n = 6;
    const random = randomSequence(2, 'bootstrap');
    const x = Uint8Array.from({ length: n * T }, () => random.integer(3));
    const shuffle = [3, 0, 5, 1, 2, 4];
    // Row shuffle[j] of x with a few labels changed: the best partner of y_j by far.
    const y = Uint8Array.from({ length: n * T }, (_, i) => x[shuffle[Math.floor(i / T)]! * T + (i % T)]!);
    for (let j = 0; j < n; j++) for (let t = 0; t < j; t++) y[j * T + 5 * t] = (y[j * T + 5 * t]! + 1) % 3;
    const C = euclidean(x, y, T);
    let best = { cost: Number.POSITIVE_INFINITY, order: [] as number[] };
    const visit = (order: number[], cost: number): void => {
      if (order.length === n && cost < best.cost) best = { cost, order };
      for (let i = 0; i < n; i++) if (!order.includes(i)) visit([...order, i], cost + (C[i]![order.length] ?? 0));
    };
    visit([], 0);
    const fast = finish(matchedDistance(x, y, T, 3));
    expect(best.order).toEqual(shuffle);
    expect(Array.from(fast.matches)).toEqual(best.order);
    expect(fast.mean.value * n).toBeCloseTo(best.cost, 9);
    expect(fast.coverage).toBe(1);
    // The columns of the plan sum to the marginal exactly: they were updated last.
    const u = fast.rowPotentials;
    for (let j = 0; j < n; j++) {
      const mass = C.reduce((sum, row, i) => sum + Math.exp((u[i]! + fast.columnPotentials[j]! - row[j]!) / 0.1), 0);
      expect(mass).toBeCloseTo(1 / n + 1e-8, 10);
    }
  });

  it('is unchanged when rows are updated in blocks', () => {
    const [N, T] = [30, 50];
    const costs = hammingCosts(draw('chain-3', N, T, 0), draw('chain-3', N, T, 1), T, 3);
    const [whole, parts] = [0, 0].map(() => createPotentials(costs, N, N, T, 0.1)) as [ReturnType<typeof createPotentials>, ReturnType<typeof createPotentials>]; // biome-ignore format: a pair
    for (let iteration = 0; iteration < 3; iteration++) {
      updateRows(whole, 0, N);
      updateRows(parts, 0, 11);
      updateRows(parts, 11, N);
      expect(finishColumns(parts)).toBe(finishColumns(whole));
    }
    expect(parts.v).toEqual(whole.v);
  });

  it('of a set from itself is zero, and all distinct rows are used', () => {
    const x = draw('chain-3', 50, 100, 0);
    const { mean, coverage, nearestOfX } = finish(matchedDistance(x, x, 100, 3));
    expect([mean.value, coverage, nearestOfX.value]).toEqual([0, 1, 0]);
  });

  // docs/science.md §3.4, our independent implementation; one draw of each, so a tolerance of the size of a draw's spread.
  it.each([
    ['chain-2', 100, 5.92, 0.3],
    ['chain-3', 100, 7.97, 0.1],
    ['fully', 30, 2.34, 0.3],
    ['cyclic', 40, 4.1, 0.2],
  ] as const)('has the known baseline of two HMM sets of 250: %s', (id, T, known, spread) => {
    const { mean, coverage, converged } = finish(matchedDistance(draw(id, 250, T, 0), draw(id, 250, T, 1), T, 3));
    expect(Math.abs(mean.value - known)).toBeLessThan(spread);
    expect(converged).toBe(true);
    expect(coverage).toBeGreaterThan(0.6);
    expect(coverage).toBeLessThan(0.95);
  });

  it('refuses sets that are not whole sequences', () => {
    expect(() => matchedDistance(new Uint8Array(0), new Uint8Array(4), 4, 3).next()).toThrow(RangeError);
    expect(() => matchedDistance(new Uint8Array(8), new Uint8Array(6), 4, 3).next()).toThrow(RangeError);
  });
});

describe('distance report', () => {
  const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));
  it('finds a trained network near its baseline, with the ratio of the two means', () => {
    const report = finish(distanceReport(weights, PAPER_HMMS['chain-3'], { sequences: 150, seqLen: 30, seed: 1 }));
    if (!report.bounded) throw new Error('unbounded');
    const { network, baseline, ratio } = report;
    expect(ratio.value).toBeCloseTo(network.mean.value / baseline.mean.value, 12);
    expect(Math.abs(ratio.value - 1)).toBeLessThan(0.1);
    expect(ratio.low).toBeLessThan(ratio.value);
    expect(ratio.high).toBeGreaterThan(ratio.value);
    expect(ratio.n).toBe(150);
    expect(report.underDispersed).toBe(ratio.value < 0.97);
  });
  it('finds an untrained network far from the model', () => {
    const untrained = initialWeights({ hiddenSize: 16, inputDim: 4, nOutputs: 3 }, 1);
    const report = finish(distanceReport(untrained, PAPER_HMMS['chain-2'], { sequences: 100, seqLen: 60, seed: 1 }));
    if (!report.bounded) throw new Error('unbounded');
    expect(report.ratio.low).toBeGreaterThan(1.2);
    expect(report.verdict).toBe('not-reproduced');
    // A model sequence has no near neighbour among such outputs.
    expect(report.network.nearestOfY.value).toBeGreaterThan(2 * report.baseline.nearestOfY.value);
  });
  it('is a function of its options', () => {
    const same = finish(distanceReport(weights, PAPER_HMMS['chain-3'], { sequences: 60, seqLen: 30, seed: 3 }));
    const again = finish(distanceReport(weights, PAPER_HMMS['chain-3'], { sequences: 60, seqLen: 30, seed: 3 }));
    expect(again).toEqual(same);
  });
  it('does not judge an explosive network', () => {
    const explosive = initialWeights({ hiddenSize: 16, inputDim: 4, nOutputs: 3 }, 1, 12);
    const report = finish(distanceReport(explosive, PAPER_HMMS['chain-2'], { sequences: 20, seqLen: 100, seed: 1 }));
    expect(report).toMatchObject({ bounded: false });
    expect(report).not.toHaveProperty('ratio');
  });
});
