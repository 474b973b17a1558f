import { columnsByContent, isNameColumn, rolesByName, shareLabels } from './columns';
import { withPoint } from './missing';
import { type Orientation, SEQUENCE_LIMITS, SequenceError, type SequenceOverrides } from './reading';
import type { Row } from './rows';

/** Decides how a table of text is read: whether its first row is a header, and where the sequences are. */

export interface TablePlan {
  header: boolean;
  orientation: Orientation;
  /** Names of all columns, empty without a header. */
  names: readonly string[];
  /** The columns that hold labels, for orientations other than 'long' and 'letters'. */
  kept: readonly number[];
  labelColumn?: number;
  sequenceColumn?: number;
  /** What was not used, one sentence each. */
  leftOut: string[];
}

const isNumber = (cell: string): boolean => cell !== '' && Number.isFinite(numberOf(cell));
const numberOf = (cell: string): number => Number(withPoint(cell));

/**
 * How a table is read is decided by at most JUDGED_ROWS rows. A table with more columns than the second limit is rows of labels.
 */
const JUDGED_ROWS = 1000;
const MAX_COLUMNS = 1000;
const MAX_LABELS = SEQUENCE_LIMITS.labels.high;
const quoted = (name: string): string => `"${name.slice(0, SEQUENCE_LIMITS.nameLength)}"`;

/**
 * The plan for a table: what its content suggests, changed by the overrides.
 * @throws SequenceError when a column that is asked for is missing
 */
export function planTable(rows: readonly Row[], overrides: SequenceOverrides): TablePlan {
  const widest = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  for (const column of [overrides.labelColumn, overrides.sequenceColumn])
    if (typeof column === 'number' && !(Number.isInteger(column) && column >= 0 && column < widest))
      throw new SequenceError(`There is no column ${column + 1}; the table has ${widest}.`);
  const header = overrides.header === false ? undefined : headerNames(rows, widest, overrides.header === true);
  const guessed =
    widest > MAX_COLUMNS
      ? plainRows(widest, header)
      : header
        ? planByHeader(header, rows.slice(1), widest)
        : planByContent(rows, widest);
  return withOverrides(guessed, widest, overrides);
}

const plainRows = (widest: number, header: readonly string[] | undefined): TablePlan => ({
  header: header !== undefined,
  orientation: 'rows',
  names: header ?? [],
  kept: Array.from({ length: widest }, (_, k) => k),
  leftOut: [],
});

function withOverrides(plan: TablePlan, widest: number, overrides: SequenceOverrides): TablePlan {
  const { labelColumn, sequenceColumn } = overrides;
  const columnsSaid = labelColumn !== undefined || sequenceColumn !== undefined;
  const orientation = overrides.orientation ?? (columnsSaid && plan.orientation !== 'letters' ? 'long' : plan.orientation);
  if (orientation === plan.orientation && !columnsSaid) return plan;
  if (orientation !== 'long' && orientation !== 'letters')
    return plan.kept.length > 0
      ? { ...plan, orientation }
      : { ...plainRows(widest, undefined), ...plan, orientation, kept: plainRows(widest, undefined).kept };
  const label = labelColumn ?? plan.labelColumn ?? (sequenceColumn === widest - 1 ? Math.max(0, widest - 2) : widest - 1);
  const sequence = sequenceColumn === undefined ? plan.sequenceColumn : (sequenceColumn ?? undefined);
  const { sequenceColumn: _, ...rest } = plan;
  return {
    ...rest,
    orientation,
    kept: [],
    labelColumn: label,
    ...(sequence === undefined || sequence === label ? {} : { sequenceColumn: sequence }),
  };
}

