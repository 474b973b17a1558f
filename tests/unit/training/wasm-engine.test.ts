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
import { createWasmEngine } from '../../../src/training/engines/wasm/engine';
import { createPart } from '../../../src/training/engines/wasm/part';
import { SHARDS, shardRange, shardsOfPart } from '../../../src/training/engines/wasm/shards';
import { nativeEngineLaws } from './nativeEngineLaws';
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
  nativeEngineLaws({
    create: (parts) => createWasmEngine(Array.from({ length: parts - 1 }, createPart)),
    settings: SETTINGS,
    least: { hiddenSize: 2, batch: 2 },
    mostBatch: 21,
    wild: [1e15],
  });
  let engine: Engine;
  beforeAll(async () => {
    engine = createWasmEngine();
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
