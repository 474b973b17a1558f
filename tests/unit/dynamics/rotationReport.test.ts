import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { netRotation } from '../../../src/dynamics/orbit/orbitPlanes';
import {
  PHASE_BINS,
  phaseBin,
  type RotationReport,
  rotationEstimate,
  rotationReport,
  unwrappedPhase,
} from '../../../src/dynamics/orbit/rotationReport';
import { project } from '../../../src/math/projection';
import { randomSequence } from '../../../src/math/random';
import { readWeights } from '../../../src/rnn/safetensors';
import { simulate } from '../../../src/rnn/simulate';

const circle = (turns: number, n: number) =>
  Float64Array.from({ length: 3 * n }, (_, at) => {
    const angle = 0.4 + (2 * Math.PI * turns * Math.floor(at / 3)) / (n - 1);
    return at % 3 === 0 ? Math.sin(angle) : at % 3 === 1 ? 7 : Math.cos(angle);
  });

describe('unwrapped phase', () => {
  it('counts the turns of a circle, with their sense, and agrees with the net rotation', () => {
    for (const turns of [5, -5, 2.25]) {
      const points = circle(turns, 400);
      const phase = unwrappedPhase(points, 3, [2, 0]);
      expect(phase[399]! - phase[0]!).toBeCloseTo(turns, 9);
      expect(netRotation(points, 3, new Uint8Array(400), [2, 0]).netTurns).toBeCloseTo(turns, 9);
      const mirrored = unwrappedPhase(points, 3, [0, 2]);
      expect(mirrored[399]! - mirrored[0]!).toBeCloseTo(-turns, 9);
    }
  });
  it('falls into the bin of its angle, however many turns it has behind it', () => {
    for (let bin = 0; bin < PHASE_BINS; bin++)
      for (const turns of [-3, 0, 11]) expect(phaseBin(turns - 0.5 + (bin + 0.5) / PHASE_BINS)).toBe(bin);
  });
});

describe('rotation over runs', () => {
  it('is zero within its interval for reversible noise, about 95 times in 100', () => {
    const random = randomSequence(4, 'bootstrap');
    const groups = 60;
    let covered = 0;
    for (let group = 0; group < groups; group++) {
      const runs = Array.from({ length: 12 }, () => {
        // An Ornstein–Uhlenbeck walk: labels change and phases wander, but neither sense is preferred.
        const points = new Float64Array(2 * 400);
        for (let i = 2; i < points.length; i++) points[i] = 0.8 * points[i - 2]! + random.normal();
        return netRotation(
          points,
          2,
          Uint8Array.from({ length: 400 }, (_, t) => (points[2 * t]! > 0 ? 1 : 0)),
        );
      });
      const { turnsPerRoundTrip } = rotationEstimate(runs);
      expect(turnsPerRoundTrip.n).toBe(12);
      if (turnsPerRoundTrip.low < 0 && turnsPerRoundTrip.high > 0) covered++;
    }
    expect(covered / groups).toBeGreaterThan(0.85);
    expect(covered / groups).toBeLessThan(1);
  });
  it('leaves runs without a round trip out of the ratio, and counts those that agree in sense', () => {
    const run = (netTurns: number, flips: number) => ({ netTurns, flips, turnsPerRoundTrip: netTurns / (flips / 2) });
    const estimate = rotationEstimate([run(3, 6), run(5, 10), run(-1, 0), run(0.4, 1)]);
    expect(estimate.turnsPerRoundTrip).toMatchObject({ value: 1, n: 2 });
    expect(estimate.sameSense).toBe(0.75);
    expect(estimate.flips).toBe(17);
  });
});

describe('rotation of the golden network', () => {
  const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));
  const { basis } = summariseOrbit(weights, { steps: 10_000, seed: 1 });
  const work = rotationReport(weights, basis, { seed: 2, runs: 8, steps: 1500, axes: [0, 1] });
  let report: RotationReport;
  for (;;) {
    const { done, value } = work.next();
    if (!done) continue;
    report = value;
    break;
  }
  const run = simulate(weights, { steps: 1500, seed: 2, warmUp: 50 });

  it('turns once per round trip, in one sense (claim C5)', () => {
    expect(Math.abs(report.turnsPerRoundTrip.value)).toBeGreaterThan(0.8);
    expect(Math.abs(report.turnsPerRoundTrip.value)).toBeLessThan(1.2);
    expect(report.sameSense).toBe(1);
    expect(report.planes[0]!.turnsPerRoundTrip).toEqual(report.turnsPerRoundTrip);
    expect(report.divergentRuns).toBe(0);
  });
  it('draws the phase of the first run', () => {
    expect(report.phase.length).toBe(1500);
    const points = new Float64Array(2 * 1500);
    for (let t = 0; t < 1500; t++) project(basis, run.states, points, 2 * t, 2, 64 * t);
    expect(report.phase[1499]! - report.phase[0]!).toBeCloseTo(netRotation(points, 2, run.outputLabels).netTurns, 6);
  });
  it('shares out the time, and its probabilities average to those of all steps', () => {
    const { share, probabilities } = report.profile;
    expect(share.reduce((sum, e) => sum + e.value, 0)).toBeCloseTo(1, 9);
    for (const bin of probabilities) if (bin[0]!.n > 0) expect(bin.reduce((sum, e) => sum + e.value, 0)).toBeCloseTo(1, 9);
    // Written out for one run alone, where the weighted mean over bins is the plain mean over steps.
    const single = rotationReport(weights, basis, { seed: 2, runs: 1, steps: 1500, axes: [0, 1] });
    let profile: RotationReport['profile'] | undefined;
    while (!profile) {
      const { done, value } = single.next();
      if (done) profile = value.profile;
    }
    for (let k = 0; k < 3; k++) {
      let mean = 0;
      for (let t = 0; t < 1500; t++) {
        const logits = [0, 1, 2].map((l) => {
          let sum = 0;
          for (let i = 0; i < 64; i++) sum += weights.readoutWeights[l * 64 + i]! * run.states[t * 64 + i]!;
          return sum;
        });
        mean += Math.exp(logits[k]!) / logits.reduce((sum, l) => sum + Math.exp(l), 0) / 1500;
      }
      const binned = profile.share.reduce((sum, e, bin) => sum + (e.value && e.value * profile.probabilities[bin]![k]!.value), 0);
      expect(binned).toBeCloseTo(mean, 9);
    }
  });
});
