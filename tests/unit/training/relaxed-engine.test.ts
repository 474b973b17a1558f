import { beforeAll, describe, expect, it } from 'vitest';
import { allowRelaxedSimd } from '../../../cli/relaxedSimd';
import { compileKernels } from '../../../scripts/build-wasm.mjs';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import { createArena } from '../../../src/kernels/module';
import { loadRelaxedKernels } from '../../../src/kernels/relaxed';
import { RELAXED_KERNELS_BASE64 } from '../../../src/kernels/relaxed.generated';
import { STREAMS } from '../../../src/math/random';
import { initialWeights, packWeights, type RnnShape } from '../../../src/rnn/weights';
import { drawUpdate, type Engine, freshOptimiser } from '../../../src/training/engine';
import { chooseEngine, type EngineTrial } from '../../../src/training/engines/choose';
import { annealCoupling, packSet } from '../../../src/training/engines/relaxed/coupling';
import { createRelaxedEngine } from '../../../src/training/engines/relaxed/engine';
import { createRelaxedPart, createTargetMemory } from '../../../src/training/engines/relaxed/part';
import { createWasmEngine } from '../../../src/training/engines/wasm/engine';
import { epsilonSchedule, sinkhornDivergence, squaredDiameter } from '../../../src/training/sinkhorn';
import { relative } from './gradients';
import { nativeEngineLaws } from './nativeEngineLaws';
import { SETTINGS, TRIAL } from './settings';

allowRelaxedSimd();

describe('the compiled kernels with relaxed SIMD', () => {
  it('are those of the sources', async () => {
    expect(await compileKernels('relaxed')).toBe(RELAXED_KERNELS_BASE64);
  });
});

describe('draws with relaxed SIMD', () => {
  it.each([1, 3, 4, 16, 21])('of %i units are those of the generator in TypeScript, to float32 rounding', (d) => {
    const kernels = loadRelaxedKernels();
    const [B, T, from, firstStep] = [5, 9, 2, 3];
    const stride = 16 * Math.ceil(d / 16);
    const at = createArena(kernels.memory).allocate(4 * B * T * stride);
    kernels.drawNormals(at, 7, STREAMS.noise, 3, from, from + B, firstStep, T, stride, 0.5, d);
    const [sequences, steps] = [from + B, firstStep + T];
    const { noise } = drawUpdate({ hiddenSize: 1, inputDim: d, nOutputs: 3 }, sequences, steps, 7, 3);
    const drawn = new Float32Array(kernels.memory.buffer, at, B * T * stride);
    let worst = 0;
    for (let b = 0; b < B; b++)
      for (let t = 0; t < T; t++)
        for (let j = 0; j < d; j++) {
          const expected = 0.5 * noise[((from + b) * steps + firstStep + t) * d + j]!;
          worst = Math.max(worst, Math.abs(drawn[(b * T + t) * stride + j]! - expected));
        }
    expect(worst).toBeLessThan(3e-6);
  });
});

/** Divergence and its gradient by the couplings of the engine. */
function byCouplings(x: Uint8Array, y: Uint8Array, seqLen: number, nOutputs: number, blur = 0.2) {
  const kernels = loadRelaxedKernels();
  const arena = createArena(kernels.memory);
  const sets = { seqLen, nOutputs, planes: Math.max(1, Math.ceil(Math.log2(nOutputs))) };
  const schedule = epsilonSchedule(Math.max(squaredDiameter(x, y, seqLen, nOutputs), blur * blur), blur, 0.5);
  const [a, b] = [packSet(kernels, arena, x, sets), packSet(kernels, arena, y, sets)];
  const cross = annealCoupling(kernels, arena, a, b, sets, schedule, true);
  const own = annealCoupling(kernels, arena, a, undefined, sets, schedule, true);
  const target = annealCoupling(kernels, arena, b, undefined, sets, schedule, false);
  return {
    value: cross.value - own.value - target.value,
    gradient: own.barycentres!.map((mass, i) => mass - cross.barycentres![i]!),
  };
}

function expectSame(x: Uint8Array, y: Uint8Array, seqLen: number, nOutputs: number, blur = 0.2) {
  const plain = sinkhornDivergence(x, y, seqLen, nOutputs, true, { blur });
  const fast = byCouplings(x, y, seqLen, nOutputs, blur);
  expect(Math.abs(fast.value - plain.value)).toBeLessThan(1e-6 * Math.max(1, plain.value));
  const size = Math.hypot(...plain.gradient!);
  const off = Math.hypot(...plain.gradient!.map((g, i) => g - fast.gradient[i]!));
  expect(off).toBeLessThan(1e-5 * Math.max(size, 1e-3));
}

