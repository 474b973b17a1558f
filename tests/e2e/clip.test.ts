import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, openAt, ready, startApp } from './browser';
import { download, openSheet, SOON, turnTo } from './shareSheet';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

describe('a clip', () => {
  it('of three seconds is a film; keys work meanwhile; Esc cancels; a hidden tab ends it with what there is', async () => {
    const { page, context, problems } = await openAt(app, '?v=3&view=lab');
    await openSheet(page, 'clip');
    await page.getByLabel('seconds').focus();
    await page.keyboard.press('Home');
    await page.getByTestId('record').click();
    await page.getByTestId('recording').waitFor();
    expect(await page.locator('dialog.share[open]').count()).toBe(0);
    await page.keyboard.press('n');
    expect(await page.getByTestId('noise').getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press(' ');
    expect(await page.getByTestId('play').textContent()).toMatch(/^Play/);
    await page.keyboard.press(' ');
    const film = page.getByTestId('clip');
    await film.waitFor({ timeout: 15_000 });
    await expect.poll(() => film.evaluate((video) => (video as HTMLVideoElement).readyState), SOON).toBeGreaterThanOrEqual(1);
    const size = await film.evaluate((video) => [
      (video as HTMLVideoElement).videoWidth,
      (video as HTMLVideoElement).videoHeight,
    ]);
    const portrait = (await page.locator('.stage canvas').first().boundingBox())!;
    expect(size[0]).toBeGreaterThan(portrait.width - 3);
    expect(size[1]).toBeGreaterThan(portrait.height);
    const { name, bytes } = await download(page, 'save-clip');
    expect(bytes.length).toBeGreaterThan(10_000);
    const isMp4 = bytes.subarray(4, 8).toString() === 'ftyp';
    const isWebm = bytes.readUInt32BE(0) === 0x1a45dfa3;
    expect(name).toBe(`chain-2-portrait.${isMp4 ? 'mp4' : 'webm'}`);
    expect(isMp4 || isWebm).toBe(true);

    await page.getByTestId('record').click();
    await page.getByTestId('recording').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByTestId('recording').count(), SOON).toBe(0);
    expect(await page.locator('dialog.share[open]').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('share');

    await openSheet(page, 'clip');
    await page.getByText('The recording was cancelled').waitFor();
    await page.getByTestId('record').click();
    await page.waitForTimeout(1200);
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.getByText('The tab was hidden after').waitFor();
    await film.waitFor();
    expect(problems).toEqual([]);
    await context.close();
  });

  it('cannot be made where the browser has no recorder: a sentence says so', async () => {
    const context = await app.browser.newContext({ viewport: { width: 390, height: 844 }, serviceWorkers: 'block' });
    await context.addInitScript(() => Reflect.deleteProperty(window, 'MediaRecorder'));
    const page = await context.newPage();
    await page.goto(`${app.url}?v=3`);
    await ready(page);
    await openSheet(page, 'clip');
    await page.getByText('This browser cannot record').waitFor();
    // Arrow keys go from tab to tab, and nothing is wider than a phone.
    await page.getByTestId('share-tab-clip').press('ArrowRight');
    expect(await page.getByTestId('share-tab-text').getAttribute('aria-selected')).toBe('true');
    for (const tab of ['link', 'embed', 'picture', 'clip', 'text', 'data']) {
      await turnTo(page, tab);
      const over = await page.locator('dialog.share').evaluate((sheet) => sheet.scrollWidth - sheet.clientWidth);
      expect(over, tab).toBeLessThanOrEqual(0);
    }
    await context.close();
  });
});
