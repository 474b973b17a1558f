/** How a text was understood as sequences, in plain data: for showing it to the person who brought it, and for changing it. */

export type Separator = ',' | ';' | '\t' | ' ' | '-';

/**
 * Where the sequences lie in a table. 'rows': each row is one; 'columns': each column is one; 'long': one label a row, in one column;
 * 'one-hot': one label a row, the column that holds the 1; 'letters': each row is one, each letter of it a label.
 */
export type Orientation = 'rows' | 'columns' | 'long' | 'one-hot' | 'letters';

/** What is to be taken as said instead of being guessed. Columns count from 0, as the cells of a row stand in the text. */
export interface SequenceOverrides {
  separator?: Separator;
  /** Whether the first row is a header. */
  header?: boolean;
  orientation?: Orientation;
  labelColumn?: number;
  /** The column that says which sequence a row belongs to; null when all rows are one sequence. */
  sequenceColumn?: number | null;
  /** Cells that mean "missing", instead of `MISSING_MARKS`. With '' empty cells may stand anywhere; they are never a label. */
  missing?: readonly string[];
}

/** How the cells of a text were taken. */
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
  /** Entries of each sequence. */
  lengths: readonly number[];
  /** In the order of the outputs. */
  labels: readonly { name: string; count: number }[];
}

/** Rows and cells that are shown of a text. */
const SHOWN = { rows: 6, cells: 12, characters: 40 } as const;

export const firstRows = (rows: readonly (readonly string[])[]): string[][] =>
  rows.slice(0, SHOWN.rows).map((cells) => cells.slice(0, SHOWN.cells).map((cell) => cell.slice(0, SHOWN.characters)));
