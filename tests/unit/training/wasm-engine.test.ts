import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileKernels } from '../../../scripts/build-wasm.mjs';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import { KERNELS_BASE64 } from '../../../src/kernels/kernels.generated';
import { createArena, loadKernels } from '../../../src/kernels/module';
import { STREAMS } from '../../../src/math/random';
import { initialWeights, packWeights, type RnnShape } from '../../../src/rnn/weights';
import { drawUpdate, type Engine, freshOptimiser } from '../../../src/training/engine';
import { createJsEngine } from '../../../src/training/engines/js/engine';
import { selfCheck } from '../../../src/training/engines/selfCheck';
import { createWasmEngine } from '../../../src/training/engines/wasm/engine';
import { createPart } from '../../../src/training/engines/wasm/part';
import { SHARDS, shardRange, shardsOfPart } from '../../../src/training/engines/wasm/shards';
import { nearestThreshold, relative } from './gradients';
import { SETTINGS } from './settings';

describe('the compiled kernels', () => {
  it('are those of the sources', async () => {
    expect(await compileKernels()).toBe(KERNELS_BASE64);
    // A page fetches the same bytes as a file.
    expect(readFileSync('src/kernels/kernels.wasm').toString('base64')).toBe(KERNELS_BASE64);
  });
});

describe('draws', () => {
  it('are those of the generator in TypeScript, to float32 rounding', async () => {
    const kernels = loadKernels();
    const arena = createArena(kernels.memory);
    const [B, T, d, K] = [5, 9, 21, 5];
    const [stride, padded, outputStride] = [32, 12, 8];
    const normals = arena.allocate(4 * B * T * stride);
    const gumbels = arena.allocate(4 * B * padded * outputStride);
    kernels.drawNormals(normals, 7, STREAMS.noise, 3, 0, B, 0, T, stride, 1);
    kernels.drawGumbels(gumbels, 7, STREAMS.gumbel, 3, 0, B, 0, padded, outputStride);
    const expected = drawUpdate({ hiddenSize: 1, inputDim: d, nOutputs: K }, B, T, 7, 3);
    const n = new Float32Array(kernels.memory.buffer, normals, B * T * stride);
    const g = new Float32Array(kernels.memory.buffer, gumbels, B * padded * outputStride);
    let worst = 0;
    for (let b = 0; b < B; b++)
      for (let t = 0; t < T; t++) {
        for (let j = 0; j < d; j++)
          worst = Math.max(worst, Math.abs(n[(b * T + t) * stride + j]! - expected.noise[(b * T + t) * d + j]!));
        for (let k = 0; k < K; k++)
          worst = Math.max(worst, Math.abs(g[(b * padded + t) * outputStride + k]! - expected.gumbels[(b * T + t) * K + k]!));
      }
    expect(worst).toBeLessThan(3e-6);
  });
  it('cover the tails and moments of their distributions', async () => {
    const kernels = loadKernels();
    const n = 64 * 100 * 16;
    const at = createArena(kernels.memory).allocate(4 * n);
    kernels.drawNormals(at, 1, STREAMS.noise, 0, 0, 64, 0, 100, 16, 1);
    const x = new Float32Array(kernels.memory.buffer, at, n);
    const moment = (k: number) => x.reduce((sum, v) => sum + v ** k, 0) / n;
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(n));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n));
    expect(Math.max(...x.subarray(0, 50_000))).toBeGreaterThan(3.5);
  });
});

