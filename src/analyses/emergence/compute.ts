import { type CheckpointDynamics, checkpointDynamics } from '../../dynamics/emergence/checkpointDynamics';
import { type SecondOrder, secondOrder } from '../../dynamics/emergence/secondOrder';
import { within } from '../../math/progress';
import type { RnnWeights } from '../../rnn/weights';

/** What is found of one checkpoint of a training run. */
export interface CheckpointAnalysis {
  dynamics: CheckpointDynamics;
  /** undefined for a checkpoint that grows without bound. */
  secondOrder: SecondOrder | undefined;
}

/** One point of the training timeline. */
export function* checkpoint(input: { weights: RnnWeights; seed: number }): Generator<number, CheckpointAnalysis, void> {
  const { weights, seed } = input;
  const dynamics = yield* within(checkpointDynamics(weights, { seed }), 0, 0.8);
  return { dynamics, secondOrder: dynamics.divergent ? undefined : secondOrder(weights, { seed }) };
}
