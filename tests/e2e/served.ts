import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Frame, Page } from 'playwright-core';
import type { InlineConfig } from 'vite';
import type { App, WatchedPage } from './browser';

export const WITH_WORKER = { serviceWorkers: 'allow' } as const;

type Handler = (req: IncomingMessage, res: ServerResponse, next: () => void) => void;

/** What a server does besides serving files. */
export const also = (handler: Handler, changes: InlineConfig = {}): InlineConfig => ({
  ...changes,
  plugins: [
    {
      name: 'besides',
      configurePreviewServer(server) {
        server.middlewares.use(handler);
      },
    },
  ],
});

/** Waits until the picture moves. */
export const moving = (page: Page | Frame) =>
  page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=step]')?.dataset.step) > 5);
/** Waits until the app says so of working without a network. */
export const offline = (page: Page, status: string) => page.waitForSelector(`html[data-offline=${status}]`, { timeout: 60_000 });

/** A page on a server other than the one of `app`. */
export async function openOn(app: App, url: string): Promise<WatchedPage> {
  const context = await app.browser.newContext({ ...WITH_WORKER, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(url);
  return { page, context, problems };
}
