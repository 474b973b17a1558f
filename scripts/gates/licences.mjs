import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { countLicences, isAllowedLicence, RUNTIME_LICENCES } from '../review-lockfile.mjs';

/**
 * The list of what is shipped. The build writes licences.txt with the licence of every package that is in a script of the page or of a
 * worker (build-plugins/licences.ts); docs/licences.md is that list, kept so that a change of it is seen.
 */

const LIST = 'docs/licences.md';
/** Typefaces may be under the licence made for them, too. */
const ALLOWED = new Set([...RUNTIME_LICENCES, 'OFL-1.1']);

/** Headings of licences.txt, one a package: "name version (licence)". */
export const readShipped = (text) =>
  [...text.matchAll(/^== (\S+) (\S+) \((.+)\)$/gm)].map(([, name, version, license]) => ({ name, version, license }));

export const listOf = (shipped) =>
  [
    '# Licences of what is shipped',
    '',
    `Made by \`npm run licences\` from a build: the ${shipped.length} packages that are in a script of the page or of a worker, or whose letters it is set in. Their texts are in`,
    '`licences.txt` of every build. The app itself is under the MIT licence ([LICENSE](../LICENSE)).',
    '',
    '| package | version | licence |',
    '|---|---|---|',
    ...shipped.map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`),
    '',
  ].join('\n');

/** What is wrong with the list: a licence that is not allowed, nothing in it, or that it is not the present one. */
export function judgeLicences(shippedText, list) {
  const shipped = readShipped(shippedText);
  const faults = [];
  if (shipped.length === 0) faults.push('licences.txt of the build names no package');
  for (const { name, version, license } of shipped)
    if (!isAllowedLicence(license, ALLOWED))
      faults.push(`${name} ${version} is under “${license}”, which is not on the list for what is shipped`);
  if (list !== listOf(shipped))
    faults.push(`${LIST} is not the list of this build: run npm run licences and look at the difference`);
  return { summary: `${shipped.length} packages: ${countLicences(shipped)}`, faults };
}

const textOf = (folder) => {
  const file = path.join(folder, 'licences.txt');
  if (!existsSync(file)) throw new Error(`There is no ${file}: run vite build first.`);
  return readFileSync(file, 'utf8');
};

export const checkLicences = (folder) => judgeLicences(textOf(folder), existsSync(LIST) ? readFileSync(LIST, 'utf8') : '');

export function writeList(folder) {
  const shipped = readShipped(textOf(folder));
  writeFileSync(LIST, listOf(shipped));
  return `${LIST}: ${shipped.length} packages`;
}
