import { describe, expect, it } from 'vitest';
import { estimateEmissions } from '../../../src/hmm/emissions';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { initialWeights } from '../../../src/rnn/weights';
import { createEmissionCounter, ENOUGH_COUNTS } from '../../../src/state/live/emissionCounter';
import { createLiveRun, HISTORY } from '../../../src/state/live/liveRun';

const weights = initialWeights({ hiddenSize: 16, inputDim: 4, nOutputs: 3 }, 1, 1.5);
const hmm = PAPER_HMMS['chain-2'];

describe('the live run', () => {
  it('repeats itself from a reset, whatever the size of its strides', () => {
    const liveRun = createLiveRun(weights, hmm, 3);
    liveRun.advance(500, true, 1);
    const [first, norm] = [liveRun.sampledOutputs.slice(), liveRun.norm];
    liveRun.reset();
    for (let i = 0; i < 50; i++) liveRun.advance(10, true, 1);
    expect(liveRun.step).toBe(500);
    expect(liveRun.norm).toBe(norm);
    expect(liveRun.sampledOutputs).toEqual(first);
  });
  it('scales with σ and does not reseed', () => {
    const one = createLiveRun(weights, hmm, 3);
    const two = createLiveRun(weights, hmm, 3);
    one.advance(300, true, 1);
    two.advance(300, true, 2);
    expect(two.norm).toBe(2 * one.norm);
    expect(two.outputLabels).toEqual(one.outputLabels);
  });
  it('decays without noise and comes back', () => {
    const liveRun = createLiveRun(weights, hmm, 3);
    liveRun.advance(200, true, 1);
    const driven = liveRun.norm;
    liveRun.advance(300, false, 1);
    expect(liveRun.norm).toBeLessThan(1e-3 * driven);
    expect(liveRun.driven[(liveRun.step - 1) % HISTORY]).toBe(0);
    liveRun.advance(50, true, 1);
    expect(liveRun.norm).toBeGreaterThan(0.1 * driven);
  });
  it('carries its state over to new weights of the same size, and starts again for another model', () => {
    const liveRun = createLiveRun(weights, hmm, 3);
    liveRun.advance(100, true, 1);
    liveRun.setNetwork(initialWeights(weights, 2, 1.5), hmm);
    expect(liveRun.step).toBe(100);
    liveRun.setNetwork(initialWeights({ ...weights, hiddenSize: 8 }, 2, 1), hmm);
    expect([liveRun.step, liveRun.norm]).toEqual([0, 0]);
  });
  it('says since when it has been driven as it is: every change of an intervention begins a new count', () => {
    const liveRun = createLiveRun(weights, hmm, 3);
    const [one, other] = [initialWeights(weights, 2, 1.5), initialWeights(weights, 3, 1.5)];
    liveRun.advance(100, true, 1);
    expect(liveRun.since).toBe(0);
    for (const changed of [one, other, undefined, other]) {
      liveRun.intervene(changed);
      expect(liveRun.since).toBe(liveRun.step);
      liveRun.advance(50, true, 1);
      // The same one asked for again is no change.
      liveRun.intervene(changed);
      expect(liveRun.since).toBe(liveRun.step - 50);
    }
    liveRun.setNetwork(one, hmm);
    expect(liveRun.since).toBe(liveRun.step);
    liveRun.reset();
    expect(liveRun.since).toBe(0);
  });
  it('rests when it diverges, and resets', () => {
    const liveRun = createLiveRun(initialWeights(weights, 1, 8), hmm, 3);
    liveRun.advance(5000, true, 1);
    expect(liveRun.divergent).toBe(true);
    expect(liveRun.step).toBeLessThan(5000);
    liveRun.reset();
    expect(liveRun.divergent).toBe(false);
  });
});

describe('the emission counter', () => {
  it('counts until it has enough, and an unread-out network is uniform', () => {
    const emissionCounter = createEmissionCounter({ ...weights, readoutWeights: new Float32Array(48) }, 1, true, 1);
    let clock = 0;
    emissionCounter.run(3, () => clock++);
    expect(emissionCounter.pairs).toBeGreaterThan(0);
    expect(emissionCounter.pairs).toBeLessThan(ENOUGH_COUNTS);
    emissionCounter.run(1e9, () => 0);
    expect(emissionCounter.pairs).toBeGreaterThanOrEqual(ENOUGH_COUNTS);
    for (const row of estimateEmissions(emissionCounter.counts).outputTransitionMatrix)
      for (const cell of row) expect(Math.abs(cell.value - 1 / 3)).toBeLessThan(0.01);
  });
});
