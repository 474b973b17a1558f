import { expect } from 'vitest';
import { WeightFileError } from '../../../../src/rnn/safetensors';
import type { NamedTensor } from '../../../../src/rnn/weightFiles/tensors';
import { initialWeights, type RnnWeights } from '../../../../src/rnn/weights';

/** A network with every awkward float32: minus zero, subnormals, the largest and the smallest steps. */
export function awkwardNetwork(hiddenSize = 7, inputDim = 5, nOutputs = 3): RnnWeights {
  const weights = initialWeights({ hiddenSize, inputDim, nOutputs }, 9, 1.5);
  weights.inputWeights.set([-0, 2 ** -149, 3.4028234663852886e38, 1 + 2 ** -23, 0.1]);
  return weights;
}

/** Bits, so that minus zero and zero differ. */
export const bitsOf = (weights: RnnWeights): number[][] =>
  [weights.inputWeights, weights.recurrentWeights, weights.readoutWeights].map((matrix) => [
    ...new Uint32Array(matrix.slice().buffer),
  ]);

/** Runs something that may succeed or refuse with a sentence; anything else fails the test. Gives the sentence, or undefined. */
export function refusal(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(WeightFileError);
    return (error as WeightFileError).message;
  }
}

/** Bytes of a text of characters below 256. */
export const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** A tensor of the given shape with entry i = value(i). */
export function tensor(name: string, shape: readonly number[], value: (index: number) => number = (i) => i / 100): NamedTensor {
  const count = shape.reduce((product, length) => product * length, 1);
  return { name, dtype: 'float32', shape, read: () => Float32Array.from({ length: count }, (_, i) => value(i)) };
}
