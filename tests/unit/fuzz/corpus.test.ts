import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STORY } from '../../../src/story/states';
import { history, link, model, ownWeights, sequences, weightFile, weightText } from './readers';

/** Inputs that once went wrong, each under a name that says how. A new one is a file in the folder of its class. */

const folder = new URL('../../fixtures/fuzz/', import.meta.url);

/** By folder. Texts that hold what a file cannot (halves of characters) are kept as JSON. */
const READERS: Record<string, (bytes: Uint8Array, name: string) => void> = {
  weights: (bytes, name) => {
    weightFile(bytes, name);
    ownWeights(bytes);
  },
  history,
  sequences: (bytes) => {
    for (const format of ['auto', 'csv', 'tsv', 'json'] as const) sequences(new TextDecoder().decode(bytes), format);
  },
  models: (bytes) => model(JSON.parse(new TextDecoder().decode(bytes)) as string),
  links: (bytes) => {
    for (const story of [undefined, STORY]) link(new TextDecoder().decode(bytes), story);
  },
  networks: (bytes) => weightText(new TextDecoder().decode(bytes)),
};

describe.each(Object.keys(READERS))('found cases of %s', (kind) => {
  const names = readdirSync(new URL(`${kind}/`, folder));
  it.each(names)('%s', (name) => {
    READERS[kind]!(new Uint8Array(readFileSync(new URL(`${kind}/${name}`, folder))), name);
  });
});

it('no class of found cases is left unread', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(READERS).sort());
});
