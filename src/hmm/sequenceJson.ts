import { groupRows, rolesByName } from './sequenceColumns';
import { type NamedSequences, SequenceError } from './sequenceError';
import { collectSequences, lettersOf, SEQUENCE_LIMITS, tooManyParts } from './sequenceLimits';

/**
 * Sequences from JSON: an array of arrays, an array of strings, an object of arrays or strings, or an array of { id, label }. A flat array
 * of labels is one sequence.
 * @throws SequenceError with the place
 */
export function jsonSequences(text: string): NamedSequences {
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
  if (isRecord(value)) return fromNamed(Object.keys(value), Object.values(value), (name) => `"${name.slice(0, 40)}"`);
  throw new SequenceError('The JSON is a single value; give an array of sequences, or an object with one sequence per key.');
}

/** Opening brackets and commas: each may become an object of its own, which takes twenty times the room of a character. */
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

function fromArray(list: unknown[]): NamedSequences {
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

function fromNamed(names: string[], values: unknown[], title: (name: string) => string): NamedSequences {
  if (names.length === 0) throw new SequenceError('The JSON object is empty; give at least one sequence.');
  return {
    sequences: collectSequences(values, (value, i) => readSequence(value, title(names[i]!))),
    location: (sequence, entry) => `${title(names[sequence]!)}, entry ${entry + 1}`,
    notes: [],
  };
}

/** Labels of an array, or of a string: between spaces, commas or semicolons if it has any, else letter by letter. */
function readSequence(value: unknown, title: string): string[] {
  if (typeof value === 'string') {
    const words = value.trim();
    return /[\s,;]/.test(words)
      ? words.split(/[\s,;]+/, SEQUENCE_LIMITS.symbols + 2).filter((word) => word !== '')
      : lettersOf(words);
  }
  if (!Array.isArray(value))
    throw new SequenceError(`In the JSON, ${title} is not an array or a string of labels; write it as ["a", "b", …].`);
  return value.map((entry: unknown, i) => {
    if (!isLabel(entry) || `${entry}`.trim() === '')
      throw new SequenceError(`In the JSON, entry ${i + 1} of ${title} is not a label; use a name or a number.`);
    return `${entry}`.trim();
  });
}

function fromRecords(records: Record<string, unknown>[]): NamedSequences {
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
  const { id, label } = roles;
  return groupRows(
    {
      ids: records.map((record, row) => (id === undefined ? 'all' : read(record, keys[id]!, row))),
      labels: records.map((record, row) => read(record, keys[label]!, row)),
      location: (row) => `entry ${row + 1}`,
    },
    id === undefined ? [`"${keys[label]}" was read as the labels of one long sequence.`] : [],
  );
}
