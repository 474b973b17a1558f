import { WeightFileError } from '../safetensors';
import {
  GlobalName,
  OrderedDict,
  type PickleKey,
  PickleMachine,
  type PickleValue,
  SAVE_TENSORS_ONLY,
  StorageDescriptor,
  TensorDescriptor,
} from './pickleMachine';

/**
 * Reads the part of Python's pickle (protocols 2 to 5) that torch.save uses for a state dict. Names are compared with a whitelist
 * and never looked up, so nothing in a file is ever executed. Any other opcode or name refuses the file.
 */

const MAX_PICKLE_BYTES = 8 * 2 ** 20;
const MAX_OPCODES = 1_000_000;
const MAX_DEPTH = 32;
const MAX_DIMENSIONS = 8;

/** Types of numbers by the name of their storage. Types other than floating point are never decoded. */
const STORAGES = new Map<string, string>([
  ['torch.FloatStorage', 'float32'],
  ['torch.DoubleStorage', 'float64'],
  ['torch.HalfStorage', 'float16'],
  ['torch.BFloat16Storage', 'bfloat16'],
  ['torch.LongStorage', 'int64'],
  ['torch.IntStorage', 'int32'],
  ['torch.ShortStorage', 'int16'],
  ['torch.CharStorage', 'int8'],
  ['torch.ByteStorage', 'uint8'],
  ['torch.BoolStorage', 'bool'],
  ['torch.ComplexFloatStorage', 'complex64'],
  ['torch.ComplexDoubleStorage', 'complex128'],
]);

/** What a pickle may "call": each builds a plain value from its arguments. */
const CALLS = new Map<string, (machine: PickleMachine, args: readonly PickleValue[]) => PickleValue>([
  ['collections.OrderedDict', emptyOrderedDict],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_parameter', rebuildParameter],
  ['torch.Size', firstArgument],
  ['torch.device', firstArgument],
]);

/** Constants of PyTorch that occur among the settings of a checkpoint, such as torch.float32. */
const CONSTANT = /^torch\.(?:b?float\d+|double|half|u?int\d+|long|bool)$/;
const QUANTISED = /^torch\.Q\w+Storage$|^torch\._utils\._rebuild_qtensor$|quantiz/;

const isCount = (value: PickleValue | undefined): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isTuple = (value: PickleValue | undefined): value is readonly PickleValue[] =>
  Array.isArray(value) && Object.isFrozen(value);
const isCounts = (value: PickleValue | undefined): value is readonly number[] =>
  isTuple(value) && value.length <= MAX_DIMENSIONS && value.every(isCount);
const isKey = (value: PickleValue): value is PickleKey => value === null || typeof value !== 'object';

function emptyOrderedDict(machine: PickleMachine, args: readonly PickleValue[]): PickleValue {
  return args.length === 0 ? new OrderedDict() : machine.fail('an OrderedDict is built from a list');
}

/** torch.Size((2, 3)) and torch.device('cpu') become what they contain. */
function firstArgument(machine: PickleMachine, args: readonly PickleValue[]): PickleValue {
  return args.length > 0 ? args[0]! : machine.fail('a size or a device is made of nothing');
}

function rebuildTensor(machine: PickleMachine, args: readonly PickleValue[]): PickleValue {
  const [storage, offset, shape, stride] = args;
  if (storage instanceof StorageDescriptor && isCount(offset) && isCounts(shape) && isCounts(stride))
    if (shape.length === stride.length) return new TensorDescriptor(storage, offset, shape, stride);
  return machine.fail('a tensor is not described by storage, offset, shape and strides');
}

function rebuildParameter(machine: PickleMachine, [tensor]: readonly PickleValue[]): PickleValue {
  return tensor instanceof TensorDescriptor ? tensor : machine.fail('a parameter is not a tensor');
}

