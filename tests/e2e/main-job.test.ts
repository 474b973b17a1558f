import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, copiedUrl, ready, startApp } from './browser';

/** A net small enough to train within seconds on any machine. */
const SMALL = 'recipe=custom&hidden=16&inputs=4&batch=64&length=20&gain=1';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const stepNow = async (page: Page) => Number(await page.getByTestId('step').getAttribute('data-step'));
const status = (page: Page, wanted: string, timeout = 120_000) => page.waitForSelector(`[data-status=${wanted}]`, { timeout });
const fingerprint = (page: Page) => page.getByTestId('fingerprint').textContent();

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
  const { page, problems } = await app.open(`?v=1&${query}`);
  await ready(page);
  await page.keyboard.press('t');
  await status(page, 'finished');
  expect(problems).toEqual([]);
  return page;
}

describe('opening the app', () => {
  it('shows a trained network moving, and N collapses it and brings it back', async () => {
    const { page, context, problems } = await app.open('?v=1&speed=200');
    await ready(page);
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=step]')?.dataset.step) > 5);
    const moving = await page.evaluate(() => performance.now());
    const first = await page.evaluate(() => performance.getEntriesByName('first-moving-frame')[0]!.startTime);
    console.log(`first moving frame ${Math.round(first)} ms after navigation began (seen by ${Math.round(moving)} ms)`);
    expect(await page.getByTestId('network').getAttribute('data-origin')).toBe('preset');
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=norm]')?.dataset.relative) > 0.3);

    await page.keyboard.press('n');
    const before = await stepNow(page);
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=norm]')?.dataset.relative) < 1e-3);
    // The step counter is read after the collapse was seen: it bounds the steps from above.
    expect((await stepNow(page)) - before).toBeLessThanOrEqual(300);
    expect(await page.getByTestId('noise').getAttribute('aria-pressed')).toBe('false');

    await page.keyboard.press('n');
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=norm]')?.dataset.relative) > 0.3);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('pauses, steps once and resets by key', async () => {
    const { page, context } = await app.open('?v=1');
    await ready(page);
    await page.keyboard.press(' ');
    await page.waitForTimeout(300);
    const paused = await stepNow(page);
    await page.waitForTimeout(300);
    expect(await stepNow(page)).toBe(paused);
    await page.keyboard.press('.');
    await page.waitForFunction(
      (step) => Number(document.querySelector<HTMLElement>('[data-testid=step]')?.dataset.step) === step + 1,
      paused,
    );
    await page.keyboard.press('r');
    await page.waitForFunction(() => document.querySelector<HTMLElement>('[data-testid=step]')?.dataset.step === '0');
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').textContent()).toContain('noise off, noise on');
    await context.close();
  });

  it('counts emissions that agree with the exact model', async () => {
    const { page, context } = await app.open('?v=1');
    await ready(page);
    await page.waitForFunction(
      () => Number(document.querySelector<HTMLElement>('[data-testid=max-cell]')?.dataset.rows) >= 2,
      undefined,
      { timeout: 60_000 },
    );
    await page.waitForTimeout(4000);
    expect(Number(await page.getByTestId('max-cell').textContent())).toBeLessThan(0.05);
    await context.close();
  });

  it('fits a phone without a sideways scroll', async () => {
    const { page, context } = await app.open('?v=1', { width: 390, height: 844 });
    await ready(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await context.close();
  });
});

