import type { RnnShape } from '../../../rnn/weights';
import { adamUpdate, gradientNorm } from '../../adam';
import {
  copyState,
  drawUpdate,
  type Engine,
  EngineError,
  type OptimiserState,
  type TargetBatch,
  type UpdateDraws,
  type UpdateSettings,
} from '../../engine';
import { addPairGradient } from '../../pairTerm';
import { sinkhornDivergence } from '../../sinkhorn';
import { backward, forward, prepareWeights } from './backprop';

/** Loss and float64 gradient at given parameters; shared by the engine and by tests as the independent reference of the others. */
function evaluateUpdate(
  parameters: Float32Array,
  shape: RnnShape,
  batch: TargetBatch,
  draws: UpdateDraws,
  settings: UpdateSettings,
) {
  const weights = prepareWeights(parameters, shape);
  const { seqLen, targets } = batch;
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
}

/** Plain typed arrays on one core, silent units skipped, float64 inside: runs everywhere and is the check of every other engine. */
export function createSparseEngine(): Engine {
  let shape: RnnShape | undefined;
  let state: OptimiserState | undefined;
  const ready = () => {
    if (!shape || !state) throw new EngineError('The engine was used before it was given a network.');
    return { shape, state };
  };
  return {
    id: 'sparse-js',
    description: 'plain JavaScript, silent units skipped',
    async init(newShape, newState) {
      shape = newShape;
      state = copyState(newState);
    },
    async step(batch, seed, settings) {
      const now = ready();
      const draws = drawUpdate(now.shape, batch.batch, batch.seqLen, seed, now.state.updates);
      const { loss, gradient } = evaluateUpdate(now.state.parameters, now.shape, batch, draws, settings);
      const norm = gradientNorm(gradient);
      const applied = Number.isFinite(loss) && Number.isFinite(norm);
      if (applied) adamUpdate(now.state, gradient, norm, settings);
      return { loss, gradientNorm: norm, applied };
    },
    async lossAndGradient(batch, draws, settings) {
      const now = ready();
      const { loss, gradient } = evaluateUpdate(now.state.parameters, now.shape, batch, draws, settings);
      return { loss, gradient: Float32Array.from(gradient) };
    },
    async readState() {
      return copyState(ready().state);
    },
    async writeState(newState) {
      state = copyState(newState);
    },
    dispose() {
      state = undefined;
    },
  };
}
