import { describe, expect, it } from 'vitest';
import { summariseOrbit } from '../../../src/dynamics/orbit/orbit';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { fillNormals } from '../../../src/math/random';
import { unitGains, withGains } from '../../../src/rnn/intervention';
import { createStepper } from '../../../src/rnn/step';
import { createLiveRun, HISTORY, POINT_STRIDE } from '../../../src/state/live/liveRun';
import { exampleNetwork } from '../../exampleNetwork';

const weights = exampleNetwork('chain-2');
const { basis } = summariseOrbit(weights, { steps: 2000, seed: 1 });
const silenced = withGains(weights, unitGains(64, [38, 57], 'recurrent', 0));
const H = weights.hiddenSize;

function makeRun() {
  const made = createLiveRun(weights, PAPER_HMMS['chain-2'], 3);
  made.setBasis(basis);
  made.advance(300, true, 1);
  return made;
}

const lastState = (run: ReturnType<typeof makeRun>) => {
  const at = ((run.step - 1) % HISTORY) * H;
  return run.states.slice(at, at + H);
};

describe('the live run under an intervention', () => {
  it('obeys from the next step on', () => {
    const run = makeRun();
    const before = Float64Array.from(lastState(run));
    run.intervene(silenced);
    run.advance(1, true, 1);
    const noise = new Float64Array(weights.inputDim);
    fillNormals(noise, 0, weights.inputDim, { seed: 3, stream: 'liveNoise', update: 0, sequence: 0, step: 300 });
    createStepper(silenced).step(before, noise, 0, 1);
    lastState(run).forEach((value, unit) => {
      expect(Math.abs(value - before[unit]!)).toBeLessThan(1e-4);
    });
  });

  it('has a twin that goes on as the run would have gone, bit by bit', () => {
    const untouched = makeRun();
    const run = makeRun();
    run.intervene(silenced);
    untouched.advance(500, true, 1);
    run.advance(500, true, 1);
    expect(run.twin?.from).toBe(300);
    for (let step = 300; step < 800; step++) {
      const slot = step % HISTORY;
      expect(run.twin!.outputLabels[slot]).toBe(untouched.outputLabels[slot]);
      for (let k = 0; k < POINT_STRIDE; k++)
        expect(run.twin!.points[slot * POINT_STRIDE + k]).toBe(untouched.points[slot * POINT_STRIDE + k]);
    }
    expect([...run.outputLabels.slice(300, 800)]).not.toEqual([...untouched.outputLabels.slice(300, 800)]);
  });

  it('stays on its twin while the gain is 1, and ends with it', () => {
    const run = makeRun();
    run.intervene(withGains(weights, unitGains(64, [38, 57], 'both', 1)));
    run.advance(200, true, 1);
    for (let step = 300; step < 500; step++) expect(run.twin!.points[step * POINT_STRIDE]).toBe(run.points[step * POINT_STRIDE]);
    run.intervene(undefined);
    expect(run.twin).toBeUndefined();
    const untouched = makeRun();
    untouched.advance(200, true, 1);
    run.advance(50, true, 1);
    untouched.advance(50, true, 1);
    expect([...lastState(run)]).toEqual([...lastState(untouched)]);
  });

  it('rests when it runs away, and goes on from its twin once the gain is turned down', () => {
    const run = makeRun();
    run.intervene(withGains(weights, unitGains(64, [38, 57], 'recurrent', 2)));
    run.advance(2000, true, 1);
    expect(run.divergent).toBe(true);
    const untouched = makeRun();
    untouched.advance(run.step - 300, true, 1);
    run.intervene(silenced);
    expect(run.divergent).toBe(false);
    run.intervene(undefined);
    run.advance(5, true, 1);
    untouched.advance(5, true, 1);
    expect([...lastState(run)]).toEqual([...lastState(untouched)]);
  });

  it('loses intervention and twin with its network, and starts the twin again when it is put elsewhere', () => {
    const run = makeRun();
    run.intervene(silenced);
    run.advance(10, true, 1);
    run.setState(new Float32Array(H).fill(0.1));
    expect(run.twin?.from).toBe(310);
    run.setNetwork(weights, PAPER_HMMS['chain-2']);
    expect(run.twin).toBeUndefined();
  });
});
