import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Plugin } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomSequence } from '../../src/math/random';
import { readWeights } from '../../src/rnn/safetensors';
import { weightsFingerprint } from '../../src/rnn/weights';
import { tell } from '../evidence';
import { type App, ready, scrollTo, startApp, stepNow, trainFromLab, updateNow } from './browser';
import { expectNothingLost, userState } from './userState';

/** What happens to a page in a lecture hall: it is hidden, resized, clicked about in, cut off, and its clock is set. */

/** A small net that trains for as long as a test takes. */
const TRAINING =
  'recipe=custom&hidden=16&inputs=4&batch=64&length=20&readout=1&penalty=0.03&rate=0.003&updates=20000&engine=wasm-simd&threads=1';
const DAY = 86_400_000;

/** While it is set, a history breaks off in the middle. */
let cut = false;
const breakOff: Plugin = {
  name: 'break-off',
  configurePreviewServer({ middlewares }) {
    middlewares.use((request, response, next) => {
      const file = /presets\/[\w-]+\.history\.safetensors$/.exec(request.url ?? '')?.[0];
      if (!cut || !file) return next();
      const bytes = readFileSync(`public/${file}`);
      response.setHeader('Content-Length', bytes.length);
      response.write(bytes.subarray(0, bytes.length / 2), () => setTimeout(() => response.destroy(), 100));
    });
  },
};

let app: App;
beforeAll(async () => {
  app = await startApp({ plugins: [breakOff] });
});
afterAll(async () => {
  await app.close();
});

const status = (page: Page) => page.locator('section.training').getAttribute('data-status');
const search = (page: Page) => page.evaluate(() => window.location.search);
const shown = (page: Page) => page.locator('.portrait canvas').first().getAttribute('data-network');
const notices = (page: Page) => page.locator('.notice p').allTextContents();

const shipped = (id: string) => weightsFingerprint(readWeights(readFileSync(`public/presets/${id}.safetensors`)).weights);

/** A lab in which a network trains. */
async function training(query: string) {
  const opened = await app.open(`?v=3&view=lab&${TRAINING}&${query}`);
  await ready(opened.page);
  await trainFromLab(opened.page);
  await expect.poll(() => updateNow(opened.page).catch(() => 0), { timeout: 60_000 }).toBeGreaterThan(0);
  return opened;
}

/** The training of a page is the one that was under way at `before`, and goes on. */
async function goesOn(page: Page, before: number): Promise<void> {
  expect(await status(page)).toBe('running');
  await expect.poll(() => updateNow(page), { timeout: 30_000 }).toBeGreaterThan(before);
}

interface Seen {
  /** The step shown at every frame. */
  steps: { at: number; step: number }[];
  /** When the page changed what it says of the training. */
  reports: number[];
}

/** Begins to collect what is seen of the page. */
const watch = (page: Page) =>
  page.evaluate(() => {
    const seen: Seen = { steps: [], reports: [] };
    Object.assign(window, { seen });
    const look = () => {
      const { step } = document.querySelector<HTMLElement>('[data-testid=step]')!.dataset;
      seen.steps.push({ at: performance.now(), step: Number(step) });
      requestAnimationFrame(look);
    };
    look();
    const report = new MutationObserver(() => seen.reports.push(performance.now()));
    report.observe(document.querySelector('section.training')!, { subtree: true, childList: true, characterData: true });
  });
const seenSoFar = (page: Page) =>
  page.evaluate(() => ({ now: performance.now(), ...(window as unknown as { seen: Seen }).seen }));

