import { describe, expect, it } from 'vitest';
import { giniOf, overlap, secondOrder } from '../../../src/dynamics/emergence/secondOrder';
import { createMomentRecursion, noiseFreePath, rectificationMoment } from '../../../src/dynamics/emergence/secondOrderMoments';
import { spreadStarts } from '../../../src/dynamics/interventions/interventionRuns';
import { topUnits } from '../../../src/dynamics/units';
import { fillNormals, randomSequence } from '../../../src/math/random';
import { createStepper } from '../../../src/rnn/step';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';
import { exampleNetwork } from '../../exampleNetwork';

const small = initialWeights({ hiddenSize: 6, inputDim: 3, nOutputs: 2 }, 4, 2.5);

/** W_hh v with the plainest of loops. */
const recurrent = ({ hiddenSize: H, recurrentWeights }: RnnWeights, v: readonly number[]): number[] =>
  Array.from({ length: H }, (_, i) => v.reduce((sum, value, j) => sum + recurrentWeights[i * H + j]! * value, 0));
const driven = ({ hiddenSize: H, inputDim: d, inputWeights }: RnnWeights, x: readonly number[]): number[] =>
  Array.from({ length: H }, (_, i) => x.reduce((sum, value, k) => sum + inputWeights[i * d + k]! * value, 0));

/** A path whose active sets change from row to row, as a reference that is merely given. */
const pathOf = (rows: number, H: number, seed: number): Float64Array => {
  const random = randomSequence(seed, 'data');
  return Float64Array.from({ length: rows * H }, () => Math.max(0, random.normal()));
};

/** The same network with unit order[i] in place i. */
function reordered(weights: RnnWeights, order: readonly number[]): RnnWeights {
  const { hiddenSize: H, inputDim: d, nOutputs: K } = weights;
  return {
    ...weights,
    inputWeights: Float32Array.from(
      { length: H * d },
      (_, at) => weights.inputWeights[order[Math.floor(at / d)]! * d + (at % d)]!,
    ),
    recurrentWeights: Float32Array.from(
      { length: H * H },
      (_, at) => weights.recurrentWeights[order[Math.floor(at / H)]! * H + order[at % H]!]!,
    ),
    readoutWeights: Float32Array.from(
      { length: K * H },
      (_, at) => weights.readoutWeights[Math.floor(at / H) * H + order[at % H]!]!,
    ),
  };
}

