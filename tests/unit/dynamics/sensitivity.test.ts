import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { noiseSensitivity } from '../../../src/dynamics/zones/sensitivity';
import { createFanDrawer, fanSpread, mixingFactors, recordedNoise } from '../../../src/dynamics/zones/sensitivityFan';
import { argmax } from '../../../src/math/distributions';
import { pca } from '../../../src/math/principalAxes';
import { project } from '../../../src/math/projection';
import { fillNormals, randomSequence } from '../../../src/math/random';
import { readWeights } from '../../../src/rnn/safetensors';
import { simulate } from '../../../src/rnn/simulate';
import { createStepper } from '../../../src/rnn/step';
import type { RnnWeights } from '../../../src/rnn/weights';
import { finish } from '../finish';

const { weights } = readWeights(readFileSync(new URL('../../golden/chain3_h64_d16.safetensors', import.meta.url)));
const { hiddenSize: H, inputDim: d } = weights;

/** States of a run in float64, from the addresses of its draws: entry t is the state after step t. */
const exactRun = (() => {
  const stepper = createStepper(weights);
  const h = new Float64Array(H);
  const noise = new Float64Array(d);
  return Array.from({ length: 120 }, (_, step) => {
    fillNormals(noise, 0, d, { seed: 4, stream: 'noise', update: 0, sequence: 2, step });
    stepper.step(h, noise, 0, 1);
    return h.slice();
  });
})();
const source = { seed: 4, run: 2 };
const anchorAt = (t: number, steps: number) => ({ state: exactRun[t]!, nextNoise: recordedNoise(source, t + 1, steps, d) });

describe('mixing of recorded and fresh noise', () => {
  it('keeps the variance at 1, or has (1−γ)² + γ² as in the reference', () => {
    const random = randomSequence(1, 'data');
    for (const gamma of [0, 0.2, 0.5, 0.8, 1]) {
      for (const [mixing, expected] of [
        ['variance-preserving', 1],
        ['reference', (1 - gamma) ** 2 + gamma ** 2],
      ] as const) {
        const { recorded, fresh } = mixingFactors(gamma, mixing);
        expect(recorded ** 2 + fresh ** 2).toBeCloseTo(expected, 12);
        let squares = 0;
        const n = 20_000;
        for (let k = 0; k < n; k++) squares += (recorded * random.normal() + fresh * random.normal()) ** 2;
        // Standard error of a variance: √(2/n) = 1 %.
        expect(Math.abs(squares / n / expected - 1)).toBeLessThan(0.05);
      }
      expect(mixingFactors(gamma, 'variance-preserving').fresh).toBe(gamma);
    }
    expect(mixingFactors(0, 'reference')).toEqual({ recorded: 1, fresh: 0 });
    expect(() => mixingFactors(1.1, 'reference')).toThrow(RangeError);
    expect(() => mixingFactors(Number.NaN, 'reference')).toThrow(RangeError);
  });
});

