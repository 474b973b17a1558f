import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.mjs';
import { findFirefox } from './firefox.mjs';

/** Before the tests: the browsers are there, or are installed where that can be done, or one line says how. Only Chromium is a must. */

/** Installs a Debian package. @returns whether that could be done */
function install(name) {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return false;
  console.log(`Installing ${name} for the browser tests…`);
  return [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', name],
  ].every((args) => {
    const { status } = spawnSync('apt-get', ['-o', 'Acquire::http::Timeout=10', ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    return status === 0;
  });
}

if (!findChromium() && !install('chromium')) {
  console.error('No Chromium found: install one (Debian: apt-get install chromium) or set CHROME_PATH to its executable.');
  process.exit(1);
}
console.log(`Chromium: ${findChromium()}`);

if (findFirefox() || install('firefox-esr')) console.log(`Firefox: ${findFirefox()}`);
else console.warn('No Firefox found, its tests are skipped: apt-get install firefox-esr, or set FIREFOX to its executable.');
