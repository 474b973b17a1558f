import { spawnSync } from 'node:child_process';
import { checkExports } from './gates/apiTypes.mjs';
import { judgeBuild, readBuild } from './gates/bundle.mjs';
import { checkLicences } from './gates/licences.mjs';

/**
 * What a change must not break, checked after `vite build`; dependency rules and the style of the code are checked by `npm run lint`.
 *   node scripts/gates.mjs [folder of the build]
 */

const [folder = process.env.NOISY_DIST ?? 'dist'] = process.argv.slice(2);

/** Files, exports and packages that nobody uses. */
function checkUnused() {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['node_modules/knip/bin/knip.js', '--no-progress'], {
    encoding: 'utf8',
  });
  const lines = `${stdout}${stderr}`.trim().split('\n').filter(Boolean);
  return { summary: status === 0 ? 'nothing is unused' : 'knip found something', faults: status === 0 ? [] : lines };
}

const GATES = {
  'bundle sizes': () => judgeBuild(readBuild(folder)),
  'licences of what is shipped': () => checkLicences(folder),
  'unused files, exports and packages': checkUnused,
  'any in exported types': () => checkExports(),
};

let failed = 0;
for (const [name, check] of Object.entries(GATES)) {
  const begun = performance.now();
  const { summary, faults } = check();
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s): ${summary}`);
  for (const fault of faults) console.log(`     ${fault}`);
  if (faults.length > 0) failed++;
}
if (failed > 0) {
  console.error(`\n${failed} of ${Object.keys(GATES).length} gates failed.`);
  process.exit(1);
}