describe('γ = 0', () => {
  it.each(['variance-preserving', 'reference'] as const)('retraces the recorded path bit for bit (%s)', (mixing) => {
    const steps = 30;
    const drawer = createFanDrawer(weights, 5, steps, 77);
    drawer.refresh(0);
    for (const t of [0, 13, 60]) {
      const { states } = drawer.draw(anchorAt(t, steps), 0, mixing);
      for (let r = 0; r < 5; r++)
        for (let s = 0; s < steps; s++)
          expect(states.subarray((r * steps + s) * H, (r * steps + s + 1) * H)).toEqual(exactRun[t + 1 + s]);
    }
  });
  it('retraces a run of the kernels to single precision, warm-up counted, and only with the noise that follows', () => {
    const warmUp = 40;
    const steps = 10;
    const run = simulate(weights, { steps: 60, seed: 9, run: 3, warmUp });
    const t = 20;
    const state = run.states.subarray(t * H, (t + 1) * H);
    const drawer = createFanDrawer(weights, 2, steps, 1);
    drawer.refresh(0);
    const distance = (firstStep: number) => {
      const nextNoise = recordedNoise({ seed: 9, run: 3 }, firstStep, steps, d);
      const { states } = drawer.draw({ state, nextNoise }, 0, 'variance-preserving');
      let worst = 0;
      for (let i = 0; i < steps * H; i++) worst = Math.max(worst, Math.abs(states[i]! - run.states[(t + 1) * H + i]!));
      return worst;
    };
    expect(distance(warmUp + t + 1)).toBeLessThan(1e-4);
    // Quirk Q9: the noise that produced the anchor, used again.
    expect(distance(warmUp + t)).toBeGreaterThan(0.1);
  });
  it('has a spread of exactly 0 and one label', () => {
    const { curves } = finish(noiseSensitivity(weights, { seed: 1, anchor: anchorAt(50, 8), steps: 8, trajectories: 20 }));
    for (const { covarianceTrace, meanDistance, labelAgreement } of curves[0]!.spread) {
      expect(covarianceTrace).toMatchObject({ value: 0, low: 0, high: 0, n: 20 });
      expect(meanDistance.value).toBe(0);
      expect(labelAgreement.value).toBe(1);
    }
    expect(curves[2]!.spread[7]!.covarianceTrace.low).toBeGreaterThan(0);
  });
});

describe('the spread of a fan', () => {
  it('is that of a plain computation from the definitions', () => {
    const [trajectories, steps] = [12, 4];
    const drawer = createFanDrawer(weights, trajectories, steps, 5);
    drawer.refresh(3);
    const anchor = anchorAt(30, steps);
    const fan = drawer.draw(anchor, 0.6, 'reference');
    const stepper = createStepper(weights);
    const logits = new Float64Array(weights.nOutputs);
    // The same trajectories one by one, noise mixed by hand.
    const slow = Array.from({ length: trajectories }, (_, r) => {
      const h = Float64Array.from(anchor.state);
      return Array.from({ length: steps }, (_, t) => {
        const fresh = new Float64Array(d);
        fillNormals(fresh, 0, d, { seed: 5, stream: 'rollout', update: 1, sequence: 3 * trajectories + r, step: t });
        const mixed = fresh.map((m, j) => (1 - 0.6) * anchor.nextNoise[t * d + j]! + 0.6 * m);
        stepper.step(h, mixed, 0, 1);
        stepper.logits(h, logits);
        return { h: h.slice(), label: argmax(logits) };
      });
    });
    for (let t = 0; t < steps; t++) {
      const at = slow.map((trajectory) => trajectory[t]!);
      const mean = Array.from({ length: H }, (_, i) => at.reduce((sum, { h }) => sum + h[i]!, 0) / trajectories);
      const variance = (i: number) => at.reduce((sum, { h }) => sum + (h[i]! - mean[i]!) ** 2, 0) / (trajectories - 1);
      const spread = fanSpread(fan, steps, t);
      expect(spread.covarianceTrace.value).toBeCloseTo(
        mean.reduce((sum, _, i) => sum + variance(i), 0),
        9,
      );
      const distances = at.map(({ h }) => Math.hypot(...h.map((x, i) => x - mean[i]!)));
      expect(spread.meanDistance.value).toBeCloseTo(distances.reduce((a, b) => a + b, 0) / trajectories, 9);
      const most = Math.max(...[0, 1, 2].map((k) => at.filter(({ label }) => label === k).length));
      expect(spread.labelAgreement.value).toBeCloseTo(most / trajectories, 12);
      expect(at.filter(({ label }) => label === spread.label).length).toBe(most);
    }
  });
  it('of rectified white noise is known: ½ − 1/2π per unit, at every step', () => {
    // No recurrence: h = ReLU(x).
    const white: RnnWeights = {
      hiddenSize: 2,
      inputDim: 2,
      nOutputs: 2,
      inputWeights: Float32Array.from([1, 0, 0, 1]),
      recurrentWeights: new Float32Array(4),
      readoutWeights: Float32Array.from([1, 0, 0, 1]),
    };
    const anchor = { state: [0, 0], nextNoise: new Float64Array(6) };
    const { curves } = finish(noiseSensitivity(white, { seed: 2, anchor, trajectories: 4000, steps: 3, gammas: [1] }));
    for (const { covarianceTrace, labelAgreement } of curves[0]!.spread) {
      expect(Math.abs(covarianceTrace.value - (1 - 1 / Math.PI))).toBeLessThan(0.05);
      expect(covarianceTrace.high - covarianceTrace.low).toBeLessThan(0.1);
      // Label 1 needs x₂ > max(0, x₁): probability 3/8, label 0 the rest.
      expect(Math.abs(labelAgreement.value - 5 / 8)).toBeLessThan(0.03);
    }
  });
  it('needs two trajectories', () => {
    expect(() => fanSpread({ states: new Float64Array(H), labels: new Uint8Array(1) }, 1, 0)).toThrow(RangeError);
  });
});

