import { SequenceError } from './reading';

/** Long format: one symbol a row, with a column that says which sequence it belongs to. */

const ID_NAMES =
  /^(id|ids|seq|sequence|session|subject|participant|patient|person|individual|trial|animal|run|tier|proband|sujet|sujeto)([ _-]?(id|nr|no|number|index))?$/i;
const LABEL_NAMES =
  /^(label|state|output|symbol|value|observation|event|behaviou?r|class|category|phase|stage|activity|status|zustand|verhalten|klasse|ereignis|[eé]tat|comportement|classe|estado|conducta|clase)(e?s)?$/i;

/** Which columns hold the labels and the ids. Without `id`, all rows are one sequence. */
export interface ColumnRoles {
  id: number | undefined;
  label: number;
}

/**
 * The roles of columns with known names; undefined when no name is known.
 * @param onlyLabels of the columns named, the only one whose cells can be labels
 * @throws SequenceError when the id is known by its name but several other columns could be the label
 */
export function rolesByName(
  header: readonly string[],
  onlyLabels: (columns: readonly number[]) => number | undefined = () => undefined,
): ColumnRoles | undefined {
  const find = (names: RegExp) => {
    const at = header.findIndex((name) => names.test(name));
    return at < 0 ? undefined : at;
  };
  const id = find(ID_NAMES);
  const label = find(LABEL_NAMES);
  if (label !== undefined) return { id, label };
  if (id === undefined) return undefined;
  if (header.length === 2) return { id, label: 1 - id };
  if (header.length === 1) return undefined;
  const found = onlyLabels(header.map((_, k) => k).filter((k) => k !== id));
  if (found !== undefined) return { id, label: found };
  throw new SequenceError(
    `There is a column "${header[id]}" that says which sequence a row belongs to, but none of the others is called label, state, output, symbol or value; rename the one that holds the labels.`,
  );
}

/** With fewer different cells than this, a column is not taken for row names. */
const MIN_NAMES = 3;
/** A column with this many different cells does not hold labels. */
const MORE_THAN_LABELS = 7;

/**
 * Whether a column holds row names, an index or times: no cell repeats, and there are more cells than labels are allowed, or they
 * are numbers that count up one by one.
 */
export function isNameColumn(cells: readonly string[]): boolean {
  if (cells.length < MIN_NAMES || cells.includes('') || new Set(cells).size < cells.length) return false;
  if (cells.length >= MORE_THAN_LABELS) return true;
  return cells.every((cell, i) => /^\d+$/.test(cell) && (i === 0 || Number(cell) === Number(cells[i - 1]) + 1));
}

/** Whether several columns hold the same labels: few in all, and no column has labels that occur in no other. */
export function shareLabels(columns: readonly (readonly string[])[], most: number): boolean {
  const sets = columns.map((cells) => new Set(cells.filter((cell) => cell !== '')));
  const inColumns = new Map<string, number>();
  for (const set of sets) for (const label of set) inColumns.set(label, (inColumns.get(label) ?? 0) + 1);
  const marks = 2;
  return inColumns.size <= most + marks && sets.every((set) => [...set].some((label) => inColumns.get(label)! > 1));
}

/**
 * Guesses the label column and the sequence column of a table without known column names: labels alternate, ids form blocks.
 * @param columns [columns][rows]
 * @param skip columns that hold neither
 * @param most largest number of labels
 */
export function columnsByContent(
  columns: readonly (readonly string[])[],
  skip: readonly number[],
  most: number,
): ColumnRoles | undefined {
  const facts = columns.map((cells, k) => {
    const different = new Set(cells).size;
    const changes = cells.reduce((sum, cell, i) => sum + (i > 0 && cell !== cells[i - 1] ? 1 : 0), 0);
    return { k, different, blocks: changes === different - 1, empty: cells.every((cell) => cell === '') };
  });
  const possible = facts.filter(({ k, empty }) => !empty && !skip.includes(k));
  const labels = possible.filter(({ different }) => different >= 2 && different <= most + 2);
  const label = labels.find(({ blocks }) => !blocks) ?? labels.at(-1);
  if (!label) return undefined;
  const id = possible.find(({ k, blocks, different }) => k !== label.k && blocks && different >= 2);
  return { id: id?.k, label: label.k };
}

/** The rows of a table in long format, in the order of the text. */
export interface LabelledRows {
  /** [rows]; all the same when the text is one sequence. */
  ids: readonly string[];
  labels: readonly string[];
  location(row: number): string;
}

export interface GroupedRows {
  sequences: string[][];
  location(sequence: number, entry: number): string;
  notes: string[];
}

/** Sequences by id in order of first appearance. Empty labels are missing entries. @throws SequenceError for an empty id */
export function groupRows({ ids, labels, location }: LabelledRows, notes: string[]): GroupedRows {
  const groups = new Map<string, { labels: string[]; rows: number[] }>();
  let torn = false;
  for (let row = 0; row < labels.length; row++) {
    if (ids[row] === '') throw new SequenceError(`The id in ${location(row)} is empty; say which sequence it belongs to.`);
    let group = groups.get(ids[row]!);
    if (!group) {
      group = { labels: [], rows: [] };
      groups.set(ids[row]!, group);
    } else if (ids[row] !== ids[row - 1]) torn = true;
    group.labels.push(labels[row]!);
    group.rows.push(row);
  }
  const parts = [...groups.values()];
  return {
    sequences: parts.map((part) => part.labels),
    location: (sequence, entry) => location(parts[sequence]!.rows[entry]!),
    notes: torn
      ? [...notes, 'Rows of one sequence do not all follow each other; they were joined in the order of the text.']
      : notes,
  };
}
