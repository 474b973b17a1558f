import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Gallery, openGallery } from '../../../cli/story/gallery';
import { type Measured, measureAll } from '../../../cli/story/measured';

const ROOT = new URL('../../../', import.meta.url);
export const readText = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** The networks that ship. */
export const GALLERY: Gallery = openGallery(
  fileURLToPath(new URL('public/presets', ROOT)),
  fileURLToPath(new URL('docs/replication.json', ROOT)),
  fileURLToPath(new URL('docs/beyond.json', ROOT)),
);

let fresh: Measured | undefined;
/** Everything the story tells and what holds its sentences, measured now. */
export function measuredNow(): Measured {
  fresh ??= measureAll(GALLERY);
  return fresh;
}

/** A number measured now, and the network it is of. */
function found(name: string): { value: number; of: string } {
  for (const [of, { facts }] of Object.entries(measuredNow())) {
    const fact = facts[name];
    if (fact !== undefined) return { value: Number(typeof fact === 'object' ? fact[0] : fact), of };
  }
  throw new Error(`nothing measures ${name}`);
}
export const measured = (name: string): number => found(name).value;
export const told = (name: string): string => `${name} is ${found(name).value} (${found(name).of})`;
