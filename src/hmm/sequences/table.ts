import { groupRows } from './columns';
import { planTable, type TablePlan } from './layout';
import { MISSING_MARKS, withPoint } from './missing';
import {
  collectSequences,
  firstRows,
  type Layout,
  lettersOf,
  type NamedSequences,
  SEQUENCE_LIMITS,
  SequenceError,
  type SequenceOverrides,
} from './reading';
import { type Row, readRows } from './rows';

/** Sequences as a table of text: comma, semicolon, tab, space or dash between the cells. */

type Named = Omit<NamedSequences, 'layout'>;

/** A preview is made of at most this many characters and rows. */
const PREVIEWED = { characters: 40_000, rows: 6 } as const;

/**
 * The first rows of a text cut into cells, [rows][cells]. Users choose columns from them when the text cannot be read otherwise.
 * Empty when the rows cannot be cut.
 */
export function previewRows(text: string, separator: SequenceOverrides['separator']): string[][] {
  const start = text.slice(0, PREVIEWED.characters);
  // The last line may be incomplete, so it is left out unless it is the only one.
  const whole = text.length > start.length ? start.slice(0, start.lastIndexOf('\n') + 1) || start : start;
  try {
    return readRows(whole, undefined, separator)
      .rows.slice(0, PREVIEWED.rows)
      .map(({ cells }) => cells);
  } catch (error) {
    if (error instanceof SequenceError) return [];
    throw error;
  }
}

/**
 * One sequence per row, one label per row (one long sequence), one sequence per column, or an id and a label per row.
 * @param format undefined when it is not known what separates the cells
 * @throws SequenceError with row and column
 */
export function tableSequences(text: string, format: 'csv' | 'tsv' | undefined, overrides: SequenceOverrides): NamedSequences {
  const { rows, separator } = readRows(text, format, overrides.separator);
  if (rows.length === 0)
    throw new SequenceError('There is nothing in the text but empty rows and comments; paste one sequence per row.');
  const plan = planTable(rows, overrides);
  const data = plan.header ? rows.slice(1) : rows;
  if (data.length === 0) throw new SequenceError('There is a header and no row after it; add the sequences.');
  const { orientation, ...named } = inPlan(data, plan, overrides, rows[0]!.line);
  const { labelColumn, sequenceColumn } = plan;
  const layout: Layout = {
    source: 'table',
    separator,
    header: plan.header,
    orientation: orientation ?? plan.orientation,
    ...(labelColumn === undefined ? {} : { labelColumn }),
    ...(sequenceColumn === undefined ? {} : { sequenceColumn }),
    columns: plan.names,
    firstRows: firstRows(rows.slice(0, 12).map(({ cells }) => cells)),
    leftOut: plan.leftOut,
  };
  return { ...named, notes: [...named.notes, ...plan.leftOut], layout };
}

/** Reads the sequences as planned; returns the orientation as well where it differs from the plan's. */
function inPlan(
  data: readonly Row[],
  plan: TablePlan,
  overrides: SequenceOverrides,
  headerLine: number,
): Named & { orientation?: Layout['orientation'] } {
  const { orientation, kept } = plan;
  if (orientation === 'long') return longFormat(data, plan, headerLine);
  if (orientation === 'letters') return letters(data, plan.labelColumn ?? 0);
  if (orientation === 'one-hot') return oneHot(data, plan);
  if (orientation === 'columns') return columns(data, plan);
  if (kept.length === 1 && kept[0] === 0 && overrides.orientation === undefined) return singleColumn(data);
  return wideRows(data, plan, overrides.missing);
}

function wideRows(data: readonly Row[], { kept, header }: TablePlan, missing: readonly string[] | undefined): Named {
  const dense = kept.every((column, k) => column === k);
  const cut = dense
    ? data.map(({ cells }) => cells)
    : data.map(({ cells }) => kept.slice(0, shownUpTo(kept, cells)).map((k) => cells[k]!));
  // Where all rows have the same width, an empty cell is a missing entry. Elsewhere it may come from a surplus separator at the
  // end of a row.
  const even = data.every(({ width }) => width === data[0]!.width);
  if (!even && !missing?.includes(''))
    cut.forEach((cells, i) => {
      const empty = cells.indexOf('');
      if (empty >= 0)
        throw new SequenceError(
          `Row ${data[i]!.line}, column ${kept[empty]! + 1} is empty; fill it in, or end the row before it.`,
        );
    });
  return {
    sequences: cut,
    location: (sequence, entry) => `row ${data[sequence]!.line}, column ${kept[entry]! + 1}`,
    notes: header ? ['The first row was read as a header, and every other row as one sequence.'] : [],
  };
}

