import type { RnnWeights } from '../weights';
import { decodeMetadata, encodeMetadata, METADATA_RECORD } from './metadata';
import { readNpy, writeNpy } from './npy';
import { type TensorSource, tensorsOfNetwork } from './tensors';
import { writeZip } from './zip';

/** Several arrays in NumPy's .npz format: a zip of .npy files; metadata in a record of its own beside them. */

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

/** The folder that all files lie in, as after unpacking and packing again; "" where there is none. */
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
