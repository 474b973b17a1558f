import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeWeightFile } from '../../src/rnn/weightFiles';
import { initialWeights, weightsFingerprint } from '../../src/rnn/weights';
import { type App, ready, startApp } from './browser';

/** Pages, keyboards, links and files as they come from other programs. */

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

describe('a frame with a sandbox', () => {
  it.each([
    ['allow-scripts', /cannot run here: .*sandbox without allow-same-origin/],
    ['', /needs JavaScript.*sandbox="allow-scripts allow-same-origin"/],
    ['allow-scripts allow-same-origin', /Phase portrait/],
  ])('with the flags "%s" says what is needed, or runs', async (flags, wanted) => {
    const host = createServer((_, answer) => {
      answer.setHeader('content-type', 'text/html');
      answer.end(`<iframe sandbox="${flags}" width="700" height="500" src="${app.url}?v=3&amp;ui=basic"></iframe>`);
    }).listen(0);
    const { port } = host.address() as AddressInfo;
    const { page, context } = await app.open();
    await page.goto(`http://127.0.0.1:${port}/`);
    // biome-ignore lint/performance/useDomNodeTextContent: what can be seen counts, and a noscript is text in any case
    await expect.poll(() => page.frames()[1]!.locator('body').innerText()).toMatch(wanted);
    await context.close();
    host.close();
  });
});

describe('a keyboard of another alphabet', () => {
  it('works N and Ctrl Z; a word that is composed works nothing', async () => {
    const { page, context, problems } = await app.open('?v=3&view=lab');
    await ready(page);
    const press = (key: string, code: string, more: { ctrlKey?: boolean; isComposing?: boolean } = {}) =>
      page.evaluate(
        (init) => document.body.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true })),
        {
          key,
          code,
          ...more,
        },
      );
    const isSilent = () => page.evaluate(() => new URLSearchParams(location.search).get('noise') === '0');
    await press('т', 'KeyN');
    await expect.poll(isSilent).toBe(true);
    await press('я', 'KeyZ', { ctrlKey: true });
    await expect.poll(isSilent).toBe(false);
    await press('ν', 'KeyN');
    await expect.poll(isSilent).toBe(true);
    await press('n', 'KeyN', { isComposing: true });
    await page.waitForTimeout(1000);
    expect(await isSilent()).toBe(true);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('a link that was harmed on its way', () => {
  it('opens without an alarm', async () => {
    const { page, context, problems } = await app.open('?v=3&amp;view=lab&amp;preset=chain-3&fbclid=IwAR0&utm_source=mail).');
    await ready(page);
    expect(await page.getByTestId('preset').inputValue()).toBe('chain-3');
    expect(await page.locator('.notice').count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });
});

describe('a weight file', () => {
  it('that is large is read in the background, and is the same', async () => {
    const { page, context, problems } = await app.open('?v=3&view=lab');
    await ready(page);
    const large = initialWeights({ hiddenSize: 512, inputDim: 256, nOutputs: 3 }, 3, 0.9);
    const bytes = writeWeightFile('npz', large);
    expect(bytes.length).toBeGreaterThan(2 ** 20);
    await page.getByTestId('weights-file').setInputFiles({ name: 'large.npz', mimeType: '', buffer: Buffer.from(bytes) });
    await page.getByTestId('opened-model').click({ timeout: 60_000 });
    await page.waitForFunction(
      (print) => document.querySelector<HTMLElement>('[data-testid=network]')?.dataset.fingerprint === print,
      weightsFingerprint(large),
    );
    expect(await page.getByTestId('opening-file').count()).toBe(0);
    expect(problems).toEqual([]);
    await context.close();
  });
});
