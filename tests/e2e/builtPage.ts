import { build } from 'vite';
import { launchChromium, serveApp } from './browser';

type Method = (...args: never[]) => unknown;

/** A page of the tests' own, and what it puts on `window` for them to call. */
export interface BuiltPage<Api extends Record<keyof Api, Method>> {
  /** Calls a method of the page's. Arguments and answer are copied. */
  call<Name extends keyof Api & string>(name: Name, ...args: Parameters<Api[Name]>): Promise<Awaited<ReturnType<Api[Name]>>>;
  close(): Promise<void>;
}

/**
 * Builds a page of the tests as the app is built, serves it and opens it in Chromium.
 * @param root its folder
 * @param name what it puts on `window` under, and its folder in build
 */
export async function openBuiltPage<Api extends Record<keyof Api, Method>>(root: string, name: string): Promise<BuiltPage<Api>> {
  const common = { root, configFile: false, logLevel: 'error' } as const;
  const outDir = `${process.cwd()}/build/${name}`;
  await build({ ...common, base: './', worker: { format: 'es' }, build: { outDir, emptyOutDir: true } });
  const { url, stop } = await serveApp({ ...common, build: { outDir } });
  const browser = await launchChromium();
  const page = await browser.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') console.error(message.text());
  });
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(url);
  await page.waitForFunction((api) => api in window, name);
  return {
    call: <Name extends keyof Api & string>(method: Name, ...args: Parameters<Api[Name]>) =>
      page.evaluate(
        ([api, called, list]) =>
          (window as unknown as Record<string, Record<string, (...a: unknown[]) => unknown>>)[api]![called]!(...list),
        [name, method, args] as [string, string, unknown[]],
      ) as Promise<Awaited<ReturnType<Api[Name]>>>,
    async close() {
      await browser.close();
      await stop();
    },
  };
}
