import { excerpt, WeightFileError } from '../safetensors';
import type { RnnWeights } from '../weights';
import { decodeMetadata, encodeMetadata, METADATA_RECORD } from './json';
import { CODECS, float32Bytes, isNumberType, notFloatingPoint, readStrided } from './numbers';
import { readPickle } from './pickle';
import { type PickleKey, type PickleValue, SAVE_TENSORS_ONLY, TensorDescriptor } from './pickleMachine';
import { type NamedTensor, type TensorSource, tensorsOfNetwork } from './tensors';
import { writeZip } from './zip';

/**
 * PyTorch checkpoints as torch.save writes them since 1.6: a zip of one folder with data.pkl (names, shapes, strides), the
 * numbers of each storage in data/0, data/1 …, and byteorder. Metadata travels in extra/metadata.json, which torch.load ignores.
 */

const PICKLE = 'data.pkl';
const EXTRA = `extra/${METADATA_RECORD}`;

/** Keys under which training scripts keep the state dict beside optimiser and epoch. */
const STATE_DICT_KEYS = ['state_dict', 'model_state_dict', 'model_state', 'model', 'network', 'net', 'module'];
const MAX_WRAPPINGS = 4;

type Files = ReadonlyMap<string, Uint8Array>;

/** The folder of the checkpoint in a zip, or undefined when the zip holds none. */
export function torchFolder(files: Files): string | undefined {
  const pickle = [...files.keys()].find((name) => name === PICKLE || name.endsWith(`/${PICKLE}`));
  return pickle?.slice(0, -PICKLE.length);
}

/** Tensors of the checkpoint in `folder` of a zip. @throws WeightFileError */
export function readTorch(files: Files, folder: string): TensorSource {
  const littleEndian = isLittleEndian(files.get(`${folder}byteorder`));
  const root = readPickle(files.get(folder + PICKLE)!);
  const { stateDict, outer, notes } = unwrap(root);
  const { metadata, notes: metadataNotes } = decodeMetadata(files.get(folder + EXTRA));
  const tensors: NamedTensor[] = [];
  const others = [...outer];
  for (const [key, value] of stateDict) {
    const name = String(key);
    if (value instanceof TensorDescriptor)
      tensors.push({
        name,
        dtype: value.storage.dtype,
        shape: value.shape,
        read: () => readTensor(name, value, files.get(`${folder}data/${value.storage.storageKey}`), littleEndian),
      });
    else others.push(name);
  }
  return { tensors, metadata, others, said: textsIn(root), notes: [...notes, ...metadataNotes] };
}

const MAX_TEXTS = 500;

/** Texts and booleans in the tables of a checkpoint. Training scripts keep their settings there. */
function textsIn(root: PickleValue): [string, string][] {
  const texts: [string, string][] = [];
  const look = (value: PickleValue, depth: number): void => {
    if (!(value instanceof Map) || texts.length > MAX_TEXTS) return;
    for (const [key, inner] of value) {
      if ((typeof inner === 'string' || typeof inner === 'boolean') && texts.length <= MAX_TEXTS)
        texts.push([String(key), String(inner)]);
      else if (depth < MAX_WRAPPINGS) look(inner, depth + 1);
    }
  };
  look(root, 0);
  return texts;
}

function isLittleEndian(record: Uint8Array | undefined): boolean {
  const order = record ? new TextDecoder().decode(record.subarray(0, 16)).trim() : 'little';
  if (order !== 'little' && order !== 'big')
    throw new WeightFileError(`The checkpoint gives its byte order as ${JSON.stringify(order)}; "little" and "big" are known.`);
  return order === 'little';
}

const holdsTensors = (dict: Map<PickleKey, PickleValue>): boolean =>
  [...dict.values()].some((value) => value instanceof TensorDescriptor);

/** The usual key, if any, that leads to tensors. */
function wrapped(dict: Map<PickleKey, PickleValue>, depth: number): string | undefined {
  if (depth >= MAX_WRAPPINGS) return undefined;
  return STATE_DICT_KEYS.find((key) => {
    const inner = dict.get(key);
    return inner instanceof Map && (holdsTensors(inner) || wrapped(inner, depth + 1) !== undefined);
  });
}

