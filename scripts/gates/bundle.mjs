import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseAst } from 'vite';

/** Sizes of the built app against their budgets. All sizes are bytes after gzip. */

const KB = 1000;

/** Everything that is fetched before the first moving frame. */
export const ENTRY_JS = 120 * KB;
/** All style sheets of the app; KaTeX's own comes with formulas only. */
const ALL_CSS = 20 * KB;

/**
 * Budgets of what is loaded later, by the name of the chunk without its hash; the first that fits counts. `exempt` libraries have
 * no budget, but must not be in the entry. Raise a number on purpose, or split the chunk.
 */
const LATER = [
  { chunk: /^typeset$/, exempt: 'KaTeX' },
  { chunk: /^(dist|backends|shared|Unique_impl)$/, exempt: 'TensorFlow.js' },
  { chunk: /^worker$/, most: 90 * KB },
  { chunk: /^threadWorker$/, most: 22 * KB },
  // Every analysis and every claim.
  { chunk: /^jobs$/, most: 93 * KB },
  // The panels with the list of their sections: which of the two names the chunk is up to the bundler.
  { chunk: /^(registry|sections)$/, most: 38 * KB },
  // Holds the kernels with relaxed SIMD.
  { chunk: /^engine$/, most: 22 * KB },
  { chunk: /^sw$/, most: 20 * KB },
  { chunk: /./, most: 20 * KB },
];

/** Words that only these libraries have in them. They must be found where the library is, and not in the entry. */
export const MARKERS = { 'TensorFlow.js': 'No backend found in registry', KaTeX: 'katex-mathml' };

const nameOf = (file) =>
  path
    .basename(file)
    .replace(/-[\w-]{8}\.\w+$/, '')
    .replace(/\.\w+$/, '');

/** Files that a script imports statically, relative to it. */
const staticImports = (code) =>
  parseAst(code).body.flatMap(({ source }) => (source && source.value.startsWith('.') ? [source.value] : []));

/** The scripts that index.html loads and all that they import statically. @returns paths within the folder */
export function entryGraph(folder) {
  const html = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const found = new Set();
  const todo = [...html.matchAll(/<script[^>]*\ssrc="\.\/([^"]+\.js)"/g)].map(([, file]) => file);
  if (todo.length === 0) throw new Error(`${folder}/index.html loads no script: is it a build of the app?`);
  while (todo.length > 0) {
    const file = todo.pop();
    if (found.has(file)) continue;
    found.add(file);
    for (const other of staticImports(readFileSync(path.join(folder, file), 'utf8')))
      todo.push(path.posix.join(path.posix.dirname(file), other));
  }
  return [...found];
}

/** What was built: every script and style sheet with its size, whether it is part of the entry, and the markers in it. */
export function readBuild(folder) {
  if (!existsSync(path.join(folder, 'index.html'))) throw new Error(`There is no build in ${folder}: run vite build first.`);
  const entry = new Set(entryGraph(folder));
  return readdirSync(folder, { recursive: true })
    .map((file) => String(file).split(path.sep).join('/'))
    .filter((file) => /\.(js|css)$/.test(file))
    .map((file) => {
      const bytes = readFileSync(path.join(folder, file));
      const text = bytes.toString('utf8');
      return {
        file,
        name: nameOf(file),
        size: gzipSync(bytes, { level: 9 }).length,
        entry: entry.has(file),
        holds: Object.keys(MARKERS).filter((library) => text.includes(MARKERS[library])),
      };
    });
}

const sum = (files) => files.reduce((total, { size }) => total + size, 0);
const shown = (bytes) => `${(bytes / KB).toFixed(1)} KB`;

/** The sizes in a line, and what breaks a budget. */
export function judgeBuild(files) {
  const scripts = files.filter(({ file }) => file.endsWith('.js'));
  const entry = scripts.filter((script) => script.entry);
  const styles = files.filter(({ file, name }) => file.endsWith('.css') && name !== 'typeset');
  const faults = [];
  if (sum(entry) > ENTRY_JS) faults.push(`the entry has ${shown(sum(entry))} of scripts, more than ${shown(ENTRY_JS)}`);
  if (sum(styles) > ALL_CSS) faults.push(`the style sheets have ${shown(sum(styles))}, more than ${shown(ALL_CSS)}`);
  for (const { file, holds } of entry) for (const library of holds) faults.push(`${library} is in the entry: ${file}`);
  for (const library of Object.keys(MARKERS))
    if (!scripts.some(({ holds }) => holds.includes(library)))
      faults.push(
        `no script holds the words by which ${library} is known: look for others and change MARKERS in scripts/gates/bundle.mjs`,
      );
  for (const { file, name, size, entry: inEntry } of scripts) {
    if (inEntry) continue;
    const { most, exempt } = LATER.find(({ chunk }) => chunk.test(name));
    if (!exempt && size > most) faults.push(`${file} has ${shown(size)}, more than ${shown(most)}`);
  }
  const later = scripts.filter(({ entry: inEntry, name }) => !inEntry && !LATER.find(({ chunk }) => chunk.test(name)).exempt);
  const largest = [...later].sort((a, b) => b.size - a.size)[0];
  const summary = `entry ${shown(sum(entry))} of ${shown(ENTRY_JS)} in ${entry.length} scripts; CSS ${shown(sum(styles))} of ${shown(ALL_CSS)}; ${later.length} later scripts${largest ? `, the largest ${largest.name} ${shown(largest.size)}` : ''}`;
  return { summary, faults };
}
