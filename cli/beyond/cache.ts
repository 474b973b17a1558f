import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Digits of a file’s name that tell what its part was made from. */
const DIGITS = 12;

/** A part of a row as text; what is not a number is null. */
export const partToJson = (part: object): string => JSON.stringify(part);

/** The part of a text. */
export const partFromJson = <T>(text: string): T =>
  JSON.parse(text, (_, value: unknown) => (value === null ? Number.NaN : value)) as T;

/** What a part of a row is made from. */
export interface PartSource {
  id: string;
  part: string;
  /** Of what is measured: see `BEYOND_PARTS`. */
  definition: number;
  seed: number;
  /** Bytes of the network, its kick groups and its history, as far as there are. */
  files: readonly Uint8Array[];
}

/** Name of the file in which a part of a network’s row is kept: another for other files, another seed or another definition. */
export function partFile(folder: string, { id, part, definition, seed, files }: PartSource): string {
  const hash = createHash('sha256').update(JSON.stringify([part, definition, seed]));
  for (const bytes of files) hash.update(`${bytes.length} `).update(bytes);
  return join(folder, `${id}.${part}.${hash.digest('hex').slice(0, DIGITS)}.json`);
}

/** The part that is kept in a file; else it is made and kept there. A part that was cut off while it was written is made again. */
export function keptPart<T extends object>(folder: string, file: string, make: () => T): { part: T; kept: boolean } {
  if (existsSync(file)) return { part: partFromJson(readFileSync(file, 'utf8')), kept: true };
  const part = make();
  mkdirSync(folder, { recursive: true });
  // Written beside and moved: a program that is ended in between leaves no half a part.
  writeFileSync(`${file}.part`, partToJson(part));
  renameSync(`${file}.part`, file);
  return { part, kept: false };
}
