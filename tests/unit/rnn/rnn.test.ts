import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSafetensors, readWeights, WeightFileError } from '../../../src/rnn/safetensors';
import { createPlainSampler, createSampler, type Drive, sampleOutput } from '../../../src/rnn/sampler';
import { noiseFreeNorms, sampleRuns, simulate } from '../../../src/rnn/simulate';
import { createStepper } from '../../../src/rnn/step';
import { initialWeights, packWeights, type RnnWeights, unpackWeights, weightsFingerprint } from '../../../src/rnn/weights';
import { writeSafetensors, writeWeights } from '../../../src/rnn/writeSafetensors';

const shape = { hiddenSize: 20, inputDim: 6, nOutputs: 3 };
const weights = initialWeights(shape, 1, 1.8);

/** The step written as the definition reads. */
function slowStep(w: RnnWeights, h: Float64Array, x: Float64Array): Float64Array {
  const { hiddenSize: H, inputDim: d } = w;
  return Float64Array.from({ length: H }, (_, i) => {
    let z = 0;
    for (let j = 0; j < H; j++) z += w.recurrentWeights[i * H + j]! * h[j]!;
    for (let j = 0; j < d; j++) z += w.inputWeights[i * d + j]! * x[j]!;
    return Math.max(0, z);
  });
}

describe('one step', () => {
  it('equals the definition', () => {
    const stepper = createStepper(weights);
    fc.assert(
      fc.property(fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 26, maxLength: 26 }), (numbers) => {
        const h = Float64Array.from(numbers.slice(0, 20), (v) => Math.max(0, v));
        const x = Float64Array.from(numbers.slice(20));
        const expected = slowStep(weights, h, x);
        stepper.step(h, x, 0, 1);
        h.forEach((value, i) => {
          expect(value).toBeCloseTo(expected[i]!, 10);
        });
      }),
    );
  });
  it('leaves h = 0 where it is without noise', () => {
    expect(noiseFreeNorms(weights, new Float64Array(20), 5).every((n) => n === 0)).toBe(true);
  });
});

describe('initial weights', () => {
  it('are uniform in ±1/√H, W_hh times the gain', () => {
    const bound = 1 / Math.sqrt(64);
    const w = initialWeights({ hiddenSize: 64, inputDim: 16, nOutputs: 3 }, 2, 2);
    expect(Math.max(...w.inputWeights.map(Math.abs))).toBeLessThanOrEqual(bound);
    expect(Math.max(...w.recurrentWeights.map(Math.abs))).toBeLessThanOrEqual(2 * bound);
    expect(Math.max(...w.recurrentWeights.map(Math.abs))).toBeGreaterThan(1.9 * bound);
    const variance = w.inputWeights.reduce((s, v) => s + v * v, 0) / w.inputWeights.length;
    expect(Math.abs(variance / ((bound * bound) / 3) - 1)).toBeLessThan(0.1);
  });
  it('pack and unpack without loss, and the fingerprint sees one bit', () => {
    const again = unpackWeights(packWeights(weights), shape);
    expect(again).toEqual(weights);
    expect(weightsFingerprint(again)).toBe(weightsFingerprint(weights));
    again.readoutWeights[0] = Math.fround(again.readoutWeights[0]! * (1 + 2 ** -23));
    expect(weightsFingerprint(again)).not.toBe(weightsFingerprint(weights));
    expect(() => unpackWeights(new Float32Array(3), shape)).toThrow(RangeError);
  });
});

