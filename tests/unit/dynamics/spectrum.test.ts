import { describe, expect, it } from 'vitest';
import { CRITICAL_BAND, createSpectrometer, spectrumAt } from '../../../src/dynamics/spectrum/spectrum';
import { spectrumReport } from '../../../src/dynamics/spectrum/spectrumReport';
import { eigenvalues } from '../../../src/math/eigenvalues';
import { randomSequence } from '../../../src/math/random';
import { simulate } from '../../../src/rnn/simulate';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';
import { finish } from '../finish';

const H = 24;
const weights = initialWeights({ hiddenSize: H, inputDim: 6, nOutputs: 3 }, 3, 1.7);
const run = simulate(weights, { steps: 600, seed: 1, warmUp: 20 });
const stateAt = (t: number) => run.states.subarray(t * H, (t + 1) * H);

/** The whole Jacobian D·W_hh [H×H] of the noise-free step, from its definition. */
function jacobian({ hiddenSize, recurrentWeights }: RnnWeights, h: ArrayLike<number>): Float64Array {
  const full = new Float64Array(hiddenSize * hiddenSize);
  for (let i = 0; i < hiddenSize; i++) {
    let z = 0;
    for (let j = 0; j < hiddenSize; j++) z += recurrentWeights[i * hiddenSize + j]! * h[j]!;
    if (z > 0) for (let j = 0; j < hiddenSize; j++) full[i * hiddenSize + j] = recurrentWeights[i * hiddenSize + j]!;
  }
  return full;
}

/** Two units that turn by `angle` and grow by `radius` a step, unit 2 silent unless driven. */
const rotation = (radius: number, angle: number): RnnWeights => ({
  hiddenSize: 3,
  inputDim: 1,
  nOutputs: 2,
  inputWeights: new Float32Array(3),
  recurrentWeights: Float32Array.from([
    radius * Math.cos(angle),
    -radius * Math.sin(angle),
    0,
    radius * Math.sin(angle),
    radius * Math.cos(angle),
    0,
    -1,
    -1,
    5,
  ]),
  readoutWeights: new Float32Array(6),
});

describe('the spectrum at a state', () => {
  it('is taken of a bounded network here', () => {
    expect(run.divergent).toBe(false);
  });
  it('has the eigenvalues of the whole Jacobian that are not 0', () => {
    for (let t = 0; t < 600; t += 37) {
      const full = jacobian(weights, stateAt(t));
      const { re, im, activeCount, radius } = spectrumAt(weights, stateAt(t));
      expect(re.length).toBe(activeCount);
      const whole = eigenvalues(full, H);
      const sizes = (r: Float64Array, i: Float64Array) => Array.from(r, (x, k) => Math.hypot(x, i[k]!)).sort((a, b) => b - a);
      const all = sizes(whole.re, whole.im);
      sizes(re, im).forEach((size, k) => {
        expect(size).toBeCloseTo(all[k]!, 6);
      });
      expect(Math.max(0, ...all.slice(activeCount))).toBeLessThan(1e-6);
      expect(radius).toBeCloseTo(all[0]!, 9);
    }
  });
  it('has the traces of the powers of the Jacobian, no solver needed', () => {
    for (let t = 5; t < 600; t += 83) {
      const full = jacobian(weights, stateAt(t));
      const { re, im } = spectrumAt(weights, stateAt(t));
      let power = full;
      let powers = Array.from(re, (x, k): [number, number] => [x, im[k]!]);
      for (let exponent = 1; exponent <= 5; exponent++) {
        let trace = 0;
        for (let i = 0; i < H; i++) trace += power[i * H + i]!;
        expect(powers.reduce((sum, [x]) => sum + x, 0)).toBeCloseTo(trace, 8);
        const before = power;
        power = Float64Array.from({ length: H * H }, (_, at) => {
          let sum = 0;
          for (let k = 0; k < H; k++) sum += before[Math.floor(at / H) * H + k]! * full[k * H + (at % H)]!;
          return sum;
        });
        powers = powers.map(([x, y], k) => [x * re[k]! - y * im[k]!, x * im[k]! + y * re[k]!]);
      }
    }
  });
  it('counts |λ| > 1 where Re μ̂ > 0, a pair as two', () => {
    const random = randomSequence(7, 'bootstrap');
    let outside = 0;
    for (let trial = 0; trial < 300; trial++) {
      const network = initialWeights({ hiddenSize: 12, inputDim: 1, nOutputs: 2 }, trial, 1 + 3 * random.uniform());
      const h = Float64Array.from({ length: 12 }, () => Math.max(0, random.normal()));
      const { re, im, mobiusRe, mobiusIm, unstable } = spectrumAt(network, h);
      let count = 0;
      re.forEach((x, k) => {
        const y = im[k]!;
        const size = Math.hypot(x, y);
        if (size > 1) count++;
        if (Math.abs(size - 1) < 1e-6) return;
        expect(mobiusRe[k]! > 0).toBe(size > 1);
        // μ̂·(λ + 1) = λ − 1.
        const scale = Math.max(1, Math.hypot(mobiusRe[k]!, mobiusIm[k]!));
        expect(Math.abs(mobiusRe[k]! * (x + 1) - mobiusIm[k]! * y - (x - 1)) / scale).toBeLessThan(1e-7);
        expect(Math.abs(mobiusRe[k]! * y + mobiusIm[k]! * (x + 1) - y) / scale).toBeLessThan(1e-7);
      });
      expect(unstable).toBe(count);
      outside += count;
    }
    expect(outside).toBeGreaterThan(100);
  });
  it('of a slow rotation has one critical pair on either side of the unit circle', () => {
    for (const [radius, unstable] of [
      [1.03, 2],
      [0.97, 0],
    ] as const) {
      const spectrum = spectrumAt(rotation(radius, 0.4), [2, 1, 0]);
      expect(spectrum.activeCount).toBe(2);
      expect(spectrum.unstable).toBe(unstable);
      expect(spectrum.criticalPairs).toBe(1);
      expect(spectrum.radius).toBeCloseTo(radius, 6);
      // On the circle μ̂ = i·tan(θ/2).
      expect(Math.max(...spectrum.mobiusIm)).toBeCloseTo(Math.tan(0.2), 2);
      expect(Math.max(...spectrum.mobiusIm)).toBeGreaterThan(CRITICAL_BAND.im);
    }
  });
  it('of a rotation well inside or nearly without turning has none', () => {
    expect(spectrumAt(rotation(0.6, 0.4), [2, 1, 0]).criticalPairs).toBe(0);
    expect(spectrumAt(rotation(0.99, 0.05), [2, 1, 0]).criticalPairs).toBe(0);
  });
  it('knows the active set of the next noise-free step, not that of the state', () => {
    // Unit 2 is active in h and pulled below 0 by the others; at the origin nothing is.
    expect(spectrumAt(rotation(1, 0.4), [2, 1, 0.5]).activeCount).toBe(2);
    expect(spectrumAt(rotation(1, 0.4), [2, 1, 5]).activeCount).toBe(3);
    expect(spectrumAt(rotation(1, 0.4), [0, 0, 0])).toMatchObject({ activeCount: 0, unstable: 0, criticalPairs: 0, radius: 0 });
  });
  it('is the same at every noise level: scaled states have equal spectra', () => {
    expect(
      spectrumAt(
        weights,
        stateAt(9).map((x) => 4 * x),
      ),
    ).toEqual(spectrumAt(weights, stateAt(9)));
  });
  it('is its own: a later one does not change it, while those of a spectrometer are views', () => {
    const first = spectrumAt(weights, stateAt(0));
    const kept = first.re.slice();
    const spectrometer = createSpectrometer(weights);
    spectrometer.activate(run.states, 0);
    const view = spectrometer.solve();
    expect(view.re).toEqual(kept);
    spectrometer.activate(run.states, 50 * H);
    spectrometer.solve();
    expect(view.re).not.toEqual(kept);
    expect(first.re).toEqual(kept);
  });
});

