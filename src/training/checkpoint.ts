import { countEmissions } from '../hmm/emissionCounts';
import { type EmissionError, type EmissionEstimates, emissionError, estimateEmissions } from '../hmm/emissions';
import type { HmmSpec } from '../hmm/spec';
import { exactStatistics } from '../hmm/statistics';
import { readSafetensors, type Tensor, WeightFileError } from '../rnn/safetensors';
import { sampleRuns } from '../rnn/simulate';
import { initialWeights, type RnnShape, type RnnWeights } from '../rnn/weights';
import { writeSafetensors } from '../rnn/writeSafetensors';
import type { OptimiserState } from './engine';

/** The long-run test of docs/science.md §0.5. */
export const LONG_RUN = { runs: 32, steps: 2000 } as const;

/** A network at one point of its training, judged on draws that training never sees. */
export interface Checkpoint {
  /** Updates made. */
  update: number;
  weights: RnnWeights;
  /** False: explosive, |h| passed 1e4 in the long-run test. */
  bounded: boolean;
  maxState: number;
  /** Absent when explosive. */
  emissions?: EmissionEstimates;
  error?: EmissionError;
}

/** Emissions and boundedness of a network on held-out draws (`seed`, `trial`). */
export function judgeCheckpoint(
  weights: RnnWeights,
  hmm: HmmSpec,
  update: number,
  seed: number,
  trial = 0,
  size: { runs: number; steps: number } = LONG_RUN,
): Checkpoint {
  const { bounded, maxState, outputs } = sampleRuns(weights, { ...size, seed, update: trial });
  if (!bounded) return { update, weights, bounded, maxState };
  const emissions = estimateEmissions(countEmissions(outputs, size.steps, hmm.nOutputs));
  return { update, weights, bounded, maxState, emissions, error: emissionError(emissions, exactStatistics(hmm)) };
}

/** Lower is better: largest cell error of O plus a quarter of the relative error of the change rate. Explosive is +∞. */
export function checkpointScore(checkpoint: Checkpoint): number {
  if (!checkpoint.bounded || !checkpoint.error) return Number.POSITIVE_INFINITY;
  return checkpoint.error.maxCell + 0.25 * Math.abs(checkpoint.error.changeRate);
}

/**
 * Start weights with the gain asked for, scaled down in steps of 5 % until the long-run test is passed
 * (about one ×2 start in twelve is explosive).
 */
export function boundedStart(
  shape: RnnShape,
  seed: number,
  initialGain: number,
  readoutGain = 1,
): { weights: RnnWeights; gain: number } {
  let gain = initialGain;
  for (;;) {
    const weights = initialWeights(shape, seed, gain, readoutGain);
    if (gain <= 1 || sampleRuns(weights, { ...LONG_RUN, seed }).bounded) return { weights, gain };
    gain = Math.max(1, gain * 0.95);
  }
}

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
