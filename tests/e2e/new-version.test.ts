import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, serveApp, startApp } from './browser';
import { also, moving, offline, openOn } from './served';

const LAB = '?v=3&view=lab';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

describe('a new version', () => {
  it('is offered, replaces nothing unasked, and then only in the tab that asked', async () => {
    let newer: string | undefined;
    const served = await serveApp(
      also((req, res, next) => {
        if (newer && req.url === '/sw.js') res.setHeader('content-type', 'text/javascript').end(newer);
        else next();
      }),
    );
    const original = await (await fetch(`${served.url}sw.js`)).text();
    const { page, context } = await openOn(app, served.url + LAB);
    // Until then the worker has much to do, and browsers let it finish before they look at another one.
    await offline(page, 'complete');
    const mark = (tab: Page) =>
      tab.evaluate(() => {
        (window as { unchanged?: boolean }).unchanged = true;
      });
    const unchanged = (tab: Page) => tab.evaluate(() => (window as { unchanged?: boolean }).unchanged === true);
    const offer = (tab: Page) => tab.locator('.notice', { hasText: 'new version' });
    await mark(page);
    // Browsers look for a new version when they have time: a page that draws without end on a busy computer leaves them none.
    await page.keyboard.press(' ');

    newer = original.replace(/(version["']?:["'`])\w+/, '$1another');
    expect(newer).not.toBe(original);
    await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
    await offer(page).waitFor();
    expect(await unchanged(page)).toBe(true);
    // A tab that is opened now still has the old version, and the same offer.
    const other = await context.newPage();
    await other.goto(served.url + LAB);
    await moving(other);
    await offer(other).waitFor();
    await mark(other);

    await page.bringToFront();
    const reloaded = page.waitForEvent('load');
    await offer(page).getByRole('button', { name: 'Reload' }).click();
    await reloaded;
    await moving(page);
    expect(await unchanged(page)).toBe(false);
    expect(await offer(page).count()).toBe(0);
    const versions = () => page.evaluate(async () => (await caches.keys()).filter((name) => name.includes('version')).length);
    // The one before it stays for the other tab, which goes on as it was.
    expect(await versions()).toBe(2);
    expect(await unchanged(other)).toBe(true);
    await offer(other).waitFor();
    await context.close();
    await served.stop();
  });
});
