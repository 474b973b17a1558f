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
