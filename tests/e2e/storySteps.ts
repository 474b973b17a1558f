import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { CHAPTER_STATES } from '../../src/story/states';
import { type App, ready } from './browser';

/** All steps of the story, in order. */
export const STEPS = CHAPTER_STATES.flatMap(({ id, sets }) => sets.map((_, step) => ({ id, step })));

export const search = (page: Page) => page.evaluate(() => window.location.search);
/** Waits until the story stands at a step. */
export const at = (page: Page, id: string, step: number) =>
  id === 'start'
    ? page.waitForSelector('.opening')
    : page.waitForSelector(`.chapter[data-chapter="${id}"][data-step="${step}"] .step.here .prose`);
export const noiseOf = (page: Page) => page.getByTestId('noise').first().getAttribute('aria-pressed');

/** Skips the film that a step begins with, if it has one. */
export async function filmOver(page: Page) {
  if ((await page.locator('.film-line').count()) === 0) return;
  const button = page.getByTestId('film');
  await button.waitFor();
  if ((await button.textContent()) === 'Skip') await button.click();
  await page.waitForSelector('.film-line[data-playing=false]');
}

/** Walks the story from its first step to its last by keyboard alone, in the colours of a profile. */
export async function walk(app: App, profile: string) {
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
}
