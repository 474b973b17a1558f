import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWeights } from '../../src/rnn/safetensors';
import { weightsFingerprint } from '../../src/rnn/weights';
import { type App, ready, startApp } from './browser';

/** A net small enough to train within seconds on any machine. */
const SMALL = '?v=1&recipe=custom&hidden=16&inputs=4&batch=64&length=20&gain=1&rate=0.003';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const status = (page: Page, wanted: string) => page.waitForSelector(`[data-status=${wanted}]`, { timeout: 60_000 });
const fingerprint = (page: Page) => page.getByTestId('fingerprint').textContent();
const updateNow = async (page: Page) => Number((await page.getByTestId('update').textContent())!.split('/')[0]);
const notices = (page: Page) => page.locator('.notice p').allTextContents();
const offer = (page: Page) => page.locator('.notice', { hasText: 'Training was interrupted' });
const shownFingerprint = (page: Page) => page.getByTestId('network').getAttribute('data-fingerprint');

/** A page of a context on the app; contexts share their storage among their pages. */
async function open(context: BrowserContext, query: string): Promise<{ page: Page; problems: string[] }> {
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`pageerror: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  await page.goto(app.url + query);
  await ready(page);
  return { page, problems };
}
const newContext = () => app.browser.newContext({ viewport: { width: 1440, height: 900 } });

/** Starts training and waits until updates are being made, or have been: a short run may be over before one looks. */
async function train(page: Page): Promise<void> {
  await page.keyboard.press('t');
  await page.waitForSelector('[data-status=running], [data-status=finished]', { timeout: 60_000 });
}

/** What is kept of runs, read past the app. */
const keptRuns = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<{ id: string; updates: number }[]>((resolve, reject) => {
        const opening = indexedDB.open('noisy-orbits');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          if (!database.objectStoreNames.contains('runs')) return resolve([]);
          const all = database.transaction('runs').objectStore('runs').getAll();
          all.onsuccess = () => {
            database.close();
            resolve((all.result as { id: string; updates: number }[]).map(({ id, updates }) => ({ id, updates })));
          };
        };
      }),
  );

/** Waits until the run of the page is in the storage. */
async function autosaved(page: Page): Promise<number> {
  await expect.poll(async () => (await keptRuns(page)).length, { timeout: 20_000 }).toBe(1);
  return (await keptRuns(page))[0]!.updates;
}

describe('an interrupted training', () => {
  it('is offered after the page crashed, and goes on from the update that was kept', async () => {
    const context = await newContext();
    const first = await open(context, `${SMALL}&updates=20000`);
    await train(first.page);
    await autosaved(first.page);
    const devtools = await context.newCDPSession(first.page);
    const crashed = first.page.waitForEvent('crash');
    void devtools.send('Page.crash').catch(() => {});
    await crashed;
    await first.page.close();

    // The bare address: the settings of the run come back with it.
    const { page, problems } = await open(context, '');
    await offer(page).waitFor();
    const text = await offer(page).locator('p').textContent();
    const [, at, total] = /at update (\d+) of (\d+) \(Two-state chain, seed 1\), saved .* ago\./.exec(text!)!.map(Number);
    expect(total).toBe(20000);
    expect(at).toBeGreaterThan(0);
    await offer(page).getByRole('button', { name: 'Go on', exact: true }).click();
    await status(page, 'running');
    expect(await page.getByTestId('network').getAttribute('data-origin')).toBe('training');
    await expect.poll(() => updateNow(page), { timeout: 20_000 }).toBeGreaterThan(at!);
    await page.getByTestId('stop').click();
    await status(page, 'stopped');
    // Its whole curve is there, not only what came after.
    const losses = (await page.locator('.loss-raw').getAttribute('d'))!.match(/[ML]/g)!.length;
    expect(losses).toBe(await updateNow(page));
    // A run that was stopped by hand is not offered again.
    await expect.poll(() => keptRuns(page).then((runs) => runs.length)).toBe(0);
    await page.reload();
    await ready(page);
    await page.waitForTimeout(500);
    expect(await offer(page).count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('ends with the very bits of one that was never interrupted', async () => {
    const query = `${SMALL}&updates=700`;
    const context = await newContext();
    const straight = await open(context, query);
    await train(straight.page);
    await status(straight.page, 'finished');
    const expected = await fingerprint(straight.page);
    expect(expected).toMatch(/^[0-9a-f]{8}$/);
    await straight.page.close();

    const { page, problems } = await open(context, query);
    await train(page);
    await page.keyboard.press('t');
    await status(page, 'paused');
    const at = await autosaved(page);
    expect(at).toBe(await updateNow(page));
    await page.reload();
    await ready(page);
    await offer(page).getByRole('button', { name: 'Go on', exact: true }).click();
    await status(page, 'finished');
    expect(await fingerprint(page)).toBe(expected);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('is offered by one tab only, while no tab has it; discarding it can be taken back', async () => {
    const context = await newContext();
    const first = await open(context, `${SMALL}&updates=20000`);
    await train(first.page);
    await autosaved(first.page);
    const second = await open(context, '?v=2&view=lab');
    await second.page.waitForTimeout(2500);
    expect(await offer(second.page).count()).toBe(0);
    await first.page.close();
    const third = await open(context, '?v=2&view=lab');
    await offer(third.page).waitFor();
    const fourth = await open(context, '?v=2&view=lab');
    await fourth.page.waitForTimeout(2000);
    expect(await offer(fourth.page).count()).toBe(0);

    await third.page.bringToFront();
    await offer(third.page).getByRole('button', { name: 'Discard' }).click();
    const gone = third.page.locator('.notice', { hasText: 'is discarded' });
    await gone.waitFor();
    expect(await keptRuns(third.page)).toEqual([]);
    await gone.getByRole('button', { name: 'Undo' }).click();
    await offer(third.page).waitFor();
    expect(await keptRuns(third.page)).toHaveLength(1);
    expect([first, second, third, fourth].flatMap(({ problems }) => problems)).toEqual([]);
    await context.close();
  });
});

describe('a storage that fails', () => {
  it('that is forbidden: the app trains and says once what is not kept', async () => {
    const context = await newContext();
    await context.addInitScript(() => {
      const refuse = () => {
        throw new DOMException('planted refusal', 'SecurityError');
      };
      IDBFactory.prototype.open = refuse;
      for (const area of ['localStorage', 'sessionStorage']) Object.defineProperty(window, area, { get: refuse });
    });
    const { page, problems } = await open(context, `${SMALL}&updates=200`);
    expect(await notices(page)).toEqual([]);
    await train(page);
    await status(page, 'finished');
    const notice = page.locator('.notice', { hasText: 'lets the page keep nothing' });
    await notice.waitFor();
    await page.waitForTimeout(300);
    expect(await notices(page)).toHaveLength(1);
    await page.getByTestId('recent').click();
    await page.getByRole('dialog').getByText('there is no list').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  it('that is full: the app trains and says so once; nothing that was kept is lost', async () => {
    const context = await newContext();
    const before = await open(context, `${SMALL}&updates=60`);
    await train(before.page);
    await status(before.page, 'finished');
    await before.page.getByTestId('recent').click();
    await before.page.locator('.recent li').waitFor();
    await before.page.close();

    await context.addInitScript(() => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function (value: { order?: number }, key) {
        // What was there fits in again.
        if (this.name === 'networks' && value.order === 1) return put.call(this, value, key);
        throw new DOMException('planted', 'QuotaExceededError');
      };
    });
    const { page, problems } = await open(context, `${SMALL}&seed=2&updates=300`);
    await train(page);
    await status(page, 'finished');
    await page.locator('.notice', { hasText: 'storage of this browser is full' }).waitFor();
    await page.waitForTimeout(300);
    expect(await notices(page)).toHaveLength(1);
    await page.getByTestId('recent').click();
    await page.locator('.recent li').waitFor();
    expect(await page.locator('.recent li').count()).toBe(1);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('recent networks', () => {
  it('are kept with a name, renamed, saved, deleted and put back, opened and found again after a reload', async () => {
    const context = await newContext();
    const { page, problems } = await open(context, `${SMALL}&rate=0.001&updates=60`);
    await page.getByTestId('recent').click();
    await page.getByRole('dialog').getByText('None yet').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.recent:not([open])').waitFor({ state: 'attached' });
    await train(page);
    await status(page, 'finished');
    const trained = await fingerprint(page);

    await page.getByTestId('recent').click();
    const item = page.locator('.recent li');
    const name = item.getByRole('textbox');
    expect(await name.inputValue()).toBe('Two-state chain, seed 1, update 60');
    const said = page.locator('.recent-foot [role=status]');
    await name.fill('what I will throw away');
    await name.press('Escape');
    expect(await name.inputValue()).toBe('Two-state chain, seed 1, update 60');
    await name.fill('  my first   orbit ');
    await name.press('Enter');
    await said.getByText('“my first orbit”').waitFor();

    const [download] = await Promise.all([page.waitForEvent('download'), item.getByRole('button', { name: 'Save…' }).click()]);
    expect(download.suggestedFilename()).toBe('my-first-orbit.safetensors');
    const { weights, metadata } = readWeights(readFileSync(await download.path()));
    expect(weightsFingerprint(weights)).toBe(trained);
    expect(JSON.parse(metadata.hmm!)).toMatchObject({ name: 'Two-state chain' });

    const drawn = () =>
      item.locator('canvas').evaluate((canvas) =>
        (canvas as HTMLCanvasElement)
          .getContext('2d')!
          .getImageData(0, 0, (canvas as HTMLCanvasElement).width, (canvas as HTMLCanvasElement).height)
          .data.some((value) => value > 0),
      );
    await expect.poll(drawn, { timeout: 30_000 }).toBe(true);

    await item.getByRole('button', { name: 'Delete my first orbit' }).press('Enter');
    await page.getByRole('dialog').getByText('None yet').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Undo');
    await page.keyboard.press('Enter');
    await item.waitFor();

    await page.goto(`${app.url}?v=2&view=lab&preset=chain-3`);
    await ready(page);
    await page.getByTestId('recent').click();
    expect(await name.inputValue()).toBe('my first orbit');
    await item.getByRole('button', { name: 'Open' }).click();
    await page.waitForSelector('[data-testid=network][data-origin=file]');
    expect(await shownFingerprint(page)).toBe(trained);
    expect(await page.getByTestId('preset').inputValue()).toBe('chain-2');

    await page.reload();
    await ready(page);
    const again = page.locator('.notice', { hasText: '“my first orbit” was in view in this tab before' });
    await again.getByRole('button', { name: 'Show it' }).click();
    await page.waitForSelector('[data-testid=network][data-origin=file]');
    expect(await shownFingerprint(page)).toBe(trained);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('the place of the last visit', () => {
  it('is offered at the bare address, not at a link', async () => {
    const context = await newContext();
    const { page } = await open(context, '?v=2&view=lab&preset=chain-3');
    await page.keyboard.press('n');
    await page.close();
    const linked = await open(context, '?v=2&view=lab');
    await linked.page.waitForTimeout(500);
    expect(await notices(linked.page)).toEqual([]);
    await linked.page.close();
    const bare = await open(context, '');
    const notice = bare.page.locator('.notice', {
      hasText: 'Last time you were in the lab, with the model “Three-state chain”.',
    });
    await notice.getByRole('button', { name: 'Go on there' }).click();
    await bare.page.waitForFunction(
      () => (document.querySelector('[data-testid=preset]') as HTMLSelectElement | null)?.value === 'chain-3',
    );
    expect(await bare.page.getByTestId('noise').getAttribute('aria-pressed')).toBe('false');
    expect(bare.problems).toEqual([]);
    await context.close();
  });
});
