import { groupRows, isNameColumn, rolesByName } from './columns';
import { isOneHot } from './layout';
import {
  collectSequences,
  firstRows,
  lettersOf,
  type NamedSequences,
  SEQUENCE_LIMITS,
  SequenceError,
  tooManyParts,
} from './reading';

type Named = Omit<NamedSequences, 'layout'>;

/**
 * Sequences from JSON: an array of arrays, an array of strings, an object of arrays or strings, { X, lengths }, or an array of
 * { id, label }. A flat array of labels is one sequence, and so is an array of arrays of one entry each. null is a missing entry.
 * @throws SequenceError with the place
 */
export function jsonSequences(text: string): NamedSequences {
  const named = inRows(fromText(text));
  const rows = named.sequences.slice(0, 12).map((entries) => entries.slice(0, 12));
  return {
    ...named,
    layout: { source: 'json', header: false, orientation: 'rows', columns: [], firstRows: firstRows(rows), leftOut: [] },
  };
}

/** Arrays of one entry each, or of one 1 among zeros, are the steps of one sequence. */
function inRows(named: Named): Named {
  const { sequences, location, notes } = named;
  const single = sequences.length >= 2 && sequences.every(({ length }) => length === 1);
  if (!single && !isOneHot(sequences)) return named;
  return {
    sequences: [sequences.map((cells) => (single ? cells[0]! : String(cells.findIndex((cell) => Number(cell) === 1))))],
    location: (_, entry) => location(entry, 0),
    notes: [
      ...notes,
      single
        ? 'Every row has a single entry: all rows were read as one sequence.'
        : 'Every row has a single 1: it was read as one label, the number of its place from 0, and all rows as one sequence.',
    ],
  };
}

function fromText(text: string): Named {
  if (countParts(text) > SEQUENCE_LIMITS.parts) throw tooManyParts('brackets and commas in the JSON');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SequenceError(
      `This is not valid JSON (${error instanceof Error ? error.message.slice(0, 120) : 'unreadable'}); check brackets and quotes.`,
    );
  }
  if (Array.isArray(value)) return fromArray(value);
  if (isRecord(value))
    return fromLengths(value) ?? fromNamed(Object.keys(value), Object.values(value), (name) => `"${name.slice(0, 40)}"`);
  throw new SequenceError('The JSON is a single value; give an array of sequences, or an object with one sequence per key.');
}

/** Counts opening brackets and commas. Each may become an object, which takes twenty times the memory of a character. */
function countParts(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COMMA || code === BRACKET || code === BRACE) count++;
  }
  return count;
}

const COMMA = 0x2c;
const BRACKET = 0x5b;
const BRACE = 0x7b;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isLabel = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));

/** { X, lengths }, as hmmlearn uses it: all sequences in one list, and the length of each. */
function fromLengths(table: Record<string, unknown>): Named | undefined {
  const { lengths } = table;
  const others = Object.entries(table).filter(([name, value]) => name !== 'lengths' && Array.isArray(value));
  const counts = Array.isArray(lengths) && lengths.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
  if (!counts || others.length !== 1) return undefined;
  const [name, list] = others[0] as [string, unknown[]];
  const title = `"${name.slice(0, 40)}"`;
  const flat = readSequence(
    list.map((entry) => (Array.isArray(entry) && entry.length === 1 ? (entry[0] as unknown) : entry)),
    title,
  );
  const starts: number[] = [];
  const total = (lengths as number[]).reduce((sum, length) => {
    starts.push(sum);
    return sum + length;
  }, 0);
  if (total !== flat.length)
    throw new SequenceError(
      `The lengths in the JSON add up to ${total}, but ${title} has ${flat.length} entries; correct either.`,
    );
  return {
    sequences: starts.map((start, i) => flat.slice(start, start + (lengths as number[])[i]!)),
    location: (sequence, entry) => `entry ${starts[sequence]! + entry + 1} of ${title}`,
    notes: [`${title} was cut into ${starts.length} sequences by "lengths".`],
  };
}

function fromArray(list: unknown[]): Named {
  if (list.length === 0) throw new SequenceError('The JSON array is empty; give at least one sequence.');
  if (list.every(isRecord)) return fromRecords(list);
  const flat = list.every((entry) => isLabel(entry) && (typeof entry !== 'string' || entry.trim().length <= 1));
  if (flat)
    return {
      sequences: [readSequence(list, 'the array')],
      location: (_, entry) => `entry ${entry + 1}`,
      notes: ['A flat array was read as one long sequence.'],
    };
  const names = list.map((_, i) => `${i + 1}`);
  return fromNamed(names, list, (name) => `sequence ${name}`);
}

function fromNamed(names: string[], values: unknown[], title: (name: string) => string): Named {
  if (names.length === 0) throw new SequenceError('The JSON object is empty; give at least one sequence.');
  return {
    sequences: collectSequences(values, (value, i) => readSequence(value, title(names[i]!))),
    location: (sequence, entry) => `${title(names[sequence]!)}, entry ${entry + 1}`,
    notes: [],
  };
}

/** Labels of an array or a string. A string is split at spaces, commas or semicolons if it has any, else into letters. */
function readSequence(value: unknown, title: string): string[] {
  if (typeof value === 'string') {
    const words = value.trim();
    return /[\s,;]/.test(words)
      ? words.split(/[\s,;]+/, SEQUENCE_LIMITS.symbols + 2).filter((word) => word !== '')
      : lettersOf(words);
  }
  if (!Array.isArray(value))
    throw new SequenceError(`In the JSON, ${title} is not an array or a string of labels; write it as ["a", "b", …].`);
  // In a list of labels and nulls, the nulls are missing entries. But a single label among nulls is more likely a mistake.
  const labels = new Set<unknown>();
  for (const entry of value as unknown[]) if (isLabel(entry) && labels.size < 2) labels.add(entry);
  return value.map((entry: unknown, i) => {
    if (entry === null && labels.size >= 2) return '';
    if (!isLabel(entry) || `${entry}`.trim() === '')
      throw new SequenceError(`In the JSON, entry ${i + 1} of ${title} is not a label; use a name or a number.`);
    return `${entry}`.trim();
  });
}

function fromRecords(records: Record<string, unknown>[]): Named {
  const keys = Object.keys(records[0]!);
  const roles = rolesByName(keys);
  if (!roles)
    throw new SequenceError(
      'Entry 1 of the JSON has no key called label, state, output, symbol or value; rename the one that holds the labels.',
    );
  const read = (record: Record<string, unknown>, key: string, row: number): string => {
    const value = record[key];
    if (!isLabel(value)) throw new SequenceError(`In the JSON, "${key}" of entry ${row + 1} is missing or not a name or number.`);
    return `${value}`.trim();
  };
  const { label } = roles;
  const ids = roles.id === undefined ? undefined : records.map((record, row) => read(record, keys[roles.id!]!, row));
  // Ids that never repeat are an index.
  const together = ids === undefined || isNameColumn(ids);
  const labels = `"${keys[label]!.slice(0, 40)}"`;
  return groupRows(
    {
      ids: together ? records.map(() => 'all') : ids,
      labels: records.map((record, row) => (record[keys[label]!] === null ? '' : read(record, keys[label]!, row))),
      location: (row) => `entry ${row + 1}`,
    },
    together ? [`${labels} was read as the labels of one long sequence.`] : [],
  );
}
