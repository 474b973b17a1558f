import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHAPTER_STATES } from '../../src/story/states';
import { type App, ready, startApp } from './browser';
import { filmOver, STEPS, search } from './storySteps';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const at = (page: Page, id: string, step: number) =>
  page.waitForSelector(`main.lecture[data-chapter="${id}"][data-step="${step}"]`, { timeout: 30_000 });
const headline = (page: Page) => page.locator('.lecture-line h2').textContent();
const action = (page: Page) => page.getByTestId('action').textContent();
const noiseIn = async (page: Page) => new URLSearchParams(await page.evaluate(() => window.location.search)).get('noise');

/** Elements of the slide that hold more than they show, or that stick out of the window. What ends in an ellipsis says so itself. */
const overflowing = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main.lecture, main.lecture *')]
      .filter((element) => {
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        const seen = box.width > 0 && box.height > 0 && !element.closest('.visually-hidden, svg, select, .laser-dot');
        if (!seen || style.textOverflow === 'ellipsis') return false;
        const cut =
          style.overflow !== 'visible' &&
          (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1);
        const outside = box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1;
        return cut || outside;
      })
      .map((element) => `${element.tagName.toLowerCase()}.${[...element.classList].join('.')}`),
  );

describe('the lecture deck', () => {
  it.each([
    [1280, 720],
    [1920, 1080],
  ])('is performed from the first slide to the last by keys alone at %i×%i, and nothing overflows', async (width, height) => {
    const { page, context, problems } = await app.open('?v=3&lecture=1&profile=projector', { width, height });
    let asked = 0;
    for (const { id, step } of STEPS) {
      await at(page, id, step);
      const prediction = page.getByTestId('prediction');
      if ((await prediction.count()) > 0) {
        asked++;
        expect(await page.locator('main.lecture canvas').count()).toBe(0);
        await page.keyboard.press('2');
        expect(await prediction.getByRole('button').nth(1).getAttribute('aria-pressed')).toBe('true');
        expect(await overflowing(page), `question before ${id} ${step}`).toEqual([]);
        await page.keyboard.press('Enter');
        await prediction.waitFor({ state: 'detached' });
      }
      expect(await action(page)).toMatch(/^Enter \w+/);
      await expect.poll(() => overflowing(page), { message: `${id} ${step}` }).toEqual([]);
      await page.keyboard.press('ArrowRight');
    }
    expect(asked).toBeGreaterThanOrEqual(5);
    await page.getByTestId('code').locator('svg').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  it('says under Enter what it does, does it, and the headline follows', async () => {
    const { page, context, problems } = await app.open('?v=3&lecture=1&profile=projector', { width: 1280, height: 720 });
    await at(page, 'start', 0);
    await page.waitForSelector('[data-ready=yes]');
    const said = await headline(page);
    expect(await action(page)).toMatch(/take the noise away/);
    await page.keyboard.press('Enter');
    await expect.poll(() => noiseIn(page)).toBe('0');
    await expect.poll(() => headline(page), { timeout: 20_000 }).toMatch(/Without noise/);
    await expect.poll(() => action(page)).toMatch(/give the noise back/);
    await page.keyboard.press('Enter');
    await expect.poll(() => headline(page)).toBe(said);
    await page.keyboard.press('q');
    await page.getByTestId('code').waitFor();
    await page.keyboard.press('q');
    await page.getByTestId('code').waitFor({ state: 'detached' });
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('the view of a training', () => {
  const SMALL =
    'recipe=custom&hidden=16&inputs=4&batch=64&length=20&readout=1&penalty=0.03&rate=0.003&engine=wasm-simd&threads=1';
  const network = (page: Page) => page.locator('canvas[data-ready]').first().getAttribute('data-network');
  const open = async (query: string) => {
    const opened = await app.open(`?v=3&${SMALL}&${query}`);
    await ready(opened.page);
    await expect.poll(() => network(opened.page)).toMatch(/^[0-9a-f]{8}$/);
    return opened;
  };

  it.each([
    ['the opening', 'updates=400', '.opening'],
    ['a step of the story', 'updates=400&chapter=match&step=0', '.chapter[data-chapter=match]'],
    ['two panels of the lab', 'updates=400&view=lab&panel=kick.zones', '.lab #kick'],
    ['a lecture', 'updates=400&chapter=match&lecture=1&profile=projector', 'main.lecture[data-chapter=match]'],
  ])('opens with T from %s, follows the network, and comes back there with it', async (_, query, place) => {
    const { page, context, problems } = await open(query);
    const before = await network(page);
    await page.keyboard.press('t');
    const view = page.getByTestId('training-view');
    await view.waitFor();
    expect(await view.locator('.training-progress').textContent()).toMatch(/Update \d+ of/);
    await page.waitForSelector('main[data-status=finished]', { timeout: 120_000 });
    await expect.poll(() => network(page)).not.toBe(before);
    const trained = await network(page);
    await page.keyboard.press('Escape');
    await page.waitForSelector(place);
    expect(await network(page)).toBe(trained);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('gives the earlier network back when it is given up', async () => {
    const { page, context, problems } = await open('updates=20000&chapter=match');
    const before = await network(page);
    await page.keyboard.press('t');
    await page.waitForSelector('main.training-view[data-status=running]', { timeout: 60_000 });
    await expect.poll(() => network(page), { timeout: 60_000 }).not.toBe(before);
    await page.getByTestId('training-cancel').click();
    await page.waitForSelector('.chapter[data-chapter=match]');
    await expect.poll(() => network(page)).toBe(before);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('lecture mode', () => {
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
