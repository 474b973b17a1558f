import * as v from 'valibot';
import { decodeText } from '../../math/textEncoding';
import { excerpt, excerptOf, WeightFileError } from '../safetensors';
import type { RnnWeights } from '../weights';
import { type NamedTensor, type TensorSource, tensorsOfNetwork } from './tensors';

/** Networks as JSON: {"rnn.weight_ih_l0": [[…], …], …}, or the same under "weights" with "metadata" beside it. */

const Table = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value)),
  v.record(v.string(), v.unknown()),
);
const MAX_DIMENSIONS = 8;
/**
 * The largest network takes 18 MB with twenty digits per number and a line for each. Parsed brackets alone take ten times their
 * size.
 */
const MAX_JSON_BYTES = 24 * 2 ** 20;

/** Tensors of a JSON file. @throws WeightFileError */
export function readJson(bytes: Uint8Array): TensorSource {
  if (bytes.length > MAX_JSON_BYTES)
    throw new WeightFileError(
      `The JSON file has ${bytes.length} bytes; at most 24 MB are read: save it as .npz or .safetensors.`,
    );
  const file = v.safeParse(Table, parse(bytes));
  if (!file.success)
    throw new WeightFileError('The JSON file is not a table {"rnn.weight_ih_l0": [[…], …], …}: save one matrix under each name.');
  const { metadata = {}, ...rest } = file.output;
  const wrapped = v.safeParse(Table, rest.weights);
  const table = wrapped.success ? wrapped.output : rest;
  const arrays = Object.entries(table).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]));
  const around = wrapped.success ? Object.entries(rest).filter(([name]) => name !== 'weights') : [];
  const others = [...around, ...Object.entries(table).filter(([, value]) => !Array.isArray(value))];
  return {
    tensors: arrays.map(([name, value]) => readArray(name, value)),
    others: others.map(([name]) => name),
    said: textsOf(others),
    ...checkMetadata(metadata),
  };
}

/** Texts and booleans, also one level down: {"config": {"nonlinearity": "tanh"}}. */
function textsOf(entries: readonly (readonly [string, unknown])[]): [string, string][] {
  const inside = entries.flatMap(([, value]) => {
    const table = v.safeParse(Table, value);
    return table.success ? Object.entries(table.output) : [];
  });
  return [...entries, ...inside].flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'boolean' ? [[name, String(value)]] : [],
  );
}

function parse(bytes: Uint8Array): unknown {
  const { text } = decodeText(bytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    // Python writes NaN and Infinity, which JSON does not allow. They are marked so that the error can name the tensor.
    const marked = text.replace(/([[,:\s])(-?(?:NaN|Infinity))(?=[\],}\s])/g, '$1"$2"');
    if (marked.length > text.length) return parse(new TextEncoder().encode(marked));
    const reason = error instanceof Error ? error.message.slice(0, 120) : 'unknown';
    throw new WeightFileError(`The file is not valid JSON (${reason}): it is cut off or damaged, save it again.`);
  }
}

/** A nested array as a tensor. Its first elements give the shape; `read` checks all others. */
function readArray(name: string, array: readonly unknown[]): NamedTensor {
  const shape: number[] = [];
  for (let value: unknown = array; Array.isArray(value) && shape.length <= MAX_DIMENSIONS; value = value[0])
    shape.push(value.length);
  return { name, dtype: 'decimal', shape, read: () => Float32Array.from(flatten(name, array, shape)) };
}

function flatten(name: string, array: readonly unknown[], shape: readonly number[]): number[] {
  let level: readonly unknown[] = [array];
  shape.forEach((length, axis) => {
    const next: unknown[] = [];
    level.forEach((part, index) => {
      if (!Array.isArray(part) || part.length !== length)
        throw new WeightFileError(
          `Tensor "${excerpt(name)}" is ragged: part ${index} of dimension ${axis} is not a list of ${length}, as the first is: make all rows equally long.`,
        );
      for (const item of part) next.push(item);
    });
    level = next;
  });
  level = level.map((value) => (value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : value));
  const index = level.findIndex((value) => typeof value !== 'number');
  if (index >= 0)
    throw new WeightFileError(
      `Tensor "${excerpt(name)}" holds ${excerptOf(level[index])} at entry ${index}, which is not a number (NaN and Infinity become null in JSON).`,
    );
  return level as number[];
}

/** Nine significant digits identify a float32. Minus zero keeps its sign even in Python, whose JSON integers have none. */
const decimal = (value: number): string => (Object.is(value, -0) ? '-0.0' : String(Number(value.toPrecision(9))));

/** Writes {"metadata": …, "weights": {name: rows}}, one row per line, each number exact in float32. */
export function writeJson(weights: RnnWeights, metadata: Record<string, string>): Uint8Array<ArrayBuffer> {
  const matrices = tensorsOfNetwork(weights).map(({ name, shape: [rows, columns], data }) => {
    const row = (_: unknown, i: number): string =>
      `[${Array.from(data.subarray(i * columns, (i + 1) * columns), decimal).join(', ')}]`;
    return `${JSON.stringify(name)}: [\n${Array.from({ length: rows }, row).join(',\n')}\n]`;
  });
  return new TextEncoder().encode(`{"metadata": ${JSON.stringify(metadata)},\n"weights": {\n${matrices.join(',\n')}\n}}\n`);
}

const Metadata = v.record(v.string(), v.string());

/** Name of the record for metadata in formats that have no place of their own for it. */
export const METADATA_RECORD = 'metadata.json';

export const encodeMetadata = (metadata: Record<string, string>): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(metadata));

/** Metadata from the JSON of a record. If it is not a table of texts, it is empty and a note says so. */
export function decodeMetadata(bytes: Uint8Array | undefined): { metadata: Record<string, string>; notes: string[] } {
  if (!bytes) return { metadata: {}, notes: [] };
  try {
    return checkMetadata(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return checkMetadata(undefined);
  }
}

/** The value if it is a table of texts. Otherwise nothing, and a note says so. */
function checkMetadata(value: unknown): { metadata: Record<string, string>; notes: string[] } {
  const parsed = v.safeParse(Metadata, value, { abortEarly: true });
  return parsed.success
    ? { metadata: parsed.output, notes: [] }
    : { metadata: {}, notes: ['The metadata is not a table of texts and was left out.'] };
}
