import type { RnnShape } from '../../rnn/weights';
import { adamUpdate, gradientNorm } from '../adam';
import {
  copyState,
  type Engine,
  EngineError,
  type EngineId,
  type OptimiserState,
  type TargetBatch,
  type UpdateDraws,
  type UpdateSettings,
} from '../engine';

/** Loss and float64 gradient at the parameters held; draws are those of (seed, state.updates) unless given. */
export type Evaluate = (
  held: { shape: RnnShape; state: OptimiserState },
  batch: TargetBatch,
  settings: UpdateSettings,
  source: { seed: number } | { draws: UpdateDraws },
) => Promise<{ loss: number; gradient: Float64Array }>;

/** An engine whose optimiser lives in ordinary memory: everything but how a gradient is computed. */
export function createLocalEngine(id: EngineId, description: string, evaluate: Evaluate): Engine {
  let held: { shape: RnnShape; state: OptimiserState } | undefined;
  const ready = () => {
    if (!held) throw new EngineError('The engine was used before it was given a network.');
    return held;
  };
  return {
    id,
    description,
    async init(shape, state) {
      held = { shape, state: copyState(state) };
    },
    async step(batch, seed, settings) {
      const now = ready();
      const { loss, gradient } = await evaluate(now, batch, settings, { seed });
      const norm = gradientNorm(gradient);
      const applied = Number.isFinite(loss) && Number.isFinite(norm);
      if (applied) adamUpdate(now.state, gradient, norm, settings);
      return [{ loss, gradientNorm: norm, applied }];
    },
    settle: async () => [],
    async lossAndGradient(batch, draws, settings) {
      const { loss, gradient } = await evaluate(ready(), batch, settings, { draws });
      return { loss, gradient: Float32Array.from(gradient) };
    },
    async readState() {
      return copyState(ready().state);
    },
    async writeState(state) {
      held = { shape: ready().shape, state: copyState(state) };
    },
    dispose() {
      held = undefined;
    },
  };
}
