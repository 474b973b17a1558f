import type { Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tell } from '../evidence';
import { type App, lossPoints, ready, startApp, status, trainFromLab, updateNow } from './browser';
import { expectNothingLost, userState } from './userState';

/** Training goes on whatever breaks under it: graphics contexts and devices, threads, kernels. */

/** A net small enough to train within seconds on any machine. */
const SMALL = '?v=3&view=lab&recipe=custom&hidden=16&inputs=4&batch=64&length=20&readout=1&penalty=0.03&rate=0.003';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const engine = (page: Page) => page.getByTestId('engine').getAttribute('data-engine');

/** Starts training; the worker is the trainer's. */
async function train(page: Page, updates: number): Promise<Worker> {
  const [worker] = await Promise.all([page.waitForEvent('worker'), trainFromLab(page)]);
  await expect.poll(() => updateNow(page).catch(() => 0), { timeout: 120_000 }).toBeGreaterThanOrEqual(updates);
  return worker;
}

/** The next call of a method of the trainer's, of whatever object, loses what the object stands on. */
const LOSE = {
  'tensorflow-webgl': () => {
    const prototype = WebGL2RenderingContext.prototype;
    const { drawElements } = prototype;
    prototype.drawElements = function (...call) {
      prototype.drawElements = drawElements;
      drawElements.apply(this, call);
      this.getExtension('WEBGL_lose_context')!.loseContext();
    };
  },
  webgpu: () => {
    const prototype = GPUDevice.prototype;
    const { createCommandEncoder } = prototype;
    prototype.createCommandEncoder = function (...call) {
      prototype.createCommandEncoder = createCommandEncoder;
      const encoder = createCommandEncoder.apply(this, call);
      this.destroy();
      return encoder;
    };
  },
};