/** The dict with the tensors, which may be nested under a usual key, and the names of what is beside it (`outer`). */
function unwrap(root: PickleValue): { stateDict: Map<PickleKey, PickleValue>; outer: string[]; notes: string[] } {
  const path: string[] = [];
  const outer: string[] = [];
  let value = root;
  while (value instanceof Map) {
    const dict: Map<PickleKey, PickleValue> = value;
    const key = wrapped(dict, path.length);
    if (key === undefined) break;
    path.push(key);
    for (const other of dict.keys()) if (other !== key) outer.push(String(other));
    value = dict.get(key)!;
  }
  if (!(value instanceof Map) || !holdsTensors(value))
    throw new WeightFileError(
      `The checkpoint holds no table of tensors, neither at the top nor under ${STATE_DICT_KEYS.join(', ')}. ${SAVE_TENSORS_ONLY}`,
    );
  return { stateDict: value, outer, notes: path.length > 0 ? [`The network was found under "${path.join('.')}".`] : [] };
}

function readTensor(name: string, tensor: TensorDescriptor, bytes: Uint8Array | undefined, littleEndian: boolean): Float32Array {
  const { storage, offset, shape, stride } = tensor;
  if (!bytes)
    throw new WeightFileError(
      `The numbers of tensor "${excerpt(name)}" (data/${excerpt(storage.storageKey)}) are missing from the checkpoint: save it again.`,
    );
  const { dtype } = storage;
  if (!isNumberType(dtype)) throw notFloatingPoint(name, dtype);
  const held = bytes.subarray(0, storage.length * CODECS[dtype].bytes);
  return readStrided(name, held, { dtype, littleEndian, offset, shape, stride });
}

/** A checkpoint that torch.load (also with weights_only) reads as a state dict. */
export function writeTorch(weights: RnnWeights, metadata: Record<string, string>): Uint8Array<ArrayBuffer> {
  const folder = 'network/';
  const tensors = tensorsOfNetwork(weights);
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  return writeZip([
    { name: folder + PICKLE, bytes: pickleStateDict(tensors) },
    { name: `${folder}byteorder`, bytes: text('little') },
    ...tensors.map(({ data }, key) => ({ name: `${folder}data/${key}`, bytes: float32Bytes(data) })),
    { name: `${folder}version`, bytes: text('3\n') },
    { name: folder + EXTRA, bytes: encodeMetadata(metadata) },
  ]);
}

/** Writing the pickle (protocol 2) of a state dict of float32 matrices; opcodes as named in Python's pickletools. */

interface Matrix {
  name: string;
  shape: readonly [number, number];
}

const PROTO_2 = '\x80\x02';
const EMPTY_DICT = '}';
const MARK = '(';
const TUPLE = 't';
const TUPLE2 = '\x86';
const EMPTY_TUPLE = ')';
const REDUCE = 'R';
const BINPERSID = 'Q';
const NEWFALSE = '\x89';
const SETITEMS = 'u';
const STOP = '.';

const int32 = (value: number): string =>
  String.fromCharCode(value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24);
const binint = (value: number): string => `J${int32(value)}`;
/** ASCII only, one byte a character. */
const binunicode = (text: string): string => `X${int32(text.length)}${text}`;
const global = (module: string, name: string): string => `c${module}\n${name}\n`;

/** _rebuild_tensor_v2(storage, offset, shape, stride, requires_grad, backward_hooks) of a contiguous matrix. */
function rebuildTensor([rows, columns]: readonly [number, number], storageKey: string): string {
  const type = global('torch', 'FloatStorage');
  const storage = [MARK, binunicode('storage'), type, binunicode(storageKey), binunicode('cpu'), binint(rows * columns), TUPLE];
  const shape = [binint(rows), binint(columns), TUPLE2];
  const stride = [binint(columns), binint(1), TUPLE2];
  const hooks = [global('collections', 'OrderedDict'), EMPTY_TUPLE, REDUCE];
  const args = [MARK, ...storage, BINPERSID, binint(0), ...shape, ...stride, NEWFALSE, ...hooks, TUPLE];
  return [global('torch._utils', '_rebuild_tensor_v2'), ...args, REDUCE].join('');
}

/** {name: tensor, …}, the numbers of the n-th tensor in storage "n". */
export function pickleStateDict(tensors: readonly Matrix[]): Uint8Array {
  const items = tensors.map(({ name, shape }, key) => binunicode(name) + rebuildTensor(shape, String(key)));
  const program = [PROTO_2, EMPTY_DICT, MARK, ...items, SETITEMS, STOP].join('');
  return Uint8Array.from(program, (character) => character.charCodeAt(0));
}