describe('noise sensitivity of an anchor', () => {
  it('at γ = 1 depends neither on the recorded noise nor on the mixing', () => {
    const options = { seed: 3, trajectories: 10, gammas: [1] };
    const [a, b] = (['variance-preserving', 'reference'] as const).map((mixing, k) => {
      const anchor = { ...anchorAt(25, 5), ...(k === 1 && { nextNoise: new Float64Array(5 * d) }) };
      return finish(noiseSensitivity(weights, { ...options, anchor, mixing })).curves;
    });
    expect(a).toEqual(b);
  });
  it('grows with γ', () => {
    const { curves } = finish(noiseSensitivity(weights, { seed: 3, anchor: anchorAt(25, 5), gammas: [0, 0.25, 0.5, 0.75, 1] }));
    const traces = curves.map(({ spread }) => spread[4]!.covarianceTrace.value);
    traces.slice(1).forEach((trace, k) => {
      expect(trace).toBeGreaterThan(traces[k]!);
    });
  });
  it('projects the drawn trajectories, each from the anchor on', () => {
    const run = simulate(weights, { steps: 300, seed: 1 });
    const basis = pca(run.states, H, 3);
    const anchor = anchorAt(40, 6);
    const found = finish(
      noiseSensitivity(weights, { seed: 3, anchor, steps: 6, trajectories: 10, drawn: 4, gammas: [0], basis }),
    );
    expect([found.axes, found.drawn]).toEqual([3, 4]);
    const point = new Float32Array(3);
    for (let r = 0; r < 4; r++)
      for (let t = 0; t <= 6; t++) {
        project(basis, exactRun[40 + t]!, point, 0, 3);
        expect(found.curves[0]!.paths.subarray((r * 7 + t) * 3, (r * 7 + t + 1) * 3)).toEqual(point);
      }
    expect(found.curves[0]!.labels.length).toBe(24);
  });
  it('does not depend on how the work is divided', () => {
    // 30 steps of 100 trajectories come in several portions, 20 trajectories in one.
    const anchor = anchorAt(25, 30);
    const large = finish(noiseSensitivity(weights, { seed: 3, anchor, steps: 30, gammas: [1] }));
    const small = finish(noiseSensitivity(weights, { seed: 3, anchor, steps: 30, gammas: [1], trajectories: 20 }));
    expect(small.curves[0]!.labels).toEqual(large.curves[0]!.labels.subarray(0, 20 * 30));
  });
  it('refuses what does not fit', () => {
    const anchor = anchorAt(25, 5);
    expect(() => noiseSensitivity(weights, { seed: 1, anchor, steps: 6 }).next()).toThrow(RangeError);
    expect(() => noiseSensitivity(weights, { seed: 1, anchor, steps: 0 }).next()).toThrow(RangeError);
    expect(() => noiseSensitivity(weights, { seed: 1, anchor, trajectories: 1 }).next()).toThrow(RangeError);
    expect(() => noiseSensitivity(weights, { seed: 1, anchor: { ...anchor, state: [0] } }).next()).toThrow(RangeError);
  });
});
