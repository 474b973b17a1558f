import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, ready, scrollTo, startApp, trainFromLab, updateNow } from './browser';
import { expectNothingLost, type UserState, userState } from './userState';

/** Bad inputs of every class, given to a page on which a network trains and another one is looked at: a sentence, and nothing lost. */

const TRAINING =
  '?v=3&view=lab&sigma=1.5&seed=7&recipe=custom&hidden=16&inputs=4&batch=64&length=20&readout=1&penalty=0.03&rate=0.003&updates=20000&engine=wasm-simd&threads=1';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

interface Sitting {
  page: Page;
  context: BrowserContext;
  problems: string[];
}

/** A lab in which a network trains and a shipped one is in view. */
async function sit(): Promise<Sitting> {
  const { page, context, problems } = await app.open(TRAINING);
  await ready(page);
  await trainFromLab(page);
  await expect.poll(() => updateNow(page).catch(() => 0), { timeout: 60_000 }).toBeGreaterThan(0);
  await page.getByTestId('preset').selectOption('fully');
  await expect.poll(async () => (await userState(page)).network ?? '', { timeout: 30_000 }).toMatch(/^[0-9a-f]{8}$/);
  return { page, context, problems };
}

/** Everything is there, and training still goes on. */
async function nothingLost({ page, problems }: Sitting, had: UserState, given: readonly string[] = []): Promise<void> {
  await expectNothingLost(page, had, given);
  const now = await updateNow(page);
  await expect.poll(() => updateNow(page), { timeout: 30_000 }).toBeGreaterThan(now);
  expect(problems).toEqual([]);
}

const golden = (kind: string) => readFileSync(`tests/golden/chain3_h64_d16.${kind}`);
/** A pickle that would call a function of the system. */
const EVIL = zipSync({
  'archive/data.pkl': Buffer.concat([Buffer.from([0x80, 2]), strToU8('cos\nsystem\nX\x02\x00\x00\x00ls\x85R.')]),
});

const WEIGHT_FILES: Record<string, Record<string, Uint8Array>> = {
  safetensors: {
    'cut.safetensors': golden('safetensors').subarray(0, 5000),
    'endless-header.safetensors': Buffer.concat([Buffer.from(new BigUint64Array([2n ** 60n]).buffer), Buffer.alloc(64)]),
  },
  'PyTorch pickle': { 'evil.pth': EVIL, 'cut.pth': golden('pth').subarray(0, 2000) },
  npz: { 'noise.npz': Buffer.from('nonsense'), 'empty.npz': zipSync({}) },
  JSON: {
    'deep.json': Buffer.from('['.repeat(100_000)),
    'markup.json': Buffer.from('{"<img src=x onerror=alert(1)>": [[1]]}'),
  },
};

const SEQUENCES: Record<string, string> = {
  // Rows of different lengths: an empty entry cannot be told from a missing one.
  CSV: 'a,b,a\na,,b,a\n',
  TSV: 'a\tb\ta\na\t\tb\ta\n',
  JSON: '{"a": [[["b"]]]',
  text: 'one two three four five six seven eight nine ten',
};

/** One page for most of them: whatever is thrown at it, it is the same afterwards. */
let sitting: Sitting | undefined;
const theSitting = async (): Promise<Sitting> => {
  sitting ??= await sit();
  // What was said of the inputs before is read and put away.
  const said = sitting.page.locator('.notice .close');
  while ((await said.count()) > 0) await said.first().click();
  return sitting;
};

describe('weights', () => {
  it.each(Object.keys(WEIGHT_FILES))('as %s that are damaged or hostile are refused with a sentence', async (kind) => {
    const shared = await theSitting();
    const { page } = shared;
    const had = await userState(page);
    for (const [name, bytes] of Object.entries(WEIGHT_FILES[kind]!)) {
      const file = { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) };
      await page.getByTestId('weights-file').setInputFiles(file);
      const notice = page.locator('.notice p', { hasText: `${name} was not opened: ` });
      await notice.first().waitFor({ timeout: 20_000 });
      expect(await notice.first().textContent()).toMatch(/^[^\n]{20,600}[.)”]$/);
    }
    expect(await page.locator('.notice img').count()).toBe(0);
    await nothingLost(shared, had);
  });
});

describe('a training history', () => {
  it('that is none is refused with a sentence', async () => {
    const shared = await theSitting();
    const { page } = shared;
    await scrollTo(page, 'emergence');
    const had = await userState(page);
    await page.getByTestId('history-file').setInputFiles({
      name: 'x.safetensors',
      mimeType: 'application/octet-stream',
      buffer: golden('safetensors'),
    });
    await page.getByText(/x\.safetensors was not opened: .+\./).waitFor();
    await nothingLost(shared, had);
  });
});

describe('sequences', () => {
  it.each(Object.keys(SEQUENCES))('as %s that make no sense are refused with a sentence', async (kind) => {
    const shared = await theSitting();
    const { page } = shared;
    await scrollTo(page, 'sequences');
    const had = await userState(page);
    await page.getByTestId('sequence-text').fill(SEQUENCES[kind]!);
    await page.getByTestId('sequence-read').click();
    await page.getByText(/pasted text was not read: .+\./).waitFor();
    // What was typed stays, to be mended.
    expect(await page.getByTestId('sequence-text').inputValue()).toBe(SEQUENCES[kind]!.replaceAll('\r', ''));
    await nothingLost(shared, had);
  });
});