describe('a tab that is hidden for a while', () => {
  it('rests meanwhile and goes on without a burst of steps; training does not rest', async () => {
    const { page, context, problems } = await training('speed=200');
    await watch(page);
    await page.waitForTimeout(1000);
    const had = await userState(page);
    const other = await context.newPage();
    await other.goto('about:blank');
    await other.bringToFront();
    // The page is hidden in full between these two looks at its clock, however long the browser takes to bring a tab to the front.
    await other.waitForTimeout(500);
    const hidden = (await seenSoFar(page)).now;
    await other.waitForTimeout(8000);
    const back = (await seenSoFar(page)).now;
    await page.bringToFront();
    await page.waitForTimeout(2000);
    const { steps, reports } = await seenSoFar(page);
    const seconds = (back - hidden) / 1000;
    const meanwhile = (at: number) => at > hidden && at < back;
    const frames = steps.filter(({ at }) => meanwhile(at)).length;
    const changes = reports.filter(meanwhile).length;
    // The browser lets a hidden page draw once a second, and when it changed what it says.
    expect(frames).toBeLessThan(1.5 * seconds + changes);
    // A frame makes up for a tenth of a second at most: 20 steps, and what the page had not shown yet.
    const jumps = steps.slice(1).map(({ step }, n) => step - steps[n]!.step);
    expect(Math.max(...jumps)).toBeLessThanOrEqual(60);
    expect(steps.at(-1)!.step).toBeGreaterThan(steps.findLast(({ at }) => at < back)!.step);
    await goesOn(page, had.updates);
    await expectNothingLost(page, had);
    tell({
      seen: `hidden ${seconds.toFixed(1)} s at 200 steps/s: ${frames} frames, ${changes} reports of the training, at most ${Math.max(...jumps)} steps between two frames shown`,
    });
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('a window that is resized and zoomed wildly', () => {
  // The lab draws many pictures anew at every size.
  it.each([
    ['lab', 30],
    ['story', 100],
  ] as const)('the %s, %d sizes: the picture is sharp and moves, nothing is lost', async (view, sizes) => {
    const { page, context, problems } =
      view === 'lab' ? await training('sigma=1.5') : await app.open('?v=3&chapter=zones&step=1&sigma=1.5');
    await ready(page);
    const had = await userState(page);
    const devtools = await context.newCDPSession(page);
    const random = randomSequence(7, 'data');
    const between = (low: number, high: number) => Math.round(low + (high - low) * random.uniform());
    for (let n = 0; n < sizes; n++) {
      const size = { width: between(120, 2200), height: between(80, 1400) };
      const scale = [0.5, 0.75, 1, 1.25, 1.5, 2, 3][random.integer(7)]!;
      // Large and sharp at once is a matter of patience, not of faults.
      const deviceScaleFactor = size.width * size.height * scale ** 2 > 4e6 ? 1 : scale;
      await devtools.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor, mobile: n % 3 === 0 });
      await devtools.send('Emulation.setPageScaleFactor', { pageScaleFactor: n % 5 === 0 ? 2 : 1 });
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
    await devtools.send('Emulation.setPageScaleFactor', { pageScaleFactor: 1 });
    await devtools.send('Emulation.setDeviceMetricsOverride', { width: 1280, height: 800, deviceScaleFactor: 2, mobile: false });
    const step = view === 'lab' ? await stepNow(page) : 0;
    const canvas = page.locator('.portrait canvas').first();
    await expect
      .poll(() => canvas.evaluate((one: HTMLCanvasElement) => Math.round(one.width / one.clientWidth)), { timeout: 20_000 })
      .toBe(2);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280);
    if (view === 'lab') {
      await expect.poll(() => stepNow(page), { timeout: 20_000 }).toBeGreaterThan(step);
      await goesOn(page, had.updates);
    }
    await expectNothingLost(page, had);
    expect(had.settings.sigma).toBe('1.5');
    expect(problems).toEqual([]);
    expect(await notices(page)).toEqual([]);
    await context.close();
  });
});

describe('50 quick changes of the preset while a network trains', () => {
  it('end at the last one, and the training is the same', async () => {
    const { page, context, problems } = await training('sigma=1.5&preset=chain-3');
    const had = await userState(page);
    const workers = page.workers().length;
    const presets = ['chain-2', 'chain-4', 'fully', 'cyclic', 'chain-5'];
    for (let n = 0; n < 50; n++) {
      await page.getByTestId('preset').selectOption(presets[n % presets.length]!);
      if (n % 7 === 0) await page.waitForTimeout(40);
    }
    await page.getByTestId('preset').selectOption('fully');
    await expect.poll(() => shown(page), { timeout: 30_000 }).toBe(shipped('fully'));
    await ready(page);
    await page.waitForTimeout(500);
    expect(await shown(page)).toBe(shipped('fully'));
    expect(await page.getByTestId('preset').inputValue()).toBe('fully');
    await goesOn(page, had.updates);
    await expectNothingLost(page, had, ['preset', 'network']);
    expect(page.workers().length).toBeLessThanOrEqual(workers + 1);
    expect(await notices(page)).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('back and forward', () => {
  it('through places finds each as it was left; a training under way is let alone', async () => {
    const { page, context, problems } = await training('preset=chain-2');
    const had = await userState(page);
    const places: { search: string; network: string | null }[] = [];
    for (const preset of ['chain-3', 'fully', 'chain-4', 'cyclic', 'chain-5']) {
      await page.getByTestId('preset').selectOption(preset);
      await expect.poll(() => shown(page), { timeout: 30_000 }).toBe(shipped(preset));
      places.push({ search: await search(page), network: await shown(page) });
    }
    const isAt = async (place: (typeof places)[number]) => {
      await expect.poll(() => search(page)).toBe(place.search);
      await expect.poll(() => shown(page), { timeout: 30_000 }).toBe(place.network);
    };
    for (const place of places.slice(0, -1).reverse()) {
      await page.goBack();
      await isAt(place);
    }
    for (const place of places.slice(1)) {
      await page.goForward();
      await isAt(place);
    }
    // There and back faster than anything can be loaded.
    await page.evaluate(async () => {
      for (const by of [-1, -2, 1, -1, 3, -4, 2, -1, 1, 1, -2, 1]) {
        window.history.go(by);
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    });
    await page.waitForTimeout(1000);
    const there = places.find((place) => place.search === new URL(page.url()).search);
    expect(there).toBeDefined();
    await isAt(there!);
    expect(page.url()).toContain(`preset=${await page.getByTestId('preset').inputValue()}`);
    await goesOn(page, had.updates);
    await expectNothingLost(page, had, ['preset', 'network']);
    expect(await notices(page)).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('a network that is cut', () => {
  it('in the middle of a history: a sentence, and trying again works', async () => {
    const { page, context } = await app.open('?v=3&view=lab&sigma=1.5');
    await ready(page);
    const had = await userState(page);
    cut = true;
    await page.getByTestId('open-history').click();
    const notice = page.locator('.notice.error', { hasText: 'The training history could not be loaded: ' });
    await notice.waitFor({ timeout: 30_000 });
    expect(await page.getByTestId('open-history').isEnabled()).toBe(true);
    const step = await stepNow(page);
    await expect.poll(() => stepNow(page)).toBeGreaterThan(step);
    cut = false;
    await notice.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.loss-chart .loss-raw').waitFor({ timeout: 30_000 });
    expect(await notices(page)).toEqual([]);
    await expectNothingLost(page, had);
    await context.close();
  });

  it('before a part of the page was fetched: the rest goes on, and the part comes with the network', async () => {
    const { page, context, problems } = await app.open('?v=3');
    await ready(page);
    await page.waitForFunction(() => performance.getEntriesByName('first-moving-frame').length > 0);
    await context.setOffline(true);
    // A dialog has no place of its own on the page, a chapter's text has.
    await page.keyboard.press('?');
    const notice = page.locator('.notice.error', { hasText: 'This part of the page could not be loaded' });
    await notice.waitFor();
    await page.keyboard.press('?');
    await page.locator('.chapter-nav [data-to="noise"]').click();
    await page.getByRole('alert').filter({ hasText: 'This part of the page could not be loaded' }).first().waitFor();
    const had = await userState(page);
    expect(had.network).toMatch(/^[0-9a-f]{8}$/);
    await page.keyboard.press('n');
    await expect.poll(() => page.getByTestId('noise').first().getAttribute('aria-pressed')).toBe('false');
    await context.setOffline(false);
    await page.locator('.chapter .prose').first().waitFor({ timeout: 30_000 });
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('noise off, noise on').waitFor();
    expect(await notice.count()).toBe(0);
    await expectNothingLost(page, had);
    expect(problems.filter((problem) => !problem.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    await context.close();
  });
});

/** Clocks that can be set: that of the wall, and the steady one that sleeps with some machines. */
const SETTABLE = () => {
  const jumps = { wall: 0, steady: 0 };
  Object.assign(window, { jumps });
  const { now } = Date;
  Date.now = () => now() + jumps.wall;
  const steady = performance.now.bind(performance);
  performance.now = () => steady() + jumps.steady;
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (listener) => ask((time) => listener(time + jumps.steady));
};

describe('clocks that jump by a day', () => {
  it('on, back, and a machine that slept: nothing hangs or bursts, rates and timers stay sane', async () => {
    const context = await app.browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    await context.addInitScript(SETTABLE);
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${app.url}?v=3&view=lab&${TRAINING}&speed=60`);
    await ready(page);
    // An analysis that follows the training rests between two runs by a clock.
    await scrollTo(page, 'collapse');
    await trainFromLab(page);
    await expect.poll(() => updateNow(page).catch(() => 0), { timeout: 60_000 }).toBeGreaterThan(0);
    const value = (name: string) =>
      page
        .locator('.training-numbers div', { hasText: new RegExp(`^${name}`) })
        .locator('dd')
        .textContent();
    const collapse = page.locator('#collapse .analysis-body');
    const had = await userState(page);
    for (const [which, by] of [
      ['wall', DAY],
      ['wall', -2 * DAY],
      ['steady', DAY],
    ] as const) {
      const before = { update: await updateNow(page), step: await stepNow(page) };
      await page.evaluate(
        ([clock, ms]) => {
          const { jumps } = window as unknown as { jumps: Record<string, number> };
          jumps[clock] = jumps[clock]! + ms;
        },
        [which, by] as const,
      );
      await page.waitForTimeout(2500);
      const step = await stepNow(page);
      expect(step - before.step).toBeGreaterThan(0);
      // 60 a second, and a tenth of a second that a jump may count for.
      expect(step - before.step).toBeLessThan(1000);
      await goesOn(page, before.update);
      expect(Number(await value('updates/s'))).toBeGreaterThan(1);
      const left = (await value('time left'))!;
      expect(Number(/^(\d+) min|^\d+ s$/.exec(left)?.[1] ?? 0)).toBeLessThan(600);
      // The analysis is made again and again.
      const of = await collapse.first().textContent();
      await expect.poll(() => collapse.first().textContent(), { timeout: 30_000 }).not.toBe(of);
    }
    await scrollTo(page, 'training');
    await page.getByTestId('stop').click();
    await page.waitForSelector('[data-status=stopped]');
    await scrollTo(page, 'collapse');
    await expectNothingLost(page, had);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('the timer of a lecture counts on by its own', async () => {
    const context = await app.browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    await context.addInitScript(SETTABLE);
    const page = await context.newPage();
    await page.goto(`${app.url}?v=3&chapter=silence&lecture=1`);
    await page.locator('main.lecture').waitFor();
    await page.keyboard.press('c');
    const timer = page.getByRole('timer');
    await timer.waitFor();
    for (const by of [DAY, -DAY]) {
      await page.evaluate((ms) => {
        const { jumps } = window as unknown as { jumps: { wall: number } };
        jumps.wall += ms;
      }, by);
      const before = await timer.textContent();
      await expect.poll(() => timer.textContent(), { timeout: 20_000 }).not.toBe(before);
      expect(await timer.textContent()).toMatch(/^0?[01]:\d\d$/);
    }
    await context.close();
  });
});
