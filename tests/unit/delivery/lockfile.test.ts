import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isAllowedLicence, reviewLock } from '../../../scripts/review-lockfile.mjs';

const HASH = `sha512-${'A'.repeat(86)}==`;
const sound = { version: '1.2.3', integrity: HASH, license: 'MIT' };

/** A lock file with one package beside the project. */
const lockOf = (entry: object, project: object = {}) => ({
  lockfileVersion: 3,
  packages: { '': { name: 'app', ...project }, 'node_modules/@some/thing': { ...sound, ...entry } },
});

describe('the review of the lock file', () => {
  it('finds nothing wrong with the lock file of this project', () => {
    const { faults, facts } = reviewLock(JSON.parse(readFileSync('package-lock.json', 'utf8')));
    expect(faults).toEqual([]);
    expect(facts.join(' ')).toMatch(/\d{3} packages, \d+ of them at run time: \d+ MIT/);
  });

  it('tells the difference between an address that stands there and none', () => {
    expect(reviewLock(lockOf({})).facts[1]).toContain('have no address in the file');
    const resolved = 'https://registry.npmjs.org/@some/thing/-/thing-1.2.3.tgz';
    expect(reviewLock(lockOf({ resolved }))).toMatchObject({
      faults: [],
      facts: [expect.anything(), expect.stringContaining('Every'), expect.anything()],
    });
  });

  it.each<[string, object, string]>([
    ['no hash', { integrity: undefined }, 'no SHA-512 hash'],
    ['a weak hash', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, 'no SHA-512 hash'],
    ['a hash cut short', { integrity: HASH.slice(0, -10) }, 'no SHA-512 hash'],
    ['plain http', { resolved: 'http://registry.npmjs.org/@some/thing/-/thing-1.2.3.tgz' }, 'comes from http://'],
    ['another host', { resolved: 'https://example.org/@some/thing/-/thing-1.2.3.tgz' }, 'comes from https://example.org'],
    [
      'a host that looks alike',
      { resolved: 'https://registry.npmjs.org.example/@some/thing/-/x.tgz' },
      'comes from https://registry.npmjs.org.example',
    ],
    [
      'another package under its name',
      { resolved: 'https://registry.npmjs.org/other/-/other-1.2.3.tgz' },
      'not from its own place',
    ],
    ['git', { resolved: 'git+ssh://git@github.com/some/thing.git#0a1b' }, 'comes from git+ssh'],
    ['git in place of a version', { version: 'git+https://github.com/some/thing.git' }, 'in place of a version'],
    ['a folder', { link: true }, 'a link to a folder'],
    ['no licence', { license: undefined }, 'tells no licence'],
    ['copyleft', { license: 'GPL-3.0-only' }, '“GPL-3.0-only”, which is not on the list for what is shipped'],
    ['copyleft in a tool', { license: 'AGPL-3.0-only', dev: true }, 'not on the list for tools'],
    ['a licence for tools at run time', { license: 'MPL-2.0' }, 'not on the list for what is shipped'],
    ['a script at installation', { hasInstallScript: true }, 'runs a script when it is installed'],
    ['a dependency from git', { dependencies: { x: 'github:a/b' } }, 'wants x from “github:a/b”'],
    ['a dependency from an address', { dependencies: { x: 'https://example.org/x.tgz' } }, 'wants x from'],
    ['a dependency from a folder', { optionalDependencies: { x: 'file:../x' } }, 'wants x from “file:../x”'],
  ])('refuses %s', (_, entry, words) => {
    const { faults } = reviewLock(lockOf(entry));
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^@some\/thing /);
    expect(faults[0]).toContain(words);
  });

  it('takes a tool under a licence for tools, a package within another, another name for one, and ranges of every kind', () => {
    expect(reviewLock(lockOf({ license: 'MPL-2.0', dev: true })).faults).toEqual([]);
    expect(reviewLock(lockOf({ inBundle: true, integrity: undefined })).faults).toEqual([]);
    const dependencies = { a: '^1.0.0', b: '>=1 <3 || ~4.5.0', c: '*', d: 'next', e: 'npm:@x/e@^2.0.0', f: '1.0.0-rc.1 - 2' };
    expect(reviewLock(lockOf({}, { dependencies })).faults).toEqual([]);
  });

  it('refuses what the project itself wants from elsewhere, and another registry', () => {
    expect(reviewLock(lockOf({}, { devDependencies: { x: 'git://example.org/x' } })).faults[0]).toMatch(/^the project wants x/);
    expect(reviewLock(lockOf({}), 'fund=false\nregistry=https://example.org/npm\n').faults[0]).toContain(
      'https://example.org/npm',
    );
    expect(reviewLock(lockOf({}), '@own:registry = http://registry.npmjs.org').faults).toHaveLength(1);
    expect(reviewLock(lockOf({}), 'registry=https://registry.npmjs.org').faults).toEqual([]);
  });

  it('refuses what is no lock file of version 3', () => {
    for (const bad of [null, {}, [], { lockfileVersion: 1, dependencies: {} }, { lockfileVersion: 3, packages: {} }])
      expect(reviewLock(bad).faults).toEqual(['this is no package-lock.json of version 3']);
  });

  it('reads licences that are joined by words', () => {
    const allowed = new Set(['MIT', 'ISC']);
    expect(isAllowedLicence('(MIT OR GPL-3.0)', allowed)).toBe(true);
    expect(isAllowedLicence('MIT AND ISC', allowed)).toBe(true);
    expect(isAllowedLicence('MIT AND GPL-3.0', allowed)).toBe(false);
    expect(isAllowedLicence('GPL-2.0 OR GPL-3.0 AND MIT', allowed)).toBe(false);
  });
});
