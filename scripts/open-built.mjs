import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { FLAGS, findChromium } from '../tests/chromium.mjs';

/** Serves the built app and opens a browser on it: for scripts that look at it or measure it. */
export async function openBuilt() {
  const outDir = process.env.NOISY_DIST;
  const server = await preview({
    preview: { port: 0, host: '127.0.0.1' },
    logLevel: 'error',
    ...(outDir ? { build: { outDir } } : {}),
  });
  const launch = () => chromium.launch({ executablePath: findChromium(), args: FLAGS });
  return {
    url: server.resolvedUrls.local[0],
    launch,
    close: () => new Promise((resolve) => server.httpServer.close(resolve)),
  };
}