describe('links', () => {
  it('that are broken are explained; what can be used of them is, and the training that was left is offered', async () => {
    const own = await sit();
    const { page } = own;
    const had = await userState(page);
    // It is stored some seconds after it began.
    await page.waitForTimeout(6500);
    const broken = `${new URL(page.url()).search}&sigma=abc&zzz=<b>x</b>&noise=maybe&speed=1e99&%E0=1`;
    await page.goto(app.url + broken);
    await ready(page);
    const notice = page.locator('.notice', { hasText: 'Part of the link was left out' });
    await notice.waitFor();
    for (const name of ['zzz', 'noise', 'speed']) expect(await notice.textContent()).toContain(name);
    expect(await page.locator('.notice b').count()).toBe(0);
    expect((await userState(page)).network).toBe(had.network);
    await page
      .locator('.notice', { hasText: 'Training was interrupted' })
      .getByRole('button', { name: 'Go on', exact: true })
      .click();
    await expect.poll(() => updateNow(page).catch(() => 0), { timeout: 60_000 }).toBeGreaterThan(had.updates);
    // Going on shows the network that trains, and the settings of its run.
    await nothingLost(own, had, ['network', 'preset']);
    await own.context.close();
  });

  it('with a damaged network in them are explained, and the network in view stays', async () => {
    const shared = await theSitting();
    const { page } = shared;
    const had = await userState(page);
    await page.evaluate(() => {
      window.location.hash = `w=${'A'.repeat(300)}<img src=x>`;
    });
    await page.locator('.notice', { hasText: /network.*link/i }).waitFor();
    expect(await page.locator('.notice img').count()).toBe(0);
    await nothingLost(shared, had);
  });

  it('with a damaged model in them are explained, and what was drawn before is there on the way back', async () => {
    const shared = await theSitting();
    const { page } = shared;
    const had = await userState(page);
    await page.evaluate(() => {
      const url = new URL(window.location.href);
      url.searchParams.set('model', '2.3.zzzz~~');
      window.history.pushState(null, '', url.search);
      window.dispatchEvent(new PopStateEvent('popstate'));
    });
    await page.locator('.notice', { hasText: 'Part of the link was left out' }).waitFor();
    await page.goBack();
    await nothingLost(shared, had);
  });
});

describe('messages from other windows', () => {
  it('are not heard by a page that is in no frame', async () => {
    const shared = await theSitting();
    const { page } = shared;
    const had = await userState(page);
    const notices = await page.locator('.notice').count();
    await page.evaluate(() => {
      const messages = [
        { noisyOrbits: 1, id: 1, verb: 'set', settings: { sigma: 3, allow: '*' } },
        { noisyOrbits: 1, id: 2, verb: 'pause' },
        { training: { kind: 'failed', message: '<img src=x onerror=alert(1)>' } },
        null,
        '__proto__',
      ];
      for (const message of messages) window.postMessage(message, '*');
    });
    await page.waitForTimeout(500);
    expect(await page.locator('.notice').count()).toBe(notices);
    await nothingLost(shared, had);
  });
});

describe('the storage of the browser', () => {
  it('in which others wrote: the page opens, tells what was damaged, and keeps on', async () => {
    const context = await app.browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    const first = await context.newPage();
    await first.goto(app.url + TRAINING.replace('updates=20000', 'updates=60'));
    await ready(first);
    await trainFromLab(first);
    await first.waitForSelector('[data-status=finished]', { timeout: 60_000 });
    await first.getByTestId('recent').click();
    await first.locator('.recent li').waitFor();
    await first.keyboard.press('Escape');
    const had = await userState(first);
    await first.evaluate(async () => {
      localStorage.setItem('noisy-orbits.place', '?v=2&sigma=__proto__&view=<script>');
      for (const key of Object.keys(localStorage)) if (key.includes('engine')) localStorage.setItem(key, '{"id":');
      await new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('noisy-orbits');
        opening.onsuccess = () => {
          const database = opening.result;
          const names = [...database.objectStoreNames];
          const writing = database.transaction(names, 'readwrite');
          for (const name of names) {
            const store = writing.objectStore(name);
            const junk = { version: 1, id: 'junk', fingerprint: 'junk', name: '<b>junk</b>', weights: 'none', order: 99 };
            if (store.keyPath === null) store.put(junk, 'junk');
            else store.put(junk);
          }
          writing.oncomplete = () => resolve(database.close());
          writing.onerror = () => reject(writing.error);
        };
      });
    });
    await first.close();
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${app.url}?${new URLSearchParams(had.settings)}`);
    await ready(page);
    await page.getByTestId('recent').click();
    await page.locator('.recent li').first().waitFor();
    expect(await page.locator('.recent li').count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.locator('.notice b').count()).toBe(0);
    await trainFromLab(page);
    await page.waitForSelector('[data-status=finished]', { timeout: 60_000 });
    await expectNothingLost(page, had, ['network']);
    expect(problems).toEqual([]);
    await context.close();
  });
});