describe('the recursion of E δ²', () => {
  it('is the mean of δ² simulated with its own noise draws, within 4 standard errors', () => {
    const H = 6;
    const steps = 5;
    const draws = 20_000;
    const path = pathOf(steps, H, 5);
    const on = (u: number) => Array.from(path.subarray(u * H, (u + 1) * H), (value) => (value > 0 ? 1 : 0));
    expect(new Set(Array.from({ length: steps }, (_, u) => on(u).join())).size).toBeGreaterThan(3);
    const random = randomSequence(8, 'noise');
    const omega = () => [random.normal(), random.normal(), random.normal()];
    const sums = new Float64Array(H);
    const squares = new Float64Array(H);
    for (let draw = 0; draw < draws; draw++) {
      let first = driven(small, omega());
      let second = new Array<number>(H).fill(0);
      for (let u = 0; u < steps; u++) {
        const active = on(u);
        const linear = recurrent(
          small,
          second.map((value, i) => active[i]! * value),
        );
        const curved = recurrent(
          small,
          first.map((value, i) => active[i]! * value ** 2),
        );
        second = linear.map((value, i) => value + curved[i]! / 2);
        const noise = driven(small, omega());
        first = recurrent(
          small,
          first.map((value, i) => active[i]! * value),
        ).map((value, i) => value + noise[i]!);
      }
      second.forEach((value, i) => {
        sums[i]! += value;
        squares[i]! += value ** 2;
      });
    }
    const expected = createMomentRecursion(small)(path, steps);
    for (let i = 0; i < H; i++) {
      const mean = sums[i]! / draws;
      const error = Math.sqrt((squares[i]! / draws - mean ** 2) / draws);
      expect(Math.abs(expected[i]! - mean)).toBeLessThan(4 * error);
      expect(Math.abs(expected[i]!)).toBeGreaterThan(4 * error);
    }
  });

  it('after one step is ½ W_hh diag(W_in W_inᵀ) of the units active at the start, and 0 where none ever is', () => {
    const path = Float64Array.of(1, 0, 2, 0, 0, 0.5);
    const power = [0, 1, 2, 3, 4, 5].map((i) => small.inputWeights.subarray(3 * i, 3 * i + 3).reduce((sum, w) => sum + w * w, 0));
    const expected = recurrent(
      small,
      power.map((value, i) => (path[i]! > 0 ? value / 2 : 0)),
    );
    const found = createMomentRecursion(small)(path, 1);
    expected.forEach((value, i) => {
      expect(found[i]).toBeCloseTo(value, 12);
    });
    expect([...createMomentRecursion(small)(new Float64Array(18), 3)]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('follows the units when they change places', () => {
    const order = [3, 0, 5, 1, 4, 2];
    const path = pathOf(7, 6, 5);
    const moved = Float64Array.from({ length: path.length }, (_, at) => path[Math.floor(at / 6) * 6 + order[at % 6]!]!);
    const plain = createMomentRecursion(small)(path, 7);
    const found = createMomentRecursion(reordered(small, order))(moved, 7);
    order.forEach((unit, i) => {
      expect(found[i]).toBeCloseTo(plain[unit]!, 10);
    });
  });
});

describe('second-order perturbation', () => {
  const network = exampleNetwork('chain-2');
  const H = network.hiddenSize;
  const options = { seed: 3, starts: 4, steps: 6, trials: 25 };
  const found = secondOrder(network, options);
  const starts = spreadStarts(network, 4, 3);
  const startAt = (n: number) => starts.subarray(n * H, (n + 1) * H);

  it('averages E δ² over the starts, before the root', () => {
    const expected = createMomentRecursion(network);
    const moments = [0, 1, 2, 3].map((n) => expected(noiseFreePath(createStepper(network), startAt(n), 6), 6));
    for (let i = 0; i < H; i++) {
      const mean = moments.reduce((sum, moment) => sum + moment[i]! / 4, 0);
      expect(found.moment[i]).toBeCloseTo(mean, 10);
      expect(found.proxy[i]).toBeCloseTo(Math.sqrt(Math.abs(mean)), 10);
    }
    expect(found.mean).toBeCloseTo(found.proxy.reduce((a, b) => a + b, 0) / H, 12);
    expect(found.gini).toBe(giniOf(found.proxy));
  });

  it('has the drift of plain noisy steps from the same starts, less the noise-free ones', () => {
    const { inputDim: d } = network;
    const plain = (h: ArrayLike<number>, x: readonly number[]): number[] => {
      const noise = driven(network, x);
      return recurrent(network, Array.from(h)).map((value, i) => Math.max(0, value + noise[i]!));
    };
    const rows = [0, 1, 2, 3].map((n) => {
      const mean = new Float64Array(H);
      for (let trial = 0; trial < 25; trial++) {
        let h = Array.from(startAt(n));
        for (let step = 0; step < 6; step++) {
          const x = new Float64Array(d);
          fillNormals(x, 0, d, { seed: 3, stream: 'intervention', update: 1, sequence: n * 25 + trial, step });
          h = plain(h, [...x]);
        }
        h.forEach((value, i) => {
          mean[i]! += value / 25;
        });
      }
      let silent = Array.from(startAt(n));
      for (let step = 0; step < 6; step++) silent = plain(silent, []);
      return mean.map((value, i) => value - silent[i]!);
    });
    for (let i = 0; i < H; i++) {
      const mean = rows.reduce((sum, row) => sum + row[i]! / 4, 0);
      const error = Math.sqrt(rows.reduce((sum, row) => sum + (row[i]! - mean) ** 2, 0) / 3 / 4);
      expect(Math.abs(found.drift[i]! - mean)).toBeLessThan(1e-4);
      expect(Math.abs(found.driftError[i]! - error)).toBeLessThan(1e-4);
    }
    expect(found.driftGini).toBe(giniOf(found.drift.map(Math.abs)));
    expect(found.divergent).toBe(false);
  });

  it('is the same for the same seed, and follows the units when they change places', () => {
    expect(secondOrder(network, options)).toEqual(found);
    expect(secondOrder(network, { ...options, seed: 4 }).moment).not.toEqual(found.moment);
    const untrained = initialWeights({ hiddenSize: 24, inputDim: 4, nOutputs: 2 }, 2);
    const order = Array.from({ length: 24 }, (_, i) => (7 * i + 3) % 24);
    const plain = secondOrder(untrained, options);
    const moved = secondOrder(reordered(untrained, order), options);
    order.forEach((unit, i) => {
      expect(moved.moment[i]).toBeCloseTo(plain.moment[unit]!, 5);
      expect(moved.drift[i]).toBeCloseTo(plain.drift[unit]!, 5);
      expect(moved.driftError[i]).toBeCloseTo(plain.driftError[unit]!, 5);
    });
    expect(moved.gini).toBeCloseTo(plain.gini, 4);
  });

  it('says so when the network grows without bound', () => {
    const explosive = { ...network, recurrentWeights: network.recurrentWeights.map((w) => 3 * w) };
    expect(secondOrder(explosive, options).divergent).toBe(true);
  });
});

describe('sparsity and overlap', () => {
  it('Gini is 0 for equal shares, (n−1)/n for a single holder, and knows neither order nor scale', () => {
    expect(giniOf([2, 2, 2, 2, 2])).toBeCloseTo(0, 12);
    expect(giniOf([0, 0, 0])).toBe(0);
    expect(giniOf([0, 0, 7, 0])).toBeCloseTo(3 / 4, 12);
    // Mean absolute difference over twice the mean: (2·(1+2+3 + 1+2 + 1))/16 / (2·2.5).
    expect(giniOf([3, 1, 4, 2])).toBeCloseTo(20 / 16 / 5, 12);
    expect(giniOf([30, 10, 40, 20])).toBeCloseTo(giniOf([1, 2, 3, 4]), 12);
  });

  it('the top units come largest first, the lower of equals before the other', () => {
    expect(topUnits([1, 5, 3, 5, -9], 3)).toEqual([1, 3, 2]);
    expect(topUnits(Float64Array.of(1, 2), 5)).toEqual([1, 0]);
  });

  it('the tail of the overlap is that of all sets there are', () => {
    const H = 9;
    const kick = [1, 4, 7, 4];
    const sets = Array.from({ length: 2 ** H }, (_, bits) =>
      Array.from({ length: H }, (_, i) => i).filter((i) => (bits >> i) & 1),
    );
    const fours = sets.filter((set) => set.length === 4);
    const shared = (set: readonly number[]) => set.filter((unit) => kick.includes(unit)).length;
    for (const top of [
      [0, 2, 3, 5],
      [1, 2, 3, 5],
      [1, 4, 3, 5],
      [7, 4, 1, 8],
    ]) {
      const common = shared(top);
      const result = overlap(top, kick, H);
      expect(result.common).toBe(common);
      expect(result.expected).toBeCloseTo(fours.reduce((sum, set) => sum + shared(set), 0) / fours.length, 12);
      expect(result.p).toBeCloseTo(fours.filter((set) => shared(set) >= common).length / fours.length, 12);
    }
    expect(overlap([], kick, H)).toEqual({ common: 0, expected: 0, p: 1 });
  });
});

describe('the rectification moment', () => {
  it('is the integral of ReLU(m + sξ) over a normal ξ', () => {
    for (const m of [-12, -4, -1, -0.1, 0, 0.3, 2, 15])
      for (const s of [0.05, 0.7, 3]) {
        // From the kink on the integrand is smooth: midpoints there.
        const from = Math.max(-12, -m / s);
        const points = 40_000;
        const width = Math.max(0, 12 - from) / points;
        let integral = 0;
        for (let n = 0; n < points; n++) {
          const xi = from + (n + 0.5) * width;
          integral += ((m + s * xi) * Math.exp((-xi * xi) / 2) * width) / Math.sqrt(2 * Math.PI);
        }
        expect(Math.abs(rectificationMoment(m, s) - integral)).toBeLessThan(1e-7);
      }
  });

  it('without noise is ReLU(m)', () => {
    expect([-2, 0, 3].map((m) => rectificationMoment(m, 0))).toEqual([0, 0, 3]);
  });
});
