import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHECKPOINT_AXES, checkpointDynamics, transitionRate } from '../../../src/dynamics/emergence/checkpointDynamics';
import { spectrumAt } from '../../../src/dynamics/spectrum/spectrum';
import { finish } from '../../../src/math/progress';
import { randomSequence } from '../../../src/math/random';
import { readWeights } from '../../../src/rnn/safetensors';
import { simulate } from '../../../src/rnn/simulate';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';

const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));
const grown = (gain: number): RnnWeights => ({ ...weights, recurrentWeights: weights.recurrentWeights.map((w) => gain * w) });

describe('transition rate', () => {
  it('is the mean of 1/dwell over dwells that began and ended in the record', () => {
    // Dwells of 2 and 4; the first and the last are cut.
    expect(transitionRate(Uint8Array.of(0, 0, 0, 1, 1, 2, 2, 2, 2, 0))).toBeCloseTo((1 / 2 + 1 / 4) / 2, 12);
    expect(transitionRate(Uint8Array.of(0, 1, 0, 1, 0))).toBe(1);
  });
  it('is 0 without a completed dwell', () => {
    for (const labels of [[], [1], [1, 1, 1], [0, 0, 1, 1]]) expect(transitionRate(Uint8Array.from(labels))).toBe(0);
  });
  it('tends to −p ln p/(1−p) for geometric dwells that end with probability p', () => {
    const random = randomSequence(2, 'data');
    for (const p of [0.05, 0.3, 0.7]) {
      const labels = new Uint8Array(200_000);
      for (let t = 1; t < labels.length; t++) labels[t] = random.uniform() < p ? 1 - labels[t - 1]! : labels[t - 1]!;
      const expected = (-p * Math.log(p)) / (1 - p);
      expect(Math.abs(transitionRate(labels) / expected - 1)).toBeLessThan(0.05);
    }
  });
});

describe('dynamics of a checkpoint', () => {
  const found = finish(checkpointDynamics(weights, { seed: 3, steps: 1500, every: 10, path: 200 }));
  const run = simulate(weights, { steps: 1500, seed: 3, noiseStream: 'evaluation', warmUp: 50 });
  it('counts what the spectra say, state by state', () => {
    const spectra = Array.from({ length: 150 }, (_, k) => spectrumAt(weights, run.states.subarray(640 * k, 640 * k + 64)));
    const share = (holds: (s: (typeof spectra)[number]) => boolean) => spectra.filter(holds).length / spectra.length;
    expect(found.critical.value).toBeCloseTo(
      share((s) => s.criticalPairs > 0),
      12,
    );
    expect(found.unstable.value).toBeCloseTo(
      share((s) => s.unstable > 0),
      12,
    );
    expect(found.either.value).toBeCloseTo(
      share((s) => s.unstable > 0 || s.criticalPairs > 0),
      12,
    );
    expect(found.transitionRate.value).toBeCloseTo(transitionRate(run.outputLabels), 12);
    for (const { value, low, high, n } of [found.critical, found.unstable, found.either, found.transitionRate]) {
      expect(n).toBe(25);
      expect(low).toBeLessThan(value);
      expect(high).toBeGreaterThan(value);
    }
  });
  it('projects the first states on its own axes, label 0 on the negative side', () => {
    expect(found.points.length).toBe(200 * CHECKPOINT_AXES);
    expect(found.labels).toEqual(run.outputLabels.slice(0, 200));
    const onAxis = (state: ArrayLike<number>, k: number) =>
      found.mean.reduce((sum, mean, i) => sum + (state[i]! - mean) * found.components[64 * k + i]!, 0);
    for (let k = 0; k < CHECKPOINT_AXES; k++) {
      expect(found.points[150 * CHECKPOINT_AXES + k]).toBeCloseTo(onAxis(run.states.subarray(150 * 64, 151 * 64), k), 4);
      expect(found.origin[k]).toBeCloseTo(onAxis(new Float32Array(64), k), 4);
    }
    const side = run.outputLabels.reduce(
      (sum, label, t) => (label === 0 ? sum + onAxis(run.states.subarray(64 * t, 64 * t + 64), 0) : sum),
      0,
    );
    expect(side).toBeLessThan(0);
    expect(found.explained[0]).toBeGreaterThan(found.explained[2]!);
  });
  it('has intervals that hold the value of a long run', () => {
    const long = finish(checkpointDynamics(weights, { seed: 11, steps: 20_000, every: 20 }));
    for (const name of ['transitionRate', 'critical', 'unstable', 'either'] as const) {
      const { value, low, high } = found[name];
      expect(Math.abs(long[name].value - value)).toBeLessThan(1.5 * (high - low));
    }
  });
  it('says the same again, and the same in any unit of the noise', () => {
    expect(finish(checkpointDynamics(weights, { seed: 3, steps: 1500, every: 10, path: 200 }))).toEqual(found);
    const louder = { ...weights, inputWeights: weights.inputWeights.map((w) => 2 * w) };
    const scaled = finish(checkpointDynamics(louder, { seed: 3, steps: 1500, every: 10, path: 200 }));
    expect(scaled.either).toEqual(found.either);
    expect(scaled.transitionRate).toEqual(found.transitionRate);
    expect(scaled.meanNorm).toBeCloseTo(2 * found.meanNorm, 5);
  });
  it('finds nothing critical in a network started without gain', () => {
    const start = initialWeights({ hiddenSize: 64, inputDim: 16, nOutputs: 3 }, 1);
    const quiet = finish(checkpointDynamics(start, { seed: 1, steps: 1000, every: 10 }));
    expect(quiet.either.value).toBe(0);
    expect(quiet.transitionRate.value).toBeGreaterThan(0.4);
  });
});

describe('an explosive checkpoint', () => {
  it('counts the steps before it diverged', () => {
    const slow = finish(checkpointDynamics(grown(1.25), { seed: 1, steps: 3000, every: 10 }));
    expect(slow.divergent).toBe(true);
    expect(slow.steps).toBeGreaterThan(100);
    expect(slow.steps).toBeLessThan(3000);
    expect(slow.unstable.value).toBeGreaterThan(0.5);
    expect(slow.points.length).toBe(CHECKPOINT_AXES * Math.min(700, slow.steps));
  });
  it('is told as such when there are hardly any, or no numbers', () => {
    const broken = { ...weights, recurrentWeights: weights.recurrentWeights.map(() => Number.NaN) };
    for (const network of [grown(1.4), broken]) {
      const fast = finish(checkpointDynamics(network, { seed: 1 }));
      expect(fast.divergent).toBe(true);
      expect(fast.steps).toBeLessThan(100);
      expect(fast.either.value).toBeNaN();
      expect(fast.transitionRate.value).toBeNaN();
      expect(fast.points.length).toBe(0);
    }
  });
});
