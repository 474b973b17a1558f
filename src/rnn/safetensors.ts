import { nonFiniteWeight, type RnnWeights } from './weights';

/** Reading the safetensors format: 8-byte header length, JSON header, raw little-endian tensors. */

export interface Tensor {
  dtype: 'F32' | 'F16';
  shape: number[];
  data: Float32Array;
}

export interface TensorFile {
  tensors: Record<string, Tensor>;
  metadata: Record<string, string>;
}

/** A file that cannot be read; `message` says what is wrong and where. */
export class WeightFileError extends Error {
  override readonly name = 'WeightFileError';
}

/** Largest header in bytes. A history stores its whole loss curve there: room for a million updates. */
const MAX_HEADER = 8 * 2 ** 20;
const MAX_TENSORS = 4096;
const MAX_DIMENSIONS = 8;
/** Bytes of a number. */
export const BYTES = { F32: 4, F16: 2 } as const;
/** Bytes per entry of each type. Unknown types are not checked. */
const ENTRY_BYTES = new Map([
  ...(['F64', 'I64', 'U64', 'C64'] as const).map((type) => [type, 8] as const),
  ...(['F32', 'I32', 'U32'] as const).map((type) => [type, 4] as const),
  ...(['F16', 'BF16', 'I16', 'U16'] as const).map((type) => [type, 2] as const),
  ...(['I8', 'U8', 'BOOL', 'F8_E4M3', 'F8_E5M2'] as const).map((type) => [type, 1] as const),
]) as ReadonlyMap<string, number>;

/** A tensor of any type, not decoded. */
export interface RawTensor {
  name: string;
  /** "F32", "BF16", "I64", … as the file says. */
  dtype: string;
  shape: number[];
  /** Little-endian, row-major. */
  bytes: Uint8Array;
}

/** Parses a safetensors file of F32 and F16. @throws WeightFileError on anything malformed, never anything else */
export function readSafetensors(bytes: Uint8Array): TensorFile {
  const { tensors, metadata } = readRawTensors(bytes);
  // Object.fromEntries instead of assignment, because a tensor may be called __proto__.
  return { tensors: Object.fromEntries(tensors.map((tensor) => [tensor.name, decode(tensor)])), metadata };
}

/**
 * The tensors of a safetensors file of any type; their numbers are not decoded.
 * @throws WeightFileError on anything malformed, never anything else
 */
