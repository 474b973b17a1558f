import fc from 'fast-check';
import { awkward, trap } from './damage';

/** Pickles: state dicts with whatever numbers in them, and programs of valid opcodes in any order. Characters stand for bytes. */

const little = (value: bigint, bytes: number): string =>
  Array.from({ length: bytes }, (_, k) => String.fromCharCode(Number((value >> BigInt(8 * k)) & 0xffn))).join('');
const double = (value: number): string => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return String.fromCharCode(...new Uint8Array(view.buffer));
};

/** A number as BININT1, BININT, LONG1 or BINFLOAT. */
function numberOp(value: number): string {
  if (!Number.isInteger(value) || Object.is(value, -0)) return `G${double(value)}`;
  if (value >= 0 && value < 256) return `K${String.fromCharCode(value)}`;
  if (Math.abs(value) < 2 ** 31) return `J${little(BigInt.asUintN(32, BigInt(value)), 4)}`;
  return `\x8a\x20${little(BigInt.asUintN(256, BigInt(value)), 32)}`;
}
export const textOp = (text: string): string => `X${little(BigInt(text.length), 4)}${text}`;
const globalOp = (name: string): string => {
  const dot = name.lastIndexOf('.');
  return `c${name.slice(0, dot)}\n${name.slice(dot + 1)}\n`;
};
const tuple = (...items: string[]): string => `(${items.join('')}t`;

export interface PickledTensor {
  name: string;
  storage: { type: string; key: string; length: number };
  offset: number;
  shape: readonly number[];
  stride: readonly number[];
}

const rebuildOp = ({ storage, offset, shape, stride }: PickledTensor): string => {
  const id = tuple(
    textOp('storage'),
    globalOp(`torch.${storage.type}`),
    textOp(storage.key),
    textOp('cpu'),
    numberOp(storage.length),
  );
  const hooks = `${globalOp('collections.OrderedDict')})R`;
  const args = tuple(`${id}Q`, numberOp(offset), tuple(...shape.map(numberOp)), tuple(...stride.map(numberOp)), '\x89', hooks);
  return `${globalOp('torch._utils._rebuild_tensor_v2')}${args}R`;
};

/** A state dict as torch.save writes it. */
export const statePickle = (tensors: readonly PickledTensor[]): string =>
  `\x80\x02}(${tensors.map((tensor) => textOp(tensor.name) + rebuildOp(tensor)).join('')}u.`;

const anyText = fc.oneof(
  trap,
  fc.constantFrom('storage', 'rnn.weight_hh_l0', 'fc.bias', 'state_dict', 'cpu'),
  fc.string({ maxLength: 5 }),
);
const anyGlobal = fc.constantFrom(
  ...['torch.FloatStorage', 'torch.DoubleStorage', 'torch.HalfStorage', 'torch._utils._rebuild_tensor_v2'],
  ...['torch._utils._rebuild_parameter', 'collections.OrderedDict', 'os.system', 'builtins.eval', '.', '__builtin__.getattr'],
);

/** Opcodes with operands, the useful ones more often. */
const operation: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('(', 't', '}', ']', ')', 'u', 's', 'R', 'Q', 'b', 'a', 'e', '\x85', '\x86', '\x87', '\x94', 'N'),
  },
  { weight: 3, arbitrary: awkward.map(numberOp) },
  { weight: 3, arbitrary: anyText.map((text) => textOp(text.replaceAll(/[^\0-\x7f]/g, '?'))) },
  { weight: 3, arbitrary: anyGlobal.map(globalOp) },
  { weight: 3, arbitrary: fc.nat(3).map((index) => `q${String.fromCharCode(index)}`) },
  { weight: 4, arbitrary: fc.nat(3).map((index) => `h${String.fromCharCode(index)}`) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('r', 'j', 'X'), awkward).map(([op, value]) => op + little(BigInt(Math.trunc(value)), 4)),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom('\x95', '\x8d'), awkward).map(([op, value]) => op + little(BigInt(Math.trunc(value)), 8)),
  },
  { weight: 1, arbitrary: fc.nat(255).map((byte) => String.fromCharCode(byte)) },
  {
    weight: 1,
    arbitrary: fc
      .record({ shape: fc.array(awkward, { maxLength: 3 }), stride: fc.array(awkward, { maxLength: 3 }), offset: awkward })
      .map((view) => rebuildOp({ name: '', storage: { type: 'FloatStorage', key: '0', length: 4 }, ...view })),
  },
);

/** A program of up to forty opcodes; half of them end as a pickle should. */
export const anyProgram: fc.Arbitrary<string> = fc
  .tuple(fc.array(operation, { maxLength: 40 }), fc.boolean())
  .map(([operations, ends]) => `\x80\x02${operations.join('')}${ends ? '.' : ''}`);
