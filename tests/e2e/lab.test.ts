import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallTargets, violations } from './axe';
import { type App, COMPUTED, openDetails, ready, scrollTo, startApp } from './browser';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const LAB = '?v=3&view=lab';
const panelNow = (page: Page) => page.evaluate(() => new URLSearchParams(window.location.search).get('panel'));
const shown = (page: Page) =>
  page.locator('.slot:not([hidden])').evaluateAll((slots) => slots.map((slot) => (slot as HTMLElement).dataset.slot));
const open = async (query: string, viewport?: { width: number; height: number }) => {
  const opened = await app.open(query, viewport);
  await ready(opened.page);
  await opened.page.waitForSelector('.deck > .slot', { state: 'attached' });
  return opened;
};

describe('the workbench', () => {
  it('shows a section by its tab and a panel by its own; both are in the address, and the way back leads back', async () => {
    const { page, context, problems } = await open(LAB);
    expect(await shown(page)).toEqual(['training', 'transitions']);
    await page.getByRole('tab', { name: 'Mechanism' }).click();
    expect(await shown(page)).toEqual(['kick']);
    await page.getByRole('tab', { name: 'Interventions' }).click();
    await expect.poll(() => panelNow(page)).toBe('interventions');
    expect(await shown(page)).toEqual(['interventions']);
    await page.goBack();
    await expect.poll(() => shown(page)).toEqual(['kick']);
    const fresh = await open(`${LAB}&panel=zones`);
    expect(await shown(fresh.page)).toEqual(['zones']);
    expect(await fresh.page.getByRole('tab', { name: 'Along the orbit' }).getAttribute('aria-selected')).toBe('true');
    expect([...problems, ...fresh.problems]).toEqual([]);
    await context.close();
    await fresh.context.close();
  });

  it('opens links of before where they pointed, and says when a panel has no such name', async () => {
    const { page, context } = await open(`${LAB}#kick`);
    await expect.poll(() => shown(page)).toEqual(['kick']);
    await context.close();
    const old = await open('?v=1&preset=chain-3#sequences');
    await expect.poll(() => shown(old.page)).toEqual(['sequences']);
    await old.context.close();
    const wrong = await open(`${LAB}&panel=kicks`);
    await wrong.page.locator('.notice', { hasText: '“kicks”' }).waitFor();
    expect(await shown(wrong.page)).toEqual(['training', 'transitions']);
    await wrong.context.close();
  });

  it('has tabs as WAI-ARIA says: Tab comes to the chosen one, arrows go along them, Enter chooses', async () => {
    const { page, context } = await open(`${LAB}&panel=kick`);
    const named = () => page.evaluate(() => document.activeElement?.textContent);
    await page.getByRole('tab', { name: 'Mechanism' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await named()).toBe('Training');
    expect(await shown(page)).toEqual(['kick']);
    await page.keyboard.press('End');
    expect(await named()).toBe('Your own');
    await page.keyboard.press('ArrowRight');
    expect(await named()).toBe('Overview');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => shown(page)).toEqual(['collapse']);
    await page.keyboard.press('Tab');
    expect(await named()).toBe('Collapse without noise');
    for (const tab of await page.getByRole('tab', { selected: true }).all()) {
      const panel = page.locator(`#${await tab.getAttribute('aria-controls')}`);
      expect(await panel.getAttribute('role')).toBe('tabpanel');
      expect(await panel.getAttribute('aria-labelledby')).toBe(await tab.getAttribute('id'));
    }
    await context.close();
  });

  it('puts two panels side by side', async () => {
    const { page, context } = await open(`${LAB}&panel=kick`);
    await page.getByTestId('beside').selectOption('zones');
    await expect.poll(() => panelNow(page)).toBe('kick.zones');
    expect((await shown(page)).sort()).toEqual(['kick', 'zones']);
    const [left, right] = [(await page.locator('#kick').boundingBox())!, (await page.locator('#zones').boundingBox())!];
    expect(right.x).toBeGreaterThanOrEqual(left.x + left.width);
    expect(right.y).toBe(left.y);
    expect((await page.locator('.stage').boundingBox())!.width).toBeGreaterThan(200);
    await context.close();
  });

  it('computes nothing that is out of sight', async () => {
    const { page, context } = await open(`${LAB}&panel=collapse`);
    await page.waitForSelector('#collapse [data-status=ready]', COMPUTED);
    const begun = await page
      .locator('.slot[hidden] [data-job]:not([data-job=collapse])')
      .evaluateAll((jobs) => jobs.filter((job) => (job as HTMLElement).dataset.status !== 'waiting').length);
    expect(begun).toBe(0);
    await context.close();
  });

  it('remembers which details were open, also after a reload', async () => {
    const { page, context } = await open(`${LAB}&panel=collapse`);
    await page.waitForSelector('#collapse [data-status=ready]', COMPUTED);
    const numbers = page.locator('#collapse .numbers');
    expect(await numbers.isVisible()).toBe(false);
    await openDetails(page, 'collapse');
    expect(await numbers.isVisible()).toBe(true);
    expect(await page.locator('#collapse .save-figure').first().isVisible()).toBe(true);
    await page.reload();
    await page.waitForSelector('#collapse [data-status=ready]', COMPUTED);
    expect(await numbers.isVisible()).toBe(true);
    expect(await page.getByTestId('details-rotation').getAttribute('aria-expanded')).toBe('false');
    await context.close();
  });

  it('needs no vertical scrolling at 1440 × 900, and the live run is in sight at every panel', { timeout: 900_000 }, async () => {
    const { page, context, problems } = await open(LAB, { width: 1440, height: 900 });
    const ids = await page
      .locator('.deck > .slot')
      .evaluateAll((slots) => slots.map((slot) => (slot as HTMLElement).dataset.slot!));
    const over: string[] = [];
    for (const id of ids) {
      await scrollTo(page, id);
      await page.waitForTimeout(200);
      await page.waitForFunction(
        (name) =>
          [...document.querySelectorAll<HTMLElement>(`[data-slot="${name}"] [data-job]`)].every(
            ({ dataset }) => dataset.status === 'ready',
          ),
        id,
        COMPUTED,
      );
      const { high, wide, live } = await page.locator(`[data-slot="${id}"] > .panel`).evaluate((panel) => {
        const stage = document.querySelector('.stage')!.getBoundingClientRect();
        const root = document.documentElement;
        return {
          high: Math.max(panel.scrollHeight - panel.clientHeight, root.scrollHeight - root.clientHeight),
          wide: Math.max(panel.scrollWidth - panel.clientWidth, root.scrollWidth - root.clientWidth),
          live: stage.top >= 0 && stage.bottom <= window.innerHeight && stage.height >= 150,
        };
      });
      if (high > 1 || wide > 1 || !live) over.push(`${id}: ${high} px too high, ${wide} px too wide, live run ${live}`);
    }
    expect(over).toEqual([]);
    expect(ids.length).toBeGreaterThan(25);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('the workbench on a phone', () => {
  it('shows one panel as wide as the screen; buttons, list and swipes lead to the next', async () => {
    const { page, context, problems } = await open(`${LAB}&panel=collapse`, { width: 390, height: 844 });
    const inSight = () =>
      page.locator('.slot:not([hidden])').evaluateAll((slots) =>
        slots
          .filter((slot) => {
            const { left, right } = slot.getBoundingClientRect();
            return left > -20 && right < window.innerWidth + 20;
          })
          .map((slot) => (slot as HTMLElement).dataset.slot),
      );
    await expect.poll(inSight).toEqual(['collapse']);
    await page.getByRole('button', { name: 'Next panel' }).click();
    await expect.poll(inSight).toEqual(['rotation']);
    await page.locator('.deck').evaluate((deck) => deck.scrollBy({ left: deck.clientWidth }));
    await expect.poll(() => panelNow(page)).toBe('readout');
    await page.getByLabel('Panel', { exact: true }).selectOption('kick');
    await expect.poll(inSight).toEqual(['kick']);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('the search', () => {
  const field = (page: Page) => page.getByTestId('palette-field');
  const first = (page: Page) => page.locator('.palette [role=option]').first();

  it('finds a panel by a few letters, opens it on Enter, and Escape gives the focus back', async () => {
    const { page, context, problems } = await open(LAB);
    const button = page.getByTestId('find');
    await button.focus();
    await page.keyboard.press('Control+k');
    await field(page).waitFor();
    await page.keyboard.press('Escape');
    await field(page).waitFor({ state: 'hidden' });
    expect(await button.evaluate((element) => document.activeElement === element)).toBe(true);
    await button.click();
    await page.keyboard.type('kick neur');
    expect(await first(page).textContent()).toContain('Kick neurons');
    expect(await field(page).getAttribute('aria-activedescendant')).toBe(await first(page).getAttribute('id'));
    expect([...(await violations(page, 'search')), ...(await smallTargets(page, 'search'))]).toEqual([]);
    await page.keyboard.press('Enter');
    await expect.poll(() => shown(page)).toEqual(['kick']);
    expect(problems).toEqual([]);
    await context.close();
  });
});
