/**
 * What a reading of a text says (as plain data, so that users can see and change it), the limits of what is read, and the error
 * of what cannot be read.
 */

export const SEPARATOR_NAMES = [',', ';', '\t', ' ', '-'] as const;
export type Separator = (typeof SEPARATOR_NAMES)[number];

/**
 * Where the sequences lie in a table. 'rows': each row is one; 'columns': each column is one; 'long': one label a row, in one column;
 * 'one-hot': one label a row, the column that holds the 1; 'letters': each row is one, each letter of it a label.
 */
export const ORIENTATION_NAMES = ['rows', 'columns', 'long', 'one-hot', 'letters'] as const;
export type Orientation = (typeof ORIENTATION_NAMES)[number];

/** What the user states instead of leaving it to be guessed. Columns count from 0. */
export interface SequenceOverrides {
  separator?: Separator;
  /** Whether the first row is a header. */
  header?: boolean;
  orientation?: Orientation;
  labelColumn?: number;
  /** The column that says which sequence a row belongs to; null when all rows are one sequence. */
  sequenceColumn?: number | null;
  /** Cells that mean "missing", instead of `MISSING_MARKS`. Empty cells are always missing, never a label. */
  missing?: readonly string[];
}

/** How the cells of a text were interpreted. */
export interface Layout {
  source: 'table' | 'json' | 'fasta';
  /** Undefined where the text is no table. */
  separator?: Separator;
  /** Whether the first row was read as a header. */
  header: boolean;
  orientation: Orientation;
  labelColumn?: number;
  sequenceColumn?: number;
  /** Names of the columns, empty without a header. */
  columns: readonly string[];
  /** The first rows as they were cut into cells, header included. */
  firstRows: readonly (readonly string[])[];
  /** What was left out, one sentence each. */
  leftOut: readonly string[];
}

/** A layout and what was found with it. */
export interface SequenceReading extends Layout {
  /** Marks of missing entries that occur, with their counts. */
  missing: readonly { mark: string; count: number }[];
  nSequences: number;
  /** Sequences before they were cut at missing entries. */
  nWhole: number;
  /** Entries of each sequence. */
  lengths: readonly number[];
  /** In the order of the outputs. */
  labels: readonly { name: string; count: number }[];
}

/** How many rows, cells and characters of a text are shown. */
const SHOWN = { rows: 6, cells: 12, characters: 40 } as const;

export const firstRows = (rows: readonly (readonly string[])[]): string[][] =>
  rows.slice(0, SHOWN.rows).map((cells) => cells.slice(0, SHOWN.cells).map((cell) => cell.slice(0, SHOWN.characters)));

/** Thrown when a text cannot be read as sequences. The message tells the user what is wrong, where, and what to do. */
export class SequenceError extends Error {
  override readonly name = 'SequenceError';
}

/** Sequences of label names before the names become numbers. Missing entries are still among them. */
export interface NamedSequences {
  sequences: string[][];
  /** Where an entry stands in the text, for messages: "row 3, column 2". */
  location(sequence: number, entry: number): string;
  /** What was assumed in reading the text, one sentence each. */
  notes: string[];
  layout: Layout;
}

/** Limits of what is read: sizes that the page can hold and a fit can use. */
export const SEQUENCE_LIMITS = {
  symbols: 1_000_000,
  labels: { low: 2, high: 6 },
  nameLength: 40,
  characters: 60_000_000,
  /**
   * Cells of a table, or brackets and commas of JSON. A table with other columns beside the labels has several for every symbol.
   */
  parts: 8_000_000,
} as const;

/** For a text with too many symbols. It is thrown while reading, because the whole result would not fit into memory. */
export const tooManySymbols = (): SequenceError =>
  new SequenceError(`There are more than ${SEQUENCE_LIMITS.symbols / 1e6} million symbols; leave out some sequences.`);

export const tooManyParts = (what: string): SequenceError =>
  new SequenceError(
    `There are more than ${SEQUENCE_LIMITS.parts / 1e6} million ${what}; keep only the labels, and what says which sequence they belong to.`,
  );

/**
 * Reads sequences one by one.
 * @throws SequenceError as soon as they have too many symbols together
 */
export function collectSequences<T>(parts: readonly T[], read: (part: T, index: number) => string[]): string[][] {
  let symbols = 0;
  return parts.map((part, index) => {
    const sequence = read(part, index);
    symbols += sequence.length;
    if (symbols > SEQUENCE_LIMITS.symbols) throw tooManySymbols();
    return sequence;
  });
}

/** The letters of a text, one by one. @throws SequenceError when there are too many */
export function lettersOf(text: string): string[] {
  // A letter takes at most two characters of a string.
  if (text.length > 2 * SEQUENCE_LIMITS.symbols) throw tooManySymbols();
  return [...text];
}
