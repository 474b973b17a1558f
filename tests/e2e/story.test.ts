import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHAPTER_STATES } from '../../src/story/states';
import { type App, ready, startApp } from './browser';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const PROFILES = ['screen', 'dark', 'projector'] as const;
const STEPS = CHAPTER_STATES.flatMap(({ id, sets }) => sets.map((_, step) => ({ id, step })));

const place = (page: Page) => page.locator('[data-chapter]').first();
const search = (page: Page) => page.evaluate(() => window.location.search);
/** Waits until the story stands at a step. */
const at = (page: Page, id: string, step: number) =>
  id === 'start'
    ? page.waitForSelector('.opening')
    : page.waitForSelector(`.chapter[data-chapter="${id}"][data-step="${step}"] .step.here .prose`);
const fingerprint = (page: Page) => page.locator('canvas[data-ready]').first().getAttribute('data-network');
const noiseOf = (page: Page) => page.getByTestId('noise').first().getAttribute('aria-pressed');

/** Skips the film that a step begins with, if it has one. */
async function filmOver(page: Page) {
  if ((await page.locator('.film-line').count()) === 0) return;
  const button = page.getByTestId('film');
  await button.waitFor();
  if ((await button.textContent()) === 'Skip') await button.click();
  await page.waitForSelector('.film-line[data-playing=false]');
}

/** What a reader sees of the state of the lab. */
async function stateOf(page: Page) {
  await page.waitForSelector('[data-ready=yes]');
  await filmOver(page);
  return {
    address: await search(page),
    fingerprint: await fingerprint(page),
    noise: await noiseOf(page),
    heading: await page.locator('#chapter-title').textContent(),
    line: await page.locator('.step.here .step-title').textContent(),
  };
}

