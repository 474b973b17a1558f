import { describe, expect, it } from 'vitest';
import {
  countExits,
  countExitsUnder,
  EXIT_ROLLOUTS,
  EXIT_STEPS,
  type ExitStarts,
  exitStarts,
} from '../../../src/dynamics/kick/exitProbability';
import { argmax } from '../../../src/math/distributions';
import { finish } from '../../../src/math/progress';
import { fillNormals } from '../../../src/math/random';
import { NO_EXIT, plainRollouts } from '../../../src/rnn/rollouts';
import { simulate } from '../../../src/rnn/simulate';
import { createStepper } from '../../../src/rnn/step';
import type { RnnWeights } from '../../../src/rnn/weights';
import { exampleNetwork } from '../../exampleNetwork';

const H = 64;
const network = exampleNetwork('chain-2-s2');
const rowOf = (starts: ExitStarts, s: number) => starts.states.subarray(s * H, (s + 1) * H);

/** The network with a unit that nothing listens to: it fires as before, and no weight leads from it. */
function unheard(unit: number): RnnWeights {
  const cut = (matrix: Float32Array) => matrix.map((weight, at) => (at % H === unit ? 0 : weight));
  return { ...network, recurrentWeights: cut(network.recurrentWeights), readoutWeights: cut(network.readoutWeights) };
}

describe('starts of exits', () => {
  const starts = exitStarts(network, 0, 24, 3, 5);
  const run = simulate(network, { steps: 20_000, seed: 3, run: 5, noiseStream: 'evaluation', warmUp: 50 });
  const stepsOf = new Map(Array.from({ length: run.steps }, (_, t) => [run.states.subarray(t * H, (t + 1) * H).join(), t]));

  it('are states of the label, spread over the run of their sample', () => {
    expect(starts.count).toBe(24);
    const steps = Array.from({ length: 24 }, (_, s) => stepsOf.get(rowOf(starts, s).join()));
    for (const t of steps) expect(run.outputLabels[t!]).toBe(0);
    expect(steps).toEqual([...steps].sort((a, b) => a! - b!));
    expect(new Set(steps).size).toBe(24);
    expect(steps[0]).toBeLessThan(4000);
    expect(steps.at(-1)).toBeGreaterThan(16_000);
    expect([...starts.labels]).toEqual(new Array(24).fill(0));
  });

  it('lie in the cluster, by many more rollouts under other noise and by softmax in plain loops', () => {
    const R = 150;
    const { exitTimes } = finish(plainRollouts(network, starts.states, starts.labels, { seed: 77, rollouts: R, sharing: 1 }));
    const times = Array.from({ length: 24 }, (_, s) => exitTimes.subarray(s * R, (s + 1) * R).reduce((a, b) => a + b) / R);
    // Chosen by 20 rollouts: one near the cut may lie a little below it.
    expect(Math.min(...times)).toBeGreaterThan(6);
    expect(times.filter((time) => time > 8).length).toBeGreaterThanOrEqual(23);
    for (let s = 0; s < 24; s++) {
      const exponents = [0, 1, 2].map((k) =>
        Math.exp(rowOf(starts, s).reduce((sum, h, i) => sum + h * network.readoutWeights[k * H + i]!, 0)),
      );
      expect(exponents[0]! / exponents.reduce((a, b) => a + b)).toBeGreaterThan(0.8);
    }
  });

  it('are none where the label never comes', () => {
    const readoutWeights = Float32Array.of(...network.readoutWeights, ...new Array<number>(H).fill(-1));
    expect(exitStarts({ ...network, nOutputs: 4, readoutWeights }, 3, 24, 3, 5)).toMatchObject({ count: 0 });
  });
});

