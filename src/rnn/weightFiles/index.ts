import { finish, type Work } from '../../math/progress';
import { decodeText, utf16Of } from '../../math/textEncoding';
import { readRawTensors, WeightFileError } from '../safetensors';
import type { RnnWeights } from '../weights';
import { writeWeights } from '../writeSafetensors';
import { readJson, writeJson } from './json';
import { denseStride, type NumberType, notFloatingPoint, readStrided } from './numbers';
import { isNpy, isNpz, readNpz, writeNpz } from './numpy';
import { type NamedTensor, networkFromTensors, type ReadNetwork, type TensorSource } from './tensors';
import { readTorch, torchFolder, writeTorch } from './torch';
import { MAX_BYTES, readZip } from './zip';

/** Weight files of every kind the app opens and saves; nothing in a file is ever executed. */

export type WeightFormat = 'safetensors' | 'pth' | 'npz' | 'json';

export interface WeightFile extends ReadNetwork {
  metadata: Record<string, string>;
}

interface Kind {
  /** Whether the content is of this kind. */
  matches: (bytes: Uint8Array) => boolean;
  extensions: readonly string[];
  read: (bytes: Uint8Array) => TensorSource;
}

const startsWith =
  (...magic: readonly number[]) =>
  (bytes: Uint8Array): boolean =>
    magic.every((byte, i) => bytes[i] === byte);

const refuse = (sentence: string) => (): never => {
  throw new WeightFileError(sentence);
};

const BRACE = 0x7b;

/** The first characters of a text in UTF-8 or UTF-16, in lower case, without blanks and byte order marks before them. */
const beginning = (bytes: Uint8Array): string => {
  const blanks = Math.max(
    0,
    bytes.findIndex((byte) => !JSON_BLANKS.includes(byte)),
  );
  return decodeText(bytes.subarray(utf16Of(bytes) === undefined ? blanks : 0, blanks + 128))
    .text.trimStart()
    .toLowerCase();
};
const JSON_BLANKS = [0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf];

/** The kinds are tried in this order. The first whose content matches reads the file, else the first with its extension. */
const KINDS: readonly Kind[] = [
  {
    matches: (bytes) => beginning(bytes).startsWith('version https://git-lfs'),
    extensions: [],
    read: refuse('This is a git-lfs pointer, not the network: download the file itself (git lfs pull).'),
  },
  {
    matches: (bytes) => /^<(?:!doctype|html|head|body|\?xml|!--)/.test(beginning(bytes)),
    extensions: [],
    read: refuse('This is a web page, not the network: download the file itself.'),
  },
  { matches: startsWith(0x50, 0x4b), extensions: ['pth', 'pt', 'ckpt', 'bin', 'npz', 'zip'], read: readArchive },
  { matches: isSafetensors, extensions: ['safetensors'], read: readTensorFile },
  {
    matches: (bytes) => beginning(bytes).startsWith('{'),
    extensions: ['json'],
    read: readJson,
  },
  {
    matches: isNpy,
    extensions: ['npy'],
    read: refuse(
      'A .npy file holds one array and a network has three: save them together with numpy.savez("network.npz", W_in=…, W_hh=…, W_out=…).',
    ),
  },
  {
    matches: (bytes) => bytes[0] === 0x80 && bytes[1]! >= 2 && bytes[1]! <= 5,
    extensions: ['pkl', 'pickle'],
    read: refuse(
      'The file is a bare Python pickle, as PyTorch before 1.6 saved: such files are never executed. Save it again with a newer PyTorch: torch.save(model.state_dict(), path).',
    ),
  },
  {
    matches: startsWith(0x89, 0x48, 0x44, 0x46),
    extensions: ['h5', 'hdf5', 'keras'],
    read: refuse('The file is HDF5, which is not read: save the matrices as .npz with numpy.savez.'),
  },
  {
    matches: startsWith(0x1f, 0x8b),
    extensions: ['gz', 'tgz'],
    read: refuse('The file is compressed with gzip: unpack it first.'),
  },
];

