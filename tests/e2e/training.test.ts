import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, copiedUrl, fingerprint, ready, startApp, status, trainFromLab, updateNow } from './browser';

/** A net small enough to train within seconds on any machine. */
const SMALL = 'recipe=custom&hidden=16&inputs=4&batch=64&length=20&readout=1&penalty=0.03';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

/** Losses of every update so far, read from the page's own curve. */
async function losses(page: Page): Promise<number[]> {
  const points = await page.locator('.loss-raw').getAttribute('d');
  const axis = await page
    .locator('.loss-chart .axes line')
    .evaluateAll((lines) => lines.map((line) => Number(line.getAttribute('y1'))));
  const ticks = await page.locator('.loss-chart .axes g text').allTextContents();
  const [y0, y1] = [axis[0]!, axis.at(-1)!];
  const [v0, v1] = [Number(ticks[0]), Number(ticks.at(axis.length - 1))];
  return [...points!.matchAll(/[ML][\d.]+,([\d.]+)/g)].map(([, y]) => v0 + ((Number(y) - y0) * (v1 - v0)) / (y1 - y0));
}

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const squaredError = (values: number[]) =>
  values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (values.length - 1) / values.length;

/** Fall of the loss from the first five updates to the last five, in standard errors of that difference. */
function fall(series: number[]): number {
  const [first, last] = [series.slice(0, 5), series.slice(-5)];
  return (mean(first) - mean(last)) / Math.sqrt(squaredError(first) + squaredError(last));
}

async function train(query: string): Promise<Page> {
  const { page, problems } = await app.open(`?v=3&view=lab&${query}`);
  await ready(page);
  await trainFromLab(page);
  await status(page, 'finished');
  expect(problems).toEqual([]);
  return page;
}

