import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIVITY_MAP_STRIDE, orderUnits, unitActivityMap } from '../../../src/dynamics/circuit/unitActivityMap';
import { pca } from '../../../src/math/principalAxes';
import { finish } from '../../../src/math/progress';
import { type PcaBasis, project } from '../../../src/math/projection';
import { quantile } from '../../../src/math/statistics';
import { simulate } from '../../../src/rnn/simulate';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';
import { exampleNetwork } from '../../exampleNetwork';

const chain2 = exampleNetwork('chain-2');

const basisOf = (weights: RnnWeights, components = 3): PcaBasis =>
  pca(simulate(weights, { steps: 400, seed: 3 }).states, weights.hiddenSize, components);

/** A network with unit `original` doubled: the copy, the last unit, has the same inputs and no effect. */
function withCopy(weights: RnnWeights, original: number): RnnWeights {
  const { hiddenSize: H, inputDim: d, nOutputs: K, inputWeights, recurrentWeights, readoutWeights } = weights;
  const rows = Array.from({ length: H + 1 }, (_, i) => (i === H ? original : i));
  return {
    hiddenSize: H + 1,
    inputDim: d,
    nOutputs: K,
    inputWeights: Float32Array.from(rows.flatMap((i) => [...inputWeights.subarray(i * d, (i + 1) * d)])),
    recurrentWeights: Float32Array.from(rows.flatMap((i) => [...recurrentWeights.subarray(i * H, (i + 1) * H), 0])),
    readoutWeights: Float32Array.from(
      Array.from({ length: K }, (_, k) => [...readoutWeights.subarray(k * H, (k + 1) * H), 0]).flat(),
    ),
  };
}

describe('neuron wall', () => {
  // fully-s3 amplifies a rounding error most of all networks here.
  it.each(['chain-2', 'fully-s3'])('has the pre-activations of the recorded states of %s, with and without warm-up', (name) => {
    const weights = exampleNetwork(name);
    const H = weights.hiddenSize;
    const basis = basisOf(weights);
    for (const warmUp of [0, 1, 50]) {
      const activityMap = finish(unitActivityMap(weights, basis, { seed: 4, states: 400, warmUp }));
      const run = simulate(weights, { steps: 400, seed: 4, warmUp });
      expect(activityMap.states).toBe(400);
      expect(activityMap.labels).toEqual(run.outputLabels);
      let error = 0;
      for (let t = 0; t < 400; t++)
        for (let i = 0; i < H; i++) {
          const z = activityMap.preActivations[i * 400 + t]!;
          error = Math.max(error, Math.abs(Math.max(0, z) - run.states[t * H + i]!));
        }
      expect(error).toBeLessThan(1e-4);
    }
  });

  it('describes units and states', () => {
    const { points, preActivations, meanActivity, activeShare, scale, ...wall } = finish(
      unitActivityMap(chain2, basisOf(chain2, 2), { seed: 4, states: 300 }),
    );
    const { states } = simulate(chain2, { steps: 300, seed: 4, warmUp: 50 });
    const basis = basisOf(chain2, 2);
    const point = new Float64Array(2);
    for (let t = 0; t < 300; t++) {
      project(basis, states, point, 0, 2, t * 64);
      expect(points[t * ACTIVITY_MAP_STRIDE]).toBeCloseTo(point[0]!, 4);
      expect(points[t * ACTIVITY_MAP_STRIDE + 1]).toBeCloseTo(point[1]!, 4);
      expect(points[t * ACTIVITY_MAP_STRIDE + 2]).toBe(0);
    }
    for (let i = 0; i < 64; i++) {
      const h = Array.from({ length: 300 }, (_, t) => states[t * 64 + i]!);
      expect(meanActivity[i]).toBeCloseTo(h.reduce((a, b) => a + b) / 300, 4);
      expect(activeShare[i]).toBeCloseTo(h.filter((value) => value > 0).length / 300, 2);
    }
    expect(scale).toBe(quantile(preActivations.map(Math.abs), 0.98));
    expect(wall).toMatchObject({ units: 64, states: 300, divergent: false });
  });

  it('keeps the states before a divergence and refuses a network that runs away at once', () => {
    const runaway = (gain: number): RnnWeights => ({
      hiddenSize: 2,
      inputDim: 1,
      nOutputs: 2,
      inputWeights: Float32Array.of(1, 1),
      recurrentWeights: Float32Array.of(gain, 0, 0, 0),
      readoutWeights: Float32Array.of(1, 0, 0, 1),
    });
    const basis = basisOf(runaway(0), 2);
    const late = finish(unitActivityMap(runaway(1.02), basis, { seed: 1, states: 2000 }));
    expect(late.divergent).toBe(true);
    expect(late.states).toBeGreaterThanOrEqual(200);
    expect(late.states).toBeLessThan(2000);
    expect(late.preActivations.length).toBe(2 * late.states);
    expect(late.labels.length).toBe(late.states);
    expect(() => finish(unitActivityMap(runaway(2), basis, { seed: 1 }))).toThrow(RangeError);
  });
});

