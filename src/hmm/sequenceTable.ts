import { type ColumnRoles, groupRows, rolesByName } from './sequenceColumns';
import { type NamedSequences, SequenceError } from './sequenceError';
import { collectSequences, lettersOf, SEQUENCE_LIMITS, tooManyParts, tooManySymbols } from './sequenceLimits';

/** Sequences as a table of text: comma, semicolon, tab or space between the cells. */

interface Row {
  /** Trimmed; empty cells at the end are left out. */
  cells: string[];
  /** Line of the text, from 1. */
  line: number;
}

type Separator = ',' | ';' | '\t' | ' ';

/**
 * One sequence per row, one label per row (one long sequence), or an id and a label per row.
 * @param format undefined when it is not known what separates the cells
 * @throws SequenceError with row and column
 */
export function tableSequences(text: string, format: 'csv' | 'tsv' | undefined): NamedSequences {
  const rows = readRows(text, format);
  if (rows.length === 0)
    throw new SequenceError('There is nothing in the text but empty rows and comments; paste one sequence per row.');
  const widest = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  const header = headerRoles(rows, widest);
  if (header) return longFormat(rows, header);
  if (widest === 1) return singleColumn(rows);
  for (const { cells, line } of rows) {
    const empty = cells.indexOf('');
    if (empty >= 0) throw new SequenceError(`Row ${line}, column ${empty + 1} is empty; fill it in, or end the row before it.`);
  }
  return {
    sequences: rows.map(({ cells }) => cells),
    location: (sequence, entry) => `row ${rows[sequence]!.line}, column ${entry + 1}`,
    notes: [],
  };
}

/** Rows that hold something; comments and empty rows are left out. @throws SequenceError when there are too many */
function readRows(text: string, format: 'csv' | 'tsv' | undefined): Row[] {
  const rows: Row[] = [];
  let room: number = SEQUENCE_LIMITS.parts;
  let separator: Separator | undefined = format === 'tsv' ? '\t' : undefined;
  let number = 0;
  for (const line of linesOf(text)) {
    if (++number > SEQUENCE_LIMITS.parts) throw tooManyParts('lines');
    const content = line.trimStart();
    if (content === '' || content.startsWith('#')) continue;
    separator ??= guessSeparator(line, format);
    const cells = readCells(line, separator, number, room + 1);
    room -= cells.length;
    if (room < 0) throw tooManyParts('cells');
    let length = cells.length;
    while (length > 0 && cells[length - 1] === '') length--;
    if (length > 0) rows.push({ cells: length < cells.length ? cells.slice(0, length) : cells, line: number });
    // A row holds a symbol at least, but for the header.
    if (rows.length > SEQUENCE_LIMITS.symbols + 1) throw tooManySymbols();
  }
  return rows;
}

/** Lines one by one: a text of nothing but line ends must not become millions of texts. */
function* linesOf(text: string): Generator<string> {
  const ends = /\r\n|\n|\r/g;
  let from = 0;
  for (let end = ends.exec(text); end; end = ends.exec(text)) {
    yield text.slice(from, end.index);
    from = ends.lastIndex;
  }
  yield text.slice(from);
}

/** The first of tab, semicolon, comma and space that stands in the first row outside quotes. */
function guessSeparator(line: string, format: 'csv' | 'tsv' | undefined): Separator {
  const bare = line.trim().replace(/"[^"]*"/g, '');
  const possible: Separator[] = format === 'csv' ? [';', ','] : ['\t', ';', ',', ' '];
  return possible.find((separator) => bare.includes(separator)) ?? ',';
}

/** At most `most` cells of a row. */
function readCells(line: string, separator: Separator, row: number, most: number): string[] {
  if (line.includes('"')) return readQuotedCells(line, separator, row, most);
  if (separator === ' ') return line.trim().split(/\s+/, most);
  const cells = line.split(separator, most);
  for (let k = 0; k < cells.length; k++) cells[k] = cells[k]!.trim();
  return cells;
}

