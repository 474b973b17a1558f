import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, ready, startApp } from './browser';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const noiseOf = (page: Page) => page.getByTestId('noise').first().getAttribute('aria-pressed');
const profileOf = (page: Page) => page.evaluate(() => document.documentElement.dataset.profile);
const skip = async (page: Page) => {
  await page.getByTestId('film').click();
  await page.waitForSelector('.film-line[data-playing=false]');
};

describe('films', () => {
  it('end in the state the link describes, and can be seen again', async () => {
    const { page, context, problems } = await app.open('?v=3&chapter=silence');
    await page.waitForSelector('.film-line[data-playing=true]');
    expect(await noiseOf(page)).toBe('true');
    await skip(page);
    expect(await noiseOf(page)).toBe('false');
    expect(await page.evaluate(() => window.location.search)).toBe('?v=3&chapter=silence');
    expect(await page.getByTestId('film').textContent()).toBe('Play again');
    await page.getByTestId('film').click();
    await page.waitForSelector('.film-line[data-playing=true]');
    expect(problems).toEqual([]);
    await context.close();
  });

  it.each([
    ['the portrait', '?v=3&chapter=silence', 5000],
    ['a picture of its own', '?v=3&chapter=model', 5000],
  ])('give the same pixels when they are seen again under the same clock: %s', async (_, query, milliseconds) => {
    const context = await app.browser.newContext({ viewport: { width: 1000, height: 700 }, serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(app.url + query);
    await ready(page);
    await page.waitForSelector('.film-line[data-playing=true]', { timeout: 60_000 });
    // What is fetched when it is first drawn is there by then.
    await skip(page);
    await page.clock.pauseAt(new Date(Date.now() + 60_000));
    // Both showings begin at the same place between two frames: the 8 s from one to the next are a whole number of frames of 16 ms.
    await page.clock.runFor(3000);
    const seen: string[] = [];
    for (let n = 0; n < 2; n++) {
      await page.getByTestId('film').click();
      await page.waitForSelector('.film-line[data-playing=true]');
      await page.clock.runFor(milliseconds);
      const canvas = page.locator('.story-live .stage canvas');
      seen.push(await canvas.evaluate((element) => (element as HTMLCanvasElement).toDataURL()));
      expect(await page.locator('.film-line').getAttribute('data-playing')).toBe('true');
      await skip(page);
      await page.clock.runFor(3000);
    }
    expect(seen[1]).toBe(seen[0]);
    await context.close();
  });

  it('part the silenced run from its twin, and mark where it stays', async () => {
    const { page, context, problems } = await app.open('?v=3&chapter=kick&step=1');
    await page.waitForSelector('.film-line[data-playing=true]');
    await expect.poll(() => page.locator('.film-line p').textContent(), { timeout: 60_000 }).toMatch(/pale twin/);
    await skip(page);
    expect(await page.locator('.film-line p').textContent()).toMatch(/stays in the marked place/);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('show their end and rest where less motion is asked for', async () => {
    const { page, context } = await app.open('?v=3&chapter=silence', undefined, {
      serviceWorkers: 'block',
      reducedMotion: 'reduce',
    });
    await page.waitForSelector('.film-line[data-playing=false] button');
    expect(await page.locator('.film-line p').textContent()).toMatch(/one point/);
    expect(await noiseOf(page)).toBe('false');
    await context.close();
  });

  it('pair the outputs at two noise levels, which change at the very same steps', async () => {
    const { page, context } = await app.open('?v=3&chapter=noise&step=2');
    await page.waitForSelector('.film-line[data-playing=true]');
    await skip(page);
    await expect
      .poll(() => page.getByTestId('paired').textContent(), { timeout: 20_000 })
      .toBe('the same at 300 of the last 300 steps');
    await context.close();
  });
});

describe('the page around it', () => {
  it('hears its keys after a list or a slider was used', async () => {
    const { page, context } = await app.open('?v=3&view=lab');
    await ready(page);
    const list = page.getByRole('combobox', { name: 'Colours' });
    await list.selectOption('dark');
    await list.focus();
    await page.keyboard.press('n');
    await expect.poll(() => noiseOf(page)).toBe('false');
    expect(await list.inputValue()).toBe('dark');
    await page.getByRole('slider', { name: /noise/ }).first().focus();
    await page.keyboard.press('n');
    await expect.poll(() => noiseOf(page)).toBe('true');
    await context.close();
  });

  it('says what it has to say in a row that covers nothing, and that goes by itself', async () => {
    const { page, context } = await app.open('?v=3&zzz=1');
    const notice = page.locator('.notice');
    await notice.waitFor();
    await page.waitForSelector('[data-ready=yes]');
    const said = (await notice.boundingBox())!;
    for (const selector of ['.strip', '.portrait', '.playback', '.opening-keys']) {
      const box = (await page.locator(selector).first().boundingBox())!;
      expect(said.y + said.height <= box.y || said.y >= box.y + box.height, selector).toBe(true);
    }
    await expect.poll(() => notice.count(), { timeout: 40_000 }).toBe(0);
    await context.close();
  });

  it('takes the colours that the system prefers at the first visit, and those that were chosen afterwards', async () => {
    const { page, context } = await app.open('', undefined, { serviceWorkers: 'block', colorScheme: 'dark' });
    await ready(page);
    expect(await profileOf(page)).toBe('dark');
    await page.getByRole('combobox', { name: 'Colours' }).selectOption('screen');
    expect(await profileOf(page)).toBe('screen');
    await page.goto(app.url);
    await ready(page);
    expect(await profileOf(page)).toBe('screen');
    await page.goto(`${app.url}?v=3&profile=projector`);
    await ready(page);
    expect(await profileOf(page)).toBe('projector');
    await context.close();
  });
});
