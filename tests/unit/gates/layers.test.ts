import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { countImports, layersPicture } from '../../../scripts/layers/picture.mjs';

const LAYERS = [['low', 'base'], ['middle'], ['high']];
const file = (source: string, ...to: string[]) => ({ source, dependencies: to.map((resolved) => ({ resolved })) });
const MODULES = [
  file('src/low/a.ts'),
  file('src/middle/a.ts', 'src/low/a.ts', 'src/middle/b.ts'),
  file('src/middle/b.ts', 'src/low/a.ts', 'node_modules/d3/index.js'),
  file('src/main.tsx', 'src/high/a.ts'),
];

describe('the picture of the layers', () => {
  it('counts files of folders, and imports between folders only', () => {
    const { files, imports } = countImports(MODULES);
    expect([...files]).toEqual([
      ['low', 1],
      ['middle', 2],
    ]);
    expect([...imports]).toEqual([['middle low', 2]]);
  });

  it('knows the layers that are no folder by the names of their files', () => {
    const given = [file('src/high/a/view.ts', 'src/high/a/request.ts'), file('src/high/a/request.ts', 'src/low/a.ts')];
    const { files, imports } = countImports(given, { requests: '/request[.]ts$' });
    expect([...files]).toEqual([
      ['high', 1],
      ['requests', 1],
    ]);
    expect([...imports]).toEqual([
      ['high requests', 1],
      ['requests low', 1],
    ]);
  });

  it('draws an import from a higher layer, or between folders of one layer, in red', () => {
    const upward = (...more: typeof MODULES) =>
      (layersPicture(LAYERS, [...MODULES, ...more]).match(/class="upward"/g) ?? []).length;
    expect(upward()).toBe(0);
    expect(upward(file('src/middle/c.ts', 'src/high/a.ts'))).toBe(1);
    expect(upward(file('src/low/c.ts', 'src/base/a.ts'))).toBe(1);
  });

  it('in docs shows the folders of the import checker, lowest last, and no import upward', () => {
    const layers: string[][] = JSON.parse(readFileSync('scripts/layers/layers.json', 'utf8'));
    const svg = readFileSync('docs/layers.svg', 'utf8');
    const rows = [...svg.matchAll(/<text class="name" x="[^"]+" y="[^"]+">(\w+)</g)].map(([, name]) => name);
    expect(rows).toEqual(layers.flat().reverse());
    expect(svg).not.toContain('class="upward"');
  });
});
