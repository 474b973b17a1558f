import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

/** Chromium flags that make WebGPU answer (in software) and keep a closed network quiet. */
export const FLAGS = [
  '--no-sandbox',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--enable-unsafe-webgpu',
];

/** A Chromium to test with: CHROME_PATH, then playwright's own, then the system's; undefined when there is none. */
export function findChromium() {
  const candidates = [
    process.env.CHROME_PATH,
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/google-chrome',
  ];
  return candidates.find((path) => path && existsSync(path));
}
