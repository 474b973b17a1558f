import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { noiseSensitivity } from '../../../src/dynamics/sensitivity';
import { mixingFactors, recordedNoise } from '../../../src/dynamics/sensitivityFan';
import { spectrumAt } from '../../../src/dynamics/spectrum';
import { spectrumReport } from '../../../src/dynamics/spectrumReport';
import { simulate } from '../../../src/rnn/simulate';
import { initialWeights } from '../../../src/rnn/weights';

const weights = initialWeights({ hiddenSize: 18, inputDim: 4, nOutputs: 3 }, 3, 1.6);
const H = 18;
const run = simulate(weights, { steps: 200, seed: 5, warmUp: 20 });

const finish = <T>(work: Generator<number, T, void>): T => {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
};

/** The whole Jacobian D·W_hh of a noise-free step, as it is defined. */
function jacobian(h: ArrayLike<number>): Matrix {
  const J = Matrix.zeros(H, H);
  for (let i = 0; i < H; i++) {
    let z = 0;
    for (let j = 0; j < H; j++) z += weights.recurrentWeights[i * H + j]! * h[j]!;
    if (z > 0) for (let j = 0; j < H; j++) J.set(i, j, weights.recurrentWeights[i * H + j]!);
  }
  return J;
}

/** Moduli, largest first. */
const moduli = (re: ArrayLike<number>, im: ArrayLike<number>) =>
  Array.from(re, (value, n) => Math.hypot(value, im[n]!)).sort((a, b) => b - a);

describe('the spectrum of the active block', () => {
  it('is that of the whole Jacobian, whose other eigenvalues are 0', () => {
    for (let n = 0; n < 200; n += 13) {
      const state = run.states.subarray(n * H, (n + 1) * H);
      const { re, im, activeCount, unstable, radius } = spectrumAt(weights, state);
      const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(jacobian(state));
      const whole = moduli(realEigenvalues, imaginaryEigenvalues);
      moduli(re, im).forEach((value, k) => {
        expect(value).toBeCloseTo(whole[k]!, 6);
      });
      expect(Math.max(0, ...whole.slice(activeCount))).toBeLessThan(1e-6);
      expect(unstable).toBe(whole.filter((value) => value > 1).length);
      expect(radius).toBeCloseTo(whole[0]!, 6);
    }
  });
  it('is right of the imaginary axis after the Möbius map exactly where it is outside the unit circle', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { minLength: H, maxLength: H }), (h) => {
        const { re, im, mobiusRe } = spectrumAt(weights, h);
        re.forEach((value, n) => {
          const distance = Math.hypot(value, im[n]!) - 1;
          if (Math.abs(distance) > 1e-6) expect(mobiusRe[n]! > 0).toBe(distance > 0);
        });
      }),
    );
  });
  it('along a run is that of each state', () => {
    const report = finish(spectrumReport(weights, run.states));
    for (let n = 0; n < 200; n += 7) {
      const one = spectrumAt(weights, run.states.subarray(n * H, (n + 1) * H));
      expect([report.unstable[n], report.criticalPairs[n], report.activeCount[n]]).toEqual([
        one.unstable,
        one.criticalPairs,
        one.activeCount,
      ]);
    }
    expect(report.hitRate).toBeCloseTo(1 - report.distinctSets / 200, 12);
  });
});

describe('futures of a state', () => {
  const anchor = 40;
  const fanAt = (gamma: number, mixing: 'variance-preserving' | 'reference' = 'variance-preserving') =>
    finish(
      noiseSensitivity(weights, {
        seed: 9,
        anchor: {
          state: run.states.slice(anchor * H, (anchor + 1) * H),
          nextNoise: recordedNoise({ seed: 5 }, 20 + anchor + 1, 10, 4),
        },
        steps: 10,
        trajectories: 60,
        gammas: [gamma],
        mixing,
        basis: {
          mean: new Float64Array(H),
          components: Float64Array.from({ length: H * H }, (_, n) => (n % (H + 1) === 0 ? 1 : 0)),
          explained: new Float64Array(H),
        },
      }),
    );
  it('at γ = 0 retrace the recorded path: the noise used first is the one that follows the state', () => {
    const { curves, drawn, steps, axes } = fanAt(0);
    for (const path of [0, drawn - 1])
      for (let t = 1; t <= steps; t++)
        for (let i = 0; i < H; i++) {
          const recorded = run.states[(anchor + t) * H + i]!;
          expect(Math.abs(curves[0]!.paths[(path * (steps + 1) + t) * axes + i]! - recorded)).toBeLessThan(2e-5);
        }
    for (const { covarianceTrace, labelAgreement } of curves[0]!.spread) {
      expect(covarianceTrace.value).toBe(0);
      expect(labelAgreement.value).toBe(1);
    }
  });
  it('spread the more the fresher the noise, and the reference mixing has the variance it is said to have', () => {
    const [half, full] = [0.5, 1].map((gamma) => fanAt(gamma).curves[0]!.spread[4]!.covarianceTrace.value);
    expect(half!).toBeGreaterThan(0);
    expect(full!).toBeGreaterThan(half!);
    for (const gamma of [0, 0.3, 0.5, 1]) {
      const kept = mixingFactors(gamma, 'variance-preserving');
      const lost = mixingFactors(gamma, 'reference');
      expect(kept.recorded ** 2 + kept.fresh ** 2).toBeCloseTo(1, 12);
      expect(lost.recorded ** 2 + lost.fresh ** 2).toBeCloseTo((1 - gamma) ** 2 + gamma ** 2, 12);
    }
  });
});
