import { type CheckpointDynamics, checkpointDynamics } from '../../dynamics/emergence/checkpointDynamics';
import { type SecondOrder, secondOrder } from '../../dynamics/emergence/secondOrder';
import { type SkeletonMoment, skeletonThroughTraining } from '../../dynamics/skeleton/throughTraining';
import { type Work, within } from '../../math/progress';
import type { RnnWeights } from '../../rnn/weights';

/** What is found of one checkpoint of a training run. */
export interface CheckpointAnalysis {
  dynamics: CheckpointDynamics;
  /** undefined for a checkpoint that grows without bound. */
  secondOrder: SecondOrder | undefined;
}

/** The skeletons of a training, and which one: equal for equal trainings. */
export interface SkeletonTraining {
  training: string;
  moments: SkeletonMoment[];
}

interface TrainingInput {
  training: string;
  checkpoints: readonly { update: number; weights: RnnWeights }[];
  seed: number;
}

/** The skeleton of every checkpoint of a training. */
export function* skeletonTraining({ training, checkpoints, seed }: TrainingInput): Work<SkeletonTraining> {
  return { training, moments: yield* skeletonThroughTraining(checkpoints, { seed }) };
}

/** One point of the training timeline. */
export function* checkpoint(input: { weights: RnnWeights; seed: number }): Generator<number, CheckpointAnalysis, void> {
  const { weights, seed } = input;
  const dynamics = yield* within(checkpointDynamics(weights, { seed }), 0, 0.8);
  return { dynamics, secondOrder: dynamics.divergent ? undefined : secondOrder(weights, { seed }) };
}
