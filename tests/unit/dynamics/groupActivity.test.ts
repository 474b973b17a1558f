import { describe, expect, it } from 'vitest';
import { type GroupActivityReport, groupActivity, MAX_LAG, type UnitGroup } from '../../../src/dynamics/circuit/groupActivity';
import { finish } from '../../../src/math/progress';
import { meanEstimate } from '../../../src/math/statistics';
import { simulate } from '../../../src/rnn/simulate';
import type { RnnWeights } from '../../../src/rnn/weights';
import { exampleNetwork } from '../../exampleNetwork';

const chain2 = exampleNetwork('chain-2');
const group = (name: string, ...units: number[]): UnitGroup => ({ name, units });

/** Unit 0 is rectified noise, each further unit what the one before it was a step ago, times `gain`; the last unit is silent. */
const delayLine = (hiddenSize: number, gain = 1): RnnWeights => ({
  hiddenSize,
  inputDim: 1,
  nOutputs: 2,
  inputWeights: Float32Array.from({ length: hiddenSize }, (_, i) => (i === 0 ? 1 : 0)),
  recurrentWeights: Float32Array.from({ length: hiddenSize ** 2 }, (_, at) => {
    const [to, from] = [Math.floor(at / hiddenSize), at % hiddenSize];
    return to === from + 1 && to < hiddenSize - 1 ? gain : 0;
  }),
  readoutWeights: Float32Array.from({ length: 2 * hiddenSize }, (_, at) => (at === 0 || at === hiddenSize + 1 ? 1 : 0)),
});

describe('phase lags', () => {
  it('find a delayed copy, in either order of the parts', () => {
    const parts = [group('source', 0), group('copy', 1), group('later copy', 5)];
    const { lags } = finish(groupActivity(delayLine(7), parts, { seed: 3, steps: 4000 }));
    expect(lags.map(({ first, second, lag }) => [first, second, lag.value])).toEqual([
      [0, 1, 1],
      [0, 2, 5],
      [1, 2, 4],
    ]);
    for (const { lag, correlation } of lags) {
      expect(lag).toMatchObject({ low: lag.value, high: lag.value, n: 40 });
      expect(correlation.value).toBeCloseTo(1, 9);
    }
    const swapped = finish(groupActivity(delayLine(7), [...parts].reverse(), { seed: 3, steps: 4000 })).lags;
    expect(swapped.map(({ lag }) => lag.value)).toEqual([-4, -5, -1]);
  });

  it('are those of a direct search, with intervals that hold the values', () => {
    const parts = [group('a', 4, 9, 30), group('b', 2, 51), group('c', 12, 13, 14, 60)];
    const steps = 3000;
    const { lags, activities } = finish(groupActivity(chain2, parts, { seed: 5, steps }));
    expect(lags.length).toBe(3);
    for (const { first, second, lag, correlation } of lags) {
      const [a, b] = [activities[first]!, activities[second]!];
      const direct = (l: number): number => {
        // Pairs of steps in the same of the 30 blocks of 100.
        const pairs = Array.from(a, (value, t) => [value, b[t + l]!, Math.floor(t / 100), Math.floor((t + l) / 100)] as const);
        const same = pairs.filter(([, , mine, other]) => mine === other);
        const [x, y] = [meanEstimate(same.map(([value]) => value)).value, meanEstimate(same.map(([, value]) => value)).value];
        const sum = (f: (dx: number, dy: number) => number) => same.reduce((total, [p, q]) => total + f(p - x, q - y), 0);
        return sum((dx, dy) => dx * dy) / Math.sqrt(sum((dx) => dx * dx) * sum((_, dy) => dy * dy));
      };
      const all = Array.from({ length: 2 * MAX_LAG + 1 }, (_, k) => direct(k - MAX_LAG));
      const strongest = Math.max(...all.map(Math.abs));
      expect(Math.abs(correlation.value)).toBeCloseTo(strongest, 9);
      expect(correlation.value).toBeCloseTo(direct(lag.value), 9);
      expect(correlation.n).toBe(30);
      for (const { value, low, high } of [lag, correlation]) {
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
      }
      expect(correlation.high - correlation.low).toBeGreaterThan(0);
    }
  });

  it('leave out empty parts and parts that never change', () => {
    const parts = [group('none'), group('source', 0), group('silent', 3), group('copy', 1)];
    const { lags, activities } = finish(groupActivity(delayLine(4), parts, { seed: 1, steps: 400 }));
    expect(lags.map(({ first, second }) => [first, second])).toEqual([[1, 3]]);
    expect(activities[0]!.every(Number.isNaN)).toBe(true);
    expect(activities[2]!.every((value) => value === 0)).toBe(true);
  });
});

