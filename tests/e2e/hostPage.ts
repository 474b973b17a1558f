import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

interface Heard {
  noisyOrbits: number;
  id?: number;
  event?: string;
  error?: string;
  [key: string]: unknown;
}

/** Another site: pages of it hold the app in a frame and keep what they hear from it. */
export async function hostPage(): Promise<{ origin: string; close(): void }> {
  const server = createServer((request, response) => {
    const src = new URL(request.url!, 'http://host').searchParams.get('src') ?? '';
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    const frame = src && `<iframe src="${src.replaceAll('&', '&amp;')}" width="720" height="640"></iframe>`;
    response.end(
      `<!doctype html><title>host</title>${frame}<script>window.heard = []; addEventListener('message', (e) => heard.push({ origin: e.origin, ...e.data }));</script>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** What a page of the other site has heard. */
export const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);
/** Lets a page of the other site speak to its first frame. */
export const say = (page: Page, message: object, target: string) =>
  page.evaluate(([data, to]) => frames[0]!.postMessage({ noisyOrbits: 1, ...data }, to), [message, target] as const);
/** Says it and waits for the answer. */
export async function ask(
  page: Page,
  message: { id: number; verb: string; [key: string]: unknown },
  target: string,
): Promise<Heard> {
  await say(page, message, target);
  let answer: Heard | undefined;
  await expect
    .poll(async () => (answer = (await heard(page)).find(({ id }) => id === message.id)), { timeout: 20_000 })
    .toBeDefined();
  return answer!;
}
