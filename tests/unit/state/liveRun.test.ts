import { describe, expect, it } from 'vitest';
import { estimateEmissions } from '../../../src/hmm/emissions';
import { PAPER_HMMS } from '../../../src/hmm/paper';
import { initialWeights } from '../../../src/rnn/weights';
import { createEmissionProbe, PROBE_ENOUGH } from '../../../src/state/live/emissionCounter';
import { createPlayer, HISTORY } from '../../../src/state/live/liveRun';

const weights = initialWeights({ hiddenSize: 16, inputDim: 4, nOutputs: 3 }, 1, 1.5);
const hmm = PAPER_HMMS['chain-2'];

describe('the live run', () => {
  it('repeats itself from a reset, whatever the size of its strides', () => {
    const player = createPlayer(weights, hmm, 3);
    player.advance(500, true, 1);
    const [first, norm] = [player.sampledOutputs.slice(), player.norm];
    player.reset();
    for (let i = 0; i < 50; i++) player.advance(10, true, 1);
    expect(player.step).toBe(500);
    expect(player.norm).toBe(norm);
    expect(player.sampledOutputs).toEqual(first);
  });
  it('scales with σ and does not reseed', () => {
    const one = createPlayer(weights, hmm, 3);
    const two = createPlayer(weights, hmm, 3);
    one.advance(300, true, 1);
    two.advance(300, true, 2);
    expect(two.norm).toBe(2 * one.norm);
    expect(two.outputLabels).toEqual(one.outputLabels);
  });
  it('decays without noise and comes back', () => {
    const player = createPlayer(weights, hmm, 3);
    player.advance(200, true, 1);
    const driven = player.norm;
    player.advance(300, false, 1);
    expect(player.norm).toBeLessThan(1e-3 * driven);
    expect(player.driven[(player.step - 1) % HISTORY]).toBe(0);
    player.advance(50, true, 1);
    expect(player.norm).toBeGreaterThan(0.1 * driven);
  });
  it('carries its state over to new weights of the same size, and starts again for another model', () => {
    const player = createPlayer(weights, hmm, 3);
    player.advance(100, true, 1);
    player.setNetwork(initialWeights(weights, 2, 1.5), hmm);
    expect(player.step).toBe(100);
    player.setNetwork(initialWeights({ ...weights, hiddenSize: 8 }, 2, 1), hmm);
    expect([player.step, player.norm]).toEqual([0, 0]);
  });
  it('rests when it diverges, and resets', () => {
    const player = createPlayer(initialWeights(weights, 1, 8), hmm, 3);
    player.advance(5000, true, 1);
    expect(player.divergent).toBe(true);
    expect(player.step).toBeLessThan(5000);
    player.reset();
    expect(player.divergent).toBe(false);
  });
});

describe('the emission probe', () => {
  it('counts until it has enough, and an unread-out network is uniform', () => {
    const probe = createEmissionProbe({ ...weights, readoutWeights: new Float32Array(48) }, 1, true, 1);
    let clock = 0;
    probe.run(3, () => clock++);
    expect(probe.pairs).toBeGreaterThan(0);
    expect(probe.pairs).toBeLessThan(PROBE_ENOUGH);
    probe.run(1e9, () => 0);
    expect(probe.pairs).toBeGreaterThanOrEqual(PROBE_ENOUGH);
    for (const row of estimateEmissions(probe.counts).outputTransitionMatrix)
      for (const cell of row) expect(Math.abs(cell.value - 1 / 3)).toBeLessThan(0.01);
  });
});
