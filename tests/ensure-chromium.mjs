import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.mjs';

/** Before the tests: a browser is there, or is installed where that can be done, or one line says how. */
const HOW = 'No Chromium found: install one (Debian: apt-get install chromium) or set CHROME_PATH to its executable.';

if (!findChromium()) {
  const canInstall = existsSync('/etc/debian_version') && process.getuid?.() === 0;
  if (!canInstall) {
    console.error(HOW);
    process.exit(1);
  }
  console.log('Installing Chromium for the browser tests…');
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
  ]) {
    const { status } = spawnSync('apt-get', args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) {
      console.error(HOW);
      process.exit(1);
    }
  }
}
console.log(`Chromium: ${findChromium()}`);
