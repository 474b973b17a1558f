import { describe, expect, it } from 'vitest';
import { PAPER_HMMS } from '../../../src/hmm/paper';
import { sampleHmm } from '../../../src/hmm/sample';
import { initialWeights, packWeights } from '../../../src/rnn/weights';
import { freshOptimiser } from '../../../src/training/engine';
import { chooseEngine, type EngineTrial } from '../../../src/training/engines/choose';
import { SETTINGS } from './settings';

const shape = { hiddenSize: 12, inputDim: 3, nOutputs: 3 };
const trial: EngineTrial = {
  shape,
  state: freshOptimiser(packWeights(initialWeights(shape, 1, 1))),
  batch: { batch: 8, seqLen: 5, targets: sampleHmm(PAPER_HMMS['chain-2'], 8, 5, 1, 'data') },
  seed: 1,
  settings: SETTINGS,
  now: () => performance.now(),
};

describe('choosing an engine', () => {
  it('takes the fastest that works, and says why the others were passed over', async () => {
    const { engine, passedOver, timings } = await chooseEngine({ wanted: 'auto', trial });
    expect(engine.id).toBe('wasm-simd');
    expect(timings).toHaveLength(1);
    expect(timings[0]!.updatesPerSecond).toBeGreaterThan(0);
    // Node has neither WebGPU nor WebGL.
    expect(passedOver.map((entry) => entry.id)).toEqual(['tfjs-webgpu', 'tfjs-webgl']);
    for (const { reason } of passedOver) expect(reason.length).toBeGreaterThan(10);
  });
  it('takes the one asked for, or remembered, without a trial', async () => {
    expect((await chooseEngine({ wanted: 'sparse-js', trial })).engine.id).toBe('sparse-js');
    const remembered = await chooseEngine({ wanted: 'auto', remembered: 'sparse-js', trial });
    expect(remembered.engine.id).toBe('sparse-js');
    expect(remembered.timings).toEqual([]);
  });
  it('falls back from one that fails or has broken', async () => {
    const fallback = await chooseEngine({ wanted: 'tfjs-webgpu', trial });
    expect(fallback.engine.id).toBe('wasm-simd');
    expect(fallback.passedOver[0]!.id).toBe('tfjs-webgpu');
    expect((await chooseEngine({ wanted: 'wasm-simd', except: ['wasm-simd'], trial })).engine.id).toBe('sparse-js');
  });
});
