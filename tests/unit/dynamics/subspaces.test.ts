import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { netRotation, ORBIT_STRIDE } from '../../../src/dynamics/orbit/orbitPlanes';
import {
  chooseStretches,
  LONG_STRETCH,
  pairStretches,
  piecesOf,
  ratioEstimate,
} from '../../../src/dynamics/orbit/subspaceStretches';
import { outputPairSubspaces } from '../../../src/dynamics/orbit/subspaces';
import { randomSequence } from '../../../src/math/random';
import { readWeights } from '../../../src/rnn/safetensors';
import { simulate } from '../../../src/rnn/simulate';
import { initialWeights } from '../../../src/rnn/weights';
import { finish } from '../finish';

describe('stretches', () => {
  it('are the maximal runs of the two labels', () => {
    expect(pairStretches([0, 1, 1, 2, 2, 0, 2, 1], [0, 1])).toEqual([
      { from: 0, to: 3 },
      { from: 5, to: 6 },
      { from: 7, to: 8 },
    ]);
    expect(pairStretches([2, 2], [0, 1])).toEqual([]);
    const random = randomSequence(1, 'bootstrap');
    const labels = Array.from({ length: 3000 }, () => random.integer(3));
    const spans = pairStretches(labels, [0, 2]);
    const inside = new Set(spans.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
    labels.forEach((label, t) => {
      expect(inside.has(t)).toBe(label !== 1);
    });
    for (const { from, to } of spans) expect([labels[from - 1], labels[to]].every((l) => l === 1 || l === undefined)).toBe(true);
  });
  it('are measured when long, and the longest when none is', () => {
    const spans = [5, LONG_STRETCH + 1, LONG_STRETCH, 900].map((length, i) => ({ from: 1000 * i, to: 1000 * i + length }));
    expect(chooseStretches(spans).map(({ from }) => from)).toEqual([3000, 1000]);
    const short = Array.from({ length: 30 }, (_, i) => ({ from: 100 * i, to: 101 * i + 1 }));
    expect(chooseStretches(short).map(({ from, to }) => to - from)).toEqual(Array.from({ length: 20 }, (_, i) => 30 - i));
  });
  it('cut into pieces lose neither a turn nor a flip', () => {
    const random = randomSequence(2, 'bootstrap');
    const points = Float64Array.from({ length: 2 * 9000 }, () => random.normal());
    const labels = Uint8Array.from({ length: 9000 }, () => random.integer(2));
    const rotation = ({ from, to }: { from: number; to: number }) =>
      netRotation(points.subarray(2 * from, 2 * to), 2, labels.subarray(from, to));
    for (const span of [
      { from: 10, to: 8990 },
      { from: 500, to: 1900 },
      { from: 3, to: 40 },
    ]) {
      const pieces = piecesOf([span]);
      const whole = rotation(span);
      expect(pieces.reduce((sum, piece) => sum + rotation(piece).netTurns, 0)).toBeCloseTo(whole.netTurns, 9);
      expect(pieces.reduce((sum, piece) => sum + rotation(piece).flips, 0)).toBe(whole.flips);
    }
    expect(piecesOf([{ from: 10, to: 8990 }]).length).toBe(9);
  });
});

describe('ratio of sums', () => {
  it('is the ratio, with an interval that covers the truth about 95 times in 100', () => {
    expect(ratioEstimate([1, 2, 3], [2, 4, 6])).toMatchObject({ value: 0.5, low: 0.5, high: 0.5, n: 3 });
    expect(ratioEstimate([1], [0]).value).toBeNaN();
    const random = randomSequence(3, 'bootstrap');
    let covered = 0;
    for (let trial = 0; trial < 1000; trial++) {
      const bottom = Array.from({ length: 25 }, () => random.integer(6));
      const { low, high } = ratioEstimate(
        bottom.map((b) => 0.7 * b + 0.5 * Math.sqrt(b) * random.normal()),
        bottom,
      );
      if (low < 0.7 && high > 0.7) covered++;
    }
    expect(covered / 1000).toBeGreaterThan(0.92);
    expect(covered / 1000).toBeLessThan(0.975);
  });
});

describe('subspaces of the golden network', () => {
  const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));
  const orbit = summariseOrbit(weights, { steps: 10_000, seed: 1 });
  const steps = 12_000;
  const report = finish(outputPairSubspaces(weights, orbit.basis, { seed: 1, steps }));
  const { outputLabels } = simulate(weights, { steps, seed: 1, warmUp: 50 });

  it('come from the run every other analysis makes, and count its states and changes', () => {
    expect(report.steps).toBe(steps);
    expect(report.pairs.map(({ outputs }) => outputs)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    for (const pair of report.pairs) {
      const [k, l] = pair.outputs;
      let states = 0;
      let changes = 0;
      for (let t = 0; t < steps; t++) {
        const now = outputLabels[t]!;
        const before = outputLabels[t - 1];
        if (now === k || now === l) states++;
        if ((now === k && before === l) || (now === l && before === k)) changes++;
      }
      expect(pair.states).toBe(states);
      expect(pair.changes).toBe(changes);
      expect(pair.share).toBeCloseTo(states / steps, 12);
    }
  });
  it('turn once per round trip between the outer outputs, as the whole does (claims C5, C20)', () => {
    const pair = report.pairs[1]!;
    expect(pair.adjacent).toBe(true);
    expect(pair.heldOut).toBe(true);
    const size = Math.abs(pair.turnsPerRoundTrip.value);
    expect(size).toBeGreaterThan(0.8);
    expect(size).toBeLessThan(1.2);
    expect(pair.turnsPerRoundTrip.high - pair.turnsPerRoundTrip.low).toBeLessThan(0.3);
    expect(pair.explained[0]).toBeGreaterThan(pair.explained[1]!);
    expect(pair.explained.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(1);
  });
  it('draw stretches of the pair only, with the variance they say', () => {
    for (const pair of report.pairs)
      for (const { firstStep, points, labels } of pair.drawn) {
        expect(points.length).toBe(3 * labels.length);
        expect(labels).toEqual(outputLabels.slice(firstStep, firstStep + labels.length));
        expect(labels.every((label) => pair.outputs.includes(label))).toBe(true);
      }
    // The pair is all of the time here, so that its three axes hold the share of the four scores' variance they say.
    const { points, firstStep, labels } = report.pairs[1]!.drawn[0]!;
    const run = summariseOrbit(weights, { steps, seed: 1, previous: orbit.basis });
    const global = run.points.subarray(firstStep * ORBIT_STRIDE, (firstStep + labels.length) * ORBIT_STRIDE);
    const spread = (values: Float32Array, stride: number) => {
      let total = 0;
      for (let k = 0; k < stride; k++) {
        const column = values.filter((_, i) => i % stride === k);
        const mean = column.reduce((sum, v) => sum + v, 0) / column.length;
        total += column.reduce((sum, v) => sum + (v - mean) ** 2, 0);
      }
      return total;
    };
    const explained = report.pairs[1]!.explained.reduce((x, y) => x + y, 0);
    expect(Math.abs(spread(points, 3) / spread(global, ORBIT_STRIDE) - explained)).toBeLessThan(0.02);
  });
  it('label a run that passes the cap', () => {
    const explosive = initialWeights({ hiddenSize: 64, inputDim: 16, nOutputs: 3 }, 1, 6);
    expect(finish(outputPairSubspaces(explosive, orbit.basis, { seed: 1, steps: 2000 })).divergent).toBe(true);
  });
});
