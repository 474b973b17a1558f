import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallTargets, violations } from './axe';
import { type App, COMPUTED, openAt, ready, scrollTo, startApp } from './browser';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const PRESETS = join(process.cwd(), 'public', 'presets');
const rows = (page: Page) =>
  page.locator('#runs tbody tr').evaluateAll((all) => all.map((row) => (row as HTMLElement).dataset.run!));
/** Opens a weight file as the button does. */
async function openFile(page: Page, name: string): Promise<void> {
  await page.locator('.lab-bar input[type=file]').setInputFiles(join(PRESETS, name));
  await page.waitForFunction(() => document.querySelector('[data-testid=network]')?.textContent === 'from a file');
}
/** What the browser saves at a press of a button. */
async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  return readFileSync(await download.path(), 'utf8');
}

describe('the list of networks', () => {
  it('says when there is none, keeps what was opened, measures it, sorts by its heads, deletes and puts back', {
    timeout: 600_000,
  }, async () => {
    const { page, context, problems } = await openAt(app, '?v=3&view=lab', 'runs');
    await page.getByTestId('runs-train').waitFor();
    await openFile(page, 'chain-2-s2.safetensors');
    await openFile(page, 'chain-3.safetensors');
    await scrollTo(page, 'runs');
    await expect.poll(async () => (await rows(page)).length, COMPUTED).toBe(2);
    await page.waitForFunction(() => !/measured:|waits/.test(document.querySelector('#runs tbody')!.textContent!), null, {
      timeout: 400_000,
    });
    const ratios = () =>
      page.locator('#runs tbody tr td:nth-child(6)').evaluateAll((cells) => cells.map((cell) => Number(cell.textContent)));
    for (const ratio of await ratios()) expect(ratio).toBeGreaterThan(0.5);
    const head = page.getByRole('button', { name: 'loss / floor' });
    await head.focus();
    await page.keyboard.press('Enter');
    const upwards = await ratios();
    expect([...upwards].sort((a, b) => a - b)).toEqual(upwards);
    await page.keyboard.press('Enter');
    expect(await ratios()).toEqual([...upwards].reverse());
    expect(await page.locator('#runs th[aria-sort=descending]').count()).toBe(1);
    const before = await rows(page);
    await page
      .getByRole('button', { name: /^Delete/ })
      .first()
      .click();
    await expect.poll(async () => (await rows(page)).length).toBe(1);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Undo');
    await page.keyboard.press('Enter');
    await expect.poll(async () => [...(await rows(page))].sort()).toEqual([...before].sort());
    expect((await saved(page, 'Save as CSV')).split('\r\n')).toHaveLength(4);
    expect(JSON.parse(await saved(page, 'Save as JSON')).networks).toHaveLength(2);
    // What was measured is kept: after a reload it is there at once.
    await page.reload();
    await ready(page);
    await scrollTo(page, 'runs');
    await expect.poll(async () => (await ratios()).length).toBe(2);
    for (const ratio of await ratios()) expect(ratio).toBeGreaterThan(0.5);
    expect([...(await violations(page, 'runs')), ...(await smallTargets(page, 'runs'))]).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('is found by the search, and its table is no wider than its box at 1440', async () => {
    const { page, context } = await openAt(app, '?v=3&view=lab');
    await page.waitForSelector('[data-slot=runs]', { state: 'attached' });
    await page.keyboard.press('Control+k');
    await page.getByTestId('palette-field').fill('my networks');
    await page.keyboard.press('Enter');
    await page.getByTestId('runs-shipped').check();
    await page.waitForSelector('#runs tbody tr:nth-child(10)');
    const over = await page.locator('#runs .wide-table').evaluate((box) => box.scrollWidth - box.clientWidth);
    expect(over).toBeLessThanOrEqual(1);
    await context.close();
  });
});

describe('networks side by side', () => {
  it('are tested claim by claim in the background, which can be stopped; the address names them', async () => {
    const { page, context, problems } = await openAt(app, '?v=3&view=lab', 'runs');
    await page.getByTestId('runs-shipped').check();
    for (const id of ['chain-2', 'chain-2-s2']) await page.locator(`[data-run="${id}"] input`).check();
    await page.getByTestId('runs-compare').click();
    await page.waitForSelector('[data-compared="chain-2"][data-status=working]');
    expect(new URL(page.url()).searchParams.get('compare')).toBe('chain-2.chain-2-s2');
    await page.waitForSelector('[data-claim=C3] [data-verdict]', COMPUTED);
    await page.getByTestId('compare-stop').click();
    await page.waitForSelector('[data-testid=comparison][data-status=stopped]');
    expect(problems).toEqual([]);
    await context.close();
  });

  it('says which names it does not know, holds four at most, and fits the page', async () => {
    const { page, context, problems } = await app.open('?v=3&view=report&compare=chain-2.nobody.chain-3.chain-4.chain-5.fully');
    await page.waitForSelector('[data-compared="chain-3"]', COMPUTED);
    await page.locator('[role=alert]', { hasText: '“nobody”' }).waitFor();
    expect(await page.locator('[data-compared]').count()).toBe(3);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    expect(await violations(page, 'comparison')).toEqual([]);
    expect(problems).toEqual([]);
    await context.close();
  });
});