describe('flip-triggered averages', () => {
  const parts = [group('a', 4, 9, 30), group('none')];
  const options = { seed: 5, steps: 3000, window: 25 };
  const report = finish(groupActivity(chain2, parts, options));

  it('are those of a direct recomputation', () => {
    const run = simulate(chain2, { steps: 3000, seed: 5, warmUp: 50 });
    const mean = (t: number) => [4, 9, 30].reduce((sum, unit) => sum + run.states[t * 64 + unit]!, 0) / 3;
    expect(report.labels).toEqual(run.outputLabels);
    expect(report.flips.length).toBe(2);
    for (const { from, to, counted, leftOut, averages } of report.flips) {
      const changes = Array.from(run.outputLabels.keys()).filter(
        (t) => t > 0 && run.outputLabels[t - 1] === from && run.outputLabels[t] === to,
      );
      const stays = (label: number, start: number) =>
        start >= 0 && start + 5 <= 3000 && run.outputLabels.subarray(start, start + 5).every((other) => other === label);
      const clean = changes.filter((t) => stays(from, t - 5) && stays(to, t));
      expect([counted, leftOut]).toEqual([clean.length, changes.length - clean.length]);
      expect(counted).toBeGreaterThanOrEqual(10);
      expect(averages.map((average) => average.length)).toEqual([51, 51]);
      for (let k = -25; k <= 25; k++) {
        const sample = clean.map((t) => t + k).filter((t) => t >= 0 && t < 3000);
        const expected = meanEstimate(sample.map(mean));
        for (const key of ['value', 'low', 'high', 'n'] as const)
          expect(averages[0]![25 + k]![key]).toBeCloseTo(expected[key], 9);
        expect(averages[1]![25 + k]!.value).toBeNaN();
      }
    }
  });

  it('are told apart from the directions that are too rare', () => {
    const short = finish(groupActivity(chain2, parts, { ...options, steps: 300 }));
    expect(short.flips).toEqual([]);
    expect(short.rareFlips.length).toBe(2);
    const changes = ({ labels, flips, rareFlips }: GroupActivityReport) => {
      expect([...flips, ...rareFlips].reduce((sum, { counted, leftOut }) => sum + counted + leftOut, 0)).toBe(
        labels.filter((label, t) => t > 0 && label !== labels[t - 1]).length,
      );
    };
    changes(short);
    changes(report);
  });

  it('depend on the seed alone', () => {
    expect(finish(groupActivity(chain2, parts, options))).toEqual(report);
    expect(finish(groupActivity(chain2, parts, { ...options, seed: 6 })).activities[0]).not.toEqual(report.activities[0]);
  });
});

it('a run that diverges counts up to there; one that does so at once, and a unit that is not there, are refused', () => {
  const runaway = (gain: number): RnnWeights => ({
    ...delayLine(3),
    recurrentWeights: Float32Array.of(gain, 0, 0, 0.1, 0, 0, 0, 0, 0),
  });
  const parts = [group('source', 0), group('copy', 1)];
  const late = finish(groupActivity(runaway(1.02), parts, { seed: 1, steps: 2000 }));
  expect(late.divergent).toBe(true);
  expect(late.steps).toBeGreaterThanOrEqual(200);
  expect(late.steps).toBeLessThan(2000);
  expect(late.activities.map(({ length }) => length)).toEqual([late.steps, late.steps]);
  expect(() => finish(groupActivity(runaway(2), parts, { seed: 1 }))).toThrow(RangeError);
  for (const unit of [3, -1, 0.5])
    expect(() => finish(groupActivity(delayLine(3), [group('odd', unit)], { seed: 1 }))).toThrow(RangeError);
});
