import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CollapseReport, collapseReport, measureCollapse } from '../../../src/dynamics/collapse';
import { readWeights } from '../../../src/rnn/safetensors';
import { noiseFreeNorms, simulate } from '../../../src/rnn/simulate';
import type { RnnWeights } from '../../../src/rnn/weights';

function run(weights: RnnWeights, options: Parameters<typeof collapseReport>[1]): CollapseReport {
  const work = collapseReport(weights, options);
  let last = 0;
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    expect(value).toBeGreaterThanOrEqual(last);
    expect(value).toBeLessThanOrEqual(1);
    last = value;
  }
}

/** Five units that do not see each other: without noise each state shrinks by `factor` a step. */
const uncoupled = (factor: number): RnnWeights => ({
  hiddenSize: 5,
  inputDim: 5,
  nOutputs: 2,
  inputWeights: Float32Array.from({ length: 25 }, (_, i) => (i % 6 === 0 ? 1 : 0)),
  recurrentWeights: Float32Array.from({ length: 25 }, (_, i) => (i % 6 === 0 ? factor : 0)),
  readoutWeights: new Float32Array(10).fill(0.5),
});

describe('collapse of uncoupled units', () => {
  it('finds the factor, the block and the verdict', () => {
    const report = run(uncoupled(0.875), { seed: 1, released: 30, steps: 200 });
    expect(report.decayPerStep!.value).toBeCloseTo(0.875, 10);
    expect(report.decayPerStep!.high - report.decayPerStep!.low).toBeLessThan(1e-10);
    expect(report.slowestRadius).toBeCloseTo(0.875, 10);
    expect(report.verdict).toBe('single-fixed-point');
    expect(report.divergent).toBe(false);
    // All are below 1e-3 of the mean when the largest is.
    const largest = report.highest[0]! / report.drivenNorm;
    expect(report.collapsedAfter).toBe(Math.floor(Math.log(1e-3 / largest) / Math.log(0.875)) + 1);
  });
  it('follows norms far below the smallest float32, and below the square root of the smallest float64', () => {
    const report = run(uncoupled(0.25), { seed: 1, released: 3, steps: 500 });
    expect(Math.log2(report.norms[500]! / report.norms[0]!)).toBeCloseTo(-1000, 6);
  });
  it('says when a collapse is not over, and when there is nothing to measure a rate on', () => {
    const slow = run(uncoupled(0.99), { seed: 1, released: 20 });
    expect(slow.verdict).toBe('not-collapsed-yet');
    expect(slow.collapsedAfter).toBeUndefined();
    expect(slow.decayPerStep!.value).toBeCloseTo(0.99, 6);
    const slower = run(uncoupled(0.999), { seed: 1, released: 20 });
    expect(slower.decayPerStep).toBeUndefined();
    expect(slower.verdict).toBe('not-collapsed-yet');
  });
  it('says that an explosive network grows, and how far it could be driven', () => {
    const report = run(uncoupled(1.25), { seed: 1, released: 20 });
    expect(report.verdict).toBe('grows');
    expect(report.divergent).toBe(true);
    expect(report.released).toBeGreaterThan(0);
    expect(report.finalNorm / report.highest[0]!).toBeCloseTo(1.25 ** 500, -40);
    expect(run(uncoupled(8), { seed: 1, released: 5 }).finalNorm).toBe(Number.MAX_VALUE);
  });
});

describe('collapse of the golden network', () => {
  const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));
  const report = run(weights, { seed: 1, released: 40, steps: 300 });
  it('has the norms of the plain iteration, and their order statistics', () => {
    const states = simulate(weights, { steps: 800, seed: 1, warmUp: 50 }).states;
    const columns = Array.from({ length: 301 }, (): number[] => []);
    for (let n = 0; n < 40; n++) {
      const slow = noiseFreeNorms(weights, states.subarray(n * 20 * 64, (n * 20 + 1) * 64), 300);
      slow.forEach((norm, t) => {
        expect(Math.abs(report.norms[n * 301 + t]! / norm - 1)).toBeLessThan(1e-9);
        columns[t]!.push(norm);
      });
    }
    columns.forEach((column, t) => {
      column.sort((a, b) => a - b);
      expect(report.lowest[t]! / column[0]!).toBeCloseTo(1, 9);
      expect(report.highest[t]! / column[39]!).toBeCloseTo(1, 9);
      expect(report.median[t]! / ((column[19]! + column[20]!) / 2)).toBeCloseTo(1, 9);
    });
  });
  it('decays no slower than its slowest block at the end, and collapses (claim C3)', () => {
    expect(report.verdict).toBe('single-fixed-point');
    const tail = (report.highest[120]! / report.highest[80]!) ** (1 / 40);
    expect(tail).toBeLessThan(report.slowestRadius + 0.01);
    expect(report.decayPerStep!.high).toBeLessThan(1);
    expect(report.decayPerStep!.low).toBeGreaterThan(0.5);
    expect(report.activeSets.solved).toBe(Math.min(200, report.activeSets.met));
  });
  it('as one call has the same numbers and one for the decay', () => {
    const summary = measureCollapse(weights, 1, 40, 300);
    expect(summary.norms).toEqual(report.norms);
    expect(summary.collapsedAfter).toBe(report.collapsedAfter);
    expect(summary.decayPerStep).toBeCloseTo((report.finalNorm / report.highest[0]!) ** (1 / 300), 12);
  });
});