describe('a graphics device that is lost while it trains', () => {
  it.each([
    ['tensorflow-webgl', 'the graphics context was lost'],
    ['webgpu', 'the graphics device was lost'],
  ] as const)('%s: another engine goes on with the same weights, and it can be had again', async (id, reason) => {
    const { page, context, problems } = await app.open(`${SMALL}&engine=${id}&threads=1&updates=300`);
    await ready(page);
    const worker = await train(page, 12);
    expect(await engine(page)).toBe(id);
    const had = await userState(page);
    await worker.evaluate(LOSE[id]);
    const notice = page.locator('.notice.warning', { hasText: `The engine ${id} broke` });
    const text = (await notice.locator('p').textContent({ timeout: 60_000 }))!;
    expect(text).toContain(`(${reason}`);
    // No more is made again than the updates since the last copy.
    const restored = Number(/goes on from update (\d+) on another one\.$/.exec(text)![1]);
    expect(restored).toBeGreaterThanOrEqual(had.updates - 12);
    tell({ again: Math.max(0, had.updates - restored) });
    await status(page, 'finished');
    await expectNothingLost(page, had);
    expect(await engine(page)).toBe('wasm-simd');
    // The curve has every update once, so the two engines went on from one another.
    expect(await lossPoints(page)).toBe(300);
    expect(await page.getByTestId('engine').textContent()).not.toContain('not finite');
    // What was chosen is still chosen, and begins anew on another context or device.
    await trainFromLab(page);
    await page.waitForFunction((name) => document.querySelector(`[data-testid=engine][data-engine=${name}]`), id, {
      timeout: 60_000,
    });
    await expect.poll(() => updateNow(page), { timeout: 60_000 }).toBeLessThan(300);
    await expect.poll(() => updateNow(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(1);
    await page.getByTestId('stop').click();
    await status(page, 'stopped');
    expect(problems.filter((problem) => !/context|device/i.test(problem))).toEqual([]);
    await context.close();
  });
});

describe('a thread that dies while it helps to train', () => {
  it('training goes on without it, with the bits of one thread', async () => {
    const query =
      '?v=3&view=lab&engine=wasm-simd&recipe=custom&hidden=16&inputs=4&batch=1024&length=60&readout=1&penalty=0.03&rate=0.003&updates=16';
    const alone = await app.open(`${query}&threads=1`);
    await ready(alone.page);
    await trainFromLab(alone.page);
    await status(alone.page, 'finished');
    const expected = await alone.page.getByTestId('fingerprint').textContent();
    await alone.context.close();

    const { page, context, problems } = await app.open(`${query}&threads=2`);
    await ready(page);
    const worker = await train(page, 3);
    expect(await page.getByTestId('engine').textContent()).toContain('in 2 threads');
    const had = await userState(page);
    await worker.evaluate(() => {
      const prototype = self.Worker.prototype;
      const { postMessage } = prototype;
      prototype.postMessage = function () {
        prototype.postMessage = postMessage;
        this.terminate();
        this.dispatchEvent(new ErrorEvent('error', { message: 'planted death' }));
      };
    });
    const notice = page.locator('.notice.warning', { hasText: 'a training thread died (planted death)' });
    await notice.waitFor({ timeout: 60_000 });
    await status(page, 'finished');
    expect(await page.getByTestId('engine').textContent()).not.toContain('threads');
    expect(await page.getByTestId('fingerprint').textContent()).toBe(expected);
    await expectNothingLost(page, had);
    expect(problems).toEqual([]);
    await context.close();
  });
});

/** A wrong function in every shader that uses it: no exception, only other numbers. */
const PLANTED = {
  'tensorflow-webgl': `{
    const { shaderSource } = WebGL2RenderingContext.prototype;
    WebGL2RenderingContext.prototype.shaderSource = function (shader, text) {
      shaderSource.call(this, shader, text.replaceAll(/\\bexp\\(/g, 'exp(1.1 * '));
    };
  }`,
  webgpu: `{
    const { createShaderModule } = GPUDevice.prototype;
    GPUDevice.prototype.createShaderModule = function (descriptor) {
      return createShaderModule.call(this, { ...descriptor, code: descriptor.code.replaceAll(/\\bexp\\(/g, 'exp(1.1 * ') });
    };
  }`,
};

/** Code that runs before the trainer's own. */
const plant = (page: Page, code: string) =>
  page.route('**/assets/worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: code + (await response.text()) });
  });

describe('a kernel that computes something else', () => {
  it.each(Object.keys(PLANTED) as (keyof typeof PLANTED)[])(
    '%s is passed over before the first update, with the reason on screen',
    async (id) => {
      const { page, context, problems } = await app.open();
      await plant(page, PLANTED[id]);
      await page.goto(`${app.url}${SMALL}&engine=${id}&threads=1&updates=4`);
      await ready(page);
      const had = await userState(page);
      await trainFromLab(page);
      await status(page, 'finished');
      expect(await engine(page)).toBe('wasm-simd');
      // Training shows its own network.
      await expectNothingLost(page, had, ['network']);
      expect(await page.getByTestId('engine').textContent()).toMatch(
        new RegExp(`${id}: its numbers are wrong on this device \\(loss off by .* %, gradient by .* %\\)`),
      );
      expect(problems).toEqual([]);
      await context.close();
    },
  );

  // The native engine with a forward pass at twice the temperature in sequences of the second phase.
  const WRONG_WHEN_LONG = `{
    const { Instance } = WebAssembly;
    WebAssembly.Instance = function (...made) {
      const { exports } = new Instance(...made);
      if (!exports.forwardSequences) return { exports };
      const forwardSequences = (from, rows, length, padded, temperature) =>
        exports.forwardSequences(from, rows, length, padded, length === 100 ? 2 * temperature : temperature);
      return { exports: { ...exports, forwardSequences } };
    };
  }`;

  it('only at the size of a later phase is passed over when that phase begins; the updates before it stay', async () => {
    const { page, context, problems } = await app.open();
    await plant(page, WRONG_WHEN_LONG);
    await page.goto(`${app.url}?v=3&view=lab&preset=chain-2&threads=1&engine=wasm-simd`);
    await ready(page);
    const had = await userState(page);
    await trainFromLab(page);
    const notice = page.locator('.notice.warning', { hasText: 'The engine wasm-simd broke' });
    await notice.waitFor({ timeout: 180_000 });
    expect(await notice.textContent()).toMatch(
      /its numbers are wrong on this device \(loss off by .* %, gradient by .* %\)\); training goes on from update 120 on another one/,
    );
    await expect.poll(() => engine(page), { timeout: 60_000 }).toBe('js');
    await page.getByTestId('stop').click();
    await status(page, 'stopped');
    expect(await updateNow(page)).toBeGreaterThanOrEqual(120);
    await expectNothingLost(page, had, ['network']);
    expect(problems).toEqual([]);
    await context.close();
  });
});
