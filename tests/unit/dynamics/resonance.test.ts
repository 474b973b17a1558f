import { describe, expect, it } from 'vitest';
import { spreadStarts, sumRuns } from '../../../src/dynamics/interventions/interventionRuns';
import { runStatistics } from '../../../src/dynamics/interventions/interventionSweep';
import { findMinimum, resonance } from '../../../src/dynamics/interventions/resonance';
import { finish } from '../../../src/math/progress';
import { unitGains, withGains } from '../../../src/rnn/intervention';
import type { RnnWeights } from '../../../src/rnn/weights';
import { exampleNetwork } from '../../exampleNetwork';

const network = exampleNetwork('chain-2');
const some: readonly [number[], number[]] = [
  [0, 1, 2, 3, 4, 5, 6, 7],
  [30, 31, 32, 33, 34, 35],
];
/** Two units with noise of their own and no memory: the label is 1 when unit 1 is above unit 0, 0 also when both are silent. */
const coin: RnnWeights = {
  hiddenSize: 2,
  inputDim: 2,
  nOutputs: 3,
  inputWeights: Float32Array.of(1, 0, 0, 1),
  recurrentWeights: new Float32Array(4),
  readoutWeights: Float32Array.of(1, 0, 0, 1, -1, -1),
};
const row = <T extends { n: number }>(estimates: readonly T[]) => estimates.map(({ n: _, ...rest }) => rest);

describe('resonance', () => {
  it('tells each gain as runs of the network under that gain do, gain 1 as the untouched one', () => {
    const report = finish(resonance(network, some, { seed: 2, runs: 10, steps: 400, gains: [0.5, 1] }));
    const starts = spreadStarts(network, 10, 2);
    [withGains(network, unitGains(64, some.flat(), 'input', 0.5)), network].forEach((weights, g) => {
      const { sums, stride } = sumRuns(weights, starts, { seed: 2, steps: 400 });
      const totals = Array.from({ length: stride }, (_, s) =>
        Array.from(sums).reduce((sum, v, at) => sum + (at % stride === s ? v : 0), 0),
      );
      const [flips, cv] = runStatistics(totals, 3).slice(3);
      expect(report.flips[g]!.value).toBeCloseTo(flips!, 10);
      expect(report.cv[g]!.value).toBeCloseTo(cv!, 10);
    });
    expect(report).toMatchObject({ units: 14, runs: 10, steps: 400, gains: [0.5, 1], divergentRuns: [0, 0] });
  });

  it('follows the seed alone, and tells its progress', () => {
    const options = { seed: 5, runs: 9, steps: 200, gains: [0, 1, 2] };
    const first = finish(resonance(network, some, options));
    expect(finish(resonance(network, some, options))).toEqual(first);
    expect(finish(resonance(network, some, { ...options, seed: 6 })).cv).not.toEqual(first.cv);
    const told = [...resonance(network, some, options)];
    expect(told.length).toBe(6);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBeLessThanOrEqual(1);
  });

  it('without populations is the same at every gain, and not judged', () => {
    const report = finish(resonance(network, [[], []], { seed: 2, runs: 24, steps: 300, gains: [0, 1, 3] }));
    expect(new Set(row(report.cv).map((cv) => JSON.stringify(cv))).size).toBe(1);
    expect(new Set(row(report.flips).map((flips) => JSON.stringify(flips))).size).toBe(1);
    expect(report.ends.first).toMatchObject({ value: 0, low: 0, high: 0, standardError: 0 });
    expect(report.verdict).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringContaining('units in the populations'),
    });
  });

  it('of labels without memory is that of geometric dwells', () => {
    const gains = [0, 0.5, 1, 3];
    const report = finish(resonance(coin, [[0], []], { seed: 1, runs: 40, steps: 2500, gains }));
    gains.forEach((gain, g) => {
      // P(label 1): unit 0 silent and unit 1 not, or both at work with unit 1 above: an angle of the plane of the two draws.
      const q = 0.25 + (Math.PI / 2 - Math.atan(gain)) / (2 * Math.PI);
      const mean = (1 / (1 - q) + 1 / q) / 2;
      const squares = ((1 + q) / (1 - q) ** 2 + (2 - q) / q ** 2) / 2;
      const standardError = (report.cv[g]!.high - report.cv[g]!.low) / 3.92;
      expect(Math.abs(report.cv[g]!.value - Math.sqrt(squares - mean ** 2) / mean)).toBeLessThan(4 * standardError);
      expect(Math.abs(report.flips[g]!.value / (2000 * q * (1 - q)) - 1)).toBeLessThan(0.02);
    });
    // Gain 0: p = ½, so that the CV is √(1 − p), the lowest there is; it grows with the gain.
    expect(Math.abs(report.cv[0]!.value - Math.SQRT1_2)).toBeLessThan(0.02);
    expect(report.minimum.gain.value).toBe(0);
    expect(report.verdict.verdict).toBe('not-reproduced');
  });

  it('compares the ends with the lowest CV at .5 to 1.5, pairing the gains', () => {
    const gains = [0, 0.5, 1, 2];
    const { cv, ends, minimum } = finish(resonance(network, some, { seed: 2, runs: 24, steps: 600, gains }));
    const lowest = Math.min(cv[1]!.value, cv[2]!.value);
    expect(ends.first.value).toBeCloseTo(cv[0]!.value - lowest, 12);
    expect(ends.last.value).toBeCloseTo(cv[3]!.value - lowest, 12);
    expect(minimum.cv.value).toBe(Math.min(...cv.map(({ value }) => value)));
    for (const depth of [ends.first, ends.last]) expect(depth.standardError).toBeCloseTo((depth.high - depth.low) / 3.92, 12);
    expect(minimum.gain.low).toBeGreaterThanOrEqual(0);
    expect(minimum.gain.high).toBeLessThanOrEqual(2);
  });

  it('counts runs that grow without bound and does not judge by the few that are left', () => {
    const explosive = { ...network, recurrentWeights: network.recurrentWeights.map((w) => 3 * w) };
    const report = finish(resonance(explosive, some, { seed: 2, runs: 24, steps: 200, gains: [0.5, 1] }));
    expect(Math.min(...report.divergentRuns)).toBeGreaterThan(4);
    expect(report.verdict).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('stay bounded') });
  });
});

describe('the minimum', () => {
  const gains = [0, 0.5, 1, 2];
  it('is the lowest value, the first of equal ones', () => {
    expect(findMinimum(gains, [4, 3, 1, 1])).toEqual({ gain: 1, value: 1 });
    expect(findMinimum(gains, [0, 3, 1, 2])).toEqual({ gain: 0, value: 0 });
  });
  it('is sought among some gains only, and never where nothing was measured', () => {
    expect(findMinimum(gains, [0, 3, 2, 1], 0.5, 1.5)).toEqual({ gain: 1, value: 2 });
    expect(findMinimum(gains, [Number.NaN, 3, Number.NaN, 5])).toEqual({ gain: 0.5, value: 3 });
    expect(findMinimum(gains, [1, 2, 3, 4], 5, 6)).toEqual({ gain: Number.NaN, value: Number.NaN });
  });
});
