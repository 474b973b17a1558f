import { spawnSync } from 'node:child_process';

const runs = (path) => {
  const { status, stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout.startsWith('Mozilla Firefox');
};

/** A Firefox to test with: FIREFOX, then the system's; undefined when there is none. A file that only says where to get one is none. */
export function findFirefox() {
  const candidates = [
    process.env.FIREFOX,
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
  ];
  return candidates.find((path) => path && runs(path));
}
