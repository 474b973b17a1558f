import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeParse } from 'valibot';
import { type Preset, PresetIndexSchema } from '../src/training/presets';
import { fail } from './arguments';

/** The networks listed in a folder's index.json; none when there is no index. A damaged index ends the program. */
export function readIndex(folder: string): Preset[] {
  const file = join(folder, 'index.json');
  if (!existsSync(file)) return [];
  const parsed = safeParse(PresetIndexSchema, JSON.parse(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.output.presets : fail(`${file} cannot be read: ${parsed.issues[0].message}`);
}

/** Writes the index, sorted by id. */
export function writeIndex(folder: string, presets: readonly Preset[]): void {
  const sorted = [...presets].sort((a, b) => a.id.localeCompare(b.id));
  writeFileSync(join(folder, 'index.json'), `${JSON.stringify({ version: 1, presets: sorted })}\n`);
}