export function readRawTensors(bytes: Uint8Array): { tensors: RawTensor[]; metadata: Record<string, string> } {
  if (bytes.length < 10) throw new WeightFileError(`The file has ${bytes.length} bytes, too few for a safetensors header.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > MAX_HEADER || 8 + headerLength > bytes.length)
    throw new WeightFileError(
      `The header claims ${headerLength} bytes; the file has ${bytes.length} and at most ${MAX_HEADER} are accepted.`,
    );
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, 8 + headerLength)));
  } catch {
    throw new WeightFileError('The header is not valid JSON: this is not a safetensors file, or it is damaged.');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new WeightFileError('The header is not a table of tensors.');
  const entries = Object.entries(header).filter(([name]) => name !== '__metadata__');
  if (entries.length > MAX_TENSORS)
    throw new WeightFileError(`The file lists ${entries.length} tensors; at most ${MAX_TENSORS} are read.`);
  const body = bytes.subarray(8 + headerLength);
  let left = body.length;
  const tensors = entries.map(([name, entry]) => {
    const tensor = rawTensor(name, entry, body);
    // Thousands of tensors over the same bytes would turn a small file into gigabytes.
    left -= tensor.bytes.length;
    if (left < 0)
      throw new WeightFileError(
        `The tensors up to "${excerpt(name)}" claim more bytes than the file holds: some lie over each other.`,
      );
    return tensor;
  });
  return { tensors, metadata: readMetadata((header as Record<string, unknown>).__metadata__) };
}

function readMetadata(raw: unknown): Record<string, string> {
  if (typeof raw !== 'object' || raw === null) return {};
  return Object.fromEntries(Object.entries(raw).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function rawTensor(fullName: string, entry: unknown, body: Uint8Array): RawTensor {
  const name = excerpt(fullName);
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string') throw unknownType(name, dtype);
  if (!Array.isArray(shape) || shape.length > MAX_DIMENSIONS || !shape.every(isCount))
    throw new WeightFileError(`Tensor "${name}" has no valid shape.`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw new WeightFileError(`Tensor "${name}" has no valid data offsets.`);
  const [from, to] = offsets as [number, number];
  const size = ENTRY_BYTES.get(dtype);
  const needed = size === undefined ? Math.max(0, to - from) : size * (shape as number[]).reduce((a, b) => a * b, 1);
  if (to - from !== needed || to > body.length)
    throw new WeightFileError(
      `Tensor "${name}" of shape [${shape.join(', ')}] needs ${needed} bytes; the file gives it ${to - from} at ${from} of ${body.length}.`,
    );
  return { name: fullName, dtype, shape: shape as number[], bytes: body.subarray(from, to) };
}

const unknownType = (name: string, dtype: unknown): WeightFileError =>
  new WeightFileError(`Tensor "${name}" has ${excerptOf(dtype)} as type; float32 (F32) and float16 (F16) are read.`);

function decode({ name, dtype, shape, bytes }: RawTensor): Tensor {
  if (dtype !== 'F32' && dtype !== 'F16') throw unknownType(excerpt(name), dtype);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = new Float32Array(bytes.length / BYTES[dtype]);
  for (let i = 0; i < data.length; i++) {
    const at = i * BYTES[dtype];
    data[i] = dtype === 'F32' ? view.getFloat32(at, true) : fromHalf(view.getUint16(at, true));
  }
  return { dtype, shape, data };
}

/** The names that PyTorch uses for the reference code, so that files load there unchanged. */
export const NAMES = { input: 'rnn.weight_ih_l0', recurrent: 'rnn.weight_hh_l0', readout: 'fc.weight' } as const;

/** Reads a network; shapes are inferred and checked. @throws WeightFileError with one sentence when it cannot be used */
export function readWeights(bytes: Uint8Array): { weights: RnnWeights; metadata: Record<string, string> } {
  const { tensors, metadata } = readSafetensors(bytes);
  const [input, recurrent, readout] = [NAMES.input, NAMES.recurrent, NAMES.readout].map((name) => {
    const tensor = tensors[name];
    if (!tensor)
      throw new WeightFileError(
        `The file has no tensor "${name}" (it has ${excerpt(Object.keys(tensors).join(', '), 200) || 'none'}).`,
      );
    if (tensor.shape.length !== 2)
      throw new WeightFileError(`Tensor "${name}" has ${tensor.shape.length} dimensions; a matrix has 2.`);
    return tensor;
  }) as [Tensor, Tensor, Tensor];
  const [H, d] = input.shape as [number, number];
  const K = readout.shape[0]!;
  if (H < 1 || d < 1 || K < 2 || K > 255) throw new WeightFileError(`A network with H=${H}, d=${d}, K=${K} cannot be run.`);
  if (recurrent.shape[0] !== H || recurrent.shape[1] !== H || readout.shape[1] !== H)
    throw new WeightFileError(
      `The shapes do not fit together: input ${input.shape.join('×')}, recurrent ${recurrent.shape.join('×')}, read-out ${readout.shape.join('×')}.`,
    );
  const weights: RnnWeights = {
    hiddenSize: H,
    inputDim: d,
    nOutputs: K,
    inputWeights: input.data,
    recurrentWeights: recurrent.data,
    readoutWeights: readout.data,
  };
  const problem = nonFiniteWeight(weights);
  if (problem) throw new WeightFileError(`The network cannot be run: ${problem}.`);
  return { weights, metadata };
}

/**
 * Quoted parts are cut to a readable length. A value is never turned into text by its own `toString`, which a file could define.
 */

const MAX_CHARACTERS = 60;

/** The beginning of a text. An ellipsis marks where it was cut. */
export const excerpt = (text: string, most = MAX_CHARACTERS): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** Describes a value of a JSON file in a few words. */
export function excerptOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(excerpt(value, 40));
  if (Array.isArray(value)) return 'a list';
  if (value === undefined) return 'nothing';
  return typeof value === 'object' && value !== null ? 'a table' : String(value);
}

/** IEEE half float (float16), a 16-bit pattern → number, exact. */
export function fromHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 0x1f;
  const mantissa = half & 0x3ff;
  if (exponent === 31) return mantissa ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}
