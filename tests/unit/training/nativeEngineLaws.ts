import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import { initialWeights, packWeights, type RnnShape } from '../../../src/rnn/weights';
import { drawUpdate, type Engine, freshOptimiser, type UpdateSettings } from '../../../src/training/engine';
import { createJsEngine } from '../../../src/training/engines/js/engine';
import { selfCheck } from '../../../src/training/engines/selfCheck';
import { nearestThreshold, relative } from './gradients';

interface NativeEngine {
  /** An engine whose work is spread over so many parts. */
  create(parts: number): Engine;
  settings: UpdateSettings;
  /** Shapes that are tried. */
  least: { hiddenSize: number; batch: number };
  mostBatch: number;
  /** Factors on the weights at which an update overflows. */
  wild: readonly number[];
}

/** What holds for every native engine. */
export function nativeEngineLaws({ create, settings, least, mostBatch, wild }: NativeEngine): void {
  const small: RnnShape = { hiddenSize: 20, inputDim: 6, nOutputs: 3 };
  const engine = create(1);

  it('has the loss and gradient of the plain engine to 1e-5, at any shape', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          H: fc.integer({ min: least.hiddenSize, max: 70 }),
          d: fc.integer({ min: 1, max: 35 }),
          K: fc.integer({ min: 2, max: 6 }),
          B: fc.integer({ min: least.batch, max: mostBatch }),
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
          const plain = createJsEngine();
          await plain.init(shape, start);
          await engine.init(shape, start);
          const a = await engine.lossAndGradient({ batch: B, seqLen: T, targets }, draws, settings);
          const b = await plain.lossAndGradient({ batch: B, seqLen: T, targets }, draws, settings);
          // A logit tie within float32 rounding flips one symbol: then the losses differ by much more than rounding.
          if (Math.abs(a.loss - b.loss) > 1e-6 * (1 + Math.abs(b.loss))) return fc.pre(false);
          expect(relative(a.gradient, b.gradient)).toBeLessThan(1e-5);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('gives the same bits twice, and when resumed', async () => {
    const start = freshOptimiser(packWeights(initialWeights(small, 3, 2)));
    const batch = { batch: 24, seqLen: 17, targets: sampleHmm(PAPER_HMMS.fully, 24, 17, 3, 'data') };
    const run = async (from: Engine, updates: number) => {
      for (let i = 0; i < updates; i++) await from.step(batch, 3, settings);
      return from.readState();
    };
    await engine.init(small, start);
    const whole = await run(engine, 6);
    const other = create(1);
    await other.init(small, start);
    const half = await run(other, 2);
    const third = create(1);
    // Another batch size first: buffers are laid out anew without leaving anything behind.
    await third.init(small, start);
    await third.step({ batch: 40, seqLen: 9, targets: sampleHmm(PAPER_HMMS.fully, 40, 9, 1, 'data') }, 1, settings);
    await third.writeState(half);
    expect(await run(third, 4)).toEqual(whole);
  });

  it('passes the self-check, survives overflow and says what is too long', async () => {
    await selfCheck(engine);
    const batch = { batch: 8, seqLen: 20, targets: new Uint8Array(160) };
    for (const factor of wild) {
      const start = freshOptimiser(packWeights(initialWeights(small, 3, 2)).map((w) => w * factor));
      await engine.init(small, start);
      expect((await engine.step(batch, 1, settings))[0]!.applied).toBe(false);
      expect((await engine.readState()).parameters).toEqual(start.parameters);
    }
    await expect(engine.step({ batch: 1, seqLen: 300, targets: new Uint8Array(300) }, 1, settings)).rejects.toThrow(/too long/);
  });

  it('gives the same bits whatever the number of parts', async () => {
    const start = freshOptimiser(packWeights(initialWeights(small, 3, 2)));
    // Large enough to be spread over the parts.
    const batch = { batch: 483, seqLen: 90, targets: sampleHmm(PAPER_HMMS.fully, 483, 90, 3, 'data') };
    const run = async (parts: number) => {
      const split = create(parts);
      await split.init(small, start);
      const losses = [];
      for (let i = 0; i < 3; i++) losses.push((await split.step(batch, 3, settings))[0]!.loss);
      return { losses, state: await split.readState() };
    };
    const one = await run(1);
    for (const parts of [2, 3, 8]) expect(await run(parts)).toEqual(one);
  });
}