describe('counted exits', () => {
  const starts = exitStarts(network, 2, 17, 9, 2);

  /** Exits by set of noise paths in float64; the clamped units are put to 0 after every step, the network is not touched. */
  function slowExits(clamped: readonly number[]) {
    const sets = Math.ceil(starts.count / 5);
    const stepper = createStepper(network);
    const noise = new Float64Array(16);
    const logits = new Float64Array(3);
    const rollouts = new Float64Array(sets);
    const exits = new Float64Array(sets);
    for (let s = 0; s < starts.count; s++)
      for (let r = 0; r < EXIT_ROLLOUTS; r++) {
        const sequence = (s % sets) * EXIT_ROLLOUTS + r;
        const h = Float64Array.from(rowOf(starts, s));
        for (const unit of clamped) h[unit] = 0;
        rollouts[s % sets]!++;
        let exit = NO_EXIT;
        for (let step = 0; step < EXIT_STEPS && exit === NO_EXIT; step++) {
          fillNormals(noise, 0, 16, { seed: 9, stream: 'rollout', update: starts.update, sequence, step });
          stepper.step(h, noise, 0, 1);
          for (const unit of clamped) h[unit] = 0;
          stepper.logits(h, logits);
          if (argmax(logits) !== 2) exit = argmax(logits);
        }
        if (exit === 0) exits[s % sets]!++;
      }
    const sum = (counts: Float64Array) => counts.reduce((a, b) => a + b);
    return { rollouts, exits, probability: sum(exits) / sum(rollouts) };
  }

  it.each([[[]], [[27]], [[3, 43]], [[5, 60, 11]]])('are those of slow rollouts with units %j held at 0', (clamped) => {
    expect(countExits(network, starts, 0, clamped)).toEqual(slowExits(clamped));
  });

  it('tell the untouched network from one without its kick unit', () => {
    expect(countExits(network, starts, 0, []).probability).toBeGreaterThan(0.4);
    expect(countExits(network, starts, 0, [27]).probability).toBeLessThan(0.1);
    expect(countExits(network, starts, 1, []).probability).toBe(0);
  });

  it('hold a clamped unit at 0 in the start already', () => {
    // Unit 2 fires in the start only, and what it sends turns label 0 to 1 one step later. There is no noise.
    const relay: RnnWeights = {
      hiddenSize: 3,
      inputDim: 1,
      nOutputs: 2,
      inputWeights: new Float32Array(3),
      recurrentWeights: Float32Array.of(1, 0, 0, 0, 0, 5, 0, 0, 0),
      readoutWeights: Float32Array.of(1, 0, 0, 0, 1, 0),
    };
    const start = { label: 0, states: Float32Array.of(1, 0, 1), labels: new Uint8Array(1), count: 1, update: 1, seed: 1 };
    expect(countExits(relay, start, 1, []).probability).toBe(1);
    expect(countExits(relay, start, 1, [2]).probability).toBe(0);
  });

  it('have noise and starts that do not depend on the group', () => {
    const fresh = countExits(network, starts, 0, []);
    const states = starts.states.slice();
    for (const group of [[27], [3, 22, 43], [1, 2, 4, 8, 16, 32]]) countExits(network, starts, 0, group);
    expect(countExits(network, starts, 0, [])).toEqual(fresh);
    expect(countExitsUnder(network, starts, 0)).toEqual(fresh);
    expect(starts.states).toEqual(states);
    expect(exitStarts(network, 2, 17, 9, 2)).toEqual(starts);
  });

  it('stay the same, set by set, without a unit that nothing listens to', () => {
    // Both fire in nearly every start and, while they are heard, make a difference: p_exit goes up by a third and down by a third.
    for (const unit of [3, 38]) {
      const cut = unheard(unit);
      const own = exitStarts(cut, 2, 60, 4, 1);
      const free = countExits(cut, own, 0, []);
      expect(own.states.filter((h, at) => at % H === unit && h > 0).length).toBeGreaterThan(50);
      expect(countExits(cut, own, 0, [unit])).toEqual(free);
      expect(countExits(cut, own, 0, [17, unit])).toEqual(countExits(cut, own, 0, [17]));
      expect(countExits(network, own, 0, [unit]).exits).not.toEqual(countExits(network, own, 0, []).exits);
    }
  });

  it('of two samples share neither starts nor noise', () => {
    const samples = [0, 1, 2, 3].map((sample) => exitStarts(network, 2, 17, 9, sample));
    const rows = samples.flatMap((sample) => Array.from({ length: sample.count }, (_, s) => rowOf(sample, s).join()));
    expect(new Set(rows).size).toBe(4 * 17);
    // Each sample uses two updates of the rollout stream, one to choose its starts and one to count: no two are the same.
    const updates = samples.flatMap(({ update }) => [update - 1, update]);
    expect(new Set([0, ...updates]).size).toBe(9);
    const counts = samples.map(({ update }) => countExits(network, { ...starts, update }, 0, []).exits.join());
    expect(new Set(counts).size).toBe(4);
  });
});
