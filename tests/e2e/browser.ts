import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { type InlineConfig, mergeConfig, preview } from 'vite';
import { FLAGS, findChromium } from '../chromium.mjs';

/** The built app served as `npm start` serves it, and a browser to open it in. */
export interface App {
  url: string;
  browser: Browser;
  /**
   * A fresh context and page on the app; problems of the page are collected in `problems`. Without a service worker unless the
   * options allow one: it would download the whole app for every page of every test.
   */
  open(query?: string, viewport?: { width: number; height: number }, options?: BrowserContextOptions): Promise<WatchedPage>;
  close(): Promise<void>;
}

export interface WatchedPage {
  page: Page;
  context: BrowserContext;
  /** Uncaught errors and console errors so far. */
  problems: string[];
}

/** The built app as `npm start` serves it, on a free port. NOISY_DIST names another folder than dist. */
export async function serveApp(changes: InlineConfig = {}): Promise<{ url: string; stop(): Promise<void> }> {
  const { NOISY_DIST: outDir } = process.env;
  const usual: InlineConfig = {
    preview: { port: 0, host: '127.0.0.1' },
    logLevel: 'error',
    ...(outDir ? { build: { outDir } } : {}),
  };
  const { httpServer, resolvedUrls } = await preview(mergeConfig(usual, changes));
  return {
    url: resolvedUrls!.local[0]!,
    stop: () =>
      new Promise((resolve) => {
        httpServer.close(() => resolve());
        if ('closeAllConnections' in httpServer) httpServer.closeAllConnections();
      }),
  };
}

/** @throws Error when there is no Chromium on this machine */
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium found: run node tests/ensure-chromium.mjs');
  return chromium.launch({ executablePath, args: FLAGS });
}

export async function startApp(changes?: InlineConfig): Promise<App> {
  const { url, stop } = await serveApp(changes);
  const browser = await launchChromium();
  return {
    url,
    browser,
    async open(query = '', viewport = { width: 1440, height: 900 }, options = { serviceWorkers: 'block' }) {
      const context = await browser.newContext({ viewport, ...options });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(`pageerror: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') problems.push(`console: ${message.text()}`);
      });
      await page.goto(url + query);
      return { page, context, problems };
    },
    async close() {
      await browser.close();
      await stop();
    },
  };
}

/** Opens a panel of the lab, so that its analyses begin: by its fragment, as links of before do. */
export async function scrollTo(page: Page, id: string): Promise<void> {
  // The panels are loaded after the live run.
  await page.waitForSelector(`[data-slot="${id}"]`, { state: 'attached' });
  await page.evaluate((name) => {
    window.location.hash = name;
  }, id);
  await page.waitForSelector(`[data-slot="${id}"]:not([hidden])`);
  await page.locator(`[data-slot="${id}"]`).evaluate((slot) => slot.scrollIntoView());
}

/** Opens the details of a panel: numbers, tables, method and files. */
export async function openDetails(page: Page, id: string): Promise<void> {
  const button = page.getByTestId(`details-${id}`);
  // A panel that has nothing to put away shows no button.
  if ((await button.isVisible()) && (await button.getAttribute('aria-expanded')) === 'false') await button.click();
}

/** A wait for what is computed: 10 to 20 s alone, on a machine that does other work several times that. */
export const COMPUTED = { timeout: 150_000 };

/** Waits until all analyses of a panel stand. */
export const settled = (page: Page, id: string) =>
  page.waitForFunction(
    (name) => {
      const bodies = [...document.querySelectorAll<HTMLElement>(`#${name} .analysis-body`)];
      return bodies.length > 0 && bodies.every((body) => body.dataset.status === 'ready');
    },
    id,
    COMPUTED,
  );

/** Waits until the app shows a network. */
export const ready = (page: Page) => page.waitForSelector('[data-ready=yes]', { timeout: 60_000 });

/** Step of the live run, as it is shown. */
export const stepNow = async (page: Page) => Number(await page.getByTestId('step').getAttribute('data-step'));
/** Waits until the training, in sight or not, is "running", "finished" and so on. */
export const status = (page: Page, wanted: string, timeout = 120_000) =>
  page.waitForSelector(`[data-status=${wanted}]`, { timeout, state: 'attached' });
/** Of the weights in training. */
/**
 * T in the lab, and back: it opens the view of the training, which starts one where none is under way. Escape comes back; the training goes on.
 * @param again T once more in that view: pauses a training that runs, or goes on with it
 */
export async function trainFromLab(page: Page, again = false): Promise<void> {
  await page.keyboard.press('t');
  await page.waitForSelector('[data-testid=training-view]', { timeout: 60_000 });
  if (again) await page.keyboard.press('t');
  await page.keyboard.press('Escape');
  await page.waitForSelector('[data-testid=training-view]', { state: 'detached' });
}

export const fingerprint = (page: Page) => page.getByTestId('fingerprint').textContent();
/** How many updates the curve of the loss shows. */
export const lossPoints = async (page: Page) => (await page.locator('.loss-raw').getAttribute('d'))!.match(/[ML]/g)!.length;
/** Update that the training shown stands at. */
export const updateNow = async (page: Page) => Number((await page.getByTestId('update').textContent())!.split('/')[0]);

/** The address that the app copies. */
export async function copiedUrl(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const button = page.getByTestId('copy-link');
  await button.click();
  // A network of one's own is looked at first: whether the link can carry it.
  await button.filter({ hasText: 'Copied' }).waitFor({ timeout: 60_000 });
  return page.evaluate(() => navigator.clipboard.readText());
}

/** The query string of what is copied. */
export const copiedLink = async (page: Page): Promise<string> => new URL(await copiedUrl(page)).search;

/** Opens the app on a query with one of its panels in sight. */
export async function openAt(app: App, query: string, id?: string) {
  const opened = await app.open(query);
  await ready(opened.page);
  if (id) await scrollTo(opened.page, id);
  return { ...opened, panel: opened.page.locator(`#${id ?? 'live'}`) };
}

/** Opens the app on a query and waits until all analyses of one of its panels stand. */
export async function openSettled(app: App, query: string, id: string) {
  const opened = await openAt(app, query, id);
  await settled(opened.page, id);
  return opened;
}

/** In a lecture a question may stand before a slide: it is passed, and the slide is there. */
export async function passQuestion(page: Page): Promise<void> {
  await page.waitForSelector('main.lecture');
  const question = page.getByTestId('prediction');
  if ((await question.count()) === 0) return;
  await page.keyboard.press('Enter');
  await question.waitFor({ state: 'detached' });
}
