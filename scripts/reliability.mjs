import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { TABLES } from './reliability/rows.mjs';
import { readResults, reliabilityDocument } from './reliability/table.mjs';

/**
 * Writes docs/reliability.md from what the tests tell.
 *   node scripts/reliability.mjs               builds the app, runs the tests that are named in reliability/rows.mjs, about ten minutes
 *   node scripts/reliability.mjs --json file   from a run that was made with vitest run --reporter=json --outputFile=file
 */

const DOCUMENT = 'docs/reliability.md';
const SOAK = 'tests/soak/recorded.json';

function run(...command) {
  const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
  return status;
}

function runTests() {
  const outputFile = 'build/reliability.json';
  if (run('node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn') !== 0) throw new Error('The app could not be built.');
  const files = new Set(TABLES.flatMap(({ rows }) => rows.flatMap(({ tests }) => tests.map(({ file }) => file))));
  // What failed is told by the table.
  run('node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile=${outputFile}`, ...files);
  return outputFile;
}

/** What `npm run soak` recorded, in words; undefined when it never ran. */
function soakSentence() {
  if (!existsSync(SOAK)) return undefined;
  const { minutes, rounds, problems, heap, nodes, listeners, workers, tensors, cpuPerFrame, frameP95 } = JSON.parse(
    readFileSync(SOAK, 'utf8'),
  );
  const from = ({ first, last }, unit = 1, digits = 0) => `${(first / unit).toFixed(digits)} → ${(last / unit).toFixed(digits)}`;
  return [
    `\`npm run soak\`: ${minutes} minutes, ${rounds} rounds of training, the whole story and every panel in one page. Medians of the first third of the rounds → the last:`,
    `heap ${from(heap, 1e6, 1)} MB, nodes ${from(nodes)}, listeners ${from(listeners)}, workers ${from(workers)}, at most ${tensors} tensors at rest;`,
    `${from(cpuPerFrame, 1, 1)} ms of processor time a frame, 95 % of frames within ${from(frameP95)} ms (software drawing). ${problems} problems.`,
  ].join(' ');
}

const flag = process.argv.indexOf('--json');
const file = flag > 0 ? process.argv[flag + 1] : runTests();
const { text, faults } = reliabilityDocument(TABLES, readResults(JSON.parse(readFileSync(file, 'utf8'))), {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus().length} cores of an ${cpus()[0].model}, Node ${process.version}`,
  soak: soakSentence(),
});
for (const fault of faults) console.error(fault);
if (faults.length > 0) {
  console.error(`\n${faults.length} faults; ${DOCUMENT} was left as it is.`);
  process.exitCode = 1;
} else {
  writeFileSync(DOCUMENT, text);
  console.log(`${DOCUMENT} is written.`);
}
