import { deflateSync } from 'fflate';
import { crc32, inflateExactly } from './inflate';
import { nonFiniteWeight, type RnnShape, type RnnWeights } from './weights';

/**
 * A network as text for the `#w=` part of a link: base64url without padding of
 *
 *     version, bits, H, d, K (a byte each) · deflated rows · CRC-32 of all before (4 bytes, little-endian)
 *
 * where a row of W_in, W_hh or W_out is its step (20 bits) and its weights in whole steps (`bits` bits each, from −Q to Q with
 * Q = 2^(bits−1) − 1 standing at 1 … 2Q + 1; 0 is not used).
 */

/** Thrown for a network that does not fit into a link, or a text that is not a network; `message` is a sentence for the user. */
export class WeightTextError extends Error {
  override readonly name = 'WeightTextError';
}

export const TEXT_BITS = [8, 10, 12] as const;
export type TextBits = (typeof TEXT_BITS)[number];

/** Networks that travel in a link. */
export const TEXT_LIMITS = {
  hiddenSize: { low: 1, high: 64 },
  inputDim: { low: 1, high: 64 },
  nOutputs: { low: 2, high: 6 },
  /** The largest network takes 17,700 characters. */
  characters: 65_536,
} as const;

const VERSION = 1;
const HEADER_BYTES = 5;
const CHECKSUM_BYTES = 4;
const NAMES = { hiddenSize: 'hidden units', inputDim: 'inputs', nOutputs: 'outputs' } as const;
const SIZES = Object.keys(NAMES) as (keyof typeof NAMES)[];

/** The first size outside the limits as "150 hidden units; 1 to 64", or undefined. */
function badSize(shape: RnnShape): string | undefined {
  const key = SIZES.find((size) => {
    const { low, high } = TEXT_LIMITS[size];
    return !(Number.isInteger(shape[size]) && shape[size] >= low && shape[size] <= high);
  });
  return key && `${shape[key]} ${NAMES[key]}; ${TEXT_LIMITS[key].low} to ${TEXT_LIMITS[key].high}`;
}

/** The matrices in the order of the text, with their numbers of rows and columns. */
const matricesOf = ({ hiddenSize: H, inputDim: d, nOutputs: K }: RnnShape) =>
  [
    { name: 'inputWeights', rows: H, columns: d },
    { name: 'recurrentWeights', rows: H, columns: H },
    { name: 'readoutWeights', rows: K, columns: H },
  ] as const;

/** Number of bits that the rows take. */
const bitsNeeded = (shape: RnnShape, bits: number): number =>
  matricesOf(shape).reduce((sum, { rows, columns }) => sum + rows * (STEP_BITS + columns * bits), 0);

/**
 * Writes a network as text. Each row is rounded to steps of its own of at most (1 + 2⁻¹²)·(largest |weight|)/Q. A step has 13
 * significant bits, so multiples of it are exact in float32, and a network read from a text gives the same text again.
 * @throws WeightTextError when the network is larger than `TEXT_LIMITS`, or a weight is not finite
 */
export function packWeightText(weights: RnnWeights, { bits = 8 }: { bits?: TextBits } = {}): string {
  const size = badSize(weights);
  if (size) throw new WeightTextError(`The network has ${size} fit into a link. Save it as a file instead.`);
  const problem = nonFiniteWeight(weights);
  if (problem) throw new WeightTextError(`The network cannot be put into a link: ${problem}.`);
  const rows = deflateSync(packRows(weights, bits), { level: 9 });
  const bytes = new Uint8Array(HEADER_BYTES + rows.length + CHECKSUM_BYTES);
  bytes.set([VERSION, bits, weights.hiddenSize, weights.inputDim, weights.nOutputs]);
  bytes.set(rows, HEADER_BYTES);
  const end = bytes.length - CHECKSUM_BYTES;
  new DataView(bytes.buffer).setUint32(end, crc32(bytes.subarray(0, end)), true);
  return toBase64Url(bytes);
}

/**
 * Reads a network from text.
 * @throws WeightTextError with a sentence for anything else, never another error
 */
export function unpackWeightText(text: string): RnnWeights {
  const bytes = fromBase64Url(text);
  const [version, bits, hiddenSize, inputDim, nOutputs] = bytes;
  if (version !== VERSION)
    throw new WeightTextError(
      `The network in the link has format ${version}, and this app reads format ${VERSION}: the link is damaged, or a newer version of this page made it.`,
    );
  const end = bytes.length - CHECKSUM_BYTES;
  const checksum = new DataView(bytes.buffer).getUint32(end, true);
  if (crc32(bytes.subarray(0, end)) !== checksum) throw damaged('its checksum is wrong');
  const shape = { hiddenSize: hiddenSize!, inputDim: inputDim!, nOutputs: nOutputs! };
  const size = badSize(shape);
  if (size) throw new WeightTextError(`The network in the link has ${size} are possible. It was left out.`);
  if (!TEXT_BITS.some((possible) => possible === bits))
    throw new WeightTextError(`The network in the link has ${bits} bits a weight; ${TEXT_BITS.join(', ')} are possible.`);
  const rows = inflateExactly(bytes.subarray(HEADER_BYTES, end), Math.ceil(bitsNeeded(shape, bits!) / 8));
  if (typeof rows === 'string')
    throw damaged(rows === 'too long' ? 'it holds more than its size' : 'it holds less than its size');
  return unpackRows(rows, shape, bits!);
}

