import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findFirefox } from '../firefox.mjs';
import { serveApp } from './browser';

/** The same app in another engine's browser. Puppeteer drives a stock Firefox; Playwright would need one of its own. */

const executablePath = findFirefox();
if (!executablePath)
  console.log('No Firefox found, its tests are skipped: apt-get install firefox-esr, or set FIREFOX to its executable.');

/** A net small enough to train within seconds on any machine. */
const SMALL = 'recipe=custom&hidden=16&inputs=4&batch=64&length=20&readout=1&penalty=0.03&rate=0.003';

let browser: Browser;
let app: Awaited<ReturnType<typeof serveApp>>;

/** A page on the app; uncaught errors, console errors, failed requests and breaches of the page's policy are collected. */
async function open(query: string): Promise<{ page: Page; problems: string[] }> {
  const page = await browser.newPage();
  await page.setViewport({ width: 1440, height: 900 });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`pageerror: ${error instanceof Error ? error.message : error}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('requestfailed', (request) => problems.push(`request: ${request.url()}`));
  await page.exposeFunction('noteBreach', (breach: string) => {
    problems.push(breach);
  });
  await page.evaluateOnNewDocument(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      (globalThis as unknown as { noteBreach(breach: string): void }).noteBreach(`policy: ${violatedDirective} ${blockedURI}`);
    });
  });
  await page.goto(app.url + query);
  await until(page, '[data-ready=yes]');
  return { page, problems };
}

// Puppeteer's own waiting compiles text to functions in the page, which the page's policy forbids.
const until = (page: Page, selector: string) =>
  expect.poll(() => page.evaluate((s) => document.querySelector(s) !== null, selector), { timeout: 60_000 }).toBe(true);
const attribute = (page: Page, selector: string, name: string) =>
  page.evaluate((s, n) => document.querySelector(s)?.getAttribute(n), selector, name);
const text = (page: Page, selector: string) => page.evaluate((s) => document.querySelector(s)?.textContent, selector);
const step = async (page: Page) => Number(await attribute(page, '[data-testid=step]', 'data-step'));
const norm = async (page: Page) => Number(await attribute(page, '[data-testid=norm]', 'data-relative'));
const noise = (page: Page) => attribute(page, '[data-testid=noise]', 'aria-pressed');
const picture = (page: Page) =>
  page.evaluate(() => document.querySelector<HTMLCanvasElement>('canvas[data-ready=yes]')!.toDataURL());

/** Waits until the portrait is drawn differently. */
async function moves(page: Page): Promise<void> {
  const before = await picture(page);
  await expect.poll(async () => (await picture(page)) !== before, { timeout: 20_000 }).toBe(true);
}

describe.skipIf(!executablePath)('in Firefox', () => {
  beforeAll(async () => {
    app = await serveApp();
    browser = await puppeteer.launch({ browser: 'firefox', executablePath: executablePath!, headless: true });
    console.log(`Firefox: ${await browser.version()}`);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('the story opens with an orbit, and N collapses it and brings it back', async () => {
    const { page, problems } = await open('');
    await until(page, '.opening');
    await moves(page);
    expect(await noise(page)).toBe('true');
    await page.keyboard.press('n');
    await expect
      .poll(() => text(page, '.opening-line'), { timeout: 20_000 })
      .toMatch(/fell to the single fixed point within \d+ steps/);
    expect(await noise(page)).toBe('false');
    await page.keyboard.press('n');
    await expect.poll(() => noise(page), { timeout: 20_000 }).toBe('true');
    await moves(page);
    await page.keyboard.press('ArrowRight');
    await until(page, '.chapter .step.here .prose');
    // The app keeps itself for a visit without a network.
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), { timeout: 60_000 }).toBe(true);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('the lab shows a network moving, and N collapses it and brings it back', async () => {
    const { page, problems } = await open('?v=3&view=lab&speed=200');
    await expect.poll(() => norm(page), { timeout: 20_000 }).toBeGreaterThan(0.3);
    const before = await step(page);
    await moves(page);
    await expect.poll(() => step(page), { timeout: 20_000 }).toBeGreaterThan(before);
    expect(await noise(page)).toBe('true');
    await page.keyboard.press('n');
    await expect.poll(() => norm(page), { timeout: 20_000 }).toBeLessThan(1e-3);
    expect(await noise(page)).toBe('false');
    await page.keyboard.press('n');
    await expect.poll(() => norm(page), { timeout: 20_000 }).toBeGreaterThan(0.3);
    expect(problems).toEqual([]);
    await page.close();
  });

  it('the lab trains on an engine that was tried, and says what became of the others', async () => {
    const { page, problems } = await open(`?v=3&view=lab&${SMALL}&updates=5`);
    await page.keyboard.press('t');
    await until(page, '[data-status=finished]');
    expect(await text(page, '[data-testid=update]')).toBe('5 / 5');
    expect(await text(page, '[data-testid=fingerprint]')).toMatch(/^[0-9a-f]{8}$/);
    const said = await text(page, '[data-testid=engine]');
    const engine = await attribute(page, '[data-testid=engine]', 'data-engine');
    expect(engine, said!).toMatch(/^(wasm-simd|wasm-relaxed|webgpu|tensorflow-webgl)$/);
    // Each has its speed, or the reason why it was passed over.
    for (const id of ['webgpu', 'tensorflow-webgl']) expect(said).toMatch(new RegExp(`${id}( [\\d.]+/s|: .{10,})`));
    expect(problems).toEqual([]);
    await page.close();
  });

  it('a breach of the policy and an uncaught error are seen by these tests', async () => {
    const { page, problems } = await open('?v=3&view=lab');
    await page.evaluate(() => {
      new Image().src = 'https://example.org/planted.png';
      setTimeout(() => {
        throw new Error('planted error');
      });
    });
    for (const planted of ['policy: img-src', 'planted error'])
      await expect.poll(() => problems.some((problem) => problem.includes(planted)), { timeout: 20_000 }).toBe(true);
    await page.close();
  });
});
