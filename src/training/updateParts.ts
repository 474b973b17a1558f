import { argmax } from '../math/distributions';
import type { Work } from '../math/progress';
import type { RnnShape } from '../rnn/weights';
import { adamUpdate, clipFactor, gradientNorm } from './adam';
import {
  copyState,
  drawUpdate,
  freshOptimiser,
  type OptimiserState,
  type TargetBatch,
  type UpdateDraws,
  type UpdateSettings,
} from './engine';
import { straightThrough } from './engines/js/backprop';
import { evaluateBatch } from './engines/js/engine';
import { logPlanRow, type Plan } from './sinkhorn';
import type { TargetSource } from './targets';

/** The three matrices in the order in which they are packed. */
export const MATRICES = ['inputWeights', 'recurrentWeights', 'readoutWeights'] as const;
export type MatrixName = (typeof MATRICES)[number];
type ByMatrix = Record<MatrixName, number>;

/** Where each sequence of the network is pulled to. */
interface Matching {
  plan: Plan;
  /** The target sequence that gets most of its weight [B]. */
  target: Int32Array;
  /** That weight, 0 … 1 [B]. */
  weight: Float64Array;
  /** Steps at which the two differ [B]. */
  mismatches: Int32Array;
  /** Target sequences that at least one is pulled to. */
  reached: number;
}

/** One training update in its parts, the numbers of the plain engine. */
export interface UpdateParts extends TargetBatch {
  shape: RnnShape;
  /** Updates made before: the draws are those of (seed, update). */
  update: number;
  draws: UpdateDraws;
  /** Sequences drawn from the network, labels [B×T]. */
  outputs: Uint8Array;
  matching: Matching;
  loss: number;
  /** ∂/∂y and ∂/∂ℓ [B×T×K]. */
  outputGradient: Float64Array;
  logitGradient: Float64Array;
  /** L2 norms: of the gradient at outputs and logits, and at the weights before clipping. */
  norms: { outputs: number; logits: number; weights: ByMatrix; all: number };
  /** What the gradient is multiplied by so that its norm does not pass the clip; 1 when it does not. */
  clipFactor: number;
  /** Optimiser and weights after the update. */
  after: OptimiserState;
  /** How far the weights went: the largest change and the root mean square of all, per matrix. */
  changes: { largest: ByMatrix; rootMeanSquare: ByMatrix };
  /** The same batch under the same draws with the new weights; undefined when a state overflowed. */
  again: { outputs: Uint8Array; loss: number } | undefined;
}

/**
 * The update that the plain engine makes from `state`; `state` itself is left alone.
 * @returns undefined when loss or gradient is not finite: the engine then leaves the weights as they were
 */
export function updateParts(
  shape: RnnShape,
  state: OptimiserState,
  batch: TargetBatch,
  seed: number,
  settings: UpdateSettings,
): UpdateParts | undefined {
  const draws = drawUpdate(shape, batch.batch, batch.seqLen, seed, state.updates);
  const evaluation = evaluateBatch(state.parameters, shape, draws, batch, settings);
  if (!evaluation) return undefined;
  const { record, loss, plan, outputGradient, gradient } = evaluation;
  const all = gradientNorm(gradient);
  if (!Number.isFinite(loss) || !Number.isFinite(all)) return undefined;
  const after = copyState(state);
  adamUpdate(after, gradient, all, settings);
  const logitGradient = logitGradients(record.soft, outputGradient, shape.nOutputs, settings.temperature);
  const change = after.parameters.map((value, i) => value - state.parameters[i]!);
  const again = evaluateBatch(after.parameters, shape, draws, batch, settings);
  return {
    ...batch,
    shape,
    update: state.updates,
    draws,
    outputs: record.outputs,
    matching: matchingOf(plan),
    loss,
    outputGradient,
    logitGradient,
    norms: {
      outputs: gradientNorm(outputGradient),
      logits: gradientNorm(logitGradient),
      weights: byMatrix(shape, gradient, gradientNorm),
      all,
    },
    clipFactor: clipFactor(all, settings.clip),
    after,
    changes: {
      largest: byMatrix(shape, change, largestSize),
      rootMeanSquare: byMatrix(shape, change, (part) => gradientNorm(part) / Math.sqrt(part.length)),
    },
    again: again && { outputs: again.record.outputs, loss: again.loss },
  };
}

/**
 * Optimiser as it would be after `updates` updates at rate 0: the weights are untouched, Adam's memory holds the gradients of as many
 * batches. A finished network comes without its memory, and with an empty one Adam moves every weight by the whole rate.
 */
export function* filledMemory(
  shape: RnnShape,
  parameters: Float32Array,
  { targets }: Pick<TargetSource, 'targets'>,
  size: Pick<TargetBatch, 'batch' | 'seqLen'>,
  seed: number,
  settings: UpdateSettings,
  updates: number,
): Work<OptimiserState> {
  const state = freshOptimiser(parameters);
  const still = { ...settings, learningRate: 0 };
  while (state.updates < updates) {
    const draws = drawUpdate(shape, size.batch, size.seqLen, seed, state.updates);
    const batch = { ...size, targets: targets(size, state.updates) };
    const evaluation = evaluateBatch(parameters, shape, draws, batch, still);
    const norm = evaluation ? gradientNorm(evaluation.gradient) : Number.NaN;
    // What comes of it is not finite either, and is told by the update itself.
    if (!evaluation || !Number.isFinite(norm)) return state;
    adamUpdate(state, evaluation.gradient, norm, still);
    yield state.updates / updates;
  }
  return state;
}

/** Row by row, the column of the plan with the most weight. */
function matchingOf(plan: Plan): Matching {
  const { rows, columns, costs } = plan;
  const logRow = new Float64Array(columns);
  const target = new Int32Array(rows);
  const weight = new Float64Array(rows);
  const mismatches = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    logPlanRow(plan, i, logRow);
    target[i] = argmax(logRow);
    weight[i] = Math.exp(logRow[target[i]!]!);
    mismatches[i] = costs[i * columns + target[i]!]!;
  }
  return { plan, target, weight, mismatches, reached: new Set(target).size };
}

function logitGradients(soft: Float64Array, outputGradient: Float64Array, K: number, temperature: number): Float64Array {
  const all = new Float64Array(soft.length);
  const cell = new Float64Array(K);
  for (let base = 0; base < soft.length; base += K) {
    straightThrough(soft, outputGradient, base, K, temperature, cell);
    all.set(cell, base);
  }
  return all;
}

const largestSize = (values: Float64Array | Float32Array): number => {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
};

/** A number for each matrix of a packed vector. */
function byMatrix<V extends Float64Array | Float32Array>(
  { hiddenSize: H, inputDim: d, nOutputs: K }: RnnShape,
  packed: V,
  measure: (part: V) => number,
): ByMatrix {
  const [recurrent, readout] = [H * d, H * d + H * H];
  const part = (from: number, to: number) => measure(packed.subarray(from, to) as V);
  return {
    inputWeights: part(0, recurrent),
    recurrentWeights: part(recurrent, readout),
    readoutWeights: part(readout, readout + K * H),
  };
}
