import type { RnnShape } from '../../../rnn/weights';
import { drawUpdate, type Engine, type TargetBatch, type UpdateDraws, type UpdateSettings } from '../../engine';
import { addPairGradient } from '../../pairTerm';
import { type Plan, sinkhornDivergence } from '../../sinkhorn';
import { createLocalEngine, type Evaluate } from '../localEngine';
import { backward, type ForwardRecord, forward, prepareWeights } from './backprop';

/** Everything an evaluation computes on the way from parameters to their gradient. */
export interface BatchEvaluation {
  record: ForwardRecord;
  loss: number;
  /** Which target sequences the network's sequences are pulled to. */
  plan: Plan;
  /** ∂/∂y of loss and pair term [B×T×K]. */
  outputGradient: Float64Array;
  /** Packed, of loss, pair term and penalty, before clipping. */
  gradient: Float64Array;
}

/** Runs the network on the draws, compares with the targets, and goes back through time. undefined when a state overflowed. */
export function evaluateBatch(
  parameters: Float32Array,
  shape: RnnShape,
  { noise, gumbels }: UpdateDraws,
  { batch, seqLen, targets }: TargetBatch,
  settings: UpdateSettings,
): BatchEvaluation | undefined {
  const { temperature, activityPenalty, pairWeight } = settings;
  const weights = prepareWeights(parameters, shape);
  const record = forward(weights, shape, noise, gumbels, batch, seqLen, temperature);
  if (!Number.isFinite(record.meanSquare)) return undefined;
  const { value, gradient, plan } = sinkhornDivergence(record.outputs, targets, seqLen, shape.nOutputs, true, settings);
  const outputGradient = gradient!;
  addPairGradient(record.outputs, targets, batch, seqLen, shape.nOutputs, pairWeight, outputGradient);
  const full = backward(weights, shape, record, noise, outputGradient, batch, seqLen, temperature, activityPenalty);
  return { record, loss: value, plan: plan!, outputGradient, gradient: full };
}

const evaluate: Evaluate = async ({ shape, state: { parameters, updates } }, batch, settings, source) => {
  const draws = 'draws' in source ? source.draws : drawUpdate(shape, batch.batch, batch.seqLen, source.seed, updates);
  const evaluation = evaluateBatch(parameters, shape, draws, batch, settings);
  return evaluation ?? { loss: Number.NaN, gradient: new Float64Array(parameters.length).fill(Number.NaN) };
};

/**
 * Plain typed arrays on one core, silent units skipped: runs everywhere and is the check of every other engine. Sums are in float64;
 * hidden states are kept in float32, as those of the other engines.
 */
export const createJsEngine = (): Engine => createLocalEngine('js', 'plain JavaScript, silent units skipped', evaluate);
