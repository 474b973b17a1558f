import { afterEach, describe, expect, it, vi } from 'vitest';
import { KernelError } from '../../../src/kernels/module';
import { chooseEngine } from '../../../src/training/engines/choose';
import { TRIAL } from './settings';

/** As in Node 20 and in older browsers; where there is relaxed SIMD another test chooses (relaxed-engine.test.ts). */
vi.mock('../../../src/kernels/relaxed', async (original) => ({
  ...(await original<object>()),
  requireRelaxedSimd() {
    throw new KernelError('there is no relaxed SIMD for WebAssembly here');
  },
}));

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('choosing an engine', () => {
  it('takes the fastest that works, and says why the others were passed over', async () => {
    const { engine, passedOver, timings } = await chooseEngine({ wanted: 'auto', trial: TRIAL });
    expect(engine.id).toBe('wasm-simd');
    expect(timings).toHaveLength(1);
    expect(timings[0]!.updatesPerSecond).toBeGreaterThan(0);
    // Node has neither WebGPU nor WebGL. Relaxed SIMD does not compete at this size.
    expect(passedOver.map((entry) => entry.id)).toEqual(['webgpu', 'tensorflow-webgl']);
    for (const { reason } of passedOver) expect(reason.length).toBeGreaterThan(10);
  });
  it('takes the one asked for, or remembered, without a trial', async () => {
    expect((await chooseEngine({ wanted: 'js', trial: TRIAL })).engine.id).toBe('js');
    const remembered = await chooseEngine({ wanted: 'auto', remembered: 'js', trial: TRIAL });
    expect(remembered.engine.id).toBe('js');
    expect(remembered.timings).toEqual([]);
  });
  it('falls back from one that fails or has broken', async () => {
    const fallback = await chooseEngine({ wanted: 'webgpu', trial: TRIAL });
    expect(fallback.engine.id).toBe('wasm-simd');
    expect(fallback.passedOver[0]!.id).toBe('webgpu');
    expect((await chooseEngine({ wanted: 'wasm-simd', except: ['wasm-simd'], trial: TRIAL })).engine.id).toBe('js');
  });
  it('takes the other native engine, without a trial, where a link or a stored run names one with relaxed SIMD', async () => {
    for (const request of [{ wanted: 'wasm-relaxed' }, { wanted: 'auto', remembered: 'wasm-relaxed' }] as const) {
      const { engine, passedOver, timings } = await chooseEngine({ ...request, trial: TRIAL });
      expect([engine.id, timings]).toEqual(['wasm-simd', []]);
      expect(passedOver).toEqual([{ id: 'wasm-relaxed', reason: 'there is no relaxed SIMD for WebAssembly here' }]);
    }
  });
  // Safari: the first before version 16.4, the second while it refused WebGL to workers.
  it.each([
    ['no canvas', undefined],
    [
      'a canvas without WebGL 2',
      class {
        getContext = () => null;
      },
    ],
  ])('passes WebGL over in a worker that has %s', async (_, OffscreenCanvas) => {
    vi.stubGlobal('OffscreenCanvas', OffscreenCanvas);
    for (const wanted of ['auto', 'tensorflow-webgl'] as const) {
      const { engine, passedOver } = await chooseEngine({ wanted, trial: TRIAL });
      expect(engine.id).toBe('wasm-simd');
      expect(passedOver).toContainEqual({ id: 'tensorflow-webgl', reason: 'this browser gives workers no WebGL 2' });
    }
  });
});
