#!/usr/bin/env node
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The command line from a checkout: `npx noisy-orbits claims network.pth --model hmm.json`. Builds it first where that is due. */

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const BUILT = path.join(ROOT, 'build/cli');
const COMMANDS = {
  train: 'trains a network',
  evaluate: 'judges the outputs of a network; --json prints the numbers',
  claims: 'judges the claims of the paper on a network; --json or --markdown prints the report',
};
const USAGE = [
  'Usage: npx noisy-orbits COMMAND …; COMMAND --help lists what can be asked for.',
  ...Object.entries(COMMANDS).map(([name, about]) => `  ${name.padEnd(9)} ${about}`),
  'Status: 0 done; 1 done, but no network was kept, or the one judged misses a threshold; 2 wrong use or a file that cannot be read; 130 Ctrl-C.',
].join('\n');

/** When the newest source was written. */
const newest = (folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(path.join(entry.parentPath ?? entry.path, entry.name)).mtimeMs), 0);

const [command = '', ...rest] = process.argv.slice(2);
if (command === '--help' || command === '') {
  console.log(USAGE);
  process.exit(command === '' ? 2 : 0);
}
if (!Object.hasOwn(COMMANDS, command)) {
  console.error(`There is no command "${command.slice(0, 40)}".\n${USAGE}`);
  process.exit(2);
}
const script = path.join(BUILT, `${command}.js`);
if (!existsSync(script) || statSync(script).mtimeMs < Math.max(newest('src'), newest('cli'))) {
  const { build } = await import('vite');
  await build({ root: ROOT, configFile: path.join(ROOT, 'vite.cli.config.ts'), logLevel: 'error' });
}
process.argv = [process.argv[0], script, ...rest];
await import(pathToFileURL(script).href);