describe('links', () => {
  it('a copied link opened fresh gives the same state', async () => {
    const first = await app.open('?v=1&sigma=2.5&noise=0&speed=33&seed=7&profile=dark');
    await first.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await ready(first.page);
    await first.page.getByTestId('copy-link').click();
    const link = await first.page.evaluate(() => navigator.clipboard.readText());
    expect(link.startsWith(app.url)).toBe(true);
    const second = await app.open(link.slice(app.url.length));
    await ready(second.page);
    expect(await second.page.getByTestId('noise').getAttribute('aria-pressed')).toBe('false');
    expect(await second.page.getByLabel('noise σ').getAttribute('aria-valuetext')).toBe('2.5');
    expect(await second.page.getByLabel('seed', { exact: true }).inputValue()).toBe('7');
    expect(await second.page.getByTestId('network').getAttribute('data-fingerprint')).toBe(
      await first.page.getByTestId('network').getAttribute('data-fingerprint'),
    );
    expect(new URL(await copiedUrl(second.page)).search).toBe(new URL(link).search);
    // The same seed gives the same run, step by step.
    const at = async (page: Page) => {
      // Away from the button that was clicked: a focused button takes the space bar for itself.
      await page.locator('.tagline').click();
      await page.keyboard.press('n');
      await page.keyboard.press(' ');
      await page.keyboard.press('r');
      for (let i = 0; i < 5; i++) await page.keyboard.press('.');
      await page.waitForFunction(() => document.querySelector<HTMLElement>('[data-testid=step]')?.dataset.step === '5');
      return page.getByTestId('norm').textContent();
    };
    expect(await at(first.page)).toBe(await at(second.page));
    await first.context.close();
    await second.context.close();
  });

  it('a broken link is survived and explained', async () => {
    const { page, context, problems } = await app.open('?v=1&preset=chain-99&sigma=abc&sigma=1e9&%E0=1&noise=maybe&zzz=<b>x</b>');
    await ready(page);
    const notice = await page.locator('.notice').textContent();
    expect(notice).toContain('Part of the link was left out');
    expect(notice).toContain('chain-99');
    expect(await page.locator('.notice b').count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('works under any sub-path depth: every request is relative', async () => {
    const { page, context } = await app.open('?v=1');
    await ready(page);
    const requests = await page.evaluate(() => performance.getEntriesByType('resource').map((entry) => entry.name));
    expect(requests.every((url) => url.startsWith(app.url) || url.startsWith('data:'))).toBe(true);
    const html = await (await page.request.get(app.url)).text();
    expect(html).not.toMatch(/(src|href)="\//);
    await context.close();
  });
});

describe('shipped networks', () => {
  it('show their training history, a checkpoint at a time', async () => {
    const { page, context, problems } = await app.open('?v=1');
    await ready(page);
    const shipped = await page.getByTestId('network').getAttribute('data-fingerprint');
    await page.getByTestId('open-history').click();
    const slider = page.getByTestId('history');
    await slider.waitFor();
    expect(Number(await slider.getAttribute('max'))).toBeGreaterThanOrEqual(23);
    await slider.focus();
    await page.keyboard.press('Home');
    await page.waitForSelector('[data-testid=network][data-origin=history]');
    expect(await page.getByTestId('network').textContent()).toContain('update 0');
    expect(await page.getByTestId('network').getAttribute('data-fingerprint')).not.toBe(shipped);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('are listed in the gallery with a drawn thumbnail, and open from it; the link holds the choice', async () => {
    const { page, context, problems } = await app.open('?v=1');
    await ready(page);
    await page.getByTestId('gallery').click();
    const items = page.locator('.gallery li button');
    await items.first().waitFor();
    const drawn = () =>
      items
        .last()
        .locator('canvas')
        .evaluate((canvas) => {
          const { width, height } = canvas as HTMLCanvasElement;
          return (canvas as HTMLCanvasElement)
            .getContext('2d')!
            .getImageData(0, 0, width, height)
            .data.some((value) => value > 0);
        });
    await expect.poll(drawn, { timeout: 60_000 }).toBe(true);
    await items.last().click();
    await page.waitForSelector('.gallery:not([open])', { state: 'attached' });
    await ready(page);
    const link = await copiedUrl(page);
    const fresh = await app.open(new URL(link).search);
    await ready(fresh.page);
    expect(await fresh.page.getByTestId('network').getAttribute('data-fingerprint')).toBe(
      await page.getByTestId('network').getAttribute('data-fingerprint'),
    );
    expect(problems).toEqual([]);
    await context.close();
    await fresh.context.close();
  });
});

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

    const { page, context } = await app.open(`?v=1&${query}`);
    await ready(page);
    await page.keyboard.press('t');
    await status(page, 'running');
    await page.keyboard.press('t');
    await status(page, 'paused');
    const rested = await fingerprint(page);
    await page.waitForTimeout(300);
    expect(await fingerprint(page)).toBe(rested);
    const update = async () => Number((await page.getByTestId('update').textContent())!.split('/')[0]);
    const at = await update();
    if (at < 598) {
      await page.getByRole('button', { name: 'One update' }).click();
      await page.waitForFunction(
        (n) => Number(document.querySelector('[data-testid=update]')?.textContent?.split('/')[0]) === n + 1,
        at,
      );
      await status(page, 'paused');
    }
    await page.keyboard.press('t');
    await status(page, 'finished');
    expect(await fingerprint(page)).toBe(expected);
    await context.close();
    await straight.context().close();
  });

  it('stops when told, and records the main-thread tasks over 50 ms met on the way', async () => {
    const { page, context } = await app.open(`?v=1&${SMALL}&batch=128&rate=0.003&updates=20000`);
    await ready(page);
    await page.keyboard.press('t');
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
    const { page, context } = await app.open(`?v=1&${SMALL}&rate=0.003&updates=4000`);
    await ready(page);
    await page.keyboard.press('t');
    await status(page, 'running');
    const other = await context.newPage();
    await other.goto('about:blank');
    await other.bringToFront();
    const title = async () => Number((await page.title()).match(/^(\d+) %/)?.[1] ?? Number.NaN);
    const before = await title();
    await expect.poll(title, { timeout: 60_000 }).toBeGreaterThan(before);
    await context.close();
  });

  it('survives the death of its worker and goes on from the last state', async () => {
    const { page, context } = await app.open(`?v=1&${SMALL}&rate=0.003&updates=3000`);
    await ready(page);
    const [worker] = await Promise.all([
      page.waitForEvent('worker', { predicate: (w) => w.url().includes('worker') }),
      page.keyboard.press('t'),
    ]);
    await page.waitForFunction(
      () => /^[0-9a-f]{8}$/.test(document.querySelector('[data-testid=fingerprint]')?.textContent ?? ''),
      undefined,
      { timeout: 60_000 },
    );
    await worker.evaluate(
      () =>
        void setTimeout(() => {
          throw new Error('planted death');
        }),
    );
    await status(page, 'failed');
    expect(await page.locator('.notice.error').textContent()).toMatch(/training worker died.*weights of update \d+ are kept/);
    await page.getByRole('button', { name: 'Go on from there' }).click();
    await status(page, 'running');
    await context.close();
  });

  it('stops at numbers that are not finite and offers half the rate', async () => {
    const { page, context } = await app.open(`?v=1&${SMALL}&rate=10&clip=100&length=200&batch=16&updates=4000`);
    await ready(page);
    await page.keyboard.press('t');
    await status(page, 'diverged', 180_000);
    const notice = page.locator('.notice.warning', { hasText: 'not finite' });
    expect(await notice.textContent()).toMatch(/weights of update \d+ are back/);
    await notice.getByRole('button', { name: /half the rate/ }).click();
    await page.waitForSelector('[data-status=running], [data-status=diverged]');
    await context.close();
  });
});

describe('engines chosen by hand', () => {
  it.each(['wasm-simd', 'sparse-js', 'tfjs-cpu', 'tfjs-wasm', 'tfjs-webgl', 'tfjs-webgpu'])(
    '%s starts, passes its self-check and trains',
    async (engine) => {
      const page = await train(`engine=${engine}&${SMALL}&length=8&batch=32&rate=0.003&updates=4`);
      expect(await page.getByTestId('engine').getAttribute('data-engine')).toBe(engine);
      expect(await losses(page)).toHaveLength(4);
      await page.context().close();
    },
  );
  it('two threads give the bits of one', async () => {
    // Large enough to be spread over the threads.
    const query = `engine=wasm-simd&recipe=custom&hidden=16&inputs=4&batch=1024&length=60&gain=1&rate=0.003&updates=6`;
    const one = await train(`${query}&threads=1`);
    const two = await train(`${query}&threads=2`);
    expect(await two.getByTestId('engine').textContent()).toContain('in 2 threads');
    expect(await fingerprint(two)).toBe(await fingerprint(one));
    await one.context().close();
    await two.context().close();
  });
  it('software graphics are passed over unless asked for, with the reason on screen', async () => {
    const page = await train(`${SMALL}&updates=2`);
    expect(await page.getByTestId('engine').getAttribute('data-engine')).toBe('wasm-simd');
    expect(await page.getByTestId('engine').textContent()).toMatch(/tfjs-webgl: .*software renderer/);
    await page.context().close();
  });
});