const damaged = (what: string): WeightTextError =>
  new WeightTextError(`The network in the link is damaged (${what}): copy the whole link again.`);

/**
 * A step is stored as the bits of a float32 between the sign and the lowest 11: the exponent and 12 bits of the mantissa, plus
 * the hidden bit.
 */
const STEP_BITS = 20;
const CUT_BITS = 11;

const float = new Float32Array(1);
const pattern = new Uint32Array(float.buffer);

function decodeStep(code: number): number {
  pattern[0] = code << CUT_BITS;
  return float[0]!;
}

/** The smallest step ≥ `wanted` ≥ 0; 0 below the range of normal float32 numbers. */
function encodeStep(wanted: number): number {
  if (wanted < 2 ** -126) return 0;
  float[0] = wanted;
  const code = pattern[0]! >>> CUT_BITS;
  return decodeStep(code) < wanted ? code + 1 : code;
}

function packRows(weights: RnnWeights, bits: TextBits): Uint8Array {
  const { bytes, write } = bitWriter(bitsNeeded(weights, bits));
  const most = 2 ** (bits - 1) - 1;
  for (const { name, rows, columns } of matricesOf(weights))
    for (let row = 0; row < rows; row++) {
      const values = weights[name].subarray(row * columns, (row + 1) * columns);
      const largest = values.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
      const code = encodeStep(largest / most);
      const step = decodeStep(code);
      if (!Number.isFinite(Math.fround(step * most)))
        throw new WeightTextError(`The network cannot be put into a link: a weight of ${largest} is too large.`);
      write(code, STEP_BITS);
      for (const value of values) write((step > 0 ? Math.round(value / step) : 0) + most + 1, bits);
    }
  return bytes;
}

function unpackRows(bytes: Uint8Array, shape: RnnShape, bits: number): RnnWeights {
  const { read } = bitReader(bytes);
  const most = 2 ** (bits - 1) - 1;
  const [inputWeights, recurrentWeights, readoutWeights] = matricesOf(shape).map(({ rows, columns }) => {
    const matrix = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      const step = decodeStep(read(STEP_BITS));
      for (let column = 0; column < columns; column++) {
        const steps = read(bits) - most - 1;
        if (steps < -most) throw damaged('a weight is outside its row');
        matrix[row * columns + column] = step * steps;
      }
    }
    return matrix;
  }) as [Float32Array, Float32Array, Float32Array];
  const weights = { ...shape, inputWeights, recurrentWeights, readoutWeights };
  const problem = nonFiniteWeight(weights);
  if (problem) throw new WeightTextError(`The network in the link cannot be run: ${problem}.`);
  return weights;
}

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/**
 * Decodes a text that is long enough for a header and a checksum.
 * @throws WeightTextError
 */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (text.length > TEXT_LIMITS.characters)
    throw new WeightTextError(
      `The network in the link has ${text.length} characters; at most ${TEXT_LIMITS.characters} are read. It was left out.`,
    );
  const strange = /[^A-Za-z0-9_-]/u.exec(text);
  if (strange)
    throw new WeightTextError(
      `The network in the link holds ${JSON.stringify(strange[0])} at place ${strange.index + 1}, which no such text has: copy the whole link again.`,
    );
  if (text.length % 4 === 1 || text.length < (4 / 3) * (HEADER_BYTES + CHECKSUM_BYTES)) throw damaged('it is cut off');
  const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0));
  // atob ignores surplus bits of the last character. They are checked, so that a network has only one text.
  if (toBase64Url(bytes) !== text) throw damaged('its end is missing or was changed');
  return bytes;
}

/** Writes integers of a few bits each, one after the other, highest bit first. Unused bits of the last byte are 0. */

interface BitWriter {
  bytes: Uint8Array<ArrayBuffer>;
  /** @param width 1 … 32 */
  write(value: number, width: number): void;
}

function bitWriter(totalBits: number): BitWriter {
  const bytes = new Uint8Array(Math.ceil(totalBits / 8));
  let at = 0;
  return {
    bytes,
    write(value, width) {
      for (let bit = width - 1; bit >= 0; bit--, at++) if ((value >>> bit) & 1) bytes[at >>> 3]! |= 0x80 >>> (at & 7);
    },
  };
}

interface BitReader {
  /** The next number of `width` (1 … 32) bits; zeros follow the last byte. */
  read(width: number): number;
}

function bitReader(bytes: Uint8Array): BitReader {
  let at = 0;
  return {
    read(width) {
      let value = 0;
      for (let bit = 0; bit < width; bit++, at++) value = (value << 1) | (((bytes[at >>> 3] ?? 0) >>> (7 - (at & 7))) & 1);
      return value >>> 0;
    },
  };
}