describe('samplers', () => {
  const drive: Drive = {
    seed: 5,
    noiseStream: 'noise',
    gumbelStream: 'gumbel',
    update: 2,
    firstRun: 3,
    firstStep: 7,
    noiseStd: 0.7,
  };
  it('the kernels follow the plain one to float32 rounding at any shape, from any state', () => {
    const shapes = fc.record({
      hiddenSize: fc.integer({ min: 1, max: 40 }),
      inputDim: fc.integer({ min: 1, max: 40 }),
      nOutputs: fc.integer({ min: 2, max: 6 }),
    });
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 11 }), fc.nat(1000), fc.boolean(), (size, runs, seed, noisy) => {
        const network = initialWeights(size, seed, 1);
        const both = [createSampler(network), createPlainSampler(network)];
        const [kernel, plain] = both.map((sampler) => {
          sampler.open(runs);
          sampler.setState(runs - 1, new Float64Array(size.hiddenSize).fill(0.5));
          const made = sampler.advance(9, { ...drive, noiseStd: noisy ? 0.7 : 0 });
          const copy = { ...made, states: made.states.slice(), sampledOutputs: made.sampledOutputs.slice() };
          sampler.dispose();
          return copy;
        });
        let worst = 0;
        for (let row = 0; row < runs * 9; row++)
          for (let i = 0; i < size.hiddenSize; i++)
            worst = Math.max(
              worst,
              Math.abs(kernel!.states[row * kernel!.stride + i]! - plain!.states[row * plain!.stride + i]!),
            );
        expect(worst).toBeLessThan(2e-5);
        expect(Math.abs(kernel!.maxState - plain!.maxState)).toBeLessThan(2e-5);
        // A sampled output can differ only where two noisy logits tie to rounding; with these seeds none does.
        expect(kernel!.sampledOutputs).toEqual(plain!.sampledOutputs);
      }),
      { numRuns: 60, seed: 11 },
    );
  });
  it('give the same bits however a run is cut into stretches', () => {
    const sampler = createSampler(weights);
    const go = (lengths: number[]) => {
      sampler.open(2);
      let firstStep = 0;
      const labels: number[][] = [[], []];
      for (const steps of lengths) {
        const made = sampler.advance(steps, { ...drive, firstStep });
        for (const run of [0, 1]) labels[run]!.push(...made.sampledOutputs.subarray(run * steps, (run + 1) * steps));
        firstStep += steps;
      }
      const end = new Float32Array(20);
      sampler.read(1, end);
      return { labels, end };
    };
    expect(go([40])).toEqual(go([1, 2, 3, 5, 29]));
    sampler.dispose();
  });
});

describe('simulation', () => {
  it('is homogeneous in σ: states scale, labels do not change (docs/science.md §0.1)', () => {
    const one = simulate(weights, { steps: 400, seed: 3 });
    for (const noiseStd of [0.05, 0.3, 4]) {
      const other = simulate(weights, { steps: 400, seed: 3, noiseStd });
      let worst = 0;
      let scale = 0;
      one.states.forEach((value, i) => {
        worst = Math.max(worst, Math.abs(other.states[i]! / noiseStd - value));
        scale = Math.max(scale, value);
      });
      expect(worst / scale).toBeLessThan(1e-5);
      expect(other.outputLabels).toEqual(one.outputLabels);
    }
  });
  it('repeats itself, and a warm-up only shifts it', () => {
    expect(simulate(weights, { steps: 50, seed: 3 })).toEqual(simulate(weights, { steps: 50, seed: 3 }));
    const shifted = simulate(weights, { steps: 30, seed: 3, warmUp: 20 });
    expect(shifted.states).toEqual(simulate(weights, { steps: 50, seed: 3 }).states.slice(20 * 20));
  });
  it('emits from h_1, not from h = 0: output 1 is not uniform', () => {
    const strong = { ...weights, readoutWeights: weights.readoutWeights.map((w, i) => (i < 20 ? 1 : w)) };
    const { outputs } = sampleRuns(strong, { runs: 3000, steps: 1, seed: 1, noiseStd: 8 });
    const share = outputs.reduce((sum, k) => sum + (k === 0 ? 1 : 0), 0) / 3000;
    expect(share).toBeGreaterThan(0.9);
  });
  it('labels a divergent run and stops it', () => {
    const wild = { ...weights, recurrentWeights: weights.recurrentWeights.map((w) => w * 4) };
    const run = simulate(wild, { steps: 5000, seed: 1 });
    expect(run.divergent).toBe(true);
    expect(run.steps).toBeLessThan(5000);
    expect(run.states.length).toBe(run.steps * 20);
    expect(run.states.every(Number.isFinite)).toBe(true);
    const report = sampleRuns(wild, { runs: 4, steps: 5000, seed: 1 });
    expect(report.bounded).toBe(false);
    expect(report.divergedAt).toBeLessThan(5000);
  });
  it('Gumbel sampling draws from the softmax', () => {
    const logits = Float64Array.from([1, 0, -1]);
    const frozen = { ...weights, readoutWeights: new Float32Array(60) };
    // All logits zero: the sampled outputs are uniform.
    const { outputs } = sampleRuns(frozen, { runs: 20, steps: 1000, seed: 2 });
    for (const k of [0, 1, 2])
      expect(Math.abs(outputs.reduce((s, o) => s + (o === k ? 1 : 0), 0) / 20_000 - 1 / 3)).toBeLessThan(
        5 * Math.sqrt(2 / 9 / 20_000),
      );
    expect(sampleOutput(logits, Float64Array.from([0, 1.5, 0]))).toBe(1);
  });
});

