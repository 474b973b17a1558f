import { describe, expect, it } from 'vitest';
import { licencesText, packageFolder, readPackage } from '../../../build-plugins/licences';
import { judgeLicences, listOf, readShipped } from '../../../scripts/gates/licences.mjs';

const one = (name: string, licence: string, text = 'Permission is granted.') => ({
  name,
  version: '1.2.3',
  licence,
  text,
  author: 'Ada',
  home: 'https://example.org',
});

describe('the gate of licences', () => {
  const text = licencesText([one('b', 'MIT'), one('@scope/a', 'ISC')]);
  const shipped = readShipped(text);

  it('reads back what the build wrote, in order', () => {
    expect(shipped).toEqual([
      { name: '@scope/a', version: '1.2.3', license: 'ISC' },
      { name: 'b', version: '1.2.3', license: 'MIT' },
    ]);
    expect(judgeLicences(text, listOf(shipped))).toEqual({ summary: '2 packages: 1 ISC, 1 MIT', faults: [] });
  });

  it('refuses a licence that is not allowed, a list that is old, and an empty one', () => {
    const copyleft = licencesText([one('c', 'GPL-3.0'), one('d', 'Apache-2.0 AND MIT')]);
    expect(judgeLicences(copyleft, listOf(readShipped(copyleft))).faults).toEqual([
      expect.stringContaining('c 1.2.3 is under “GPL-3.0”'),
    ]);
    expect(judgeLicences(text, listOf(shipped).replace('1.2.3', '1.2.2')).faults).toEqual([
      expect.stringContaining('run npm run licences'),
    ]);
    expect(judgeLicences('', listOf([])).faults).toEqual(['licences.txt of the build names no package']);
  });

  it('says whose a package is that brings no text, and where its words stand', () => {
    const bare = licencesText([one('b', 'MIT'), one('e', 'MIT', '')]);
    expect(bare).toContain(
      'By Ada, https://example.org. The package brings no text of its licence. The words of the licence stand under b.',
    );
  });

  it('finds the package of a module, and what it tells of itself', () => {
    expect(packageFolder('/app/node_modules/@scope/a/dist/index.js?x')).toBe('/app/node_modules/@scope/a');
    expect(packageFolder('/app/node_modules/a/node_modules/b/c.js')).toBe('/app/node_modules/a/node_modules/b');
    expect(packageFolder('\0/app/node_modules/a/c.js')).toBe('/app/node_modules/a');
    expect(packageFolder('/app/src/main.tsx')).toBeUndefined();
    expect(readPackage('node_modules/react')).toMatchObject({
      name: 'react',
      licence: 'MIT',
      text: expect.stringContaining('Meta'),
    });
    expect(() => readPackage('tests/fixtures/nothing')).toThrow();
  });
});