/** Cells of a row with quotes: a quoted cell may hold the separator, and "" for a quote. */
function readQuotedCells(line: string, separator: Separator, row: number, most: number): string[] {
  const separates = (at: number) => (separator === ' ' ? /\s/.test(line[at]!) : line[at] === separator);
  const cells: string[] = [];
  for (let at = 0; at < line.length && cells.length < most; at++) {
    let quoted: string | undefined;
    while (at < line.length && !separates(at) && line[at]!.trim() === '') at++;
    while (line[at] === '"') {
      const end = line.indexOf('"', at + 1);
      if (end < 0) throw badQuote(row, cells.length + 1);
      quoted = quoted === undefined ? line.slice(at + 1, end) : `${quoted}"${line.slice(at + 1, end)}`;
      at = end + 1;
    }
    const from = at;
    while (at < line.length && !separates(at)) at++;
    const rest = line.slice(from, at).trim();
    if (rest.includes('"') || (quoted !== undefined && rest !== '')) throw badQuote(row, cells.length + 1);
    const cell = (quoted ?? rest).trim();
    if (separator !== ' ' || cell !== '') cells.push(cell);
  }
  return cells;
}

const badQuote = (row: number, column: number): SequenceError =>
  new SequenceError(
    `Row ${row}, column ${column} has a quote (") that is not closed or stands inside a label; write "" for a quote inside quotes.`,
  );

const isNumber = (cell: string): boolean => cell !== '' && Number.isFinite(Number(cell));

/** Rows that decide whether the first one is a header, and most columns of a table that has one. */
const JUDGED_ROWS = 1000;
const MAX_COLUMNS = 1000;

/**
 * Roles of the columns when the first row is a header, undefined when it is data. A header's names come again nowhere; they are known, or
 * stand above numbers in the only column, or stand above one of exactly two columns, of which the first is the id then.
 */
function headerRoles(rows: Row[], widest: number): ColumnRoles | undefined {
  const first = rows[0]!.cells;
  const others = rows.slice(1, JUDGED_ROWS).map(({ cells }) => cells);
  if (others.length === 0 || widest > MAX_COLUMNS || first.length !== widest || new Set(first).size < widest) return undefined;
  if (first.some((name, k) => isNumber(name) || others.some((cells) => cells[k] === name))) return undefined;
  const byName = rolesByName(first);
  if (byName) return byName;
  if (widest === 1) return others.every(([cell]) => isNumber(cell!)) ? { id: undefined, label: 0 } : undefined;
  return widest === 2 && others.length > 2 ? { id: 0, label: 1 } : undefined;
}

function longFormat(rows: Row[], { id, label }: ColumnRoles): NamedSequences {
  const header = rows[0]!.cells;
  const data = rows.slice(1);
  const named = (column: number): string => `"${header[column]!.slice(0, SEQUENCE_LIMITS.nameLength)}"`;
  const notes = [
    id === undefined
      ? `Row ${rows[0]!.line} was read as a header: ${named(label)} holds the labels of one long sequence.`
      : `Row ${rows[0]!.line} was read as a header: ${named(label)} holds the labels, ${named(id)} says which sequence they belong to.`,
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

/** At most this many different labels can be meant; more of them, or a single row, are strings of one-letter labels. */
const MAX_LABELS = SEQUENCE_LIMITS.labels.high;

function singleColumn(rows: Row[]): NamedSequences {
  const words = new Set<string>();
  for (const { cells } of rows) if (words.size <= MAX_LABELS) words.add(cells[0]!);
  if ((rows.length === 1 || words.size > MAX_LABELS) && lettersUsed(rows) <= MAX_LABELS)
    return {
      sequences: collectSequences(rows, ({ cells }) => lettersOf(cells[0]!)),
      location: (sequence, entry) => `row ${rows[sequence]!.line}, letter ${entry + 1}`,
      notes: ['Every letter was read as one label, and every row as one sequence.'],
    };
  return {
    sequences: [rows.map(({ cells }) => cells[0]!)],
    location: (_, entry) => `row ${rows[entry]!.line}`,
    notes: rows.length > 1 ? ['A single column was read as one long sequence.'] : [],
  };
}

/** Different letters in all rows, counted no further than needed; more than possible where labels have spaces inside. */
function lettersUsed(rows: Row[]): number {
  const letters = new Set<string>();
  for (const { cells } of rows) {
    if (/\s/.test(cells[0]!)) return MAX_LABELS + 1;
    for (const letter of cells[0]!) letters.add(letter);
    if (letters.size > MAX_LABELS) break;
  }
  return letters.size;
}
