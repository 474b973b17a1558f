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

/** "12 missing entries ("NA" 10×, empty 2×)": nothing is assumed of them. */
function missingNote(missing: readonly { mark: string; count: number }[], cut: number, pieces: number): string {
  const total = missing.reduce((sum, { count }) => sum + count, 0);
  const marks = missing.map(({ mark, count }) => `${mark === '' ? 'empty' : `"${mark}"`} ${count}×`).join(', ');
  const entries = `${total === 1 ? 'One entry is' : `${total} entries are`} missing (${marks}).`;
  if (cut === 0)
    return `${entries} ${total === 1 ? 'It is' : 'They are'} at the ends of sequences and ${total === 1 ? 'was' : 'were'} skipped.`;
  const broken = cut === 1 ? 'one sequence was' : `${cut} sequences were`;
  return `${entries} A sequence ends there and another one begins; ${broken} cut, which makes ${pieces} in all.`;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** A number with a decimal comma, as spreadsheets of many countries write it: 1,0. */
const WITH_COMMA = /^([+-]?\d+),(\d+(?:e[+-]?\d+)?)$/i;

/** A cell with a decimal point where it is a number with a decimal comma. */
export const withPoint = (cell: string): string => cell.replace(WITH_COMMA, '$1.$2');

/**
 * The shortest way to write a number, so that 1, 1.0, 1,0 and 1e0 are one label. All other names, and codes such as 01, stay as they
 * are.
 */
export function shortLabel(cell: string): string {
  const name = withPoint(cell);
  if (!NUMBER.test(name) || /^[+-]?0\d/.test(name)) return cell;
  const value = Number(name);
  // Larger numbers are not exact, so different names would become one.
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER && (value !== 0 || /^[^1-9]*(?:e|$)/i.test(name)) ? String(value + 0) : cell;
}