describe('couplings', () => {
  const sample = (n: number, seqLen: number, seed: number) => sampleHmm(PAPER_HMMS['chain-3'], n, seqLen, seed, 'data');
  // 31 and 32 steps: costs are looked up in one step, and in two. 32 rows make a block, 16 columns a register.
  it.each([
    [1, 1, 7],
    [3, 5, 1],
    [17, 33, 31],
    [33, 31, 32],
    [150, 149, 30],
    [97, 130, 100],
    [64, 64, 255],
  ])('are those of the plain loss for %i and %i sequences of %i steps', (n, m, seqLen) => {
    expectSame(sample(n, seqLen, 1), sample(m, seqLen, 2), seqLen, 3);
  });
  it.each([2, 5, 9])('are those of the plain loss for %i outputs', (K) => {
    const labels = (seed: number) => Uint8Array.from({ length: 60 * 40 }, (_, i) => (i * i * 31 + seed * i + (i >> 3)) % K);
    expectSame(labels(1), labels(5), 40, K);
  });
  it('hold where every sequence is the same, and every pair near', () => {
    const x = sample(1, 20, 1);
    const copies = Uint8Array.from({ length: 200 * 20 }, (_, i) => x[i % 20]!);
    expectSame(copies, copies, 20, 3);
    expectSame(copies, sample(90, 20, 4), 20, 3);
  });
  it('hold where sequences stand in a set several times', () => {
    const few = sample(20, 30, 3);
    const repeated = Uint8Array.from({ length: 70 * 30 }, (_, i) => few[i % few.length]!);
    expectSame(repeated, sample(50, 30, 4), 30, 3);
    expectSame(sample(50, 30, 4), repeated, 30, 3);
  });
  it('hold for a large and a small final ε', () => {
    expectSame(sample(60, 30, 3), sample(61, 30, 4), 30, 3, 2);
    expectSame(sample(60, 30, 3), sample(61, 30, 4), 30, 3, 0.05);
  });
  it('recall targets that come back, and nothing else', () => {
    const memory = createTargetMemory();
    let computed = 0;
    const compute = () => ({ value: computed++ });
    const targets = Uint8Array.of(0, 1, 2);
    expect(memory.recall(targets, [3], compute).value).toBe(0);
    expect(memory.recall(targets.slice(), [3], compute).value).toBe(0);
    expect(memory.recall(targets, [4], compute).value).toBe(1);
    targets[0] = 2;
    expect(memory.recall(targets, [3], compute).value).toBe(2);
    for (let i = 0; i < 4; i++) memory.recall(Uint8Array.of(i, 1), [3], compute);
    expect(memory.recall(targets, [3], compute).value).toBe(7);
  });
});

describe('the engine with relaxed SIMD', () => {
  nativeEngineLaws({
    create: (parts) => createRelaxedEngine(Array.from({ length: parts - 1 }, createRelaxedPart)),
    settings: SETTINGS,
    least: { hiddenSize: 1, batch: 1 },
    mostBatch: 37,
    wild: [1e15, Number.POSITIVE_INFINITY],
  });
  let engine: Engine;
  beforeAll(() => {
    engine = createRelaxedEngine();
  });
  it('has the loss of wasm-simd to 1e-6 and its gradient to 1e-5 at the size of a run', async () => {
    const shape: RnnShape = { hiddenSize: 64, inputDim: 16, nOutputs: 3 };
    const [B, T] = [300, 45];
    const native = createWasmEngine();
    const start = freshOptimiser(packWeights(initialWeights(shape, 2, 1)));
    const batch = { batch: B, seqLen: T, targets: sampleHmm(PAPER_HMMS['chain-2'], B, T, 2, 'data') };
    const draws = drawUpdate(shape, B, T, 2, 0);
    for (const one of [engine, native]) await one.init(shape, start);
    const a = await engine.lossAndGradient(batch, draws, SETTINGS);
    const b = await native.lossAndGradient(batch, draws, SETTINGS);
    expect(Math.abs(a.loss / b.loss - 1)).toBeLessThan(1e-6);
    expect(relative(a.gradient, b.gradient)).toBeLessThan(1e-5);
  });
  it('competes with the others, and is taken when asked for', async () => {
    const competitors = async (trial: EngineTrial) => (await chooseEngine({ wanted: 'auto', trial })).timings.map(({ id }) => id);
    // An update that is too small to be timed is not tried with it.
    expect(await competitors(TRIAL)).toEqual(['wasm-simd']);
    const [batch, seqLen] = [1024, 90];
    const large = { batch, seqLen, targets: sampleHmm(PAPER_HMMS['chain-2'], batch, seqLen, 1, 'data') };
    expect((await competitors({ ...TRIAL, batch: large })).sort()).toEqual(['wasm-relaxed', 'wasm-simd']);
    const asked = await chooseEngine({ wanted: 'wasm-relaxed', trial: TRIAL });
    expect([asked.engine.id, asked.passedOver]).toEqual(['wasm-relaxed', []]);
    const broken = await chooseEngine({ wanted: 'wasm-relaxed', except: ['wasm-relaxed'], trial: TRIAL });
    expect([broken.engine.id, broken.timings]).toEqual(['wasm-simd', []]);
  });
});
