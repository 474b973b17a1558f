import { describe, expect, it } from 'vitest';
import { createMeanMap } from '../../../../src/dynamics/skeleton/meanMap';
import { normalDensity, normalDistribution } from '../../../../src/math/normal';
import { fillNormals } from '../../../../src/math/random';
import { simulate } from '../../../../src/rnn/simulate';
import { createStepper } from '../../../../src/rnn/step';
import { exampleNetwork } from '../../../exampleNetwork';
import { ownInputs, rivals } from './planted';

const applied = (map: ReturnType<typeof createMeanMap>, m: ArrayLike<number>): Float64Array => {
  const out = new Float64Array(map.size);
  map.apply(Float64Array.from(m), out);
  return out;
};

describe('the conditional mean of one step', () => {
  it('is a closed form on one unit', () => {
    const map = createMeanMap({ ...ownInputs([[0.5]]), inputWeights: Float32Array.of(2) });
    // u = .5, s = 2.
    expect(applied(map, [1])[0]).toBeCloseTo(0.5 * normalDistribution(0.25) + 2 * normalDensity(0.25), 14);
    const jacobian = new Float64Array(1);
    map.jacobian(Float64Array.of(1), jacobian);
    expect(jacobian[0]).toBeCloseTo(0.5 * normalDistribution(0.25), 14);
    // Without a recurrent weight the mean of a rectified draw, σ/√(2π), wherever the state is.
    expect(applied(createMeanMap(ownInputs([[0]]), 3), [7])[0]).toBeCloseTo(3 / Math.sqrt(2 * Math.PI), 14);
  });

  it('is a closed form on two units, one of which has no noise', () => {
    const weights = {
      ...ownInputs([
        [0, -1],
        [2, 0],
      ]),
      inputWeights: Float32Array.of(0.3, 0.4, 0, 0),
    };
    const map = createMeanMap(weights);
    const [first, second] = applied(map, [3, 0.5]);
    // Deviation ‖(.3, .4)‖ = .5, drive −.5.
    expect(first).toBeCloseTo(-0.5 * normalDistribution(-1) + 0.5 * normalDensity(-1), 7);
    expect(second).toBe(6);
    const jacobian = new Float64Array(4);
    map.jacobian(Float64Array.of(3, 0.5), jacobian);
    expect(jacobian[0]).toBeCloseTo(0, 14);
    expect(jacobian[1]).toBeCloseTo(-normalDistribution(-1), 7);
    expect([jacobian[2], jacobian[3]]).toEqual([2, 0]);
  });

  it('is what a million steps have as their mean, at 200 states, to four standard errors', () => {
    const weights = exampleNetwork('chain-3');
    const { hiddenSize: H, inputDim: d } = weights;
    const { states } = simulate(weights, { steps: 200 * 10, seed: 5, warmUp: 50 });
    const map = createMeanMap(weights);
    const stepper = createStepper(weights);
    const [draws, noise, h] = [2000, new Float64Array(d), new Float64Array(H)];
    let squares = 0;
    for (let k = 0; k < 200; k++) {
      const state = states.subarray(k * 10 * H, (k * 10 + 1) * H);
      const exact = applied(map, state);
      // The total rate, and a sum with signs that do not follow the weights.
      const sums = [0, 0];
      const sumSquares = [0, 0];
      for (let n = 0; n < draws; n++) {
        fillNormals(noise, 0, d, { seed: 9, stream: 'rollout', update: 0, sequence: k, step: n });
        h.set(state);
        stepper.step(h, noise, 0, 1);
        const totals = [0, 0];
        for (let i = 0; i < H; i++) {
          totals[0]! += h[i]! - exact[i]!;
          totals[1]! += (h[i]! - exact[i]!) * (i % 2 === 0 ? 1 : -1);
        }
        totals.forEach((total, which) => {
          sums[which]! += total;
          sumSquares[which]! += total * total;
        });
      }
      sums.forEach((sum, which) => {
        const error = Math.sqrt(sumSquares[which]! / draws - (sum / draws) ** 2) / Math.sqrt(draws);
        expect(Math.abs(sum / draws)).toBeLessThan(4 * error);
        squares += (sum / draws / error) ** 2 / 400;
      });
    }
    // As large as chance has them, no smaller either.
    expect(squares).toBeGreaterThan(0.75);
    expect(squares).toBeLessThan(1.3);
  });

  it('has the Jacobian that differences show', () => {
    const weights = exampleNetwork('chain-2');
    const H = weights.hiddenSize;
    const map = createMeanMap(weights);
    const { states } = simulate(weights, { steps: 60, seed: 2, warmUp: 50 });
    const state = Float64Array.from(states.subarray(59 * H));
    const jacobian = new Float64Array(H * H);
    map.jacobian(state, jacobian);
    const step = 1e-5;
    for (let j = 0; j < H; j++) {
      const [up, down] = [step, -step].map((by) => applied(map, state.with(j, state[j]! + by))) as [Float64Array, Float64Array];
      for (let i = 0; i < H; i++) expect((up[i]! - down[i]!) / (2 * step)).toBeCloseTo(jacobian[i * H + j]!, 7);
    }
  });

  it('scales with the noise to a billionth', () => {
    const weights = exampleNetwork('chain-4');
    const { states } = simulate(weights, { steps: 40, seed: 3, warmUp: 50 });
    const H = weights.hiddenSize;
    const one = createMeanMap(weights);
    for (const sigma of [0.01, 0.7, 3, 250]) {
      const map = createMeanMap(weights, sigma);
      for (let t = 0; t < 40; t += 13) {
        const state = Float64Array.from(states.subarray(t * H, (t + 1) * H));
        const base = applied(one, state);
        const scaled = applied(
          map,
          state.map((value) => sigma * value),
        );
        const size = Math.max(...base);
        for (let i = 0; i < H; i++) expect(Math.abs(scaled[i]! / sigma - base[i]!)).toBeLessThan(1e-9 * size);
      }
    }
  });

  it('needs noise', () => {
    for (const sigma of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => createMeanMap(rivals(2), sigma)).toThrow('must be above 0');
  });
});