describe('order of the units', () => {
  const wallOf = (weights: RnnWeights, seed = 2) => finish(unitActivityMap(weights, basisOf(weights), { seed, states: 300 }));

  it('names every unit once, whatever the order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 3, max: 20 }), (seed, hiddenSize) => {
        const activityMap = wallOf(initialWeights({ hiddenSize, inputDim: 3, nOutputs: 2 }, seed), seed);
        const indices = Array.from({ length: hiddenSize }, (_, i) => i);
        for (const by of ['activity', 'similarity', 'index'] as const)
          expect(Array.from(orderUnits(activityMap, by)).sort((a, b) => a - b)).toEqual(indices);
        expect(Array.from(orderUnits(activityMap, 'index'))).toEqual(indices);
        const means = Array.from(orderUnits(activityMap, 'activity'), (unit) => activityMap.meanActivity[unit]!);
        expect(means).toEqual([...means].sort((a, b) => b - a));
      }),
      { numRuns: 25 },
    );
  });

  it('puts a unit beside its copy by similarity', () => {
    for (const original of [0, 7, 31, 63]) {
      const order = orderUnits(wallOf(withCopy(chain2, original)), 'similarity');
      expect(Math.abs(order.indexOf(original) - order.indexOf(64))).toBe(1);
    }
  });

  it('makes neighbours more similar than the order by index does', () => {
    const activityMap = wallOf(chain2);
    const row = (unit: number) => Array.from(activityMap.preActivations.subarray(unit * 300, (unit + 1) * 300));
    const correlation = (a: number[], b: number[]) => {
      const centre = (v: number[]) => v.map((x) => x - v.reduce((p, q) => p + q) / v.length);
      const dot = (v: number[], w: number[]) => v.reduce((sum, x, t) => sum + x * w[t]!, 0);
      const [x, y] = [centre(a), centre(b)];
      return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
    };
    const similarity = (order: Uint16Array) =>
      Array.from(order.subarray(1), (unit, k) => correlation(row(order[k]!), row(unit))).reduce((a, b) => a + b) / 63;
    expect(similarity(orderUnits(activityMap, 'similarity'))).toBeGreaterThan(similarity(orderUnits(activityMap, 'index')) + 0.3);
  });

  it('puts units that never change last', () => {
    const still = { ...chain2, inputWeights: chain2.inputWeights.slice(), recurrentWeights: chain2.recurrentWeights.slice() };
    for (const unit of [3, 40]) {
      still.inputWeights.fill(0, unit * 16, (unit + 1) * 16);
      still.recurrentWeights.fill(0, unit * 64, (unit + 1) * 64);
    }
    expect(Array.from(orderUnits(wallOf(still), 'similarity')).slice(-2)).toEqual([3, 40]);
    const dead = { units: 2, states: 2, preActivations: new Float32Array(4), meanActivity: new Float64Array(2) };
    expect(Array.from(orderUnits(dead, 'similarity'))).toEqual([0, 1]);
  });
});
