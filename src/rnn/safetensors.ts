import { excerpt, excerptOf } from './excerpt';
import { fromHalf, toHalf } from './halfFloat';
import { nonFiniteWeight, type RnnWeights } from './weights';

/** Reading and writing the safetensors format: 8-byte header length, JSON header, raw little-endian tensors. */

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

/** A history writes its whole loss curve there: room for a million updates. */
const MAX_HEADER = 8 * 2 ** 20;
const MAX_TENSORS = 4096;
const MAX_DIMENSIONS = 8;
const BYTES = { F32: 4, F16: 2 } as const;

/** Serialises float32 tensors; keys keep their order and data starts on an 8-byte border. */
export function writeSafetensors(file: TensorFile): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: file.metadata };
  let offset = 0;
  for (const [name, tensor] of Object.entries(file.tensors)) {
    const bytes = tensor.data.length * BYTES[tensor.dtype];
    header[name] = { dtype: tensor.dtype, shape: tensor.shape, data_offsets: [offset, offset + bytes] };
    offset += bytes;
  }
  let json = JSON.stringify(header);
  let encoded = new TextEncoder().encode(json);
  json += ' '.repeat((8 - (encoded.length % 8)) % 8);
  encoded = new TextEncoder().encode(json);
  const out = new Uint8Array(8 + encoded.length + offset);
  const view = new DataView(out.buffer);
  view.setBigUint64(0, BigInt(encoded.length), true);
  out.set(encoded, 8);
  let at = 8 + encoded.length;
  for (const tensor of Object.values(file.tensors))
    for (const value of tensor.data) {
      if (tensor.dtype === 'F32') view.setFloat32(at, value, true);
      else view.setUint16(at, toHalf(value), true);
      at += BYTES[tensor.dtype];
    }
  return out;
}

/** Parses a safetensors file. @throws WeightFileError on anything malformed, never anything else */
export function readSafetensors(bytes: Uint8Array): TensorFile {
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
  let left = bytes.length - 8 - headerLength;
  const tensors = entries.map(([name, entry]): [string, Tensor] => {
    const tensor = readTensor(excerpt(name), entry, view, 8 + headerLength);
    // Thousands of tensors over the same bytes would unfold a small file into gigabytes.
    left -= tensor.data.length * BYTES[tensor.dtype];
    if (left < 0)
      throw new WeightFileError(
        `The tensors up to "${excerpt(name)}" claim more bytes than the file holds: some lie over each other.`,
      );
    return [name, tensor];
  });
  // Not by assignment: a tensor may be called __proto__.
  return { tensors: Object.fromEntries(tensors), metadata: readMetadata((header as Record<string, unknown>).__metadata__) };
}

function readMetadata(raw: unknown): Record<string, string> {
  if (typeof raw !== 'object' || raw === null) return {};
  return Object.fromEntries(Object.entries(raw).filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function readTensor(name: string, entry: unknown, view: DataView, start: number): Tensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (dtype !== 'F32' && dtype !== 'F16')
    throw new WeightFileError(`Tensor "${name}" has ${excerptOf(dtype)} as type; float32 (F32) and float16 (F16) are read.`);
  if (!Array.isArray(shape) || shape.length > MAX_DIMENSIONS || !shape.every(isCount))
    throw new WeightFileError(`Tensor "${name}" has no valid shape.`);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw new WeightFileError(`Tensor "${name}" has no valid data offsets.`);
  const [from, to] = offsets as [number, number];
  const count = (shape as number[]).reduce((a, b) => a * b, 1);
  if (to - from !== count * BYTES[dtype] || start + to > view.byteLength)
    throw new WeightFileError(
      `Tensor "${name}" of shape [${shape.join(', ')}] needs ${count * BYTES[dtype]} bytes; the file gives it ${to - from} at ${from} of ${view.byteLength - start}.`,
    );
  const data = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const at = start + from + i * BYTES[dtype];
    data[i] = dtype === 'F32' ? view.getFloat32(at, true) : fromHalf(view.getUint16(at, true));
  }
  return { dtype, shape: shape as number[], data };
}

/** Names as PyTorch saves them in the reference code, so that files load there unchanged. */
const NAMES = { input: 'rnn.weight_ih_l0', recurrent: 'rnn.weight_hh_l0', readout: 'fc.weight' } as const;

/** A network and its metadata as a safetensors file. */
export function writeWeights(weights: RnnWeights, metadata: Record<string, string> = {}): Uint8Array<ArrayBuffer> {
  const { hiddenSize: H, inputDim: d, nOutputs: K } = weights;
  return writeSafetensors({
    metadata: { format: 'noisy-orbits', formatVersion: '1', ...metadata },
    tensors: {
      [NAMES.input]: { dtype: 'F32', shape: [H, d], data: weights.inputWeights },
      [NAMES.recurrent]: { dtype: 'F32', shape: [H, H], data: weights.recurrentWeights },
      [NAMES.readout]: { dtype: 'F32', shape: [K, H], data: weights.readoutWeights },
    },
  });
}

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
