import { useEffect, useRef, useState } from 'react';
import type { Figure, Table } from '../../charts/figure';
import { useFrame } from '../context';
import { useIsVisible } from '../onScreen';

/** A figure that changes, under a slider, is put into words once it rests for so long. */
const REST_MS = 400;
/** Seconds between two descriptions of a picture that never rests, at least. */
const EVERY = 2;
/** Describing takes at most one part in so many of the time, up to the longest wait. */
const SHARE = 100;
/** Seconds. A description that was held up by other work looks dear, and must not make the words old. */
const LONGEST_WAIT = 10;

/** What a figure shows in words, for screen readers: its canvas names this text as its description. */
export function FigureSummary({ id, figure }: { id: string; figure: Figure }) {
  const visible = useIsVisible();
  const [text, setText] = useState('');
  const said = useRef(0);
  useEffect(() => {
    // A screen reader comes to pictures that were not scrolled to: each has its first words at once, seen or not.
    if (!visible && said.current > 0) return;
    const due = said.current + 1000 * EVERY - performance.now();
    const timer = setTimeout(
      () => {
        said.current = performance.now();
        setText(summariseTable(figure.table()));
      },
      Math.min(REST_MS, Math.max(0, due)),
    );
    return () => clearTimeout(timer);
  }, [figure, visible]);
  return (
    <p id={id} className="visually-hidden" data-testid="summary">
      {text}
    </p>
  );
}

/**
 * The same for a live picture, written straight into the page and, where its data are small, no older than two seconds. It is no live region: it is read when
 * somebody comes to the picture, and never speaks by itself.
 */
export function LiveSummary({ id, describe }: { id: string; describe: () => string }) {
  const visible = useIsVisible();
  const place = useRef<HTMLParagraphElement>(null);
  const left = useRef(0);
  useFrame((dt) => {
    left.current -= dt;
    if (!visible || left.current > 0 || !place.current) return;
    const begun = performance.now();
    const text = describe();
    left.current = Math.min(LONGEST_WAIT, Math.max(EVERY, (SHARE * (performance.now() - begun)) / 1000));
    if (place.current.textContent !== text) place.current.textContent = text;
  });
  return <p ref={place} id={id} className="visually-hidden" data-testid="summary" />;
}

/** A table of so few rows and columns is read out cell by cell. */
const READ_OUT = { rows: 6, columns: 8 };
/** More columns of numbers than this are one matrix, not so many curves. */
const MANY_COLUMNS = 10;
/** Whole numbers of so few kinds are names (a label, a yes or no), and their shares are told. */
const FEW_KINDS = 6;
/** Columns that may have to be named together to tell a row from all others. */
const MAX_KEYS = 3;

type Cell = number | string;

const isNumber = (cell: Cell | undefined): cell is number => typeof cell === 'number' && Number.isFinite(cell);

/** A number as it is read out: whole ones in full, others to three digits. */
export function spoken(value: number): string {
  const size = Math.abs(value);
  const inFull = size < 1e9 && (Number.isInteger(value) || size >= 1000);
  const text = inFull ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
  return text.replaceAll('-', '−');
}

/** A cell as it is read out; nothing where there is no value. */
const cellText = (cell: Cell | undefined): string => (isNumber(cell) ? spoken(cell) : typeof cell === 'string' ? cell : '');

/** Columns that are the ends of the interval of a column before them: "low" and "high", alone or after what it is of. */
function intervalColumns(columns: readonly string[]): Set<number> {
  const names = new Set(columns);
  const isEnd = (name: string, n: number) => {
    const match = /^(?:(.*) )?(?:low|high)$/.exec(name);
    return match !== null && (match[1] === undefined ? n > 0 : names.has(match[1]) || names.has(`${match[1]} mean`));
  };
  return new Set(columns.flatMap((name, n) => (isEnd(name, n) ? [n] : [])));
}

/** The first columns, as few as it takes, whose cells together name a row; empty when three are not enough. */
function keyColumns({ columns, rows }: Table): number[] {
  for (let count = 1; count <= Math.min(MAX_KEYS, columns.length - 1); count++) {
    const seen = new Set(rows.map((row) => JSON.stringify(row.slice(0, count))));
    if (seen.size === rows.length) return Array.from({ length: count }, (_, n) => n);
  }
  return [];
}

const named = (name: string, text: string): string => (name === '' ? text : `${name} ${text}`);

/** Which row it is, by its key columns or else by its number. */
function placeOf({ columns, rows }: Table, keys: readonly number[], row: number): string {
  if (keys.length === 0) return `row ${spoken(row + 1)}`;
  return keys.map((key) => named(columns[key]!, cellText(rows[row]![key]))).join(', ');
}

