import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safeParse } from 'valibot';
import type { Estimate } from '../src/math/statistics';
import { type Preset, PresetIndexSchema, type PresetOnFile } from '../src/training/presets';
import { fail } from './arguments';
import { shortNumbers } from './shortNumbers';

/** The networks listed in a folder's index.json; none when there is no index. A damaged index ends the program. */
export function readIndex(folder: string): Preset[] {
  const file = join(folder, 'index.json');
  if (!existsSync(file)) return [];
  const parsed = safeParse(PresetIndexSchema, JSON.parse(readFileSync(file, 'utf8')));
  return parsed.success ? parsed.output.presets : fail(`${file} cannot be read: ${parsed.issues[0].message}`);
}

/** Scores as they stand on file: an estimate is [value, low, high, n]. */
function scoresOnFile(scores: Preset['scores']): PresetOnFile['scores'] {
  const { loss, floor, ratio, changeRateRatio } = scores;
  const short = ({ value, low, high, n }: Estimate): [number, number, number, number] => [value, low, high, n];
  return { ...scores, loss: short(loss), floor: short(floor), ratio: short(ratio), changeRateRatio: short(changeRateRatio) };
}

/** Digits of the scores on file. */
const DIGITS = 5;

/** Writes the index, sorted by id; recipes that several networks share stand once. */
export function writeIndex(folder: string, presets: readonly Preset[]): void {
  const names = new Map<string, string>();
  const nameOf = ({ recipe, recipeName, hmm }: Preset): string => {
    const text = JSON.stringify(recipe);
    const base = `${recipeName}/${hmm}`;
    const taken = [...names.values()].filter((name) => name === base || name.startsWith(`${base}/`)).length;
    const name = names.get(text) ?? (taken > 0 ? `${base}/${taken + 1}` : base);
    names.set(text, name);
    return name;
  };
  const sorted = [...presets]
    .sort((a, b) => a.id.localeCompare(b.id))
    .map((preset): PresetOnFile => ({ ...preset, scores: scoresOnFile(preset.scores), recipe: nameOf(preset) }));
  const recipes = Object.fromEntries([...names].map(([text, name]) => [name, JSON.parse(text) as Preset['recipe']]));
  writeFileSync(
    join(folder, 'index.json'),
    `${JSON.stringify({ version: 3, recipes, presets: sorted }, shortNumbers(DIGITS))}\n`,
  );
}
