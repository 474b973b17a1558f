import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWeights } from '../../src/rnn/safetensors';
import { weightsFingerprint } from '../../src/rnn/weights';
import { tell } from '../evidence';
import { type App, fingerprint, ready, startApp, trainFromLab, updateNow } from './browser';
import { expectNothingLost, userState } from './userState';

/** A net small enough to train within seconds on any machine. */
const SMALL = '?v=3&view=lab&recipe=custom&hidden=16&inputs=4&batch=64&length=20&readout=1&penalty=0.03&rate=0.003';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const status = (page: Page, wanted: string) => page.waitForSelector(`[data-status=${wanted}]`, { timeout: 60_000 });
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
  await trainFromLab(page);
  await page.waitForSelector('[data-status=running], [data-status=finished]', { timeout: 60_000 });
}

/** What tests look at of a run, and of a network. */
type KeptRun = { id: string; updates: number };
type KeptNetwork = { fingerprint: string; name: string; file: Uint8Array };

/** What is kept in a table, read past the app. */
const keptIn = <T>(page: Page, table: 'runs' | 'networks', ...fields: (keyof T & string)[]) =>
  page.evaluate(
    ([wanted, names]) =>
      new Promise<unknown>((resolve, reject) => {
        const opening = indexedDB.open('noisy-orbits');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          if (!database.objectStoreNames.contains(wanted)) return resolve([]);
          const all = database.transaction(wanted).objectStore(wanted).getAll();
          all.onsuccess = () => {
            database.close();
            const records = all.result as Record<string, unknown>[];
            resolve(records.map((record) => Object.fromEntries(names.map((name) => [name, record[name]]))));
          };
        };
      }),
    [table, fields] as const,
  ) as Promise<T[]>;
const keptRuns = (page: Page) => keptIn<KeptRun>(page, 'runs', 'id', 'updates');
const keptNetworks = (page: Page) => keptIn<KeptNetwork>(page, 'networks', 'fingerprint', 'name', 'file');

/** Fills what the quota leaves of the origin's storage with something else, to the last hundred bytes. */
const fillStorage = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open('something else');
      opening.onupgradeneeded = () => opening.result.createObjectStore('filling', { autoIncrement: true });
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const put = (bytes: number) =>
      new Promise<boolean>((resolve) => {
        const transaction = database.transaction('filling', 'readwrite');
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
        // Nothing that a storage could press.
        transaction.objectStore('filling').add(crypto.getRandomValues(new Uint8Array(bytes)));
      });
    for (const bytes of [50_000, 5000, 500, 100]) while (await put(bytes));
    database.close();
  });
const emptyStorage = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const removing = indexedDB.deleteDatabase('something else');
        removing.onsuccess = () => resolve();
        removing.onerror = () => reject(removing.error);
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
    const had = await userState(first.page);
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
    tell({ again: Math.max(0, had.updates - at!) });
    await expectNothingLost(page, had);
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
    await trainFromLab(page, true);
    await status(page, 'paused');
    const at = await autosaved(page);
    expect(at).toBe(await updateNow(page));
    const had = await userState(page);
    await page.reload();
    await ready(page);
    await offer(page).getByRole('button', { name: 'Go on', exact: true }).click();
    await status(page, 'finished');
    expect(await fingerprint(page)).toBe(expected);
    await expectNothingLost(page, had);
    expect(problems).toEqual([]);
    await context.close();
  });

  it('is offered by one tab only, while no tab has it; discarding it can be taken back', async () => {
    const context = await newContext();
    const first = await open(context, `${SMALL}&updates=20000`);
    await train(first.page);
    await autosaved(first.page);
    const had = await userState(first.page);
    const second = await open(context, '?v=3&view=lab');
    await second.page.waitForTimeout(2500);
    expect(await offer(second.page).count()).toBe(0);
    // The training of a tab does not mind the other tabs.
    await expectNothingLost(first.page, had);
    await first.page.close();
    const third = await open(context, '?v=3&view=lab');
    await offer(third.page).waitFor();
    const fourth = await open(context, '?v=3&view=lab');
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
    const had = await userState(page);
    await status(page, 'finished');
    await expectNothingLost(page, had);
    const notice = page.locator('.notice', { hasText: 'lets the page keep nothing' });
    await notice.waitFor();
    await page.waitForTimeout(300);
    expect(await notices(page)).toHaveLength(1);
    await page.getByTestId('recent').click();
    await page.getByRole('dialog').getByText('there is no list').waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  it('that is full: the app trains and says so once; nothing that was kept is lost, and there may be room again', async () => {
    const context = await newContext();
    // The browser's own quota and its own refusals; it looks at the quota now and then only, so it is set first of all.
    const blank = await context.newPage();
    const browser = await context.newCDPSession(blank);
    await browser.send('Storage.overrideQuotaForOrigin', { origin: new URL(app.url).origin, quotaSize: 2_000_000 });
    const before = await open(context, `${SMALL}&updates=60`);
    await train(before.page);
    await status(before.page, 'finished');
    await before.page.getByTestId('recent').click();
    await before.page.locator('.recent li').waitFor();
    const kept = await keptNetworks(before.page);
    expect(kept).toHaveLength(1);
    await fillStorage(before.page);

    const { page, problems } = await open(context, `${SMALL}&seed=2&updates=300`);
    await train(page);
    const had = await userState(page);
    await status(page, 'finished');
    await expectNothingLost(page, had);
    await page.locator('.notice', { hasText: 'storage of this browser is full' }).waitFor();
    await page.waitForTimeout(300);
    expect(await notices(page)).toHaveLength(1);
    expect(await keptNetworks(page)).toEqual(kept);

    await page.getByTestId('recent').click();
    const items = page.locator('.recent li');
    const name = items.getByRole('textbox');
    await name.waitFor();
    const said = page.locator('.recent-foot [role=status]');
    await name.fill('mine');
    await name.press('Enter');
    await said.getByText('is as it was').waitFor();
    expect(await name.inputValue()).toContain('Two-state chain, seed 1');
    await items.getByRole('button', { name: 'Delete' }).click();
    await said.getByText('is deleted').waitFor();
    const undo = page.locator('.recent-foot').getByRole('button', { name: 'Undo' });
    await undo.click();
    await said.getByText('cannot be put back').waitFor();
    await emptyStorage(before.page);
    // The browser may take a while to see that there is room.
    for (let n = 0; n < 60 && (await undo.count()) > 0; n++) {
      await undo.click();
      await page.waitForTimeout(1000);
    }
    await said.getByText('is back').waitFor();
    expect(await keptNetworks(page)).toEqual(kept);
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

    await page.goto(`${app.url}?v=3&view=lab&preset=chain-3`);
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
    const { page } = await open(context, '?v=3&view=lab&preset=chain-3');
    await page.keyboard.press('n');
    await page.close();
    const linked = await open(context, '?v=3&view=lab');
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