/** The names in the first row when it is a header; R leaves out the name of the column of row names. */
function headerNames(rows: readonly Row[], widest: number, said: boolean): readonly string[] | undefined {
  const first = rows[0]!.cells;
  const others = rows.slice(1, JUDGED_ROWS).map(({ cells }) => cells);
  const namesFirst = widest >= 2 && isNameColumn(others.map((cells) => cells[0] ?? ''));
  if (namesFirst && first.length === widest - 1 && others.every(({ length }) => length === widest)) return ['', ...first];
  if (said) return first;
  if (others.length === 0 || widest > MAX_COLUMNS || first.length !== widest) return undefined;
  if (new Set(first).size < widest) return undefined;
  if (first[0] === '' && namesFirst) return first;
  if (seriesOf(first)) return first;
  if (first.some((name, k) => isNumber(name) || others.some((cells) => cells[k] === name))) return undefined;
  if (rolesByName(first, onlyLabels(others))) return first;
  if (widest === 1) return others.every(([cell]) => isNumber(cell!)) ? first : undefined;
  if (widest === 2) return others.length > 2 ? first : undefined;
  // The first row is a header if its names occur nowhere else and there are more rows than labels are allowed.
  if (others.length <= MAX_LABELS) return undefined;
  const cells = new Set(others.flat());
  return cells.size <= JUDGED_ROWS * 2 && first.every((name) => !cells.has(name)) ? first : undefined;
}

/** Finds the only one of several columns that can hold labels. @param rows [rows][cells] */
const onlyLabels =
  (rows: readonly (readonly string[])[]) =>
  (columns: readonly number[]): number | undefined => {
    const possible = columns.filter((k) => {
      const cells = rows.map((row) => row[k] ?? '');
      const different = new Set(cells.filter((cell) => cell !== '')).size;
      return different >= 2 && different <= MAX_LABELS + MARKS && !isNameColumn(cells);
    });
    return possible.length === 1 ? possible[0] : undefined;
  };
/** Marks of missing entries that a column may hold beside its labels. */
const MARKS = 2;

/** Columns with numbered names, such as t1 … t50 or trial1, trial2. */
interface Series {
  columns: number[];
  prefix: string;
}

const NUMBERED = /^(.*?)[._ -]?(\d{1,6})$/;
const SEQUENCE_PREFIX =
  /^(?:trial|seq|sequence|subj|subject|animal|mouse|rat|fly|run|session|participant|person|individual|cell|recording|rec|bout|chain|series)$/i;

/**
 * At least three names of one form with consecutive numbers. Names that are bare numbers count only if they are more than labels
 * are allowed.
 */
function seriesOf(names: readonly string[]): Series | undefined {
  const columns: number[] = [];
  let prefix: string | undefined;
  let last = 0;
  for (const [k, name] of names.entries()) {
    const [, front = '', digits = ''] = NUMBERED.exec(name) ?? [];
    if (digits === '' || isNumber(front)) continue;
    if (prefix !== undefined && (front !== prefix || Number(digits) !== last + 1)) return undefined;
    prefix = front;
    last = Number(digits);
    columns.push(k);
  }
  if (prefix === undefined || columns.length < 3) return undefined;
  if (prefix === '' && columns.length <= MAX_LABELS && names[0] !== '') return undefined;
  return { columns, prefix };
}

const leftOutNote = (names: readonly string[], columns: readonly number[], why: string): string[] =>
  columns.length === 0
    ? []
    : [
        `${columns.length === 1 ? 'The column' : 'The columns'} ${columns
          .slice(0, 5)
          .map((k) => (names[k] ? quoted(names[k]) : `${k + 1}`))
          .join(', ')}${columns.length > 5 ? ' and others' : ''} ${columns.length === 1 ? 'was' : 'were'} not used: ${why}.`,
      ];

const ROW_NAMES = 'it never repeats, so it looks like row names, an index or times; the rows were taken in the order of the text';

