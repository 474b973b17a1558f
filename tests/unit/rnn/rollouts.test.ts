import { describe, expect, it } from 'vitest';
import { finish } from '../../../src/math/progress';
import { fillNormals } from '../../../src/math/random';
import { type Estimate, meanEstimate } from '../../../src/math/statistics';
import { NO_EXIT, plainRollouts, rollouts } from '../../../src/rnn/rollouts';
import { simulate } from '../../../src/rnn/simulate';
import { initialWeights, type RnnWeights } from '../../../src/rnn/weights';
import { exampleNetwork } from '../../exampleNetwork';

const chain3 = exampleNetwork('chain-3');
/** Odd sizes, so that padding is met; the labels of an untrained network change often. */
const odd = initialWeights({ hiddenSize: 37, inputDim: 5, nOutputs: 4 }, 3, 2);
const wide = initialWeights({ hiddenSize: 150, inputDim: 100, nOutputs: 3 }, 4, 1.5);

function recorded(weights: RnnWeights, states: number) {
  const run = simulate(weights, { steps: states, seed: 11, warmUp: 20 });
  return { starts: run.states, labels: run.outputLabels };
}

/** One rollout by the definitions, without any of the library's stepping. */
function naive(weights: RnnWeights, start: Float32Array, label: number, path: number, cap: number, seed: number) {
  const { hiddenSize: H, inputDim: d, nOutputs: K, inputWeights, recurrentWeights, readoutWeights } = weights;
  const logitsOf = (h: number[]) =>
    Array.from({ length: K }, (_, k) => h.reduce((sum, value, i) => sum + value * readoutWeights[k * H + i]!, 0));
  const x = new Float64Array(d);
  let h = [...start];
  const trace = [logitsOf(h)[label]!];
  let exit = NO_EXIT;
  while (exit === NO_EXIT && trace.length <= cap) {
    fillNormals(x, 0, d, { seed, stream: 'rollout', update: 0, sequence: path, step: trace.length - 1 });
    h = h.map((_, i) => {
      let z = 0;
      for (let j = 0; j < d; j++) z += inputWeights[i * d + j]! * x[j]!;
      for (let j = 0; j < H; j++) z += recurrentWeights[i * H + j]! * h[j]!;
      return Math.max(0, z);
    });
    const logits = logitsOf(h);
    trace.push(logits[label]!);
    const found = logits.indexOf(Math.max(...logits));
    if (found !== label) exit = found;
  }
  const signs = trace.slice(1).map((value, t) => Math.sign(value - trace[t]!));
  const moving = signs.filter((sign) => sign !== 0);
  const changes = moving.filter((sign, i) => i > 0 && sign !== moving[i - 1]).length;
  return { time: trace.length - 1, exit, changes };
}

const normalTail = (a: number): number => {
  // ∫ of the density from a to a + 10 by Simpson's rule.
  const n = 2000;
  const width = 10 / n;
  const density = (x: number) => Math.exp(-(x * x) / 2) / Math.sqrt(2 * Math.PI);
  let sum = density(a) + density(a + 10);
  for (let i = 1; i < n; i++) sum += (i % 2 === 1 ? 4 : 2) * density(a + i * width);
  return (sum * width) / 3;
};

/** h0 keeps its value, h1 = ReLU(x); the logits are the units. */
const latch: RnnWeights = {
  hiddenSize: 2,
  inputDim: 1,
  nOutputs: 2,
  inputWeights: Float32Array.of(0, 1),
  recurrentWeights: Float32Array.of(1, 0, 0, 0),
  readoutWeights: Float32Array.of(1, 0, 0, 1),
};

const latchStarts = (a: number, states: number) => Float32Array.from({ length: 2 * states }, (_, i) => (i % 2 === 0 ? a : 0));

