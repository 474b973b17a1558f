import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { spectrumAt } from '../../src/dynamics/spectrum/spectrum';
import { spectrumReport } from '../../src/dynamics/spectrum/spectrumReport';
import { readWeights } from '../../src/rnn/safetensors';
import { createStepper } from '../../src/rnn/step';

interface GoldenSpectrum {
  t: number;
  active: number;
  top: [number, number][];
  unstable: number;
  critical_pairs: number;
}
const golden = JSON.parse(readFileSync(new URL('./network.json', import.meta.url), 'utf8')) as {
  noise: number[][];
  jacobian_eigenvalues: GoldenSpectrum[];
};
const { weights } = readWeights(readFileSync(new URL('./chain3_h64_d16.safetensors', import.meta.url)));

/** Hidden states [200×H] under the golden noise, in float64. */
const states = (() => {
  const stepper = createStepper(weights);
  const h = new Float64Array(weights.hiddenSize);
  return golden.noise.map((x) => {
    stepper.step(h, Float64Array.from(x), 0, 1);
    return h.slice();
  });
})();

describe.each(golden.jacobian_eigenvalues)('the noise-free Jacobian at state $t of the golden run', (expected) => {
  const spectrum = spectrumAt(weights, states[expected.t]!);

  it('has the golden counts', () => {
    expect(spectrum.activeCount).toBe(expected.active);
    expect(spectrum.unstable).toBe(expected.unstable);
    expect(spectrum.criticalPairs).toBe(expected.critical_pairs);
  });
  it('has the golden leading eigenvalues', () => {
    const found = Array.from(spectrum.re, (re, k): [number, number] => [re, spectrum.im[k]!]);
    const size = ([re, im]: [number, number]) => Math.hypot(re, im);
    // The record may end in the middle of a pair: each golden value has one of ours next to it, and the sizes agree in order.
    for (const [re, im] of expected.top)
      expect(Math.min(...found.map((one) => size([one[0] - re, one[1] - im])))).toBeLessThan(1e-6);
    const sizes = found.map(size).sort((a, b) => b - a);
    expected.top.forEach((one, k) => {
      expect(sizes[k]).toBeCloseTo(size(one), 6);
    });
    expect(spectrum.radius).toBeCloseTo(size(expected.top[0]!), 6);
  });
});

it('the report along the golden run says the same', () => {
  const H = weights.hiddenSize;
  const flat = new Float32Array(states.length * H);
  states.forEach((h, t) => {
    flat.set(h, t * H);
  });
  const work = spectrumReport(weights, flat);
  let step = work.next();
  while (!step.done) step = work.next();
  for (const { t, active, unstable, critical_pairs, top } of golden.jacobian_eigenvalues) {
    expect(step.value.activeCount[t]).toBe(active);
    expect(step.value.unstable[t]).toBe(unstable);
    expect(step.value.criticalPairs[t]).toBe(critical_pairs);
    expect(step.value.radius[t]).toBeCloseTo(Math.hypot(...top[0]!), 5);
  }
});
