import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFiles } from '../../../build-plugins/serviceWorker';
import {
  answerFor,
  cacheNames,
  completeHeaders,
  dataKey,
  type OfflineFile,
  type OfflineFiles,
  staleVersions,
} from '../../../src/app/offline/files';

const file = (url: string, integrity = 'sha256-a+b='): OfflineFile => ({ url, integrity, bytes: 1 });
const FILES: OfflineFiles = {
  version: 'one',
  app: [file('./'), file('assets/index-1.js'), file('icons/icon.svg')],
  data: [file('presets/index.json'), file('presets/chain-2.safetensors')],
  headers: {},
};
const SCOPE = 'https://host.example/deep/app/';
const ask = (url: string, mode = 'cors', method = 'GET') =>
  answerFor({ url: new URL(url, SCOPE).href, mode, method }, SCOPE, FILES);

describe('who answers a request', () => {
  it('gives the page for the folder and for index.html, whatever the query', () => {
    for (const url of ['./', './?v=2&view=lab&preset=chain-5', './index.html', './index.html?v=1#w=abc'])
      expect(ask(url, 'navigate'), url).toEqual({ from: 'page' });
    expect(ask('./')).toEqual({ from: 'page' });
  });

  it('gives files of the app and networks by their path, whatever the query', () => {
    expect(ask('assets/index-1.js')).toEqual({ from: 'app', file: FILES.app[1] });
    expect(ask('icons/icon.svg?x')).toEqual({ from: 'app', file: FILES.app[2] });
    expect(ask('presets/chain-2.safetensors')).toEqual({ from: 'data', file: FILES.data[1] });
  });

  it('looks for files of other versions too, which older tabs ask for', () => {
    expect(ask('assets/Report-0.js')).toEqual({ from: 'app', file: undefined });
  });

  it.each([
    ['another origin', 'https://elsewhere.example/deep/app/assets/index-1.js', 'cors', 'GET'],
    ['a file above the folder', '../assets/index-1.js', 'cors', 'GET'],
    ['another page under the folder', './notes/', 'navigate', 'GET'],
    ['a file of the app as a page', './icons/icon.svg', 'navigate', 'GET'],
    ['an unknown file', './none.txt', 'cors', 'GET'],
    ['what is sent', './', 'cors', 'POST'],
  ])('leaves %s to the network', (_, url, mode, method) => {
    expect(ask(url, mode, method)).toBeUndefined();
  });
});

describe('what is kept where', () => {
  it('keeps every revision of a network in a place of its own', () => {
    expect(dataKey(file('presets/a', 'sha256-a+b='))).toBe('presets/a?revision=sha256-a%2Bb%3D');
    expect(dataKey(file('presets/a', 'sha256-1'))).not.toBe(dataKey(file('presets/a', 'sha256-2')));
  });

  it('tells the app under one path from the app under another', () => {
    const [here, there] = [cacheNames(SCOPE, 'one'), cacheNames('https://host.example/other/', 'one')];
    expect(new Set([here.app, here.data, there.app, there.data]).size).toBe(4);
    expect(staleVersions([there.app], here.prefix, here.app, false)).toEqual([]);
    expect(staleVersions([here.data], here.prefix, here.app, false)).toEqual([]);
  });

  it('throws old versions away, but the last one only when no page is open', () => {
    const { prefix } = cacheNames(SCOPE, 'c');
    const names = ['a', 'b', 'c'].map((version) => prefix + version);
    expect(staleVersions(names, prefix, names[2]!, true)).toEqual([names[0]]);
    expect(staleVersions(names, prefix, names[2]!, false)).toEqual(names.slice(0, 2));
    expect(staleVersions(names.slice(2), prefix, names[2]!, true)).toEqual([]);
  });

  it('adds the headers that the host did not send and changes none that it did', () => {
    const sent = new Headers({
      'content-type': 'text/html',
      'x-frame-options': 'DENY',
      'content-encoding': 'br',
      'content-length': '9',
    });
    const all = completeHeaders(sent, { 'X-Frame-Options': 'SAMEORIGIN', 'Referrer-Policy': 'no-referrer' });
    expect(Object.fromEntries(all)).toEqual({
      'content-type': 'text/html',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
    });
  });
});

describe('the list of a build', () => {
  let folder: string;
  const CONTENTS: Record<string, string> = {
    'index.html': '<!doctype html>',
    'sw.js': 'old',
    _headers: '/*',
    'assets/index-1.js': 'x',
    'assets/index-1.js.map': '{}',
    'assets/KaTeX_Main-Regular-B22Nviop.woff2': 'f',
    'assets/KaTeX_Main-Regular-Dr94JaBh.woff': 'f',
    'assets/KaTeX_Main-Regular-ypZvNtVU.ttf': 'f',
    'assets/Other-ypZvNtVU.ttf': 'f',
    'presets/b.history.safetensors': 'long enough',
    'presets/a.safetensors': 'short',
  };
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'offline-files-'));
    for (const [name, text] of Object.entries(CONTENTS)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('holds what the page may ask for, fonts once, networks apart and small ones first', () => {
    const { app, data } = listFiles(folder);
    expect(app.map(({ url }) => url).sort()).toEqual([
      './',
      'assets/KaTeX_Main-Regular-B22Nviop.woff2',
      'assets/Other-ypZvNtVU.ttf',
      'assets/index-1.js',
    ]);
    expect(data.map(({ url }) => url)).toEqual(['presets/a.safetensors', 'presets/b.history.safetensors']);
    const integrity = `sha256-${createHash('sha256').update('short').digest('base64')}`;
    expect(data[0]).toEqual({ url: 'presets/a.safetensors', integrity, bytes: 5 });
  });

  it('is another version when any file is another, and the same otherwise', () => {
    const { version } = listFiles(folder);
    expect(listFiles(folder).version).toBe(version);
    writeFileSync(path.join(folder, 'sw.js'), 'new');
    expect(listFiles(folder).version).toBe(version);
    writeFileSync(path.join(folder, 'presets/a.safetensors'), 'shorT');
    expect(listFiles(folder).version).not.toBe(version);
  });
});