describe('safetensors', () => {
  const bytes = writeWeights(weights, { seed: '1' });
  const matrix = (rows: number, columns: number) => ({
    dtype: 'F32' as const,
    shape: [rows, columns],
    data: new Float32Array(rows * columns),
  });
  const unfitting = writeSafetensors({
    tensors: { 'rnn.weight_ih_l0': matrix(4, 2), 'rnn.weight_hh_l0': matrix(5, 5), 'fc.weight': matrix(3, 4) },
    metadata: {},
  });
  const both = { dtype: 'F32', shape: [4], data_offsets: [0, 16] };
  const header = new TextEncoder().encode(JSON.stringify({ a: both, b: both }));
  const overlapping = Uint8Array.from([header.length, 0, 0, 0, 0, 0, 0, 0, ...header, ...new Uint8Array(16)]);
  it('round-trips weights and metadata bit by bit', () => {
    const { weights: again, metadata } = readWeights(bytes);
    expect(again).toEqual(weights);
    expect(metadata).toMatchObject({ format: 'noisy-orbits', seed: '1' });
  });
  it('round-trips float16 to half a unit in the last place', () => {
    const data = Float32Array.from([0, -0.1, 1 / 3, 65504, 6e-8, 1e-9, -2.5, 1.0009765625]);
    const file = writeSafetensors({ tensors: { x: { dtype: 'F16', shape: [8], data } }, metadata: {} });
    const back = readSafetensors(file).tensors.x!.data;
    data.forEach((value, i) => {
      expect(Math.abs(back[i]! - value)).toBeLessThanOrEqual(Math.max(2 ** -25, Math.abs(value) * 2 ** -11));
    });
  });
  it.each([
    ['too short', new Uint8Array(4), /too few/],
    ['no header', new Uint8Array(64).fill(120), /header claims|not valid JSON/],
    ['cut off', bytes.slice(0, bytes.length - 40), /needs \d+ bytes/],
    [
      'wrong tensors',
      writeSafetensors({ tensors: { a: { dtype: 'F32', shape: [1], data: new Float32Array(1) } }, metadata: {} }),
      /no tensor/,
    ],
    ['NaN', writeWeights({ ...weights, inputWeights: weights.inputWeights.map(() => Number.NaN) }), /NaN/],
    ['two tensors over the same bytes', overlapping, /"b".*lie over each other/],
    ['of shapes that do not fit', unfitting, /do not fit together/],
  ])('refuses a file that is %s with a sentence', (_, file, sentence) => {
    expect(() => readWeights(file as Uint8Array)).toThrow(sentence);
  });
  it('never throws anything but its own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(bytes.length - 1), (noise, at) => {
        const damaged = bytes.slice();
        damaged.set(noise.subarray(0, bytes.length - at), at);
        for (const file of [noise, damaged])
          try {
            readWeights(file);
          } catch (error) {
            expect(error).toBeInstanceOf(WeightFileError);
          }
      }),
      { numRuns: 500 },
    );
  });
});