describe('the story', () => {
  it.each(PROFILES)('can be walked from end to end by keyboard alone (%s)', async (profile) => {
    const { page, context, problems } = await app.open(`?v=3&profile=${profile}`);
    await ready(page);
    expect(await page.evaluate(() => document.documentElement.dataset.profile)).toBe(profile);
    for (const { id, step } of STEPS) {
      await at(page, id, step);
      await page.keyboard.press('ArrowRight');
    }
    const last = STEPS.at(-1)!;
    await at(page, last.id, last.step);
    // Page Down and Page Up do the same: presenters' remotes send them.
    await page.keyboard.press('PageUp');
    await at(page, last.id, last.step - 1);
    await page.keyboard.press('PageDown');
    await at(page, last.id, last.step);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('opens the link of each chapter fresh at the same state', async () => {
    const { page, context } = await app.open('?v=3');
    await ready(page);
    for (const { id } of CHAPTER_STATES.slice(1)) {
      await page.getByRole('navigation', { name: 'Chapters' }).locator(`[data-to="${id}"]`).click();
      await at(page, id, 0);
      await page.keyboard.press('ArrowRight');
      await at(page, id, 1);
      await expect.poll(() => search(page)).toContain(`chapter=${id}&step=1`);
      // A network of another model is on its way for a moment.
      await page.waitForTimeout(300);
      const here = await stateOf(page);
      const fresh = await app.open(here.address);
      await at(fresh.page, id, 1);
      await expect.poll(() => stateOf(fresh.page), { timeout: 15_000 }).toEqual(here);
      expect(fresh.problems).toEqual([]);
      await fresh.context.close();
    }
    await context.close();
  });

  it('begins with one sentence and one glowing key, and says in how many steps the state fell', async () => {
    const { page, context, problems } = await app.open('');
    await ready(page);
    await page.waitForFunction(() => performance.getEntriesByName('first-moving-frame').length > 0);
    await page.waitForTimeout(500);
    await page.keyboard.press('n');
    const line = page.locator('.opening-line');
    await expect.poll(() => line.textContent()).toMatch(/fell to the single fixed point within \d+ steps/);
    const steps = Number((await line.textContent())!.match(/within (\d+) steps/)![1]);
    expect(steps).toBeGreaterThan(5);
    expect(steps).toBeLessThan(300);
    expect(await page.getByTestId('announcement').textContent()).toBe(
      `Noise off: the state fell to the fixed point in ${steps} steps.`,
    );
    await page.getByTestId('glowing-key').click();
    await expect.poll(() => line.textContent()).toMatch(/Take the noise away/);
    await page.getByTestId('begin').click();
    await at(page, CHAPTER_STATES[1]!.id, 0);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('has words that set, point, do and are dragged; a second press and Ctrl Z take them back', async () => {
    const { page, context, problems } = await app.open('?v=3&chapter=noise&step=2');
    await at(page, 'noise', 2);
    await filmOver(page);
    const word = page.locator('.word.set', { hasText: 'more certain' });
    await word.click();
    await expect.poll(() => word.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => search(page)).toContain('sigma=4');
    await word.click();
    await expect.poll(() => word.getAttribute('aria-pressed')).toBe('false');
    await expect.poll(() => search(page)).not.toContain('sigma');
    const scrub = page.locator('.scrub input');
    await scrub.focus();
    await page.keyboard.press('End');
    await expect.poll(() => search(page)).toContain('sigma=4');
    await page.locator('#chapter-title').click();
    await page.keyboard.press('Control+z');
    await expect.poll(() => search(page)).not.toContain('sigma');
    await page.keyboard.press('Control+y');
    await expect.poll(() => search(page)).toContain('sigma=4');
    await page.goto(`${app.url}?v=3&chapter=silence&step=0`);
    await at(page, 'silence', 0);
    await filmOver(page);
    await page.locator('.word.see', { hasText: 'the cross' }).focus();
    await expect.poll(() => page.evaluate(() => document.documentElement.dataset.highlight)).toBe('cross');
    await page.locator('.word.do', { hasText: 'Give the noise back' }).click();
    await expect.poll(() => noiseOf(page)).toBe('true');
    expect(problems).toEqual([]);
    await context.close();
  });

  it('survives a reload where one is, and the way back leads out', async () => {
    const { page, context } = await app.open('?v=3&chapter=zones&step=1&seed=5');
    await at(page, 'zones', 1);
    await page.keyboard.press('n');
    await expect.poll(() => search(page)).toContain('noise=0');
    await page.reload();
    await at(page, 'zones', 1);
    expect(await noiseOf(page)).toBe('false');
    expect(await search(page)).toContain('seed=5');
    await page.keyboard.press('ArrowRight');
    await at(page, 'zones', 2);
    await page.goBack();
    await at(page, 'zones', 1);
    expect(await noiseOf(page)).toBe('false');
    await page.goForward();
    await at(page, 'zones', 2);
    await context.close();
  });

  it('shows an answer and typesets the mathematics when asked', async () => {
    const { page, context, problems } = await app.open('?v=3&chapter=silence');
    await at(page, 'silence', 0);
    expect(await page.locator('.answer').count()).toBe(0);
    await page.getByRole('button', { name: 'Show an answer' }).click();
    expect(await page.locator('.answer').textContent()).toContain('No.');
    await page.locator('.formulas summary').click();
    await page.waitForSelector('.formula .katex-mathml math');
    expect(await page.locator('.formula .katex').count()).toBeGreaterThanOrEqual(2);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('slow mode', () => {
  it('plays a step in six parts, and the live run draws the same symbol', async () => {
    const { page, context, problems } = await app.open('?v=3&chapter=noise&step=0');
    await at(page, 'noise', 0);
    await page.waitForFunction(() => performance.getEntriesByName('first-moving-frame').length > 0);
    await page.keyboard.press('s');
    await page.getByTestId('slow-next').waitFor();
    for (let part = 1; part < 6; part++) await page.getByTestId('slow-next').click();
    await page.waitForSelector('[data-testid=slow-part-symbol]');
    await page.getByTestId('slow-again').click();
    await expect.poll(() => page.getByTestId('slow-taken').textContent()).toMatch(/same symbol/);
    await page.keyboard.press('s');
    await expect.poll(() => page.getByTestId('slow-next').count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('lecture mode', () => {
  it('is led by keys alone, and leaves everything as it was', async () => {
    const { page, context, problems } = await app.open('?v=3&chapter=silence&step=0&profile=dark');
    await at(page, 'silence', 0);
    await page.keyboard.press('l');
    const lecture = page.locator('main.lecture');
    await lecture.waitFor();
    const profile = () => page.evaluate(() => document.documentElement.dataset.profile);
    expect(await profile()).toBe('projector');
    const size = await page
      .locator('.lecture-line h2')
      .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    expect(size).toBeGreaterThanOrEqual(30);
    await page.keyboard.press('PageDown');
    await page.waitForSelector('main.lecture[data-step="1"] .story-figure');
    await page.keyboard.press('1');
    await expect.poll(() => page.locator('.story-figure').count()).toBe(0);
    await page.keyboard.press('2');
    await page.waitForSelector('.story-figure');
    await page.keyboard.press('d');
    await page.mouse.move(300, 300);
    const dot = (await page.getByTestId('laser').boundingBox())!;
    expect(Math.round(dot.x + dot.width / 2)).toBe(300);
    await page.keyboard.press('c');
    await page.getByRole('timer').waitFor();
    await page.keyboard.press('h');
    await page.waitForSelector('main.lecture.bare');
    expect(await page.locator('.lecture-line').count()).toBe(0);
    await page.keyboard.press('h');
    await filmOver(page);
    await page.keyboard.press('n');
    await expect.poll(() => search(page)).toContain('noise=1');
    await page.keyboard.press('Escape');
    await at(page, 'silence', 1);
    expect(await profile()).toBe('dark');
    expect(problems).toEqual([]);
    await context.close();
  });

  it('shows every key as a button, and the hints fade', async () => {
    const { page, context } = await app.open('?v=3&chapter=silence&lecture=1&profile=projector');
    const hints = page.getByRole('toolbar', { name: 'Keys of the lecture' });
    await hints.waitFor();
    await hints.getByRole('button', { name: 'next' }).click();
    await page.waitForSelector('main.lecture[data-step="1"]');
    await filmOver(page);
    await hints.getByRole('button', { name: 'noise' }).click();
    await expect.poll(() => search(page)).toContain('noise=1');
    await page.locator('.lecture-line h2').click();
    await page.waitForSelector('.key-hints.faded', { timeout: 12_000 });
    await page.mouse.move(10, 400);
    await page.mouse.move(12, 420);
    await expect.poll(() => page.locator('.key-hints.faded').count()).toBe(0);
    await context.close();
  });

  it('goes round by itself for a screen in a hall', async () => {
    const { page, context, problems } = await app.open('?v=3&chapter=open&step=2&lecture=1&loop=1&every=3&profile=projector');
    await page.waitForSelector('main.lecture[data-chapter="open"][data-step="2"]');
    await page.waitForSelector('main.lecture[data-chapter="start"]', { timeout: 10_000 });
    await page.waitForSelector(`main.lecture[data-chapter="${CHAPTER_STATES[1]!.id}"]`, { timeout: 10_000 });
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('sizes', () => {
  it.each([
    ['phone', 390, 844],
    ['phone on its side', 844, 390],
    ['tablet', 820, 1180],
  ])('a %s shows prose and picture without a sideways scroll', async (_, width, height) => {
    const { page, context } = await app.open('?v=3&chapter=kick&step=1', { width, height });
    await at(page, 'kick', 1);
    await page.waitForSelector('.story-figure .panel');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const picture = (await page.locator('.story-live canvas').first().boundingBox())!;
    expect(picture.height).toBeGreaterThan(100);
    expect(await place(page).textContent()).toContain('group B');
    await context.close();
  });
});
