import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHAPTER_STATES } from '../../src/story/states';
import { type App, ready, startApp } from './browser';
import { at, filmOver, noiseOf, search, walk } from './storySteps';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const place = (page: Page) => page.locator('[data-chapter]').first();

describe('the story', () => {
  it('can be walked from end to end by keyboard alone (screen)', () => walk(app, 'screen'));

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
