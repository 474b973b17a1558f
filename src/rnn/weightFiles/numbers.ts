import { excerpt, fromHalf, WeightFileError } from '../safetensors';

/** Numbers as tensors store them: decoding, reading by strides, and writing float32. */

export type NumberType = 'float16' | 'bfloat16' | 'float32' | 'float64';

interface Codec {
  bytes: number;
  get: (view: DataView, at: number, littleEndian: boolean) => number;
}

export const CODECS: Record<NumberType, Codec> = {
  float16: { bytes: 2, get: (view, at, littleEndian) => fromHalf(view.getUint16(at, littleEndian)) },
  bfloat16: { bytes: 2, get: (view, at, littleEndian) => bfloatToNumber(view.getUint16(at, littleEndian)) },
  float32: { bytes: 4, get: (view, at, littleEndian) => view.getFloat32(at, littleEndian) },
  float64: { bytes: 8, get: (view, at, littleEndian) => view.getFloat64(at, littleEndian) },
};

export const isNumberType = (dtype: string): dtype is NumberType => Object.hasOwn(CODECS, dtype);

/**
 * The error for a matrix of another type. It is thrown only when the matrix is read, because such a tensor beside the three
 * matrices does no harm.
 */
export const notFloatingPoint = (name: string, type: string): WeightFileError =>
  new WeightFileError(
    `Tensor "${excerpt(name)}" has type ${excerpt(type)}; floating-point numbers are read: convert it with .float() and save again.`,
  );

/** Where the entries of a tensor are in its bytes; `offset` and `stride` count elements. */
export interface Layout {
  dtype: NumberType;
  littleEndian: boolean;
  offset: number;
  shape: readonly number[];
  stride: readonly number[];
}

/** Largest number of entries of a tensor, four times that of a 512×512 matrix. */
const MAX_ENTRIES = 1 << 20;

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

export const entryCount = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** Strides of a tensor whose last (row-major) or first (column-major) index runs fastest. */
export function denseStride(shape: readonly number[], order: 'row-major' | 'column-major'): number[] {
  const axes = shape.map((_, axis) => axis);
  if (order === 'row-major') axes.reverse();
  const stride = new Array<number>(shape.length).fill(1);
  let step = 1;
  for (const axis of axes) {
    stride[axis] = step;
    step *= shape[axis]!;
  }
  return stride;
}

/** The entries of a tensor in row-major order as float32. @throws WeightFileError when the bytes do not hold them */
export function readStrided(name: string, bytes: Uint8Array, layout: Layout): Float32Array {
  const { dtype, littleEndian, offset, shape, stride } = layout;
  const codec = CODECS[dtype];
  const count = entryCount(shape);
  if (shape.length !== stride.length || ![offset, ...shape, ...stride].every(isCount) || count > MAX_ENTRIES)
    throw new WeightFileError(
      `Tensor "${excerpt(name)}" has shape [${shape.join(', ')}], offset ${offset} and strides [${stride.join(', ')}]; at most ${MAX_ENTRIES} entries at whole, non-negative places are read.`,
    );
  const values = new Float32Array(count);
  if (count === 0) return values;
  const last = shape.reduce((at, length, axis) => at + (length - 1) * stride[axis]!, offset);
  if ((last + 1) * codec.bytes > bytes.length)
    throw new WeightFileError(
      `Tensor "${excerpt(name)}" needs ${(last + 1) * codec.bytes} bytes; the file holds ${bytes.length} for it: it is cut off or damaged, save it again.`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const index = new Array<number>(shape.length).fill(0);
  let at = offset;
  for (let entry = 0; entry < count; entry++) {
    values[entry] = codec.get(view, at * codec.bytes, littleEndian);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += stride[axis]!;
      index[axis]! += 1;
      if (index[axis]! < shape[axis]!) break;
      at -= stride[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return values;
}

/** Little-endian bytes of float32 values, on any machine. */
export function float32Bytes(values: Float32Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setFloat32(i * 4, value, true);
  });
  return bytes;
}

const scratch = new DataView(new ArrayBuffer(4));

/** A bfloat16 is the upper half of a float32. */
function bfloatToNumber(upper: number): number {
  scratch.setUint32(0, upper << 16);
  return scratch.getFloat32(0);
}