/** A length, then a JSON header of that length within the file. */
function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 9 || bytes[8] !== BRACE) return false;
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true);
  return length <= BigInt(bytes.length - 8);
}

const FLOATS: Readonly<Record<string, NumberType>> = { F64: 'float64', F32: 'float32', F16: 'float16', BF16: 'bfloat16' };

function readTensorFile(bytes: Uint8Array): TensorSource {
  const { tensors, metadata } = readRawTensors(bytes);
  const named = tensors.map(({ name, dtype: type, shape, bytes: content }): NamedTensor => {
    const dtype = Object.hasOwn(FLOATS, type) ? FLOATS[type] : undefined;
    if (!dtype)
      return {
        name,
        dtype: type,
        shape,
        read: () => {
          throw notFloatingPoint(name, type);
        },
      };
    const layout = { dtype, littleEndian: true, offset: 0, shape, stride: denseStride(shape, 'row-major') };
    return { name, dtype, shape, read: () => readStrided(name, content, layout) };
  });
  return { tensors: named, metadata, notes: [] };
}

function readArchive(bytes: Uint8Array): TensorSource {
  const files = readZip(bytes);
  const folder = torchFolder(files);
  if (folder !== undefined) return readTorch(files, folder);
  if (isNpz(files)) return readNpz(files);
  throw new WeightFileError(
    'The zip archive holds neither a PyTorch checkpoint (data.pkl) nor NumPy arrays (.npy): save one of these.',
  );
}

/** Share of the work that is done once the tensors of a file are known. The rest is decoding their numbers. */
const TENSORS_KNOWN = 0.6;

/**
 * Reads the network in a file of any kind. The name matters only when the content does not decide. Yields progress 0 … 1.
 * @throws WeightFileError
 */
function* readWeightFileInSteps(name: string, bytes: Uint8Array): Work<WeightFile> {
  if (bytes.length === 0) throw new WeightFileError('The file is empty: save it again.');
  if (bytes.length > MAX_BYTES)
    throw new WeightFileError(
      `The file has ${bytes.length} bytes; at most 64 MB (${MAX_BYTES} bytes) are read: save only the weights.`,
    );
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const kind = KINDS.find(({ matches }) => matches(bytes)) ?? KINDS.find(({ extensions }) => extensions.includes(extension));
  if (!kind)
    throw new WeightFileError(
      `"${name.slice(0, 80)}" is not a weight file: safetensors, PyTorch (.pth, .pt, .ckpt), NumPy (.npz) and JSON files are read.`,
    );
  yield 0.05;
  const { tensors, metadata, notes, others, said = [] } = kind.read(bytes);
  yield TENSORS_KNOWN;
  const network = networkFromTensors(tensors, { others: others ?? [], said: [...Object.entries(metadata), ...said] });
  return { ...network, metadata, notes: [...notes, ...network.notes] };
}

/**
 * The same without progress.
 * @throws WeightFileError
 */
export function readWeightFile(name: string, bytes: Uint8Array): WeightFile {
  return finish(readWeightFileInSteps(name, bytes));
}

/** A weight file, or a sentence that says what is wrong with it. */
export type ReadWeights = { ok: true; file: WeightFile } | { ok: false; message: string };

/** The network in a file, or the sentence that says why there is none. Yields progress, 0 … 1. */
export function* weightFileOrReason(name: string, bytes: Uint8Array): Work<ReadWeights> {
  try {
    return { ok: true, file: yield* readWeightFileInSteps(name, bytes) };
  } catch (error) {
    if (error instanceof WeightFileError) return { ok: false, message: error.message };
    throw error;
  }
}

const WRITERS: Record<WeightFormat, (weights: RnnWeights, metadata: Record<string, string>) => Uint8Array<ArrayBuffer>> = {
  safetensors: writeWeights,
  pth: writeTorch,
  npz: writeNpz,
  json: writeJson,
};

/** A network as a file, float32 and bit-exact in every format; the tensors have the names of the reference code. */
export const writeWeightFile = (
  format: WeightFormat,
  weights: RnnWeights,
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> => WRITERS[format](weights, { format: 'noisy-orbits', formatVersion: '1', ...metadata });
