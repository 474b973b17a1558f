import { readSafetensors, type Tensor, WeightFileError, writeSafetensors } from '../rnn/safetensors';
import type { OptimiserState } from './engine';

/** The whole optimiser state as a safetensors file, so that a killed run can go on to the same bits. */

const vector = (data: Float32Array): Tensor => ({ dtype: 'F32', shape: [data.length], data });

export function writeState(state: OptimiserState, metadata: Record<string, string> = {}): Uint8Array<ArrayBuffer> {
  return writeSafetensors({
    metadata: { format: 'noisy-orbits-state', formatVersion: '1', updates: String(state.updates), ...metadata },
    tensors: {
      parameters: vector(state.parameters),
      firstMoment: vector(state.firstMoment),
      secondMoment: vector(state.secondMoment),
    },
  });
}

/** @throws WeightFileError when a vector or the update count is missing */
export function readState(bytes: Uint8Array): { state: OptimiserState; metadata: Record<string, string> } {
  const { tensors, metadata } = readSafetensors(bytes);
  const updates = Number(metadata.updates);
  const { parameters, firstMoment, secondMoment } = tensors;
  if (!parameters || !firstMoment || !secondMoment || !Number.isSafeInteger(updates))
    throw new WeightFileError('This is not a training state: it lacks its vectors or its update count.');
  return {
    state: { parameters: parameters.data, firstMoment: firstMoment.data, secondMoment: secondMoment.data, updates },
    metadata,
  };
}
