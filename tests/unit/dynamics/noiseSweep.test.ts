import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EMISSION_STDS, type NoiseSweep, noiseSweep } from '../../../src/dynamics/emissions/noiseSweep';
import { expectedCounter } from '../../../src/dynamics/emissions/noiseSweepCounts';
import { emissionSweep, findMinimum } from '../../../src/dynamics/emissions/noiseSweepEmissions';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { countEmissions, emptyCounts } from '../../../src/hmm/emissionCounts';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { exactStatistics } from '../../../src/hmm/statistics';
import { cellArea } from '../../../src/math/density';
import { readWeights } from '../../../src/rnn/safetensors';
import { sampleRuns } from '../../../src/rnn/simulate';
import { initialWeights } from '../../../src/rnn/weights';
import { finish } from '../finish';

const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));
const exact = exactStatistics(PAPER_HMMS['chain-3']);

describe('noise sweep of the golden network', () => {
  const orbit = summariseOrbit(weights, { steps: 10_000, seed: 1 });
  const sweep: NoiseSweep = finish(
    noiseSweep(weights, orbit.basis, exact, {
      seed: 3,
      axes: [0, 1],
      steps: 4000,
      emission: { batches: 3, runs: 40, steps: 300 },
    }),
  );
  it('states and radii at another σ are those of σ = 1 times σ (claim C4)', () => {
    for (const { noiseStd, rescaled, afresh, stateDifference } of sweep.sizes) {
      expect(stateDifference.rootMeanSquare).toBeLessThan(1e-4);
      expect(Math.abs(afresh.value / rescaled.value - 1)).toBeLessThan(1e-4);
      expect(Math.abs(rescaled.value / (noiseStd * sweep.sizes[1]!.rescaled.value) - 1)).toBeLessThan(1e-12);
      expect(afresh.low).toBeLessThan(afresh.value);
      expect(afresh.high).toBeGreaterThan(afresh.value);
    }
    expect(sweep.sizeExponent).toBeCloseTo(1, 4);
  });
  it('has 95 % of the σ = 1 points within r95 of the projection of h = 0', () => {
    const radius = sweep.sizes[1]!.rescaled.value;
    let inside = 0;
    for (let t = 0; t < sweep.steps; t++)
      if (Math.hypot(sweep.points[2 * t]! - sweep.origin[0], sweep.points[2 * t + 1]! - sweep.origin[1]) <= radius) inside++;
    expect(Math.abs(inside / sweep.steps - 0.95)).toBeLessThan(1e-3);
    expect(sweep.origin[0]).toBeCloseTo(orbit.origin[0]!, 4);
  });
  it('has a density of mass one, 95 % of it above the level', () => {
    const area = cellArea(sweep.density);
    expect(sweep.density.values.reduce((a, b) => a + b, 0) * area).toBeCloseTo(1, 9);
    const held = sweep.density.values.filter((value) => value >= sweep.level).reduce((a, b) => a + b, 0) * area;
    expect(Math.abs(held - 0.95)).toBeLessThan(0.005);
  });
  it('emits best near the noise level it was trained at, worse at both ends', () => {
    const { minimum, levels } = sweep.emissions;
    expect(levels.map(({ noiseStd }) => noiseStd)).toEqual([...EMISSION_STDS]);
    expect(minimum!.squaredError.interior).toBe(true);
    expect(minimum!.squaredError.noiseStd).toBeGreaterThan(0.5);
    expect(minimum!.squaredError.noiseStd).toBeLessThan(2);
    // Towards σ = 0 the outputs become uniform: every row of O is 1/3 each, whatever the network.
    const uniform = Math.max(
      ...sweep.emissions.judgedRows.flatMap((k) => exact.outputTransitionMatrix[k]!.map((p) => Math.abs(p - 1 / 3))),
    );
    expect(levels[0]!.maxCell.value).toBeLessThan(uniform);
    expect(levels[0]!.maxCell.value).toBeGreaterThan(0.6 * uniform);
  });
});

it('the noise levels are log-spaced from 0.05 to 4 with σ = 1 among them', () => {
  expect(EMISSION_STDS.length).toBe(13);
  expect(EMISSION_STDS[0]).toBeCloseTo(0.05, 12);
  expect(EMISSION_STDS[12]).toBeCloseTo(4, 12);
  expect(EMISSION_STDS).toContain(1);
  for (let k = 1; k < 13; k++) expect(EMISSION_STDS[k]! / EMISSION_STDS[k - 1]!).toBeCloseTo(1.43, 1);
});

