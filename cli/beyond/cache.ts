import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BeyondRow } from './measure';

/** Raise it when a measure changes: rows that were kept are then made again. */
const BEYOND_DEFINITIONS = 1;

/** Digits of a row’s name that tell what it was made from. */
const DIGITS = 12;

/** A row as text; what is not a number is null. */
export const rowToJson = (row: BeyondRow): string => JSON.stringify(row);

/** The row of a text. */
export const rowFromJson = (text: string): BeyondRow =>
  JSON.parse(text, (_, value: unknown) => (value === null ? Number.NaN : value)) as BeyondRow;

/** What a row is made from. */
export interface RowSource {
  id: string;
  seed: number;
  quick: boolean;
  /** Bytes of the network, its kick groups and its history, as far as there are. */
  files: readonly Uint8Array[];
}

/** Name of the file in which the row of a network is kept: another for other files, another seed or other definitions. */
export function rowFile(folder: string, { id, seed, quick, files }: RowSource): string {
  const hash = createHash('sha256').update(JSON.stringify([BEYOND_DEFINITIONS, seed, quick]));
  for (const bytes of files) hash.update(`${bytes.length} `).update(bytes);
  return join(folder, `${id}.${hash.digest('hex').slice(0, DIGITS)}.json`);
}

/** The row that is kept in a file; else it is made and kept there. A row that was cut off while it was written is made again. */
export function keptRow(folder: string, file: string, make: () => BeyondRow): { row: BeyondRow; kept: boolean } {
  if (existsSync(file)) return { row: rowFromJson(readFileSync(file, 'utf8')), kept: true };
  const row = make();
  mkdirSync(folder, { recursive: true });
  // Written beside and moved: a program that is ended in between leaves no half a row.
  writeFileSync(`${file}.part`, rowToJson(row));
  renameSync(`${file}.part`, file);
  return { row, kept: false };
}
