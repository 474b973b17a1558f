import * as v from 'valibot';
import { decodeText } from '../math/textEncoding';
import { assertHmm, HmmError, type HmmSpec } from './spec';

/** A model as a JSON file: the fields of HmmSpec; name, topology and the two counts may be left out. */

const numbers = v.array(v.number('holds something that is not a number'), 'is not a list of numbers');
const matrix = v.array(numbers, 'is not a list of rows');
const MISSING = 'is missing, or of the wrong kind';

const ModelSchema = v.object(
  {
    name: v.optional(v.string('is not a text'), 'own model'),
    topology: v.optional(
      v.picklist(
        ['linear-chain', 'fully-connected', 'cyclic', 'custom'],
        'is none of linear-chain, fully-connected, cyclic, custom',
      ),
      'custom',
    ),
    nStates: v.number(MISSING),
    nOutputs: v.number(MISSING),
    startProb: numbers,
    transitionMatrix: matrix,
    emissionMatrix: matrix,
  },
  MISSING,
);

/** Names that other programs (hmmlearn) give to the fields. */
const OTHER_NAMES: readonly (readonly [string, string])[] = [
  ['startprob_', 'startProb'],
  ['transmat_', 'transitionMatrix'],
  ['emissionprob_', 'emissionMatrix'],
];

type Table = Record<string, unknown>;
const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The table with our names for the fields, and with the counts that its matrices imply. */
function completed(given: Table): Table {
  const table = { ...given };
  for (const [theirs, ours] of OTHER_NAMES)
    if (!Object.hasOwn(table, ours) && Object.hasOwn(table, theirs)) table[ours] = table[theirs];
  const { transitionMatrix: moves, emissionMatrix: outputs } = table;
  if (Array.isArray(moves)) table.nStates ??= moves.length;
  if (Array.isArray(outputs) && Array.isArray(outputs[0])) table.nOutputs ??= outputs[0].length;
  return table;
}

/**
 * Python and R write NaN and Infinity, which JSON does not allow. They are turned into texts so that an error can name their
 * place.
 */
const marked = (text: string): string => text.replace(/([[,:\s])(-?(?:NaN|Infinity|Inf|NA))(?=[\],}\s])/g, '$1"$2"');

/** Where a value that is not a number stands: "transitionMatrix, row 0, entry 1". */
function placeOf(
  value: unknown,
  wanted: (leaf: unknown) => boolean,
  path: string[] = [],
): { path: string[]; leaf: unknown } | undefined {
  if (wanted(value)) return { path, leaf: value };
  if (typeof value !== 'object' || value === null || path.length > 4) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const found = placeOf(part, wanted, [...path, key]);
    if (found) return found;
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 120) : 'unreadable';
    let repaired: unknown;
    try {
      repaired = JSON.parse(marked(text));
    } catch {
      const hint = /^\s*\{\s*'/.test(text)
        ? 'names stand in double quotes, "nStates", not in single ones'
        : 'check brackets, commas and quotes';
      throw new HmmError(`The model is not valid JSON (${reason}): ${hint}.`);
    }
    const found = placeOf(repaired, (leaf) => typeof leaf === 'string' && /^-?(?:NaN|Infinity|Inf|NA)$/.test(leaf));
    const [field = 'it', row, entry] = found?.path ?? [];
    const at = [field, row && `row ${row}`, entry && `entry ${entry}`].filter(Boolean).join(', ');
    throw new HmmError(`The model holds ${String(found?.leaf)} at ${at} (counted from 0); every probability must be a number.`);
  }
}

/**
 * Reads a model from JSON text.
 * @throws HmmError with a sentence when the text is not a model that can be sampled
 */
export function modelFromJson(text: string): HmmSpec {
  if (text.trim() === '') throw new HmmError('The model file is empty.');
  const raw = parse(text.replace(/^\uFEFF/, ''));
  if (!isTable(raw))
    throw new HmmError(
      'The model cannot be read: a model is a table {"startProb": […], "transitionMatrix": [[…], …], "emissionMatrix": [[…], …]}.',
    );
  const table = completed(raw);
  if (!Object.keys(ModelSchema.entries).some((field) => field !== 'name' && Object.hasOwn(table, field))) {
    const names = Object.keys(raw).slice(0, 3);
    const found = names.length === 0 ? 'nothing' : names.map((name) => `"${name.slice(0, 40)}"`).join(', ');
    throw new HmmError(`The file holds no model: startProb, transitionMatrix and emissionMatrix are needed, it has ${found}.`);
  }
  const parsed = v.safeParse(ModelSchema, table, { abortEarly: true });
  if (parsed.success) return assertHmm(parsed.output);
  const [issue] = parsed.issues;
  throw new HmmError(`The model cannot be read: ${v.getDotPath(issue) ?? 'its description'} ${issue.message}.`);
}

/** Files that people give by mistake instead of a model, recognised by how they begin. */
const MISTAKEN: readonly { begins: RegExp; sentence: string }[] = [
  {
    begins: /^version https:\/\/git-lfs/,
    sentence: 'This is a git-lfs pointer, not the model: download the file itself (git lfs pull).',
  },
  {
    begins: /^<(?:!doctype|html|head|body|\?xml|!--)/i,
    sentence: 'This is a web page, not the model: download the file itself.',
  },
  {
    begins: /^PK/,
    sentence: 'This is a zip archive (an .npz, a .pth or a spreadsheet), not a model: save the matrices as JSON.',
  },
  { begins: /^\x80/, sentence: 'This is a Python pickle, which is never executed: save the matrices as JSON.' },
  {
    begins: /^[\s\S]{4}\0{4}\{/,
    sentence: 'This is a weight file (safetensors), not a model: give the network first and the model as JSON.',
  },
];

/** Largest size of a model file in bytes, far more than 8 states need. */
const MAX_BYTES = 4 * 2 ** 20;

/** The model in a file, in UTF-8 or UTF-16. @throws HmmError with a sentence */
export function modelFromFile(bytes: Uint8Array): HmmSpec {
  if (bytes.length > MAX_BYTES) throw new HmmError(`The model file has ${bytes.length} bytes, more than any model needs.`);
  const { text } = decodeText(bytes);
  // Binary files are recognised by their first bytes, and texts by what follows blanks and byte order marks.
  const beginnings = [String.fromCharCode(...bytes.subarray(0, 64)), text.trimStart()];
  const mistaken = MISTAKEN.find(({ begins }) => beginnings.some((beginning) => begins.test(beginning)));
  if (mistaken) throw new HmmError(mistaken.sentence);
  return modelFromJson(text);
}
