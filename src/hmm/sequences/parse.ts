import { decodeText } from '../../math/textEncoding';
import { fastaSequences, isFasta } from './fasta';
import { jsonSequences } from './json';
import { type BrokenSequences, breakAtMissing, MISSING_MARKS, shortLabel } from './missing';
import { type NamedSequences, SEQUENCE_LIMITS, SequenceError, type SequenceOverrides, type SequenceReading } from './reading';
import { tableSequences } from './table';

/** Reads sequences of labels from text or files that users open. */

/** What a text holds. */
export interface ParsedSequences {
  /** Names of the outputs [K]: by size when all are numbers, else in order of first appearance. */
  names: string[];
  /** Outputs 0 … K−1 of each sequence; none is empty. */
  sequences: number[][];
  /** What was assumed, and what needs care, one sentence each. */
  notes: string[];
  /** How the text was read; undefined for sequences that did not come from a text. */
  reading?: SequenceReading;
}

/**
 * Reads sequences of labels from text. The text may be: one sequence per row with comma, semicolon, tab, space or dash between
 * labels; a single column that is one long sequence; a header with columns of ids and labels; FASTA; or JSON (see
 * `jsonSequences`). Comments begin with #. Cells may be quoted, but must not span rows. A missing entry (`MISSING_MARKS`) ends a
 * sequence and begins another. Equal numbers are one label.
 * @param overrides what the user states instead of leaving it to be guessed; columns and separator apply to tables only
 * @throws SequenceError with what is wrong, where, and what to do; nothing else
 */
export function parseSequences(
  text: string,
  format: 'auto' | 'csv' | 'tsv' | 'json' = 'auto',
  overrides: SequenceOverrides = {},
): ParsedSequences & { reading: SequenceReading } {
  const { symbols, characters } = SEQUENCE_LIMITS;
  if (text.length > characters)
    throw new SequenceError(
      `The text has more than ${characters / 1e6} million characters; cut it to ${symbols / 1e6} million symbols.`,
    );
  const bare = text.replace(/^\uFEFF/, '');
  if (bare.trim() === '') throw new SequenceError('The text is empty; paste one sequence per row.');
  const json = format === 'json' || (format === 'auto' && '[{'.includes(bare.trimStart().charAt(0)));
  const named = readText(bare, json, format === 'csv' || format === 'tsv' ? format : undefined, overrides);
  const broken = breakAtMissing(named, overrides.missing ?? MISSING_MARKS);
  const parsed = numberLabels({ ...broken, notes: [...named.notes, ...broken.notes] });
  return { ...parsed, reading: describe(named, broken, parsed) };
}

function readText(text: string, json: boolean, format: 'csv' | 'tsv' | undefined, overrides: SequenceOverrides): NamedSequences {
  if (json) return jsonSequences(text);
  if (format === undefined && overrides.separator === undefined && isFasta(text)) return fastaSequences(text);
  return tableSequences(text, format, overrides);
}

/** Files that are no text, or not the data, by the characters (of one byte each) with which they begin, and what to do instead. */
const MISTAKEN: readonly { begins: readonly string[]; holds?: RegExp; sentence: string }[] = [
  {
    begins: ['PK\x03\x04'],
    holds: /xl\/|\[Content_Types\]|opendocument\.spreadsheet|Index\//,
    sentence:
      'This is a spreadsheet, not text: save the sheet as CSV in the program it comes from (File, Save as or Export, CSV).',
  },
  {
    begins: ['\xd0\xcf\x11\xe0'],
    sentence: 'This is an old spreadsheet (.xls), not text: save the sheet as CSV in the program it comes from (Save as, CSV).',
  },
  { begins: ['PK\x03\x04'], sentence: 'This is a zip archive: unpack it, and open the text in it.' },
  {
    begins: ['\x1f\x8b'],
    sentence: 'This file is compressed (gzip, or .rds and .RData of R): unpack it, or save it with write.csv.',
  },
  { begins: ['PAR1', 'ARROW1', 'FEA1'], sentence: 'This is a Parquet or Arrow file: save it with to_csv or write.csv.' },
  { begins: ['\x89HDF'], sentence: 'This is an HDF5 file: save the labels as CSV.' },
  { begins: ['MATLAB 5'], sentence: 'This is a MATLAB file: save the labels as CSV with writematrix or writetable.' },
  {
    begins: ['\x93NUMPY'],
    sentence: 'This is a NumPy array: save it with numpy.savetxt("labels.txt", labels, fmt="%d").',
  },
  {
    begins: ['\x80\x02', '\x80\x03', '\x80\x04', '\x80\x05'],
    sentence: 'This is a Python pickle, which is never executed: save the labels as CSV.',
  },
  {
    begins: ['%PDF', '\x89PNG', '\xff\xd8\xff', 'GIF8'],
    sentence: 'This is a document or a picture, not a table: save the labels as CSV.',
  },
  {
    begins: ['version https://git-lfs'],
    sentence: 'This is a git-lfs pointer, not the data: download the file itself (git lfs pull).',
  },
  {
    begins: ['<!doctype', '<html', '<head', '<body', '<?xml', '<!--'],
    sentence: 'This is a web page or XML, not a table: download the file itself, or save it as CSV.',
  },
];

