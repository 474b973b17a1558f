import type { NamedSequences } from './reading';

/** Missing entries, and labels that are the same number written in different ways. */

/** Cells that mean "missing" in R, pandas, spreadsheets and TraMineR. */
export const MISSING_MARKS: readonly string[] = ['', 'NA', 'N/A', '#N/A', '<NA>', 'NaN', 'nan', 'null', 'NULL', '%', '*'];

export interface BrokenSequences {
  sequences: string[][];
  location(sequence: number, entry: number): string;
  /** Marks that occur, with their counts. */
  missing: { mark: string; count: number }[];
  notes: string[];
}

/** Cuts sequences at their missing entries. No pair of successive outputs crosses such a gap. */
export function breakAtMissing({ sequences, location }: NamedSequences, marks: readonly string[]): BrokenSequences {
  // An empty cell is never a label, even if the caller names other marks.
  const isMark = new Set(['', ...marks]);
  const counts = new Map<string, number>();
  const pieces: string[][] = [];
  /** [pieces]; the sequence each piece comes from, and where it begins there. */
  const origins: { sequence: number; from: number }[] = [];
  let cut = 0;
  sequences.forEach((entries, sequence) => {
    const before = pieces.length;
    let from = 0;
    for (let t = 0; t <= entries.length; t++) {
      const missing = t < entries.length && isMark.has(entries[t]!);
      if (missing) counts.set(entries[t]!, (counts.get(entries[t]!) ?? 0) + 1);
      if (!missing && t < entries.length) continue;
      // An empty sequence is kept here, so that a later note can mention it.
      if (t > from || entries.length === 0) {
        pieces.push(from === 0 && t === entries.length ? entries : entries.slice(from, t));
        origins.push({ sequence, from });
      }
      from = t + 1;
    }
    if (pieces.length - before > 1) cut++;
  });
  const missing = [...counts].map(([mark, count]) => ({ mark, count }));
  return {
    sequences: pieces,
    location: (piece, entry) => location(origins[piece]!.sequence, origins[piece]!.from + entry),
    missing,
    notes: missing.length > 0 ? [missingNote(missing, cut, pieces.length)] : [],
  };
}

function missingNote(missing: readonly { mark: string; count: number }[], cut: number, pieces: number): string {
  const total = missing.reduce((sum, { count }) => sum + count, 0);
  const marks = missing.map(({ mark, count }) => `${mark === '' ? 'empty' : `"${mark}"`} ${count}×`).join(', ');
  const entries = total === 1 ? 'One missing entry was' : `${total} missing entries were`;
  const broken =
    cut === 0 ? '' : `; ${cut === 1 ? 'one sequence was' : `${cut} sequences were`} cut there, which makes ${pieces} in all`;
  return `${entries} left out (${marks})${broken}.`;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/**
 * The shortest way to write a number, so that 1, 1.0 and 1e0 are one label. All other names, and codes such as 01, stay as they
 * are.
 */
export function shortLabel(name: string): string {
  if (!NUMBER.test(name) || /^[+-]?0\d/.test(name)) return name;
  const value = Number(name);
  // Larger numbers are not exact, so different names would become one.
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER && (value !== 0 || /^[^1-9]*(?:e|$)/i.test(name)) ? String(value + 0) : name;
}
