import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { parse } from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RENEWED } from '../../src/state/settings/link';
import { PresetIndexSchema } from '../../src/training/presets';
import { GALLERY } from '../../src/views/gallery/text';
import { type App, copiedUrl, ready, startApp, stepNow } from './browser';

const { presets: PRESETS } = parse(PresetIndexSchema, JSON.parse(readFileSync('public/presets/index.json', 'utf8')));

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

/** Lets the page draw so many frames: the step is written every few of them. */
const frames = (page: Page, count: number) =>
  page.evaluate(
    (left) =>
      new Promise<void>((resolve) => {
        const next = () => (left-- > 0 ? requestAnimationFrame(next) : resolve());
        next();
      }),
    count,
  );
/** Frames of the page within so many milliseconds, and how often the portrait was drawn in them. */
const picturesDrawn = (page: Page, forMs: number) =>
  page.evaluate(async (ms) => {
    const { prototype } = CanvasRenderingContext2D;
    const { clearRect } = prototype;
    const portrait = document.querySelector('.portrait canvas');
    const drawn = new Set<number>();
    let frames = 0;
    prototype.clearRect = function (...box) {
      if (this.canvas === portrait) drawn.add(frames);
      clearRect.apply(this, box);
    };
    const until = performance.now() + ms;
    while (performance.now() < until) {
      await new Promise(requestAnimationFrame);
      frames++;
    }
    prototype.clearRect = clearRect;
    return { frames, pictures: drawn.size };
  }, forMs);

describe('opening the app', () => {
  it('shows a trained network moving, and N collapses it and brings it back', async () => {
    const { page, context, problems } = await app.open('?v=3&view=lab&speed=200');
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
    const { page, context } = await app.open('?v=3&view=lab');
    await ready(page);
    await expect.poll(() => stepNow(page), { timeout: 30_000 }).toBeGreaterThan(0);
    await page.keyboard.press(' ');
    await page.getByTestId('play').filter({ hasText: 'Play' }).waitFor();
    await frames(page, 12);
    const paused = await stepNow(page);
    await page.waitForTimeout(300);
    await frames(page, 12);
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

  it('draws a few pictures a second while the run rests, and every frame again once something happens', async () => {
    const { page, context } = await app.open('?v=3&view=lab');
    await ready(page);
    await expect.poll(() => stepNow(page), { timeout: 30_000 }).toBeGreaterThan(0);
    const share = () => picturesDrawn(page, 1000).then(({ pictures, frames }) => pictures / frames);
    await expect.poll(share).toBeGreaterThan(0.8);
    await page.keyboard.press(' ');
    await page.getByTestId('play').filter({ hasText: 'Play' }).waitFor();
    // Four a second, of far more frames.
    await expect
      .poll(() => picturesDrawn(page, 1000).then(({ pictures }) => pictures), { timeout: 60_000 })
      .toBeLessThanOrEqual(5);
    const stepped = () => page.keyboard.press('.').then(share);
    await expect.poll(stepped).toBeGreaterThan(0.8);
    await context.close();
  });

  it('counts emissions that agree with the exact model', async () => {
    const { page, context } = await app.open('?v=3&view=lab');
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
    const { page, context } = await app.open('?v=3&view=lab', { width: 390, height: 844 });
    await ready(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await context.close();
  });
});

describe('links', () => {
  it('a copied link opened fresh gives the same state, and one of version 1 is read', async () => {
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

  it('an old link that names a network opens the one of today, and says that it was trained anew', async () => {
    const { page, context, problems } = await app.open('?v=2&view=lab&preset=chain-3');
    await ready(page);
    await page.locator('.notice', { hasText: RENEWED }).waitFor();
    expect(await page.getByTestId('preset').inputValue()).toBe('chain-3');
    expect(problems).toEqual([]);
    await context.close();
  });

  it('a broken link is survived and explained', async () => {
    const { page, context, problems } = await app.open(
      '?v=3&view=lab&preset=chain-99&sigma=abc&sigma=1e9&%E0=1&noise=maybe&zzz=<b>x</b>',
    );
    await ready(page);
    const notice = await page.locator('.notice').textContent();
    expect(notice).toContain('Part of the link was left out');
    expect(notice).toContain('chain-99');
    expect(await page.locator('.notice b').count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('works under any sub-path depth: every request is relative', async () => {
    const { page, context } = await app.open('?v=3&view=lab');
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
    const { page, context, problems } = await app.open('?v=3&view=lab');
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
    const { page, context, problems } = await app.open('?v=3&view=lab');
    await ready(page);
    await page.getByTestId('gallery').click();
    const items = page.locator('.gallery li button');
    await items.first().waitFor();
    // Every network, by its recipe, and the one built by hand.
    expect(await items.count()).toBe(PRESETS.length + 1);
    const headings = Object.entries(GALLERY.recipes).filter(([name]) => PRESETS.some(({ recipeName }) => recipeName === name));
    expect(await page.locator('.gallery h3').allTextContents()).toEqual([
      ...headings.map(([, heading]) => heading),
      'Constructed, not trained',
    ]);
    const shipped = items.nth(PRESETS.length - 1);
    const drawn = () =>
      shipped.locator('canvas').evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        return (canvas as HTMLCanvasElement)
          .getContext('2d')!
          .getImageData(0, 0, width, height)
          .data.some((value) => value > 0);
      });
    await expect.poll(drawn, { timeout: 60_000 }).toBe(true);
    await shipped.click();
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