describe('the report along a run', () => {
  it('says what the spectrum at each state says, whether met before or not', () => {
    const report = finish(spectrumReport(weights, run.states));
    const sets = new Set<string>();
    for (let t = 0; t < 600; t++) {
      const { activeCount, unstable, criticalPairs, radius } = spectrumAt(weights, stateAt(t));
      expect([report.activeCount[t], report.unstable[t], report.criticalPairs[t]]).toEqual([
        activeCount,
        unstable,
        criticalPairs,
      ]);
      expect(report.radius[t]).toBe(Math.fround(radius));
      const full = jacobian(weights, stateAt(t));
      sets.add(Array.from({ length: H }, (_, i) => full.subarray(i * H, (i + 1) * H).some((x) => x !== 0)).join());
    }
    expect(report.distinctSets).toBe(sets.size);
    expect(report.hitRate).toBeCloseTo(1 - sets.size / 600, 12);
    expect(report.hitRate).toBeGreaterThan(0);
  });
  it('tells sets apart that differ in a high unit only', () => {
    // 40 units, each driven by itself alone with a gain of its own: λ is its gain.
    const network: RnnWeights = {
      hiddenSize: 40,
      inputDim: 1,
      nOutputs: 2,
      inputWeights: new Float32Array(40),
      recurrentWeights: Float32Array.from({ length: 1600 }, (_, at) => (at % 41 === 0 ? 0.5 + at / 41 / 40 : 0)),
      readoutWeights: new Float32Array(80),
    };
    const states = Float32Array.from({ length: 1600 }, (_, at) => (at % 41 === 0 ? 1 : 0));
    const { radius, distinctSets, unstable } = finish(spectrumReport(network, states));
    expect(distinctSets).toBe(40);
    radius.forEach((r, unit) => {
      expect(r).toBeCloseTo(0.5 + unit / 40, 6);
      expect(unstable[unit]).toBe(unit > 20 ? 1 : 0);
    });
  });
  it('takes every k-th state', () => {
    const all = finish(spectrumReport(weights, run.states));
    const some = finish(spectrumReport(weights, run.states, { every: 7 }));
    expect(some.unstable.length).toBe(Math.ceil(600 / 7));
    some.radius.forEach((r, k) => {
      expect(r).toBe(all.radius[7 * k]);
    });
  });
  it('refuses what is not a run', () => {
    expect(() => spectrumReport(weights, new Float32Array(H + 1)).next()).toThrow(RangeError);
    expect(() => spectrumReport(weights, run.states, { every: 0 }).next()).toThrow(RangeError);
  });
});
