import { excerpt, WeightFileError } from '../safetensors';
import type { RnnWeights } from '../weights';
import { decodeMetadata, encodeMetadata, METADATA_RECORD } from './json';
import { denseStride, float32Bytes, type NumberType, readStrided } from './numbers';
import { type NamedTensor, type TensorSource, tensorsOfNetwork } from './tensors';
import { writeZip } from './zip';

/** One array in NumPy's .npy format: magic, version, header length, a Python dict literal, numbers. */

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MAX_HEADER = 4096;
const ALIGNMENT = 64;
const MAX_DIMENSIONS = 8;

const TYPES = new Map<string, NumberType>([
  ['f2', 'float16'],
  ['f4', 'float32'],
  ['f8', 'float64'],
]);

/** The dict literal, in the order and spelling NumPy writes it; records have a list of fields as their type. */
const HEADER =
  /^\{\s*'descr':\s*('[^']{1,20}'|\[[^\]]{1,2000}\]),\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(((?:\d{1,9},\s*)*(?:\d{1,9})?)\),?\s*\}\s*$/;

export const isNpy = (bytes: Uint8Array): boolean => MAGIC.every((byte, i) => bytes[i] === byte);

/** The array as a tensor; its numbers are decoded on `read`. @throws WeightFileError */
export function readNpy(name: string, bytes: Uint8Array): NamedTensor {
  if (!isNpy(bytes))
    throw new WeightFileError(`Array "${excerpt(name)}" is not in the .npy format: write the file with numpy.savez.`);
  const { text, dataAt } = readHeader(name, bytes);
  const match = HEADER.exec(text);
  if (!match)
    throw new WeightFileError(
      `Array "${excerpt(name)}" has a header that cannot be read (${JSON.stringify(text.slice(0, 80))}).`,
    );
  const [, type, fortran, lengths] = match as unknown as [string, string, string, string];
  const descr = excerpt(type.replace(/^'|'$/g, ''), 40);
  const dtype = /^[<>]/.test(descr) ? TYPES.get(descr.slice(1)) : undefined;
  const shape = lengths
    .split(',')
    .map((length) => length.trim())
    .filter(Boolean)
    .map(Number);
  if (shape.length > MAX_DIMENSIONS)
    throw new WeightFileError(
      `Array "${excerpt(name)}" has ${shape.length} dimensions; a matrix has 2: reshape it and save again.`,
    );
  if (!dtype) {
    const refuse = (): never => {
      throw new WeightFileError(
        `Array "${excerpt(name)}" has type "${descr}"${descr.endsWith('O') ? ' (Python objects, which are never loaded)' : ''}; floating-point numbers (<f2, <f4, <f8) are read: convert it with .astype("float32").`,
      );
    };
    return { name, dtype: descr, shape, read: refuse, ...textOf(descr, shape, bytes.subarray(dataAt)) };
  }
  const layout = {
    dtype,
    littleEndian: descr.startsWith('<'),
    offset: 0,
    shape,
    stride: denseStride(shape, fortran === 'True' ? 'column-major' : 'row-major'),
  };
  return { name, dtype, shape, read: () => readStrided(name, bytes.subarray(dataAt), layout) };
}

/** A text of up to this many characters may say what kind of network the file holds. */
const MAX_TEXT = 64;

/**
 * A single text (<U5, four bytes per character), such as np.savez(…, activation="tanh") writes; undefined for any other array.
 */
function textOf(descr: string, shape: readonly number[], data: Uint8Array): { text?: string } {
  const length = Number(/^[<>]U(\d{1,4})$/.exec(descr)?.[1] ?? 0);
  if (length < 1 || length > MAX_TEXT || shape.some((size) => size !== 1) || data.length < 4 * length) return {};
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const points = Array.from({ length }, (_, i) => view.getUint32(4 * i, descr.startsWith('<')));
  return points.every((point) => point < 0xd800) ? { text: String.fromCharCode(...points.filter((point) => point > 0)) } : {};
}

function readHeader(name: string, bytes: Uint8Array): { text: string; dataAt: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[MAGIC.length] ?? 0;
  if (version !== 1 && version !== 2)
    throw new WeightFileError(
      `Array "${excerpt(name)}" has .npy version ${version}; 1 and 2 are read: write the file with numpy.savez.`,
    );
  const lengthBytes = version === 1 ? 2 : 4;
  const textAt = MAGIC.length + 2 + lengthBytes;
  const length =
    textAt > bytes.length ? Number.POSITIVE_INFINITY : version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > MAX_HEADER || textAt + length > bytes.length)
    throw new WeightFileError(
      `Array "${excerpt(name)}" is cut off in its header, or the header is longer than ${MAX_HEADER} bytes.`,
    );
  return { text: new TextDecoder('latin1').decode(bytes.subarray(textAt, textAt + length)), dataAt: textAt + length };
}

/** A float32 array as NumPy writes it (version 1, data on a 64-byte border). */
export function writeNpy(shape: readonly number[], data: Float32Array): Uint8Array {
  const literal = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const textAt = MAGIC.length + 4;
  const dataAt = Math.ceil((textAt + literal.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(dataAt + data.length * 4);
  bytes.set([...MAGIC, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, dataAt - textAt, true);
  bytes.set(new TextEncoder().encode(`${literal.padEnd(dataAt - textAt - 1)}\n`), textAt);
  bytes.set(float32Bytes(data), dataAt);
  return bytes;
}

/** NumPy's .npz format: a zip of .npy files, with the metadata in a record beside them. */

const EXTENSION = '.npy';

export const isNpz = (files: ReadonlyMap<string, Uint8Array>): boolean =>
  [...files.keys()].some((name) => name.endsWith(EXTENSION));

/** Arrays of an unpacked .npz. @throws WeightFileError */
export function readNpz(files: ReadonlyMap<string, Uint8Array>): TensorSource {
  const arrays = [...files].filter(([name]) => name.endsWith(EXTENSION));
  const folder = commonFolder(arrays.map(([name]) => name));
  const tensors = arrays.map(([name, bytes]) => readNpy(name.slice(folder.length, -EXTENSION.length), bytes));
  const said = tensors.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text] as const]));
  return { tensors, said, ...decodeMetadata(files.get(folder + METADATA_RECORD)) };
}

/** The folder that contains all files, as happens when a user unpacks and packs again; "" when there is none. */
function commonFolder([first = '', ...others]: readonly string[]): string {
  const folder = first.slice(0, first.lastIndexOf('/') + 1);
  return others.every((name) => name.startsWith(folder)) ? folder : '';
}

/** An .npz that numpy.load reads, one array a matrix. */
export const writeNpz = (weights: RnnWeights, metadata: Record<string, string>): Uint8Array<ArrayBuffer> =>
  writeZip([
    ...tensorsOfNetwork(weights).map(({ name, shape, data }) => ({ name: name + EXTENSION, bytes: writeNpy(shape, data) })),
    { name: METADATA_RECORD, bytes: encodeMetadata(metadata) },
  ]);