/** What a file is instead of text with sequences, in a sentence; undefined for text. */
function mistaken(bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, SHOWING));
  const text = start
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  const isOne = (begin: string) => start.startsWith(begin) || (begin.length >= 5 && text.startsWith(begin));
  return MISTAKEN.find(({ begins, holds }) => begins.some(isOne) && (holds?.test(start) ?? true))?.sentence;
}

/** So many bytes show what a file is; the names in a spreadsheet's archive stand within them. */
const SHOWING = 4096;

/**
 * Reads a file in any encoding; see `parseSequences`.
 * @throws SequenceError
 */
export function parseSequenceFile(bytes: Uint8Array, overrides: SequenceOverrides = {}): ReturnType<typeof parseSequences> {
  const other = mistaken(bytes);
  if (other) throw new SequenceError(other);
  const { text, encoding } = decodeText(bytes);
  const parsed = parseSequences(text, 'auto', overrides);
  if (encoding !== 'windows-1252') return parsed;
  const note = 'The file is not in UTF-8; it was read as latin-1 (windows-1252): check the letters with accents.';
  return { ...parsed, notes: [note, ...parsed.notes] };
}

function describe(
  { layout, sequences: whole }: NamedSequences,
  { missing }: BrokenSequences,
  { sequences, names }: ParsedSequences,
): SequenceReading {
  const counts = new Array<number>(names.length).fill(0);
  for (const sequence of sequences) for (const k of sequence) counts[k]!++;
  return {
    ...layout,
    missing,
    nSequences: sequences.length,
    nWhole: whole.filter((entries) => entries.length > 0).length,
    lengths: sequences.map(({ length }) => length),
    labels: names.map((name, k) => ({ name, count: counts[k]! })),
  };
}

function numberLabels({ sequences, location, notes }: Omit<NamedSequences, 'layout'>): ParsedSequences {
  const { symbols, labels, nameLength } = SEQUENCE_LIMITS;
  // Each spelling is normalised once: 1.0 becomes 1.
  const spellings = new Map<string, string>();
  const total = sequences.reduce((sum, sequence) => sum + sequence.length, 0);
  if (total > symbols)
    throw new SequenceError(`There are ${total} symbols, more than ${symbols / 1e6} million; leave out some sequences.`);
  const seen = new Map<string, { index: number; count: number; location: string }>();
  const numbered = sequences.map((sequence, i) =>
    sequence.map((spelling, t) => {
      let name = spellings.get(spelling);
      if (name === undefined) {
        name = shortLabel(spelling);
        spellings.set(spelling, name);
      }
      const known = seen.get(name);
      if (known) {
        known.count++;
        return known.index;
      }
      const where = location(i, t);
      if (name.length > nameLength)
        throw new SequenceError(
          `The label at ${where} has ${name.length} characters; ${nameLength} at most are possible. Are the cells separated as expected?`,
        );
      if (seen.size === labels.high)
        throw new SequenceError(
          `"${name}" at ${where} is a seventh label, after ${[...seen.keys()].map((other) => `"${other}"`).join(', ')}; ${labels.high} at most are possible. Join rare labels, or check how cells are separated.`,
        );
      seen.set(name, { index: seen.size, count: 1, location: where });
      return seen.size - 1;
    }),
  );
  const found = [...seen].map(([name, about]) => ({ name, ...about }));
  if (found.length < labels.low)
    throw new SequenceError(
      found[0]
        ? `There is only one label, "${found[0].name}"; a model needs at least two.`
        : 'There is not a single label; every sequence is empty.',
    );
  const filled = numbered.filter((sequence) => sequence.length > 0);
  const ordered = found.every(({ name }) => Number.isFinite(Number(name)))
    ? found.toSorted((a, b) => Number(a.name) - Number(b.name))
    : found;
  const rank = ordered.reduce((ranks, { index }, k) => ranks.with(index, k), new Array<number>(found.length).fill(0));
  return {
    names: ordered.map(({ name }) => name),
    sequences: filled.map((sequence) => sequence.map((index) => rank[index]!)),
    notes: [...notes, ...carefulNotes(ordered, numbered)],
  };
}

function carefulNotes(found: { name: string; count: number; location: string }[], sequences: number[][]): string[] {
  const notes = found
    .filter(({ count }) => count === 1)
    .map(({ name, location }) => `The label "${name}" occurs only once, at ${location}.`);
  const empty = sequences.filter((sequence) => sequence.length === 0).length;
  if (empty > 0) notes.push(`${empty === 1 ? 'One empty sequence was' : `${empty} empty sequences were`} skipped.`);
  const single = sequences.filter((sequence) => sequence.length === 1).length;
  if (single > 0)
    notes.push(`${single === 1 ? 'One sequence has' : `${single} sequences have`} a single symbol and no step to learn from.`);
  return notes;
}
