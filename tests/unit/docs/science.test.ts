import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const DOCUMENT = 'docs/science.md';
const TEXT = /\.(ts|tsx|wgsl|mjs|css|md)$/;

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => TEXT.test(name))
    .map((name) => join(folder, name));

/** Texts with comments that go over several lines on one. */
const texts = [...['src', 'cli', 'tests', 'docs'].flatMap(filesIn), 'README.md'].map((file) => ({
  file,
  text: readFileSync(file, 'utf8').replace(/\s*\n\s*(?:\*(?!\/)|\/\/)?\s*/g, ' '),
}));

/** Everything of one form that is cited, and by which file; a list of sections is cited by its first. */
const cited = (citation: RegExp, name: RegExp): { file: string; name: string }[] =>
  texts.flatMap(({ file, text }) =>
    [...text.matchAll(citation)].flatMap(([list]) => (list.match(name) ?? []).map((found) => ({ file, name: found }))),
  );

const document = readFileSync(DOCUMENT, 'utf8');

describe('docs/science.md', () => {
  it('has every section that is cited', () => {
    const sections = new Set([...document.matchAll(/^##+ (\d+(?:\.\d+)?)\.? /gm)].map(([, number]) => `§${number}`));
    const citations = cited(/docs\/science\.md §\d+(?:\.\d+)*(?:(?:[,;–] ?| and )§\d+(?:\.\d+)*)*/g, /§\d+(?:\.\d+)*/g);
    expect(citations.length).toBeGreaterThan(200);
    expect(citations.filter(({ name }) => !sections.has(name))).toEqual([]);
  });

  it('has every section that it refers to itself', () => {
    const sections = [...document.matchAll(/^##+ (\d+(?:\.\d+)?)\.? /gm)].map(([, number]) => `§${number}`);
    expect(new Set(sections).size).toBe(sections.length);
    expect((document.match(/§\d+(?:\.\d+)*/g) ?? []).filter((name) => !sections.includes(name))).toEqual([]);
  });

  it('has every quirk of the reference code that is cited', () => {
    const citations = cited(/quirk Q\d+/gi, /Q\d+/g);
    expect(citations.length).toBeGreaterThan(5);
    expect(citations.filter(({ name }) => !document.includes(`**${name}**`))).toEqual([]);
  });

  it('is cited by its name everywhere', () => {
    expect(texts.filter(({ text }) => /science\s§/i.test(text)).map(({ file }) => file)).toEqual([]);
  });
});
