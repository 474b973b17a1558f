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
  const tensors = [...files]
    .filter(([name]) => name.endsWith(EXTENSION))
    .map(([name, bytes]) => readNpy(name.slice(0, -EXTENSION.length), bytes));
  return { tensors, ...decodeMetadata(files.get(METADATA_RECORD)) };
}

/** An .npz that numpy.load reads, one array a matrix. */
export const writeNpz = (weights: RnnWeights, metadata: Record<string, string>): Uint8Array<ArrayBuffer> =>
  writeZip([
    ...tensorsOfNetwork(weights).map(({ name, shape, data }) => ({ name: name + EXTENSION, bytes: writeNpy(shape, data) })),
    { name: METADATA_RECORD, bytes: encodeMetadata(metadata) },
  ]);
