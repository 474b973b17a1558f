import { drawUpdate, type Engine } from '../../engine';
import { addPairGradient } from '../../pairTerm';
import { sinkhornDivergence } from '../../sinkhorn';
import { createLocalEngine, type Evaluate } from '../localEngine';
import { backward, forward, prepareWeights } from './backprop';

const evaluate: Evaluate = async ({ shape, state: { parameters, updates } }, batch, settings, source) => {
  const { seqLen, targets } = batch;
  const draws = 'draws' in source ? source.draws : drawUpdate(shape, batch.batch, seqLen, source.seed, updates);
  const weights = prepareWeights(parameters, shape);
  const record = forward(weights, shape, draws.noise, draws.gumbels, batch.batch, seqLen, settings.temperature);
  if (!Number.isFinite(record.meanSquare))
    return { loss: Number.NaN, gradient: new Float64Array(parameters.length).fill(Number.NaN) };
  const { value, gradient } = sinkhornDivergence(record.outputs, targets, seqLen, shape.nOutputs, true, settings);
  addPairGradient(record.outputs, targets, batch.batch, seqLen, shape.nOutputs, settings.pairWeight, gradient!);
  const full = backward(
    weights,
    shape,
    record,
    draws.noise,
    gradient!,
    batch.batch,
    seqLen,
    settings.temperature,
    settings.activityPenalty,
  );
  return { loss: value, gradient: full };
};

/** Plain typed arrays on one core, silent units skipped, float64 inside: runs everywhere and is the check of every other engine. */
export const createSparseEngine = (): Engine =>
  createLocalEngine('sparse-js', 'plain JavaScript, silent units skipped', evaluate);
