import { fillUniforms } from '../math/random';

/** Shape of a network: H hidden units, d inputs, K outputs. */
export interface RnnShape {
  hiddenSize: number;
  inputDim: number;
  nOutputs: number;
}

/**
 * A vanilla ReLU network without biases (docs/science.md §2.1): z = W_hh h + W_in x, h' = ReLU(z), ℓ = W_out h'.
 * All matrices row-major float32.
 */
export interface RnnWeights extends RnnShape {
  /** W_in [H×d] */
  inputWeights: Float32Array;
  /** W_hh [H×H] */
  recurrentWeights: Float32Array;
  /** W_out [K×H] */
  readoutWeights: Float32Array;
}

export const parameterCount = ({ hiddenSize: H, inputDim: d, nOutputs: K }: RnnShape): number => H * d + H * H + K * H;

/** All parameters in one vector, in the order W_in, W_hh, W_out: how optimisers and engines hold them. */
export function packWeights(weights: RnnWeights): Float32Array {
  const packed = new Float32Array(parameterCount(weights));
  packed.set(weights.inputWeights, 0);
  packed.set(weights.recurrentWeights, weights.inputWeights.length);
  packed.set(weights.readoutWeights, weights.inputWeights.length + weights.recurrentWeights.length);
  return packed;
}

/** Inverse of `packWeights`; the matrices are copies. @throws RangeError when the length does not fit the shape */
export function unpackWeights(packed: Float32Array, shape: RnnShape): RnnWeights {
  const { hiddenSize: H, inputDim: d, nOutputs: K } = shape;
  if (packed.length !== parameterCount(shape))
    throw new RangeError(`${packed.length} parameters do not fit H=${H}, d=${d}, K=${K} (${parameterCount(shape)} needed)`);
  return {
    hiddenSize: H,
    inputDim: d,
    nOutputs: K,
    inputWeights: packed.slice(0, H * d),
    recurrentWeights: packed.slice(H * d, H * d + H * H),
    readoutWeights: packed.slice(H * d + H * H),
  };
}

/**
 * Initial weights: all three matrices uniform in ±1/√H, the default of the framework the paper used.
 * @param initialGain factor on W_hh (1 = the paper; 2 starts near the edge of stability, spectral radius ≈ 1.15)
 * @param readoutGain factor on W_out (1 = the paper). Larger values make the first outputs follow the most probable label, so that the
 * gradient through time is seen through the Gumbel draws; by homogeneity it is the same as training with as many times the noise.
 */
export function initialWeights(shape: RnnShape, seed: number, initialGain = 1, readoutGain = 1): RnnWeights {
  const count = parameterCount(shape);
  const packed = new Float32Array(count);
  fillUniforms(packed, 0, count, { seed, stream: 'weights', update: 0, sequence: 0, step: 0 });
  const bound = 1 / Math.sqrt(shape.hiddenSize);
  for (let i = 0; i < count; i++) packed[i] = (2 * packed[i]! - 1) * bound;
  const weights = unpackWeights(packed, shape);
  for (let i = 0; i < weights.recurrentWeights.length; i++) weights.recurrentWeights[i]! *= initialGain;
  for (let i = 0; i < weights.readoutWeights.length; i++) weights.readoutWeights[i]! *= readoutGain;
  return weights;
}

/** First non-finite entry as a sentence, or undefined when all weights are finite. */
export function nonFiniteWeight(weights: RnnWeights): string | undefined {
  for (const name of ['inputWeights', 'recurrentWeights', 'readoutWeights'] as const) {
    const index = weights[name].findIndex((w) => !Number.isFinite(w));
    if (index >= 0) return `${name} holds ${weights[name][index]} at entry ${index}`;
  }
  return undefined;
}

/** A short fingerprint of the exact bits (FNV-1a over the packed parameters, 8 hex digits): equal weights, equal fingerprint. */
export function weightsFingerprint(weights: RnnWeights): string {
  const bytes = new Uint8Array(packWeights(weights).buffer);
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** Networks that the app opens and runs: largest H and d, fewest and most K. */
export const NETWORK_LIMITS = { hiddenSize: 512, inputDim: 512, nOutputs: { low: 2, high: 6 } } as const;