function globalName(machine: PickleMachine, module: PickleValue, attribute: PickleValue): void {
  if (typeof module !== 'string' || typeof attribute !== 'string') machine.fail('a name is not a text');
  const name = `${module}.${attribute}`;
  if (QUANTISED.test(name))
    throw new WeightFileError(
      `The network is quantised (the file asks for ${JSON.stringify(name.slice(0, 100))}): call .dequantize() and save again.`,
    );
  if (!CALLS.has(name) && !STORAGES.has(name) && !CONSTANT.test(name))
    throw new WeightFileError(
      `The file asks for ${JSON.stringify(name.slice(0, 100))}: such files are never executed. ${SAVE_TENSORS_ONLY}`,
    );
  machine.push(new GlobalName(name));
}

function reduce(machine: PickleMachine): void {
  const [callable, args] = machine.popMany(2);
  const call = callable instanceof GlobalName ? CALLS.get(callable.name) : undefined;
  if (!call || !isTuple(args)) machine.fail('it calls something that cannot be called (REDUCE)');
  machine.push(call(machine, args));
}

/** ('storage', type, key, device, length): the numbers themselves are in a file of their own. */
function persistentId(machine: PickleMachine): void {
  const id = machine.pop();
  const [kind, type, key, , length] = isTuple(id) ? id : [];
  const dtype = type instanceof GlobalName ? STORAGES.get(type.name) : undefined;
  if (kind !== 'storage' || !dtype || typeof key !== 'string' || !isCount(length))
    machine.fail('a storage is not described by type, key, device and length');
  machine.push(new StorageDescriptor(key, dtype, length));
}

function setItems(machine: PickleMachine, items: readonly PickleValue[]): void {
  const dict = machine.top();
  if (!(dict instanceof Map) || items.length % 2 === 1) machine.fail('items are set on what is not a dict');
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i]!;
    if (!isKey(key)) machine.fail('a dict has a key that is neither text nor number');
    dict.set(key, items[i + 1]!);
  }
}

function append(machine: PickleMachine, items: readonly PickleValue[]): void {
  const list = machine.top();
  if (!Array.isArray(list) || Object.isFrozen(list)) machine.fail('items are appended to what is not a list');
  for (const item of items) list.push(item);
}

/** The state of an OrderedDict (torch keeps module versions there) changes no tensor, so it is dropped. */
function build(machine: PickleMachine): void {
  machine.pop();
  if (!(machine.top() instanceof OrderedDict)) machine.fail('the state of something other than an OrderedDict is set (BUILD)');
}

function protocol(machine: PickleMachine): void {
  const version = machine.byte();
  if (version < 2 || version > 5) machine.fail(`it has protocol ${version}; 2 to 5 are read`);
}

const pushTuple = (machine: PickleMachine, items: PickleValue[]): void => machine.push(Object.freeze(items));

const STOP = 0x2e;
const PROTO = 0x80;

const OPCODES = new Map<number, (machine: PickleMachine) => void>([
  [PROTO, protocol],
  [0x95, (machine) => machine.frame(machine.uint64())], // FRAME
  [0x28, (machine) => machine.mark()], // MARK
  [0x4e, (machine) => machine.push(null)], // NONE
  [0x88, (machine) => machine.push(true)], // NEWTRUE
  [0x89, (machine) => machine.push(false)], // NEWFALSE
  [0x4a, (machine) => machine.push(machine.int32())], // BININT
  [0x4b, (machine) => machine.push(machine.byte())], // BININT1
  [0x4d, (machine) => machine.push(machine.uint16())], // BININT2
  [0x8a, (machine) => machine.push(machine.integer(machine.byte()))], // LONG1
  [0x47, (machine) => machine.push(machine.float64())], // BINFLOAT
  [0x8c, (machine) => machine.push(machine.text(machine.byte()))], // SHORT_BINUNICODE
  [0x58, (machine) => machine.push(machine.text(machine.uint32()))], // BINUNICODE
  [0x8d, (machine) => machine.push(machine.text(machine.uint64()))], // BINUNICODE8
  [0x29, (machine) => pushTuple(machine, [])], // EMPTY_TUPLE
  [0x85, (machine) => pushTuple(machine, machine.popMany(1))], // TUPLE1
  [0x86, (machine) => pushTuple(machine, machine.popMany(2))], // TUPLE2
  [0x87, (machine) => pushTuple(machine, machine.popMany(3))], // TUPLE3
  [0x74, (machine) => pushTuple(machine, machine.popToMark())], // TUPLE
  [0x5d, (machine) => machine.push([])], // EMPTY_LIST
  [0x61, (machine) => append(machine, machine.popMany(1))], // APPEND
  [0x65, (machine) => append(machine, machine.popToMark())], // APPENDS
  [0x7d, (machine) => machine.push(new Map())], // EMPTY_DICT
  [0x73, (machine) => setItems(machine, machine.popMany(2))], // SETITEM
  [0x75, (machine) => setItems(machine, machine.popToMark())], // SETITEMS
  [0x63, (machine) => globalName(machine, machine.line(), machine.line())], // GLOBAL
  [0x93, (machine) => globalName(machine, ...(machine.popMany(2) as [PickleValue, PickleValue]))], // STACK_GLOBAL
  [0x52, reduce], // REDUCE
  [0x62, build], // BUILD
  [0x51, persistentId], // BINPERSID
  [0x71, (machine) => machine.remember(machine.byte())], // BINPUT
  [0x72, (machine) => machine.remember(machine.uint32())], // LONG_BINPUT
  [0x94, (machine) => machine.remember()], // MEMOIZE
  [0x68, (machine) => machine.recall(machine.byte())], // BINGET
  [0x6a, (machine) => machine.recall(machine.uint32())], // LONG_BINGET
]);

