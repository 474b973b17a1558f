import { type NamedSequences, SequenceError } from './sequenceError';

/** Long format: one symbol a row, with a column that says which sequence it belongs to. */

const ID_NAMES = /^(id|ids|seq|sequence|session|subject|trial|animal|run)([ _-]?(id|nr|no|number|index))?$/i;
const LABEL_NAMES = /^(label|state|output|symbol|value|observation|event|behaviou?r)s?$/i;

/** Which columns hold what; without `id` all rows are one sequence. */
export interface ColumnRoles {
  id: number | undefined;
  label: number;
}

/**
 * The roles that names of columns tell, undefined when no name is known.
 * @throws SequenceError when the id is known by its name, and which of several others is the label is not
 */
export function rolesByName(header: readonly string[]): ColumnRoles | undefined {
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
  throw new SequenceError(
    `There is a column "${header[id]}" that says which sequence a row belongs to, but none of the others is called label, state, output, symbol or value; rename the one that holds the labels.`,
  );
}

/** Rows of equal meaning, in the order of the text. */
export interface LabelledRows {
  /** [rows]; all the same when the text is one sequence. */
  ids: readonly string[];
  labels: readonly string[];
  location(row: number): string;
}

/** Sequences by id in order of first appearance. @throws SequenceError for an empty cell */
export function groupRows({ ids, labels, location }: LabelledRows, notes: string[]): NamedSequences {
  const groups = new Map<string, { labels: string[]; rows: number[] }>();
  let torn = false;
  for (let row = 0; row < labels.length; row++) {
    if (ids[row] === '') throw new SequenceError(`The id in ${location(row)} is empty; say which sequence it belongs to.`);
    if (labels[row] === '') throw new SequenceError(`The label in ${location(row)} is empty; fill it in or remove the row.`);
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
