import { SEQUENCE_LIMITS, type Separator, SequenceError, tooManyParts, tooManySymbols } from './reading';

/** Text cut into rows and cells. */

export interface Row {
  /** Trimmed; empty cells at the end are left out. */
  cells: string[];
  /** Line of the text, from 1. */
  line: number;
  /** Cells with the empty ones at the end. */
  width: number;
}

/** The line by which Excel declares the separator. */
const SEPARATOR_LINE = /^\s*"?sep=([,;\t -])"?\s*$/i;

/**
 * Rows with content; comments and empty rows are left out.
 * @throws SequenceError when there are too many
 */
export function readRows(
  text: string,
  format: 'csv' | 'tsv' | undefined,
  wanted: Separator | undefined,
): { rows: Row[]; separator: Separator } {
  const rows: Row[] = [];
  let room: number = SEQUENCE_LIMITS.parts;
  let separator: Separator | undefined = wanted ?? (format === 'tsv' ? '\t' : undefined);
  let number = 0;
  for (const line of linesOf(text)) {
    if (++number > SEQUENCE_LIMITS.parts) throw tooManyParts('lines');
    const content = line.trimStart();
    if (content === '' || content.startsWith('#')) continue;
    const said = rows.length === 0 ? SEPARATOR_LINE.exec(line)?.[1] : undefined;
    if (said !== undefined) {
      separator = wanted ?? (said as Separator);
      continue;
    }
    separator ??= guessSeparator(line, format, text);
    const cells = readCells(line, separator, number, room + 1);
    room -= cells.length;
    if (room < 0) throw tooManyParts('cells');
    let length = cells.length;
    while (length > 0 && cells[length - 1] === '') length--;
    if (length > 0)
      rows.push({ cells: length < cells.length ? cells.slice(0, length) : cells, line: number, width: cells.length });
    // Every row but the header holds at least one symbol.
    if (rows.length > SEQUENCE_LIMITS.symbols + 1) throw tooManySymbols();
  }
  return { rows, separator: separator ?? ',' };
}

/** Lines one by one. A text of nothing but line ends must not become millions of strings. */
function* linesOf(text: string): Generator<string> {
  const ends = /\r\n|\n|\r/g;
  let from = 0;
  for (let end = ends.exec(text); end; end = ends.exec(text)) {
    yield text.slice(from, end.index);
    from = ends.lastIndex;
  }
  yield text.slice(from);
}

/**
 * The separator: the first of tab, semicolon, comma and space that occurs in the first row outside quotes, or the dashes of
 * A-A-B.
 */
function guessSeparator(line: string, format: 'csv' | 'tsv' | undefined, text: string): Separator {
  const bare = line.trim().replace(/"[^"]*"/g, '');
  const possible: Separator[] = format === 'csv' ? [';', ','] : ['\t', ';', ',', ' '];
  const found = possible.find((separator) => bare.includes(separator));
  if (found) return found;
  // R writes a header of a single name above rows that begin with names of their own, so the first row alone does not decide.
  for (const row of firstLines(text)) {
    const rest = row.replace(/"[^"]*"/g, '""');
    const between = possible.find((separator) => (separator === ' ' ? /^"" \S+$/.test(rest) : rest.includes(separator)));
    if (between) return between;
  }
  return isDashed(text) ? '-' : ',';
}

/** The first rows, without comments and empty ones. */
function* firstLines(text: string): Generator<string> {
  let left = JUDGED_LINES;
  for (const line of linesOf(text)) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    yield content;
    if (--left === 0) return;
  }
}

/** Whether all of the first rows are labels between dashes: at least three in a row, and few different ones. */
function isDashed(text: string): boolean {
  const labels = new Set<string>();
  for (const content of firstLines(text)) {
    if (!/^[^-\s]+(?:-[^-\s]+){2}/.test(content) || content.length > MAX_DASHED) return false;
    for (const label of content.split('-')) labels.add(label);
    if (labels.size > MAX_DASHED_LABELS || labels.has('')) return false;
  }
  return labels.size > 0;
}

const MAX_DASHED = 100_000;
/** Labels plus two marks of missing entries. */
const MAX_DASHED_LABELS = SEQUENCE_LIMITS.labels.high + 2;
const JUDGED_LINES = 50;

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
