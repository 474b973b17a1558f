import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { phase } from '../../../src/analyses/phase/compute';
import { correlationFigure, phasePortrait } from '../../../src/analyses/phase/figures';
import { phaseText, WORDS } from '../../../src/analyses/phase/PhaseBody';
import { PALETTES } from '../../../src/charts/palette';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { ORBIT_STRIDE } from '../../../src/dynamics/orbit/orbitPlanes';
import { LARGEST_ERROR, LEAST_QUALITY } from '../../../src/dynamics/orbit/stochasticPhase';
import { readWeights } from '../../../src/rnn/safetensors';
import { initialWeights } from '../../../src/rnn/weights';
import { recordingContext } from '../charts/recordingContext';
import { finish } from '../finish';

const { weights } = readWeights(readFileSync('tests/golden/chain3_h64_d16.safetensors'));
const orbit = summariseOrbit(weights, { steps: 6000, seed: 1 });
const report = finish(phase({ weights, basis: orbit.basis, seed: 1 }));
const found = report.found!;

describe('the phase of a network', () => {
  it('is told with its intervals, and with how far it holds on held-out runs', () => {
    expect(report.turns.length * ORBIT_STRIDE).toBe(report.points.length);
    expect(found.period.n).toBe(report.heldOutRuns);
    expect(found.period.low).toBeLessThan(found.period.value);
    expect(found.quality.value).toBeCloseTo((2 * Math.PI * found.memory.value) / found.period.value, 6);
    const turns = found.quality.low >= LEAST_QUALITY && Number.isFinite(found.period.high);
    expect(report.verdict).toBe(turns && found.error.value <= LARGEST_ERROR ? 'phase' : 'unconfirmed');
    expect(report.turns.every((turn) => turn >= 0 && turn <= 1)).toBe(true);
  });

  it('moves on at its pace on held-out runs, counted turn by turn', () => {
    let total = 0;
    const perRun = report.steps;
    for (let t = 1; t < report.turns.length; t++) {
      if (t % perRun === 0) continue;
      const step = report.turns[t]! - report.turns[t - 1]!;
      total += step - Math.round(step);
    }
    // Onwards: in the sense in which the eigenvalue turns.
    expect(total).toBeGreaterThan(0);
  });

  it('does not turn in a network that only shivers', () => {
    const untrained = initialWeights({ hiddenSize: 12, inputDim: 6, nOutputs: 3 }, 2, 0.3);
    const basis = summariseOrbit(untrained, { steps: 4000, seed: 1 }).basis;
    expect(finish(phase({ weights: untrained, basis, seed: 1 })).verdict).not.toBe('phase');
  });

  it('is refused where a run grows without bound', () => {
    const grows = initialWeights({ hiddenSize: 12, inputDim: 3, nOutputs: 3 }, 1, 2.6);
    expect(() => finish(phase({ weights: grows, basis: orbit.basis, seed: 1 }))).toThrow(/passes the divergence cap/);
  });
});

describe('what the panel says of a phase', () => {
  const estimate = (value: number, half: number) => ({ value, low: value - half, high: value + half, n: 20 });
  const told = (quality: number, half = 0.05, error = 0.02) =>
    phaseText({ verdict: 'phase', found: { ...found, quality: estimate(quality, half), error: estimate(error, 0.01) } });

  it('is a rhythm, a sense of turning, or neither for sure', () => {
    expect(told(3)).toContain('a rhythm');
    expect(told(0.5)).toContain('no rhythm');
    expect(told(1, 0.2)).toContain('cannot be told');
  });

  it('is that none was found, or that it failed on held-out runs', () => {
    expect(phaseText({ verdict: 'none' })).toMatch(/^No phase: /);
    expect(phaseText({ verdict: 'unconfirmed', found: { ...found, error: estimate(0.4, 0.1) } })).toContain('off by 0.40');
    expect(phaseText({ verdict: 'unconfirmed', found: { ...found, error: estimate(0.01, 0.01) } })).toContain(
      'cannot be told that the function turns',
    );
    expect(WORDS.note(report, 'this network')).toContain('20 other runs');
  });

  it('is painted: each state in the colour of its phase, correlations beside what they must be', () => {
    const { context, painted } = recordingContext();
    phasePortrait(report, orbit, [0, 1]).draw(context, 500, 300, PALETTES.screen);
    const rects = painted.filter(({ kind }) => kind === 'rect');
    expect(rects).toHaveLength(report.turns.length);
    expect(new Set(rects.map(({ colour }) => colour)).size).toBeGreaterThan(12);
    const { rows } = correlationFigure(found).table();
    expect(rows).toHaveLength(found.correlations.length);
    expect(rows[0]![0]).toBe(found.lag);
    expect(rows[0]![7]).toBeCloseTo(found.correlations[0]!.expected.re, 12);
  });
});
