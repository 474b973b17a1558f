import { describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/models';
import { sampleHmm } from '../../../src/hmm/sample';
import { copyState, type Engine, type TargetBatch } from '../../../src/training/engine';
import { createJsEngine } from '../../../src/training/engines/js/engine';
import { createSizeCheck } from '../../../src/training/engines/selfCheck';
import { createWasmEngine } from '../../../src/training/engines/wasm/engine';
import { SETTINGS, TRIAL } from './settings';

const { shape, state } = TRIAL;
const SMALL = { batch: 8, seqLen: 5 };
const LARGE = { batch: 200, seqLen: 12 };

const batchOf = ({ batch, seqLen }: typeof SMALL): TargetBatch => ({
  batch,
  seqLen,
  targets: sampleHmm(PAPER_HMMS['chain-3'], batch, seqLen, 3, 'data'),
});

/** The native engine whose gradients are wrong in batches above 100. */
function wrongWhenLarge(): Engine {
  const engine = createWasmEngine();
  return {
    ...engine,
    async lossAndGradient(batch, draws, settings) {
      const answer = await engine.lossAndGradient(batch, draws, settings);
      return batch.batch > 100 ? { ...answer, gradient: answer.gradient.map((g) => 1.02 * g) } : answer;
    },
  };
}

describe('the check where sizes change', () => {
  it('is due once for every size but the one the engine was chosen at', async () => {
    const sizes = createSizeCheck(SMALL);
    const engine = createWasmEngine();
    expect(sizes.due(engine, SMALL)).toBe(false);
    expect(sizes.due(engine, LARGE)).toBe(true);
    expect(sizes.due(engine, { ...SMALL, seqLen: 6 })).toBe(true);
    await engine.init(shape, copyState(state));
    await sizes.check(engine, shape, LARGE, await engine.readState());
    expect(sizes.due(engine, LARGE)).toBe(false);
    expect(sizes.due(engine, { ...LARGE, batch: 201 })).toBe(true);
  });

  it('is not made of the engine that others are checked against', () => {
    expect(createSizeCheck(SMALL).due(createJsEngine(), LARGE)).toBe(false);
  });

  it('changes no bit of the run', async () => {
    const train = async (checked: boolean) => {
      const engine = createWasmEngine();
      await engine.init(shape, copyState(state));
      for (let n = 0; n < 3; n++) await engine.step(batchOf(SMALL), 5, SETTINGS);
      if (checked) await createSizeCheck(SMALL).check(engine, shape, LARGE, await engine.readState());
      for (let n = 0; n < 3; n++) await engine.step(batchOf(LARGE), 5, SETTINGS);
      return engine.readState();
    };
    expect(await train(true)).toEqual(await train(false));
  });

  it('refuses an engine that is wrong at the larger size only', async () => {
    const engine = wrongWhenLarge();
    const sizes = createSizeCheck({ batch: 4, seqLen: 5 });
    await engine.init(shape, copyState(state));
    await sizes.check(engine, shape, SMALL, copyState(state));
    await expect(sizes.check(engine, shape, LARGE, copyState(state))).rejects.toThrow(/its numbers are wrong on this device/);
    expect(sizes.due(engine, LARGE)).toBe(true);
  });
});
