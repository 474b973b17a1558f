import { describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { underGain } from '../../../src/rnn/intervention';
import { stepParts } from '../../../src/rnn/stepParts';
import { initialWeights } from '../../../src/rnn/weights';
import { createLiveRun, HISTORY } from '../../../src/state/live/liveRun';
import { exampleNetwork } from '../../exampleNetwork';

const hmm = PAPER_HMMS['chain-2'];

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
};
/** The live run is in float32, the parts in float64: one step differs by so much of its largest unit, at most. */
const ROUNDING = 5e-6;
const largest = (values: Float64Array): number => Math.max(...values.map(Math.abs));

describe('the parts of a step', () => {
  const runs = [
    { file: 'chain-2', seed: 1, sigma: 1 },
    { file: 'chain-5-s3', seed: 4_000_000_000, sigma: 0.3 },
    { file: 'cyclic', seed: 7, sigma: 2.5 },
    { file: 'fully', seed: 12, sigma: 1 },
    { file: 'chain-2-paper', seed: 2, sigma: 1 },
  ];
  it.each(runs)('foretell every step of the live run: $file, σ = $sigma', ({ file, seed, sigma }) => {
    const weights = exampleNetwork(file);
    const { hiddenSize: H } = weights;
    const liveRun = createLiveRun(weights, hmm, seed);
    const counts = new Array<number>(weights.nOutputs).fill(0);
    let drawnOtherwise = 0;
    for (let step = 0; step < 400; step++) {
      // The noise goes for a while and comes back.
      const noiseOn = step < 200 || step >= 240;
      const parts = stepParts({ weights, state: liveRun.state, seed, step, noiseOn, noiseStd: sigma });
      liveRun.advance(1, noiseOn, sigma);
      const slot = step % HISTORY;
      const made = liveRun.states.subarray(slot * H, (slot + 1) * H);
      expect(largestDifference(parts.hiddenState, made)).toBeLessThan(ROUNDING * largest(parts.hiddenState));
      expect(parts.outputLabel).toBe(liveRun.outputLabels[slot]);
      expect(parts.sampledOutput).toBe(liveRun.sampledOutputs[slot]);
      counts[parts.sampledOutput]!++;
      if (parts.sampledOutput !== parts.outputLabel) drawnOtherwise++;
    }
    // All outputs were met, and draws that go against the largest logit too: agreement is not that of a constant.
    expect(counts.filter((count) => count > 0).length).toBeGreaterThan(1);
    expect(drawnOtherwise).toBeGreaterThan(0);
  });

  it('go on from a state that was put there by hand, and under an intervention', () => {
    const weights = exampleNetwork('chain-3');
    const liveRun = createLiveRun(weights, hmm, 3);
    liveRun.advance(50, true, 1);
    liveRun.setState(Float32Array.from({ length: weights.hiddenSize }, (_, i) => (i % 3) / 2));
    const changed = underGain(weights, { units: [1, 5, 9, 20], part: 'both' }, 0);
    liveRun.intervene(changed);
    const request = { state: liveRun.state, seed: 3, step: 50, noiseOn: true, noiseStd: 1 };
    const untouched = stepParts({ ...request, weights });
    const parts = stepParts({ ...request, weights: changed });
    liveRun.advance(1, true, 1);
    expect(largestDifference(parts.hiddenState, liveRun.state)).toBeLessThan(2e-5);
    expect(largestDifference(untouched.hiddenState, liveRun.state)).toBeGreaterThan(0.05);
  });

  const weights = initialWeights({ hiddenSize: 20, inputDim: 6, nOutputs: 4 }, 1, 1.8);
  const state = Float64Array.from({ length: 20 }, (_, i) => Math.max(0, Math.sin(3 * i)));
  const request = { weights, state, seed: 5, step: 9, noiseOn: true, noiseStd: 0.7 };

  it('add up: z = W_in x + W_hh h, h = ReLU(z), ℓ + g, probabilities', () => {
    const parts = stepParts(request);
    let firing = 0;
    parts.preActivation.forEach((z, i) => {
      expect(z).toBeCloseTo(parts.inputDrive[i]! + parts.recurrentDrive[i]!, 12);
      expect(parts.hiddenState[i]).toBe(Math.max(0, z));
      if (z > 0) firing++;
    });
    expect(parts.firing).toBe(firing);
    parts.noisyLogits.forEach((sum, k) => {
      expect(sum).toBe(parts.logits[k]! + parts.gumbels[k]!);
    });
    expect(parts.noisyLogits[parts.sampledOutput]).toBe(Math.max(...parts.noisyLogits));
    expect(parts.logits[parts.outputLabel]).toBe(Math.max(...parts.logits));
    expect(parts.probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });
  it('have x = 0 without noise, and the same Gumbel draws', () => {
    const silent = stepParts({ ...request, noiseOn: false });
    expect(silent.noise).toEqual(new Float64Array(6));
    expect(silent.inputDrive).toEqual(new Float64Array(20));
    expect(silent.preActivation).toEqual(silent.recurrentDrive);
    expect(silent.gumbels).toEqual(stepParts(request).gumbels);
  });
  it('scale their noise with σ and do not reseed', () => {
    const twice = stepParts({ ...request, noiseStd: 1.4 });
    stepParts(request).noise.forEach((x, j) => {
      expect(twice.noise[j]).toBe(2 * x);
    });
  });
  it('leave the state they are given alone, and refuse one that does not fit', () => {
    const before = state.slice();
    stepParts(request);
    expect(state).toEqual(before);
    expect(() => stepParts({ ...request, state: new Float64Array(19) })).toThrow(
      'a state of 19 units does not fit a network of 20',
    );
  });
});