describe('expected counts', () => {
  it('are what outputs drawn afresh at that σ give, within the noise of drawing', () => {
    const options = { runs: 200, steps: 200, seed: 5 };
    const noiseStds = [0.3, 2];
    const sweep = finish(emissionSweep(weights, exact, { ...options, batches: 1, noiseStds }));
    noiseStds.forEach((noiseStd, s) => {
      const counts = countEmissions(sampleRuns(weights, { ...options, noiseStd }).outputs, options.steps, 3);
      let pairs = 0;
      for (let k = 0; k < 3; k++) for (let l = 0; l < 3; l++) if (k !== l) pairs += counts.pairs[k * 3 + l]!;
      const total = options.runs * (options.steps - 1);
      // Same states, so that only the drawing differs: at most the binomial spread, about twice that of √n.
      const tolerance = (4 * Math.sqrt(pairs)) / total;
      expect(Math.abs(sweep.levels[s]!.changeRateRatio.value * exact.changeRate - pairs / total)).toBeLessThan(tolerance);
    });
  });
  it('equal the sums written out, and no pair leads from one sequence into the next', () => {
    const small = initialWeights({ hiddenSize: 3, inputDim: 1, nOutputs: 2 }, 1);
    const states = Float32Array.from({ length: 2 * 2 * 4 }, (_, i) => (i % 4 === 3 ? 99 : (i * 7) % 5));
    const stretch = { states, stride: 4, outputLabels: new Uint8Array(4), sampledOutputs: new Uint8Array(4), maxState: 4 };
    const counts = [emptyCounts(2)];
    const counter = expectedCounter(small, [0.7], counts);
    counter.restart(2);
    counter.add(stretch, 2);
    counter.restart(2);
    counter.add(stretch, 1);
    const probability = (row: number) => {
      const logits = [0, 1].map((k) => {
        let sum = 0;
        for (let i = 0; i < 3; i++) sum += small.readoutWeights[k * 3 + i]! * states[row * 4 + i]!;
        return Math.exp(0.7 * sum);
      });
      return logits.map((v) => v / (logits[0]! + logits[1]!));
    };
    const p = [0, 1, 2, 3].map(probability);
    for (let k = 0; k < 2; k++) {
      // Rows 0 and 1 once more: the second stretch has one step of either run.
      expect(counts[0]!.outputs[k]).toBeCloseTo(2 * p[0]![k]! + 2 * p[1]![k]! + p[2]![k]! + p[3]![k]!, 9);
      for (let l = 0; l < 2; l++)
        expect(counts[0]!.pairs[k * 2 + l]).toBeCloseTo(p[0]![k]! * p[1]![l]! + p[2]![k]! * p[3]![l]!, 9);
    }
  });
  it('refuse a model with other outputs', () => {
    const options = { seed: 1, noiseStds: [1], batches: 1, runs: 1, steps: 1 };
    const two = {
      frequency: [0.5, 0.5],
      outputTransitionMatrix: [
        [1, 0],
        [0, 1],
      ],
      changeRate: 0,
    };
    expect(() => finish(emissionSweep(weights, two, options))).toThrow(RangeError);
  });
  it('say that a network runs away', () => {
    const explosive = initialWeights({ hiddenSize: 64, inputDim: 16, nOutputs: 3 }, 1, 6);
    const sweep = finish(emissionSweep(explosive, exact, { seed: 1, noiseStds: [1], batches: 2, runs: 8, steps: 400 }));
    expect(sweep).toMatchObject({ divergent: true, batches: 0 });
    expect(sweep.minimum).toBeUndefined();
  });
});

describe('the minimum', () => {
  const stds = [0.5, 1, 2];
  it('is interior only when both ends are clearly worse', () => {
    expect(
      findMinimum(stds, [
        [5, 6, 7],
        [1, 2, 3],
        [3, 4, 5],
      ]),
    ).toMatchObject({ index: 1, noiseStd: 1, interior: true });
    // As low on average at the right end as makes no difference.
    expect(
      findMinimum(stds, [
        [5, 6, 7],
        [1, 2, 3],
        [0.5, 2.6, 3.2],
      ]),
    ).toMatchObject({ index: 1, interior: false });
    expect(
      findMinimum(stds, [
        [5, 6, 7],
        [4, 5, 6],
        [1, 2, 3],
      ]),
    ).toMatchObject({ index: 2, interior: false });
  });
  it('compares batch by batch', () => {
    const { excessAtOne, excessAtEnds } = findMinimum(stds, [
      [1, 2, 9],
      [2, 3, 10],
      [3, 4, 11],
    ]);
    expect(excessAtOne).toMatchObject({ value: 1, low: 1, high: 1, n: 3 });
    expect(excessAtEnds[1].value).toBe(2);
  });
});