describe('training in the tab', () => {
  it('lowers the loss by more than three standard errors; at rate 0 it does not', async () => {
    const trained = await train(`${SMALL}&rate=0.003&updates=60`);
    const series = await losses(trained);
    expect(series).toHaveLength(60);
    expect(fall(series)).toBeGreaterThan(3);
    const still = await train(`${SMALL}&rate=0&updates=60`);
    expect(Math.abs(fall(await losses(still)))).toBeLessThan(3);
    await trained.context().close();
    await still.context().close();
  });

  it('gives the same bits with and without a pause, and single updates count as updates', async () => {
    // Long enough to be paused on the way on any machine.
    const query = `${SMALL}&rate=0.003&updates=600`;
    const straight = await train(query);
    const expected = await fingerprint(straight);
    expect(expected).toMatch(/^[0-9a-f]{8}$/);

    const { page, context } = await app.open(`?v=3&view=lab&${query}`);
    await ready(page);
    await trainFromLab(page);
    await status(page, 'running');
    await trainFromLab(page, true);
    await status(page, 'paused');
    const rested = await fingerprint(page);
    await page.waitForTimeout(300);
    expect(await fingerprint(page)).toBe(rested);
    const at = await updateNow(page);
    if (at < 598) {
      await page.getByRole('button', { name: 'One update' }).click();
      await page.waitForFunction(
        (n) => Number(document.querySelector('[data-testid=update]')?.textContent?.split('/')[0]) === n + 1,
        at,
      );
      await status(page, 'paused');
    }
    await trainFromLab(page, true);
    await status(page, 'finished');
    expect(await fingerprint(page)).toBe(expected);
    await context.close();
    await straight.context().close();
  });

  it('says whose run it is when another model is in view; its network brings the model back, and a link that lacks it says so', async () => {
    const { page, context, problems } = await app.open(`?v=3&view=lab&${SMALL}&rate=0.001&updates=20000`);
    await ready(page);
    const caption = page.locator('section.training .caption');
    const preset = page.getByTestId('preset');
    const [worker] = await Promise.all([page.waitForEvent('worker'), trainFromLab(page)]);
    await expect.poll(() => updateNow(page), { timeout: 60_000 }).toBeGreaterThan(50);
    await page.getByTestId('stop').click();
    await page.waitForSelector('[data-status=stopped]');
    const other = 'learns “Two-state chain”, not the model in view';

    await preset.selectOption('cyclic');
    await caption.filter({ hasText: other }).waitFor();
    await page.getByRole('button', { name: 'Show yours (Two-state chain)' }).click();
    await caption.filter({ hasNotText: other }).waitFor();
    expect(await preset.inputValue()).toBe('chain-2');
    expect(await page.getByTestId('network').getAttribute('data-origin')).toBe('training');
    // The link carries the network; what cannot be carried is said at the button.
    expect(new URL(await copiedUrl(page)).hash).toMatch(/^#w=./);
    expect(await page.evaluate(() => window.location.hash)).toMatch(/^#w=./);
    expect(await page.locator('.copy-note').count()).toBe(0);

    await preset.selectOption('fully');
    await caption.filter({ hasText: other }).waitFor();
    await page.getByRole('button', { name: 'Go on', exact: true }).click();
    await page.waitForSelector('[data-status=running]');
    await caption.filter({ hasNotText: other }).waitFor();
    expect(await preset.inputValue()).toBe('chain-2');

    await preset.selectOption('cyclic');
    await caption.filter({ hasText: other }).waitFor();
    await worker.evaluate(
      () =>
        void setTimeout(() => {
          throw new Error('planted death');
        }),
    );
    await page.getByRole('button', { name: 'Go on from there' }).click();
    await page.waitForSelector('[data-status=running]');
    await caption.filter({ hasNotText: other }).waitFor();
    expect(await preset.inputValue()).toBe('chain-2');
    expect(problems).toEqual([]);
    await context.close();
  });

  it('stops when told, and records the main-thread tasks over 50 ms met on the way', async () => {
    const { page, context } = await app.open(`?v=3&view=lab&${SMALL}&batch=128&rate=0.003&updates=20000`);
    await ready(page);
    await trainFromLab(page);
    await status(page, 'running');
    const stalls = await page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const seen: number[] = [];
          new PerformanceObserver((list) => seen.push(...list.getEntries().map((entry) => entry.duration))).observe({
            entryTypes: ['longtask'],
          });
          setTimeout(() => resolve(seen), 5000);
        }),
    );
    console.log(`main-thread tasks over 50 ms in 5 s of training: ${stalls.length} (${stalls.map(Math.round).join(', ')})`);
    await page.getByTestId('stop').click();
    await status(page, 'stopped');
    expect(await page.title()).toBe('noisy-orbits');
    await context.close();
  });

  it('goes on while the tab is hidden, with its progress in the title', async () => {
    const { page, context } = await app.open(`?v=3&view=lab&${SMALL}&rate=0.003&updates=4000`);
    await ready(page);
    await trainFromLab(page);
    await status(page, 'running');
    const other = await context.newPage();
    await other.goto('about:blank');
    await other.bringToFront();
    const title = async () => Number((await page.title()).match(/^(\d+) %/)?.[1] ?? Number.NaN);
    const before = await title();
    await expect.poll(title, { timeout: 60_000 }).toBeGreaterThan(before);
    await context.close();
  });
});

describe('engines chosen by hand', () => {
  it.each(['wasm-simd', 'wasm-relaxed', 'js', 'tensorflow-cpu', 'tensorflow-webgl', 'webgpu', 'tensorflow-webgpu'])(
    '%s starts, passes its self-check and trains',
    async (engine) => {
      const page = await train(`engine=${engine}&${SMALL}&length=8&batch=32&rate=0.003&updates=4`);
      expect(await page.getByTestId('engine').getAttribute('data-engine')).toBe(engine);
      expect(await losses(page)).toHaveLength(4);
      await page.context().close();
    },
  );
  it.each(['wasm-simd', 'wasm-relaxed'])('%s: two threads give the bits of one', async (engine) => {
    // Large enough to be spread over the threads.
    const query = `engine=${engine}&recipe=custom&hidden=16&inputs=4&batch=1024&length=60&readout=1&penalty=0.03&rate=0.003&updates=6`;
    const one = await train(`${query}&threads=1`);
    const two = await train(`${query}&threads=2`);
    expect(await two.getByTestId('engine').textContent()).toContain('in 2 threads');
    expect(await two.getByTestId('engine').getAttribute('data-engine')).toBe(engine);
    expect(await fingerprint(two)).toBe(await fingerprint(one));
    await one.context().close();
    await two.context().close();
  });
  it('software graphics are passed over unless asked for, with the reason on screen', async () => {
    const page = await train(`${SMALL}&updates=2`);
    expect(await page.getByTestId('engine').getAttribute('data-engine')).toBe('wasm-simd');
    expect(await page.getByTestId('engine').textContent()).toMatch(/tensorflow-webgl: .*software renderer/);
    await page.context().close();
  });
});