/** How many of the columns a row has. */
const shownUpTo = (columns: readonly number[], cells: readonly string[]): number => {
  const beyond = columns.findIndex((k) => k >= cells.length);
  return beyond < 0 ? columns.length : beyond;
};

function columns(data: readonly Row[], { kept, names }: TablePlan): Named {
  const sequences = collectSequences(kept, (k) => {
    let end = data.length;
    while (end > 0 && (data[end - 1]!.cells[k] ?? '') === '') end--;
    return data.slice(0, end).map(({ cells }) => cells[k] ?? '');
  });
  const named = names.length > 0 ? `, named in the header (${quoted(names[kept[0]!]!)} first)` : '';
  return {
    sequences,
    location: (sequence, entry) => `row ${data[entry]!.line}, column ${kept[sequence]! + 1}`,
    notes: [`Every column was read as one sequence${named}.`],
  };
}

function oneHot(data: readonly Row[], { kept, names }: TablePlan): Named {
  const sequence = data.map(({ cells, line }) => {
    const one = kept.filter((k) => Number(withPoint(cells[k] ?? '0')) !== 0);
    if (one.length !== 1 || Number(withPoint(cells[one[0]!]!)) !== 1)
      throw new SequenceError(`Row ${line} has ${one.length} entries other than 0; a one-hot row has a single 1.`);
    return names[one[0]!] || String(kept.indexOf(one[0]!));
  });
  return {
    sequences: [sequence],
    location: (_, entry) => `row ${data[entry]!.line}`,
    notes: [
      `Every row has a single 1: it was read as one label, ${names.length > 0 ? 'the name of that column' : 'the number of that column from 0'}, and all rows as one sequence.`,
    ],
  };
}

const quoted = (name: string): string => `"${name.slice(0, SEQUENCE_LIMITS.nameLength)}"`;

function longFormat(
  data: readonly Row[],
  { names, header, labelColumn: label = 0, sequenceColumn: id }: TablePlan,
  headerLine: number,
): Named {
  const named = (column: number): string => (names[column] ? quoted(names[column]) : `column ${column + 1}`);
  const start = header
    ? `Row ${headerLine} was read as a header: ${named(label)}`
    : `${named(label).replace('column', 'Column')}`;
  const notes = [
    id === undefined
      ? `${start} holds the labels of one long sequence.`
      : `${start} holds the labels, ${named(id)} says which sequence they belong to.`,
  ];
  return groupRows(
    {
      ids: data.map(({ cells }) => (id === undefined ? 'all' : (cells[id] ?? ''))),
      labels: data.map(({ cells }) => cells[label] ?? ''),
      location: (row) => `row ${data[row]!.line}, column ${label + 1}`,
    },
    notes,
  );
}

/** Largest number of labels. A column with more of them, or a single row, is read as strings of one-letter labels. */
const MAX_LABELS = SEQUENCE_LIMITS.labels.high;

const letters = (data: readonly Row[], column: number): Named => ({
  sequences: collectSequences(data, ({ cells }) => lettersOf((cells[column] ?? '').replace(/\s+/g, ''))),
  location: (sequence, entry) => `row ${data[sequence]!.line}, letter ${entry + 1}`,
  notes: ['Every letter was read as one label, and every row as one sequence.'],
});

function singleColumn(rows: readonly Row[]): Named & { orientation: Layout['orientation'] } {
  const words = new Set<string>();
  for (const { cells } of rows) if (words.size <= MAX_LABELS && !MISSING_MARKS.includes(cells[0]!)) words.add(cells[0]!);
  if ((rows.length === 1 || words.size > MAX_LABELS) && lettersUsed(rows) <= MAX_LABELS)
    return { ...letters(rows, 0), orientation: 'letters' };
  return {
    orientation: 'long',
    sequences: [rows.map(({ cells }) => cells[0]!)],
    location: (_, entry) => `row ${rows[entry]!.line}`,
    notes: rows.length > 1 ? ['A single column was read as one long sequence.'] : [],
  };
}

/**
 * Number of different letters in all rows, counted only as far as needed. Where labels contain spaces, it is more than allowed.
 */
function lettersUsed(rows: readonly Row[]): number {
  const used = new Set<string>();
  for (const { cells } of rows) {
    if (/\s/.test(cells[0]!)) return MAX_LABELS + 1;
    for (const letter of cells[0]!) if (!MISSING_MARKS.includes(letter)) used.add(letter);
    if (used.size > MAX_LABELS) break;
  }
  return used.size;
}
