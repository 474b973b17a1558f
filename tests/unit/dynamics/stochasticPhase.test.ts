import { describe, expect, it } from 'vitest';
import { createDictionary, evaluate, koopmanMatrix, spectrumOf } from '../../../src/dynamics/orbit/koopman';
import { type PhaseRuns, stochasticPhase } from '../../../src/dynamics/orbit/stochasticPhase';
import { type RandomSequence, randomSequence } from '../../../src/math/random';
import { finish } from '../finish';

/** Standard normal draws by Box and Muller. */
const normals = (random: RandomSequence) => () =>
  Math.sqrt(-2 * Math.log(random.uniform())) * Math.cos(2 * Math.PI * random.uniform());

type Step = (x: Float64Array, normal: () => number) => void;

/** Runs of four coordinates under a step, after a warm-up. */
function made(step: Step, seed: number, runs = 12, steps = 1200): PhaseRuns {
  const normal = normals(randomSequence(seed, 'data'));
  const one = (length: number) => {
    const x = Float64Array.of(1, 0, 0, 0);
    for (let t = 0; t < 200; t++) step(x, normal);
    const run = new Float64Array(4 * length);
    for (let t = 0; t < length; t++) {
      step(x, normal);
      run.set(x, 4 * t);
    }
    return run;
  };
  const many = (count: number) => Array.from({ length: count }, () => one(steps));
  return { fitted: many(runs), choosing: many(6), held: many(runs) };
}

/** A linear rotation that decays: its eigenvalue is known exactly. The other coordinates are noise. */
const spiral = (period: number, decay: number): Step => {
  const [size, angle] = [Math.exp(-decay), (2 * Math.PI) / period];
  return (x, normal) => {
    const [a, b] = [x[0]!, x[1]!];
    x[0] = size * (Math.cos(angle) * a - Math.sin(angle) * b) + normal();
    x[1] = size * (Math.sin(angle) * a + Math.cos(angle) * b) + normal();
    x[2] = 0.5 * x[2]! + normal();
    x[3] = normal();
  };
};

/** A circle gone round at a steady pace with a phase that diffuses: eigenvalue exp(iω − D), quality ω/D. */
const circle = (period: number, diffusion: number): Step => {
  let angle = 0;
  return (x, normal) => {
    angle += (2 * Math.PI) / period + Math.sqrt(2 * diffusion) * normal();
    const radius = 1 + 0.08 * normal();
    x[0] = radius * Math.cos(angle);
    x[1] = radius * Math.sin(angle);
    x[2] = 0.6 * x[2]! + normal();
    x[3] = normal();
  };
};

const blob: Step = (x, normal) => {
  for (let k = 0; k < 4; k++) x[k] = 0.9 * x[k]! + normal();
};

describe('the phase of a planted rotation', () => {
  it('is that of a spiral, with its period and its quality', () => {
    const { verdict, found } = finish(stochasticPhase(made(spiral(30, 0.05), 1), 4, 1));
    expect(verdict).toBe('phase');
    expect(found!.period.low).toBeLessThan(30.5);
    expect(found!.period.high).toBeGreaterThan(29.5);
    expect(found!.period.value).toBeCloseTo(30, -1);
    const quality = (2 * Math.PI) / 30 / 0.05;
    expect(Math.abs(found!.quality.value - quality) / quality).toBeLessThan(0.1);
    expect(Math.abs(found!.memory.value - 20) / 20).toBeLessThan(0.1);
    expect(found!.quality.n).toBe(12);
  });

  it('is that of a circle whose pace is steady and whose phase diffuses, and grows along it', () => {
    const runs = made(circle(40, 0.01), 2);
    const { verdict, found, phaseOf } = finish(stochasticPhase(runs, 4, 1));
    expect(verdict).toBe('phase');
    expect(Math.abs(found!.period.value - 40)).toBeLessThan(2);
    const quality = (2 * Math.PI) / 40 / 0.01;
    expect(Math.abs(found!.quality.value - quality) / quality).toBeLessThan(0.15);
    // The phase is the angle, up to where it begins.
    const run = runs.held[0]!;
    const turns = phaseOf!(run);
    const offsets = turns.map(({ turn }, t) => turn * 2 * Math.PI - Math.atan2(run[4 * t + 1]!, run[4 * t]!));
    const [c, s] = [Math.cos, Math.sin].map((of) => offsets.reduce((sum, offset) => sum + of(offset), 0) / offsets.length);
    expect(Math.hypot(c!, s!)).toBeGreaterThan(0.97);
  });

  it('does not depend on the units or the sense of the coordinates', () => {
    const runs = made(spiral(30, 0.05), 1);
    const changed = (list: readonly Float64Array[]) =>
      list.map((run) => run.map((value, at) => (at % 4 === 0 ? -5 * value + 3 : value)));
    const other = { fitted: changed(runs.fitted), choosing: changed(runs.choosing), held: changed(runs.held) };
    const [a, b] = [runs, other].map((one) => finish(stochasticPhase(one, 4, 1)).found!);
    expect(b!.period.value).toBeCloseTo(a!.period.value, 4);
    expect(b!.quality.value).toBeCloseTo(a!.quality.value, 4);
  });
});

describe('a cloud that does not turn', () => {
  it('has no phase, for any of several draws', () => {
    for (const seed of [3, 4, 5]) expect(finish(stochasticPhase(made(blob, seed, 8), 4, 1)).verdict).not.toBe('phase');
  });

  it('is refuted by held-out runs where the fit alone would find a turn', () => {
    // Too few states for 35 functions: the fit finds turns in what is noise.
    const few = made(blob, 6, 2, 60);
    const held = made(blob, 7);
    const { verdict, found } = finish(stochasticPhase({ ...few, held: held.held }, 4, 1));
    expect(found).toBeDefined();
    expect(verdict).toBe('unconfirmed');
  });

  it('says which coordinate does not vary', () => {
    const flat = { fitted: [new Float64Array(400)], choosing: [new Float64Array(400)], held: [new Float64Array(400)] };
    expect(() => finish(stochasticPhase(flat, 4, 1))).toThrow(/coordinate 1 does not vary/);
  });
});

describe('the Koopman matrix of a linear system', () => {
  it('has its eigenvalue and the products of it, and an eigenfunction that is linear', () => {
    const runs = made(spiral(24, 0.1), 8).fitted;
    const dictionary = createDictionary(runs, 4);
    expect(dictionary.size).toBe(35);
    const spectrum = spectrumOf(koopmanMatrix(dictionary, runs, 1), 35);
    expect(spectrum[0]!.re).toBeCloseTo(1, 6);
    const turning = spectrum.find(({ im }) => im > 0)!;
    expect(Math.hypot(turning.re, turning.im)).toBeCloseTo(Math.exp(-0.1), 1);
    expect(Math.atan2(turning.im, turning.re)).toBeCloseTo((2 * Math.PI) / 24, 1);
  });

  it('evaluates the function whose coefficients it is given', () => {
    const runs = made(spiral(24, 0.1), 8, 1, 50).fitted;
    const dictionary = createDictionary(runs, 4);
    const constant = Float64Array.from({ length: 35 }, (_, n) => (n === 0 ? 1 : 0));
    const values = evaluate({ eigenvalue: { re: 1, im: 0 }, re: constant, im: constant }, dictionary, runs[0]!);
    expect(values.every((value) => value === 1)).toBe(true);
  });
});