describe('rollouts', () => {
  it.each([
    ['a trained network', chain3, 120, 60],
    ['odd sizes', odd, 60, 40],
    ['150 units', wide, 12, 30],
  ])('are those of a naive loop over the same noise, in kernels and in plain arrays: %s', (_, weights, states, cap) => {
    const { starts, labels } = recorded(weights, states);
    const options = { seed: 9, rollouts: 6, cap, sharing: 7 };
    const results = [rollouts, plainRollouts].map((work) => finish(work(weights, starts, labels, options)));
    const sets = Math.ceil(states / 7);
    const different = [0, 0];
    for (let s = 0; s < states; s++)
      for (let r = 0; r < 6; r++) {
        const start = starts.subarray(s * weights.hiddenSize, (s + 1) * weights.hiddenSize);
        const expected = naive(weights, start, labels[s]!, (s % sets) * 6 + r, cap, 9);
        results.forEach(({ exitTimes, exitLabels, signChanges }, which) => {
          const at = s * 6 + r;
          const same =
            exitTimes[at] === expected.time && exitLabels[at] === expected.exit && signChanges[at] === expected.changes;
          if (!same) different[which]!++;
        });
      }
    // Only where two numbers agree to float32 rounding may the kernel decide otherwise.
    expect(different[0]! / (states * 6)).toBeLessThan(0.003);
    expect(different[1]).toBe(0);
    expect(new Set(results[0]!.exitLabels).size).toBeGreaterThan(2);
    expect(results[0]!.noiseSets).toBe(sets);
  });

  it('follow the path of a simulated run under the same draws', () => {
    const { starts, labels } = recorded(chain3, 40);
    const result = finish(rollouts(chain3, starts, labels, { seed: 5, rollouts: 2, cap: 60, sharing: 10 }));
    for (let s = 0; s < 40; s++)
      for (let r = 0; r < 2; r++) {
        const path = (s % 4) * 2 + r;
        const start = starts.subarray(s * 64, (s + 1) * 64);
        const run = simulate(chain3, { steps: 60, seed: 5, run: path, noiseStream: 'rollout', start });
        const exit = run.outputLabels.findIndex((label) => label !== labels[s]);
        expect(result.exitTimes[2 * s + r]).toBe(exit < 0 ? 60 : exit + 1);
        expect(result.exitLabels[2 * s + r]).toBe(exit < 0 ? NO_EXIT : run.outputLabels[exit]);
      }
  });

  it('begin with the noise that follows the start (quirk Q9)', () => {
    // Without memory the label is the sign of the last input: h = (ReLU(x), ReLU(−x)).
    const weights: RnnWeights = {
      ...latch,
      inputWeights: Float32Array.of(1, -1),
      recurrentWeights: new Float32Array(4),
    };
    const states = 20;
    const labels = Uint8Array.from({ length: states }, (_, s) => s % 2);
    const starts = Float32Array.from({ length: 2 * states }, (_, i) => (i % 2 === (i >> 1) % 2 ? 3 : 0));
    const { exitTimes } = finish(rollouts(weights, starts, labels, { seed: 2, rollouts: 5, cap: 20, sharing: 1 }));
    const x = new Float64Array(1);
    for (let path = 0; path < states * 5; path++) {
      let expected = 20;
      for (let step = 19; step >= 0; step--) {
        fillNormals(x, 0, 1, { seed: 2, stream: 'rollout', update: 0, sequence: path, step });
        if ((x[0]! > 0 ? 0 : 1) !== labels[Math.floor(path / 5)]) expected = step + 1;
      }
      expect(exitTimes[path]).toBe(expected);
    }
  });

  it.each([0.5, 1, 1.5])('have the geometric exit time of a two-unit network that leaves when x > %f', (a) => {
    // Every step leaves with p = P(x > a), whatever came before: E[min(τ, cap)] = (1 − q^cap)/p with q = 1 − p, P(no exit) = q^cap.
    const p = normalTail(a);
    const states = 500;
    const cap = 12;
    const options = { seed: 4, rollouts: 20, cap, sharing: 1 };
    const result = finish(rollouts(latch, latchStarts(a, states), new Uint8Array(states), options));
    within5(meanEstimate(result.exitTimes), (1 - (1 - p) ** cap) / p);
    const share = (test: (i: number) => boolean) =>
      meanEstimate(Float64Array.from(result.exitTimes, (_, i) => (test(i) ? 1 : 0)));
    within5(
      share((i) => result.exitLabels[i] === NO_EXIT),
      (1 - p) ** cap,
    );
    within5(
      share((i) => result.exitLabels[i] === 1 && result.exitTimes[i] === cap),
      p * (1 - p) ** (cap - 1),
    );
    // The logit of the start label never moves.
    expect(result.signChanges.every((changes) => changes === 0)).toBe(true);
  });

  it('do not count a logit that stands still as a change of sign (quirk Q22)', () => {
    // A ring of units hands a 1 on; the read-out of unit i is the logit of label 0 when the 1 has come there.
    const trace = [0, 1, 1, 2, 2, 2, 1, 1, 0, 0, 1];
    const H = trace.length;
    const ring: RnnWeights = {
      hiddenSize: H,
      inputDim: 1,
      nOutputs: 2,
      inputWeights: new Float32Array(H),
      recurrentWeights: Float32Array.from({ length: H * H }, (_, at) => (Math.floor(at / H) === ((at % H) + 1) % H ? 1 : 0)),
      readoutWeights: Float32Array.from({ length: 2 * H }, (_, i) => (i < H ? trace[i]! : -1)),
    };
    const start = Float32Array.from({ length: H }, (_, i) => (i === 0 ? 1 : 0));
    for (const work of [rollouts, plainRollouts]) {
      const changesBy = (cap: number) =>
        finish(work(ring, start, new Uint8Array(1), { seed: 1, rollouts: 1, cap })).signChanges[0];
      expect([3, 5, 6, 9, 10].map(changesBy)).toEqual([0, 0, 1, 1, 2]);
    }
  });

  it('are unbiased when states share noise', () => {
    const { starts, labels } = recorded(chain3, 400);
    const options = { rollouts: 10, cap: 60 };
    const shared = finish(rollouts(chain3, starts, labels, { ...options, seed: 21, sharing: 10 }));
    const alone = finish(rollouts(chain3, starts, labels, { ...options, seed: 22, sharing: 1 }));
    for (const field of ['exitTimes', 'signChanges'] as const) {
      // States of one set share noise, sets do not: one difference per set.
      const sums = new Float64Array(shared.noiseSets);
      for (let i = 0; i < 4000; i++) sums[Math.floor(i / 10) % shared.noiseSets]! += shared[field][i]! - alone[field][i]!;
      within5(meanEstimate(sums), 0);
    }
  });

  it('never share noise within a state, and not at all between states when asked', () => {
    const result = finish(rollouts(latch, latchStarts(1, 60), new Uint8Array(60), { seed: 4, rollouts: 20, sharing: 30 }));
    const row = (s: number) => result.exitTimes.slice(s * 20, (s + 1) * 20).join();
    // Equal starts: states of one set are the same rollouts, s and s + 2 here.
    expect(row(0)).toBe(row(2));
    expect(row(0)).not.toBe(row(1));
    expect(new Set(result.exitTimes.subarray(0, 20)).size).toBeGreaterThan(3);
    const alone = finish(rollouts(latch, latchStarts(1, 60), new Uint8Array(60), { seed: 4, rollouts: 20, sharing: 1 }));
    expect(new Set(Array.from({ length: 60 }, (_, s) => alone.exitTimes.slice(s * 20, (s + 1) * 20).join())).size).toBe(60);
  });

  it('depend on the seed only, and lend their kernels again after being given up', () => {
    const { starts, labels } = recorded(odd, 50);
    const options = { seed: 6, rollouts: 4, sharing: 5 };
    const first = finish(rollouts(odd, starts, labels, options));
    const given = rollouts(chain3, ...(Object.values(recorded(chain3, 50)) as [Float32Array, Uint8Array]), options);
    given.next();
    given.return(undefined as never);
    expect(finish(rollouts(odd, starts, labels, options))).toEqual(first);
    expect(finish(rollouts(odd, starts, labels, { ...options, seed: 7 })).exitTimes).not.toEqual(first.exitTimes);
  });

  it('report their progress and refuse sizes that do not fit', () => {
    const { starts, labels } = recorded(odd, 50);
    const progress = [...rollouts(odd, starts, labels, { seed: 1, sharing: 5 })];
    expect(progress.at(-1)).toBe(1);
    expect(progress.every((value, i) => i === 0 || value > progress[i - 1]!)).toBe(true);
    expect(() => rollouts(odd, starts, labels.subarray(1), { seed: 1 }).next()).toThrow(RangeError);
    expect(() => rollouts(odd, starts, labels, { seed: 1, cap: 256 }).next()).toThrow(RangeError);
    expect(() => rollouts(odd, starts, labels, { seed: 1, rollouts: 0 }).next()).toThrow(RangeError);
  });
});

/** Within five standard errors. */
function within5({ value, high, n }: Estimate, expected: number) {
  expect(n).toBeGreaterThan(30);
  expect(Math.abs(value - expected)).toBeLessThan(5 * ((high - value) / 1.96));
}
