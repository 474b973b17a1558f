import { afterEach, describe, expect, it, vi } from 'vitest';
import { GPU_SIZES, readSizes } from '../../../cli/bench/gpu';
import { provideWebgpu } from '../../../cli/gpu';
import { webgpuAdapter } from '../../../src/training/engines/webgpu/device';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

describe('WebGPU in Node', () => {
  it('says how the package is installed where it is missing', async () => {
    await expect(provideWebgpu('no-such-package-as-this')).rejects.toThrow(/not installed: npm install --no-save webgpu/);
  });

  it('names the reason where the package does not start', async () => {
    const broken = 'data:text/javascript,throw new Error("no library libvulkan")';
    await expect(provideWebgpu(broken)).rejects.toThrow(/does not start here: no library libvulkan/);
  });

  it('stands where browsers have it, so that the engine finds the adapter', async () => {
    vi.stubGlobal('navigator', undefined);
    const info = '{ vendor: "acme", architecture: "one", isFallbackAdapter: false }';
    const module = `data:text/javascript,export const globals = { GPUThing: 7 }; export const create = () => ({ requestAdapter: async () => ({ info: ${info} }) })`;
    await provideWebgpu(module);
    expect(await webgpuAdapter()).toMatchObject({ name: 'acme one', software: false });
    expect((globalThis as { GPUThing?: number }).GPUThing).toBe(7);
  });
});

describe('sizes of the benchmark', () => {
  it('are read as B/H/d/T, and anything else ends the program with a sentence', () => {
    expect(readSizes('256/64/16/30,8/4/2/1')).toEqual([
      { batch: 256, hiddenSize: 64, inputDim: 16, seqLen: 30 },
      { batch: 8, hiddenSize: 4, inputDim: 2, seqLen: 1 },
    ]);
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    for (const wrong of ['256/64/16', '256/64/16/0', '256/64/16/x', '1.5/2/3/4', ''])
      expect(() => readSizes(wrong), wrong).toThrow('exit 2');
  });

  it('hold the paper’s batch with short and with long sequences', () => {
    expect(GPU_SIZES).toHaveLength(6);
    expect(GPU_SIZES.slice(-2).map(({ batch, hiddenSize, seqLen }) => [batch, hiddenSize, seqLen])).toEqual([
      [4096, 150, 30],
      [4096, 150, 100],
    ]);
  });
});
