import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GpuPage, GpuSize } from '../gpu/page';
import { type BuiltPage, openBuiltPage } from './builtPage';

/** Our own shaders on whatever WebGPU device Chromium offers (software here): right numbers, few dispatches, no read-backs. */

const REALISTIC: GpuSize = { batch: 64, seqLen: 30, hiddenSize: 64, inputDim: 16, nOutputs: 3, hmm: 'chain-3' };
/** Nothing is a multiple of anything: padding, last tiles, five outputs, two words of a bit plane. */
const ODD: GpuSize = { batch: 7, seqLen: 37, hiddenSize: 21, inputDim: 5, nOutputs: 5, hmm: 'fully' };

let page: BuiltPage<GpuPage>;
beforeAll(async () => {
  page = await openBuiltPage('tests/gpu', 'gpu');
});
afterAll(async () => {
  await page.close();
});
const call: BuiltPage<GpuPage>['call'] = (name, ...args) => page.call(name, ...args);

describe('our own shaders on WebGPU', () => {
  it.each([
    ['B=64, H=64, T=30', REALISTIC],
    ['odd sizes', ODD],
    ['one unit more than a workgroup', { ...ODD, hiddenSize: 257, batch: 5, seqLen: 6 }],
    ['one sequence of one step', { ...ODD, batch: 1, seqLen: 1 }],
  ])('has the loss and gradient of the plain engine: %s', async (_, size) => {
    const { loss, gradient } = await call('gradientDifference', size);
    expect(loss).toBeLessThan(1e-4);
    expect(gradient).toBeLessThan(1e-3);
  });
  it.each([
    ['B=64, H=64, T=30', REALISTIC],
    ['odd sizes', ODD],
  ])('draws its own noise and takes the same Adam steps: %s', async (_, size) => {
    const { losses, parameters, moved, updates, applied } = await call('trained', size, 4);
    expect(updates).toBe(4);
    expect(applied).toBe(true);
    expect(losses).toHaveLength(4);
    for (const [gpu, cpu] of losses) expect(Math.abs(gpu! / cpu! - 1)).toBeLessThan(1e-3);
    expect(parameters).toBeLessThan(0.02 * moved);
  });
  it('needs at most 100 dispatches an update, and reads back only when asked', async () => {
    const { dispatches, readBacks } = await call('counted', REALISTIC, 10);
    console.log(`${dispatches} dispatches an update, ${readBacks} read-back in 10 updates`);
    expect(dispatches).toBeLessThanOrEqual(30);
    expect(readBacks).toBe(1);
  });
  it('leaves the weights alone once a number is not finite', async () => {
    const { applied, kept, again } = await call('broken', REALISTIC);
    expect(applied).toEqual([false, false, false]);
    expect(kept).toBe(true);
    expect(again).toEqual([true]);
  });
  it('has a device of its own, or that of TensorFlow.js where there is one, and says which', async () => {
    const { counts, released, said } = await call('devices');
    // Alone: one. TensorFlow.js: its own. Beside it: none. After that one was lost: a new one.
    expect(counts).toEqual([1, 2, 2, 3]);
    expect(released).toBe('destroyed');
    expect(said[0]).toMatch(/^our WebGPU shaders on a device of their own \(.+\)$/);
    expect(said[1]).toMatch(/^our WebGPU shaders on the device of TensorFlow\.js \(.+\)$/);
    expect(said[2]).toBe(said[0]);
  });
  it('gives the same bits twice, across a change of size', async () => {
    const [first, second] = await call('resized', { ...REALISTIC, hiddenSize: 24 });
    expect(first!.losses).toHaveLength(4);
    expect(second).toEqual(first);
  });
});
