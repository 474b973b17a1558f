import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ENTRY_JS, entryGraph, judgeBuild, MARKERS, readBuild } from '../../../scripts/gates/bundle.mjs';

/** A script of about so many bytes after gzip: digits of random numbers. */
function noise(bytes: number): string {
  let state = 1;
  let text = '';
  while (text.length < bytes * 1.7) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += state.toString(36);
  }
  return `export const noise = "${text}";\n`;
}

const LIBRARIES = {
  'assets/dist-12345678.js': `const text = "${MARKERS['TensorFlow.js']}";`,
  'assets/typeset-12345678.js': `const text = "${MARKERS.KaTeX}";`,
};

/** A built app of these files beside an index.html that loads assets/index-12345678.js. */
function built(files: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'gates-'));
  mkdirSync(path.join(folder, 'assets'));
  const all = {
    'index.html': '<script type="module" crossorigin src="./assets/index-12345678.js"></script>',
    ...LIBRARIES,
    ...files,
  };
  for (const [file, text] of Object.entries(all)) writeFileSync(path.join(folder, file), text);
  return folder;
}

const faultsOf = (files: Record<string, string>): string[] => judgeBuild(readBuild(built(files))).faults;
const INDEX = 'assets/index-12345678.js';

describe('the gate of bundle sizes', () => {
  it('follows static imports and leaves those for later', () => {
    const folder = built({
      [INDEX]: 'import{a}from"./a-12345678.js";export*from"./b-12345678.js";import("./late-12345678.js");',
      'assets/a-12345678.js': 'import"./b-12345678.js";export const a=1;',
      'assets/b-12345678.js': 'export const b="from\\"./none.js\\"";',
      'assets/late-12345678.js': 'export const c=1;',
    });
    expect(entryGraph(folder).sort()).toEqual(['assets/a-12345678.js', 'assets/b-12345678.js', INDEX]);
    expect(judgeBuild(readBuild(folder)).faults).toEqual([]);
  });

  it('refuses an entry that is too large, wherever in it the bytes are', () => {
    const half = noise(0.55 * ENTRY_JS);
    expect(faultsOf({ [INDEX]: half })).toEqual([]);
    expect(faultsOf({ [INDEX]: `import"./a-12345678.js";${half}`, 'assets/a-12345678.js': half })).toEqual([
      expect.stringMatching(/^the entry has 1\d\d\.\d KB of scripts, more than 120\.0 KB$/),
    ]);
  });

  it('refuses style sheets and later scripts that are too large, by their names', () => {
    expect(faultsOf({ [INDEX]: '', 'assets/index-12345678.css': noise(21_000) })).toEqual([
      expect.stringMatching(/^the style sheets have 2\d\.\d KB/),
    ]);
    expect(faultsOf({ [INDEX]: '', 'assets/SomePanel-12345678.js': noise(21_000) })).toEqual([
      expect.stringMatching(/^assets\/SomePanel-12345678\.js has 2\d\.\d KB, more than 20\.0 KB$/),
    ]);
    expect(faultsOf({ [INDEX]: '', 'assets/registry-12345678.js': noise(21_000) })).toEqual([]);
    expect(faultsOf({ [INDEX]: '', 'assets/typeset-12345678.js': `${noise(90_000)}"${MARKERS.KaTeX}"` })).toEqual([]);
  });

  it('refuses TensorFlow.js and KaTeX in the entry, and markers that mark nothing', () => {
    expect(faultsOf({ [INDEX]: 'import"./dist-12345678.js";' })).toEqual([
      'TensorFlow.js is in the entry: assets/dist-12345678.js',
    ]);
    expect(faultsOf({ [INDEX]: '', 'assets/typeset-12345678.js': 'export const other=1;' })).toEqual([
      expect.stringContaining('no script holds the words by which KaTeX is known'),
    ]);
  });

  it('says what is missing when there is no build', () => {
    expect(() => readBuild('/nowhere')).toThrow('run vite build first');
    const folder = built({ 'index.html': '<p>another page</p>' });
    expect(() => readBuild(folder)).toThrow('loads no script');
  });
});