function readOut({ columns, rows }: Table): string {
  const lines = rows.map((row) =>
    row
      .map((cell, n) => [columns[n]!, cellText(cell)] as const)
      .filter(([, text]) => text !== '')
      .map(([name, text]) => named(name, text))
      .join(', '),
  );
  return `${lines.join('. ')}.`;
}

/** Cells of some columns that are numbers, their extremes and where they are. Undefined when there is none. */
function extremesOf(rows: readonly Cell[][], columns: readonly number[]) {
  let low: { value: number; row: number; column: number } | undefined;
  let high = low;
  let missing = 0;
  rows.forEach((cells, row) => {
    for (const column of columns) {
      const value = cells[column];
      if (!isNumber(value)) missing++;
      else {
        if (!low || value < low.value) low = { value, row, column };
        if (!high || value > high.value) high = { value, row, column };
      }
    }
  });
  return low && high ? { low, high, missing } : undefined;
}

const without = (missing: number): string => (missing > 0 ? `, ${spoken(missing)} without a value` : '');

/** "0 in 45 %, 1 in 55 %" */
function sharesOf(cells: readonly Cell[]): string {
  const counts = new Map<Cell, number>();
  for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const kinds = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const share = (count: number) => (200 * count < cells.length ? 'under 1' : String(Math.round((100 * count) / cells.length)));
  return kinds.map(([cell, count]) => `${cellText(cell) || 'none'} in ${share(count)} %`).join(', ');
}

/** Rows for each kind at which whole numbers still count as measured, not as names. */
const ROWS_PER_KIND = 4;

function describeColumn(table: Table, column: number, keys: readonly number[]): string {
  const cells = table.rows.map((row) => row[column]!);
  const name = table.columns[column] || 'value';
  const kinds = new Set(cells).size;
  const written = cells.every((cell) => typeof cell === 'string');
  const whole = cells.every((cell) => isNumber(cell) && Number.isInteger(cell) && cell >= 0);
  if (kinds === 1) return cellText(cells[0]) ? `${name}: always ${cellText(cells[0])}` : `${name}: no values`;
  if ((written || whole) && kinds <= FEW_KINDS && cells.length >= ROWS_PER_KIND * kinds) return `${name}: ${sharesOf(cells)}`;
  const extremes = extremesOf(table.rows, [column]);
  if (!extremes) return `${name}: ${spoken(kinds)} different values`;
  const { low, high, missing } = extremes;
  if (keys.includes(column)) return `${name}: ${spoken(low.value)} to ${spoken(high.value)}`;
  const at = (row: number) => placeOf(table, keys, row);
  return `${name}: ${spoken(low.value)} (${at(low.row)}) to ${spoken(high.value)} (${at(high.row)})${without(missing)}`;
}

function describeMatrix(table: Table, columns: readonly number[], keys: readonly number[]): string {
  const extremes = extremesOf(table.rows, columns);
  const ends = `${spoken(columns.length)} columns, ${table.columns[columns[0]!]} to ${table.columns[columns.at(-1)!]}`;
  if (!extremes) return `${ends}, without values`;
  const at = ({ row, column }: { row: number; column: number }) => `${placeOf(table, keys, row)}, ${table.columns[column]}`;
  const { low, high, missing } = extremes;
  return `${ends}: ${spoken(low.value)} (${at(low)}) to ${spoken(high.value)} (${at(high)})${without(missing)}`;
}

/**
 * The data of a picture in words, for those who do not see it: small tables in full; of others how many rows there are, and of each
 * column its range and where its ends are, or what share each of a few kinds has. Ends of intervals are left to the file.
 */
export function summariseTable(table: Table): string {
  const { columns, rows } = table;
  if (rows.length === 0) return 'There is nothing in it yet.';
  if (rows.length <= READ_OUT.rows && columns.length <= READ_OUT.columns) return readOut(table);
  const keys = keyColumns(table);
  const intervals = intervalColumns(columns);
  const told = columns.map((_, n) => n).filter((n) => !intervals.has(n));
  const numbers = told.filter((n) => !keys.includes(n) && rows.some((row) => isNumber(row[n])));
  const matrix = numbers.length > MANY_COLUMNS ? numbers : [];
  const parts = told.filter((n) => !matrix.includes(n)).map((n) => describeColumn(table, n, keys));
  if (matrix.length > 0) parts.push(describeMatrix(table, matrix, keys));
  const withIntervals = intervals.size > 0 ? ' Intervals are in the CSV file.' : '';
  return `${spoken(rows.length)} rows. ${parts.join('. ')}.${withIntervals}`;
}
