import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * Reads package-lock.json before anything of it is installed: where every package comes from, that its contents are fixed by a hash,
 * under which licence it is, and whether it runs a script when it is installed. `npm run review:lock [file]`; exit code 1 with a
 * sentence for each fault. Needs no package itself.
 */

const REGISTRY = 'https://registry.npmjs.org/';

/** Licences of what runs in the browser or on the command line. */
export const RUNTIME_LICENCES = new Set(['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD', 'CC0-1.0', 'BlueOak-1.0.0']);
/** Tools are used, not given away: these may be under these too. */
const TOOL_LICENCES = new Set([...RUNTIME_LICENCES, 'MPL-2.0', 'Python-2.0', 'CC-BY-4.0']);
/** Packages with another licence that were looked at, by name. */
const OTHER_LICENCES = {
  // Dedicated to the public domain; a part of d3 that the app does not use.
  'robust-predicates': 'Unlicense',
};
/** Packages that may run a script when they are installed, and what it does. */
const INSTALL_SCRIPTS = {
  'core-js': 'prints a request for support',
};

/** Specifications that npm takes from the registry: version ranges, tags, and other names for such. */
const isRegistrySpec = (spec) => /^(npm:(@[\w.-]+\/)?[\w.-]+@)?[\w\s.^~<>=|*+-]*$/.test(spec);

/** Whether an SPDX expression is satisfied by a set of licences; AND binds more closely than OR. */
export function isAllowedLicence(expression, allowed) {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  return bare.split(' OR ').some((part) => part.split(' AND ').every((one) => allowed.has(one)));
}

/** Name of the package at a place of the tree: `node_modules/a/node_modules/@b/c` holds `@b/c`. */
const nameAt = (place, entry) => entry.name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** What is wrong with where a package comes from. */
function* originFaults(place, entry) {
  const name = nameAt(place, entry);
  if (entry.link) {
    yield `${name} is a link to a folder of this computer, not a package of the registry`;
    return;
  }
  if (!/^\d+\.\d+\.\d+[\w.+-]*$/.test(entry.version ?? '')) yield `${name} has “${entry.version}” in place of a version`;
  if (entry.resolved !== undefined && !entry.resolved.startsWith(`${REGISTRY}${name}/-/`))
    yield `${name} comes from ${entry.resolved}, not from its own place on ${REGISTRY}`;
  // What lies inside another package is covered by the hash of that one.
  if (!entry.inBundle && !/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? ''))
    yield `${name} has no SHA-512 hash: its contents are not fixed`;
}

/** Dependencies that would be fetched from git, an address or a folder. */
function* specFaults(place, entry) {
  const owner = place === '' ? 'the project' : nameAt(place, entry);
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  for (const kind of kinds)
    for (const [name, spec] of Object.entries(entry[kind] ?? {}))
      if (!isRegistrySpec(spec)) yield `${owner} wants ${name} from “${spec}”, not from the registry`;
}

function* licenceFaults(place, entry) {
  const name = nameAt(place, entry);
  const { license } = entry;
  const allowed = entry.dev || entry.devOptional ? TOOL_LICENCES : RUNTIME_LICENCES;
  if (!license) yield `${name} tells no licence`;
  else if (OTHER_LICENCES[name] !== license && !isAllowedLicence(license, allowed))
    yield `${name} is under “${license}”, which is not on the list for ${allowed === TOOL_LICENCES ? 'tools' : 'what is shipped'}`;
}

function* scriptFaults(place, entry) {
  const name = nameAt(place, entry);
  if (entry.hasInstallScript && !INSTALL_SCRIPTS[name])
    yield `${name} runs a script when it is installed; look at it before it goes on the list in scripts/review-lockfile.mjs`;
}

/** Where packages without an address come from, as far as the project says. */
function* registryFaults(npmrc) {
  for (const [, registry] of npmrc.matchAll(/^\s*(?:@[\w.-]+:)?registry\s*=\s*(\S+)/gm))
    if (`${registry}/`.replace(/\/+$/, '/') !== REGISTRY) yield `.npmrc names ${registry} as a registry, not ${REGISTRY}`;
}

/** Licences with how many packages are under each, the commonest first. */
export function countLicences(packages) {
  const counts = new Map();
  for (const { license = 'none' } of packages) counts.set(license, (counts.get(license) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([licence, count]) => `${count} ${licence}`)
    .join(', ');
}

/**
 * @param lock package-lock.json as parsed
 * @param npmrc text of the project's .npmrc; empty where there is none
 * @returns sentences on what is there, and a phrase for each fault
 */
export function reviewLock(lock, npmrc = '') {
  if (lock?.lockfileVersion !== 3 || typeof lock.packages !== 'object' || !lock.packages?.[''])
    return { facts: [], faults: ['this is no package-lock.json of version 3'] };
  const all = Object.entries(lock.packages);
  const packages = all.filter(([place]) => place !== '');
  const faults = [
    ...all.flatMap((one) => [...specFaults(...one)]),
    ...packages.flatMap((one) => [...originFaults(...one), ...licenceFaults(...one), ...scriptFaults(...one)]),
    ...registryFaults(npmrc),
  ];
  const shipped = packages.map(([, entry]) => entry).filter((entry) => !entry.dev && !entry.devOptional);
  const without = packages.filter(([, entry]) => entry.resolved === undefined).length;
  const scripts = packages.filter(([, entry]) => entry.hasInstallScript).map(([place, entry]) => nameAt(place, entry));
  const facts = [
    `${packages.length} packages, ${shipped.length} of them at run time: ${countLicences(shipped)}.`,
    without > 0
      ? `${without} packages have no address in the file: npm asks the registry it is set to, and takes only what has the hash that stands here.`
      : `Every package has its address on ${REGISTRY}.`,
    scripts.length > 0
      ? `Scripts at installation: ${scripts.map((name) => `${name} (${INSTALL_SCRIPTS[name] ?? 'unknown'})`).join(', ')}.`
      : 'No package runs a script at installation.',
  ];
  return { facts, faults };
}

/** Reads a lock file. @throws Error with a sentence when it cannot be read */
function readLock(file) {
  if (!existsSync(file)) throw new Error(`There is no ${file}.`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error.message}.`);
  }
}

function main([file = 'package-lock.json']) {
  const { facts, faults } = reviewLock(readLock(file), existsSync('.npmrc') ? readFileSync('.npmrc', 'utf8') : '');
  for (const fact of facts) console.log(fact);
  if (faults.length === 0) return 0;
  for (const fault of faults) console.error(`${file}: ${fault}.`);
  return 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    process.exitCode = main(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