describe('the wasm engine', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = createWasmEngine();
  });
  it('has the loss and gradient of the sparse engine to 1e-5, at any shape', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          H: fc.integer({ min: 2, max: 70 }),
          d: fc.integer({ min: 1, max: 35 }),
          K: fc.integer({ min: 2, max: 6 }),
          B: fc.integer({ min: 2, max: 21 }),
          T: fc.integer({ min: 1, max: 70 }),
          seed: fc.nat(1e6),
        }),
        async ({ H, d, K, B, T, seed }) => {
          const shape: RnnShape = { hiddenSize: H, inputDim: d, nOutputs: K };
          const start = freshOptimiser(packWeights(initialWeights(shape, seed, 1.5)));
          const targets = Uint8Array.from({ length: B * T }, (_, i) => (i * 7 + seed) % K);
          const draws = drawUpdate(shape, B, T, seed, 0);
          // The gradient jumps where a unit is at its threshold: float32 and float64 may then take different sides.
          fc.pre(nearestThreshold(initialWeights(shape, seed, 1.5), draws.noise, B, T) > 1e-6);
          const sparse = createJsEngine();
          await sparse.init(shape, start);
          await engine.init(shape, start);
          const a = await engine.lossAndGradient({ batch: B, seqLen: T, targets }, draws, SETTINGS);
          const b = await sparse.lossAndGradient({ batch: B, seqLen: T, targets }, draws, SETTINGS);
          // A logit tie within float32 rounding flips one symbol: then the losses differ by much more than rounding.
          if (Math.abs(a.loss - b.loss) > 1e-6 * (1 + Math.abs(b.loss))) return fc.pre(false);
          expect(relative(a.gradient, b.gradient)).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 40 },
    );
  });
  it('takes the steps of the sparse engine from the generator’s draws', async () => {
    const shape: RnnShape = { hiddenSize: 64, inputDim: 16, nOutputs: 3 };
    const start = freshOptimiser(packWeights(initialWeights(shape, 3, 2)));
    const batch = { batch: 64, seqLen: 30, targets: sampleHmm(PAPER_HMMS['chain-2'], 64, 30, 3, 'data') };
    const sparse = createJsEngine();
    await sparse.init(shape, start);
    await engine.init(shape, start);
    for (let i = 0; i < 3; i++) {
      const [a] = await engine.step(batch, 3, SETTINGS);
      const [b] = await sparse.step(batch, 3, SETTINGS);
      expect(Math.abs(a.loss / b.loss - 1)).toBeLessThan(2e-3);
    }
  });
  it('gives the same bits twice, and when resumed', async () => {
    const shape: RnnShape = { hiddenSize: 20, inputDim: 6, nOutputs: 3 };
    const start = freshOptimiser(packWeights(initialWeights(shape, 3, 2)));
    const batch = { batch: 24, seqLen: 17, targets: sampleHmm(PAPER_HMMS.fully, 24, 17, 3, 'data') };
    const run = async (from: Engine, updates: number) => {
      for (let i = 0; i < updates; i++) await from.step(batch, 3, SETTINGS);
      return from.readState();
    };
    await engine.init(shape, start);
    const whole = await run(engine, 6);
    const other = createWasmEngine();
    await other.init(shape, start);
    const half = await run(other, 2);
    const third = createWasmEngine();
    // Another batch size first: buffers are laid out anew without leaving anything behind.
    await third.init(shape, start);
    await third.step({ batch: 40, seqLen: 9, targets: sampleHmm(PAPER_HMMS.fully, 40, 9, 1, 'data') }, 1, SETTINGS);
    await third.writeState(half);
    expect(await run(third, 4)).toEqual(whole);
  });
  it('passes the self-check, survives overflow and says what is too long', async () => {
    await selfCheck(engine);
    const shape: RnnShape = { hiddenSize: 20, inputDim: 6, nOutputs: 3 };
    const wild = freshOptimiser(packWeights(initialWeights(shape, 3, 2)).map((w) => w * 1e15));
    await engine.init(shape, wild);
    const batch = { batch: 8, seqLen: 20, targets: new Uint8Array(160) };
    expect((await engine.step(batch, 1, SETTINGS))[0]!.applied).toBe(false);
    expect((await engine.readState()).parameters).toEqual(wild.parameters);
    await expect(engine.step({ batch: 1, seqLen: 300, targets: new Uint8Array(300) }, 1, SETTINGS)).rejects.toThrow(/too long/);
  });
  it('gives the same bits whatever the number of parts', async () => {
    const shape: RnnShape = { hiddenSize: 20, inputDim: 6, nOutputs: 3 };
    const start = freshOptimiser(packWeights(initialWeights(shape, 3, 2)));
    // Large enough to be spread over the parts.
    const batch = { batch: 483, seqLen: 90, targets: sampleHmm(PAPER_HMMS.fully, 483, 90, 3, 'data') };
    const run = async (parts: number) => {
      const helpers = Array.from({ length: parts - 1 }, () => createPart());
      const split = createWasmEngine(helpers);
      await split.init(shape, start);
      const losses = [];
      for (let i = 0; i < 3; i++) losses.push((await split.step(batch, 3, SETTINGS))[0]!.loss);
      return { losses, state: await split.readState() };
    };
    const one = await run(1);
    for (const parts of [2, 3, 8]) expect(await run(parts)).toEqual(one);
  });
  it('gives every shard to one part', () => {
    for (let parts = 1; parts <= SHARDS; parts++) {
      const ranges = Array.from({ length: parts }, (_, i) => shardsOfPart(i, parts));
      expect(ranges[0]![0]).toBe(0);
      expect(ranges.at(-1)![1]).toBe(SHARDS);
      for (const [from, to] of ranges) expect(to).toBeGreaterThan(from);
    }
  });
  it('cuts any batch into shards that cover it once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (batch) => {
        const ranges = Array.from({ length: SHARDS }, (_, s) => shardRange(batch, s));
        expect(ranges[0]![0]).toBe(0);
        expect(ranges.at(-1)![1]).toBe(batch);
        for (let s = 1; s < SHARDS; s++) expect(ranges[s]![0]).toBe(ranges[s - 1]![1]);
      }),
    );
  });
});
