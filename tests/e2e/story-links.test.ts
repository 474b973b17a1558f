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

const fingerprint = (page: Page) => page.locator('canvas[data-ready]').first().getAttribute('data-network');

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

describe('the story in other colours', () => {
  it.each(['dark', 'projector'])('can be walked from end to end by keyboard alone (%s)', (profile) => walk(app, profile));
});

describe('the story by its links', () => {
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
});