function planByHeader(names: readonly string[], data: readonly Row[], widest: number): TablePlan {
  const judged = data.slice(0, JUDGED_ROWS).map(({ cells }) => cells);
  const column = (k: number) => judged.map((cells) => cells[k] ?? '');
  const all = Array.from({ length: widest }, (_, k) => k);
  const nameColumns = all.filter((k) => isNameColumn(column(k)));
  const base = { header: true, names };
  const rest = names[0] === '' && nameColumns.includes(0) ? all.slice(1) : all;
  const dropped = leftOutNote(names, rest.length < all.length ? [0] : [], ROW_NAMES);
  const series = seriesOf(names);
  if (series) {
    const { columns, prefix } = series;
    const others = all.filter((k) => !columns.includes(k));
    const orientation = SEQUENCE_PREFIX.test(prefix) ? 'columns' : 'rows';
    return { ...base, orientation, kept: columns, leftOut: leftOutNote(names, others, 'the numbered columns hold the labels') };
  }
  if (rest.length === 1) return { ...base, orientation: 'long', kept: [], labelColumn: rest[0]!, leftOut: dropped };
  const roles = rolesByName(
    rest.map((k) => names[k]!),
    onlyLabels(judged.map((cells) => rest.map((k) => cells[k] ?? ''))),
  );
  if (roles) {
    const [label, id] = [rest[roles.label]!, roles.id === undefined ? undefined : rest[roles.id]!];
    return longPlan(base, label, id, nameColumns);
  }
  if (isOneHot(judged.map((cells) => rest.map((k) => cells[k] ?? ''))))
    return { ...base, orientation: 'one-hot', kept: rest, leftOut: dropped };
  if (rest.length === 2) return longPlan(base, rest[1]!, rest[0]!, nameColumns);
  const kept = rest.filter((k) => !nameColumns.includes(k));
  if (kept.length >= 2 && shareLabels(kept.map(column), MAX_LABELS)) {
    const tall = data.length > kept.length;
    const others = rest.filter((k) => nameColumns.includes(k));
    return {
      ...base,
      orientation: tall ? 'columns' : 'rows',
      kept,
      leftOut: [...dropped, ...leftOutNote(names, others, ROW_NAMES)],
    };
  }
  const found = columnsByContent(all.map(column), nameColumns, MAX_LABELS);
  return found ? longPlan(base, found.label, found.id, nameColumns) : plainRows(widest, names);
}

/** The plan for the long format. A column that never repeats is not an id. */
function longPlan(
  base: { header: boolean; names: readonly string[] },
  label: number,
  id: number | undefined,
  nameColumns: readonly number[],
): TablePlan {
  const others = nameColumns.filter((k) => k !== label);
  const sequence = id === undefined || others.includes(id) ? undefined : id;
  const rest = base.names.map((_, k) => k).filter((k) => k !== label && k !== sequence && !others.includes(k));
  return {
    ...base,
    orientation: 'long',
    kept: [],
    labelColumn: label,
    ...(sequence === undefined ? {} : { sequenceColumn: sequence }),
    leftOut: [
      ...leftOutNote(base.names, others.slice(0, 1), ROW_NAMES),
      ...leftOutNote(base.names, [...others.slice(1), ...rest], 'the labels stand in another column'),
    ],
  };
}

function planByContent(rows: readonly Row[], widest: number): TablePlan {
  const judged = rows.slice(0, JUDGED_ROWS).map(({ cells }) => cells);
  const all = Array.from({ length: widest }, (_, k) => k);
  const plain = plainRows(widest, undefined);
  if (widest < 2) return plain;
  if (isOneHot(judged)) return { ...plain, orientation: 'one-hot' };
  const column = (k: number) => judged.map((cells) => cells[k] ?? '');
  // At most six labels are allowed, so a first column with more different cells does not hold labels.
  if (judged.length <= MAX_LABELS || !isNameColumn(column(0))) return plain;
  const names = all.filter((k) => isNameColumn(column(k)));
  const kept = all.filter((k) => !names.includes(k));
  if (kept.length >= 2 && shareLabels(kept.slice(0, 8).map(column), MAX_LABELS))
    return { ...plain, kept, leftOut: leftOutNote([], names, ROW_NAMES) };
  const found = columnsByContent(all.map(column), names, MAX_LABELS);
  return found ? longPlan({ header: false, names: [] }, found.label, found.id, names) : plain;
}

/** With fewer rows than this, rows of zeros and a single 1 may be chance. */
const MIN_ONE_HOT = { rows: 6, narrow: 20 } as const;

/** Whether every row consists of zeros and a single 1, which occurs in at least two columns. */
export function isOneHot(rows: readonly (readonly string[])[]): boolean {
  const width = rows[0]?.length ?? 0;
  if (width < 2 || width > MAX_LABELS || rows.length < (width === 2 ? MIN_ONE_HOT.narrow : MIN_ONE_HOT.rows)) return false;
  const used = new Set<number>();
  for (const cells of rows) {
    if (cells.length !== width || cells.some((cell) => !isNumber(cell))) return false;
    const one = cells.findIndex((cell) => numberOf(cell) === 1);
    if (one < 0 || cells.some((cell, k) => k !== one && numberOf(cell) !== 0)) return false;
    used.add(one);
  }
  return used.size >= 2;
}