/** Opcodes that exist but are refused. Their names are listed so that the message can say which. */
const REFUSED: Record<number, string> = {
  48: 'POP',
  49: 'POP_MARK',
  50: 'DUP',
  66: 'BINBYTES',
  67: 'SHORT_BINBYTES',
  70: 'FLOAT',
  73: 'INT',
  76: 'LONG',
  80: 'PERSID',
  83: 'STRING',
  84: 'BINSTRING',
  85: 'SHORT_BINSTRING',
  86: 'UNICODE',
  100: 'DICT',
  103: 'GET',
  105: 'INST',
  108: 'LIST',
  111: 'OBJ',
  112: 'PUT',
  129: 'NEWOBJ',
  130: 'EXT1',
  131: 'EXT2',
  132: 'EXT4',
  139: 'LONG4',
  142: 'BINBYTES8',
  143: 'EMPTY_SET',
  144: 'ADDITEMS',
  145: 'FROZENSET',
  146: 'NEWOBJ_EX',
  150: 'BYTEARRAY8',
  151: 'NEXT_BUFFER',
  152: 'READONLY_BUFFER',
};

/** The value a pickle describes: plain values and tensor descriptors. @throws WeightFileError, never anything else */
export function readPickle(bytes: Uint8Array): PickleValue {
  if (bytes.length > MAX_PICKLE_BYTES)
    throw new WeightFileError(`The pickle in the file has ${bytes.length} bytes; at most 8 MB are read. ${SAVE_TENSORS_ONLY}`);
  const machine = new PickleMachine(bytes);
  if (bytes[0] !== PROTO) machine.fail('it is no pickle of protocol 2 to 5');
  for (let count = 0; ; count++) {
    const opcode = machine.byte();
    if (opcode === STOP) break;
    if (count > MAX_OPCODES) return machine.fail(`it has more than ${MAX_OPCODES} opcodes`);
    const run = OPCODES.get(opcode);
    if (!run) return machine.fail(`opcode ${REFUSED[opcode] ?? `0x${opcode.toString(16)}`} is not one a state dict needs`);
    run(machine);
  }
  const value = machine.result();
  checkDepth(machine, value);
  return value;
}

const isContainer = (value: PickleValue): value is readonly PickleValue[] | Map<PickleKey, PickleValue> =>
  Array.isArray(value) || value instanceof Map;

/** Checks level by level and each container once, so that neither cycles nor shared parts make it long. */
function checkDepth(machine: PickleMachine, root: PickleValue): void {
  const seen = new Set<PickleValue>();
  let level = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) machine.fail(`its values are nested more than ${MAX_DEPTH} deep`);
    const next: PickleValue[] = [];
    for (const value of level) {
      if (!isContainer(value) || seen.has(value)) continue;
      seen.add(value);
      for (const child of value.values()) if (isContainer(child)) next.push(child);
    }
    level = next;
  }
}
