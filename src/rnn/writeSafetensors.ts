import { BYTES, fromHalf, NAMES, type TensorFile } from './safetensors';
import type { RnnWeights } from './weights';

/** Writing the safetensors format. It lies apart from reading: the first picture reads a network and writes none. */

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

/** float32 → half, to nearest, ties to even. */
export function toHalf(value: number): number {
  const bits = new Uint32Array(new Float32Array([value]).buffer)[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 0xff) - 112;
  const mantissa = bits & 0x7fffff;
  if (((bits >>> 23) & 0xff) === 0xff) return sign | 0x7c00 | (mantissa ? 0x200 : 0);
  if (exponent >= 31) return sign | 0x7c00;
  if (exponent < -10) return sign;
  const full = exponent > 0 ? (exponent << 23) | mantissa : (mantissa | 0x800000) >>> (1 - exponent);
  const sticky = exponent > 0 ? 0 : ((mantissa | 0x800000) & ((1 << (1 - exponent)) - 1)) !== 0 ? 1 : 0;
  const half = full >>> 13;
  const rest = (full & 0x1fff) | sticky;
  return sign + half + (rest > 0x1000 || (rest === 0x1000 && half & 1) ? 1 : 0);
}

/** The value as a float16 file gives it back. */
export const roundToHalf = (value: number): number => fromHalf(toHalf(value));
