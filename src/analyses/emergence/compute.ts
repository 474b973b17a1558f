import { type CheckpointDynamics, checkpointDynamics } from '../../dynamics/emergence/checkpointDynamics';
import { type SecondOrder, secondOrder } from '../../dynamics/emergence/secondOrder';
import { distance } from '../../dynamics/skeleton/meanMap';
import { modulus } from '../../dynamics/skeleton/points';
import { type Skeleton, type SkeletonKind, skeleton } from '../../dynamics/skeleton/skeleton';
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

/** The skeleton of one checkpoint, in a few numbers. */
export interface SkeletonMoment {
  update: number;
  /** undefined for a checkpoint whose driven run grows without bound. */
  kind?: SkeletonKind;
  /** Stable points, and saddles with one unstable direction. */
  wells: number;
  saddles: number;
  cycle: boolean;
  /** Largest |μ| at the fixed point nearest the mean state of the driven run; NaN where there is no point. */
  largest: number;
}

/** Checkpoints are many: fewer starts than for one network (the index theorem still sends it on where a point is missing). */
const STARTS = 40;
/** Checkpoints in a row that must agree, as in the marker. */
const CONSECUTIVE = 3;

/**
 * The skeleton of each checkpoint of a training (docs/science.md §7.4). Yields progress 0 … 1.
 * @param checkpoints in order of update
 */
export function* skeletonThroughTraining(
  checkpoints: readonly { update: number; weights: RnnWeights }[],
  { seed, starts = STARTS }: { seed: number; starts?: number },
): Work<SkeletonMoment[]> {
  const moments: SkeletonMoment[] = [];
  for (const { update, weights } of checkpoints) {
    const work = findOrNone(weights, seed, starts);
    let step = work.next();
    for (; !step.done; step = work.next()) yield (moments.length + step.value) / checkpoints.length;
    moments.push(momentOf(update, step.value));
  }
  return moments;
}

/** The skeleton; undefined for a network that grows without bound, or that noise does not move. */
function* findOrNone(weights: RnnWeights, seed: number, starts: number): Work<Skeleton | undefined> {
  try {
    return yield* skeleton(weights, { seed, starts });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function momentOf(update: number, found: Skeleton | undefined): SkeletonMoment {
  if (!found) return { update, wells: 0, saddles: 0, cycle: false, largest: Number.NaN };
  const { kind, points, cycle, drivenCentre } = found;
  const nearest = [...points].sort((a, b) => distance(a.state, drivenCentre) - distance(b.state, drivenCentre))[0];
  return {
    update,
    kind,
    wells: points.filter(({ unstable }) => unstable === 0).length,
    saddles: points.filter(({ unstable }) => unstable === 1).length,
    cycle: cycle !== undefined,
    largest: nearest ? modulus(nearest.multipliers[0]!) : Number.NaN,
  };
}

/** When the skeleton stops to be one stable point. */
export interface SkeletonBirth {
  /** First checkpoint from which on it is something else, three in a row or to the end; undefined where that does not happen. */
  update: number | undefined;
  /** The checkpoint before it: it happened in between. */
  after: number | undefined;
}

/** Whether the skeleton is one stable point. */
export const isSingle = ({ kind }: Pick<SkeletonMoment, 'kind'>): boolean => kind === 'noisy-focus' || kind === 'resting-point';

/** The bifurcation of the skeleton: from one stable point to a switch, a cycle or a point without stability. @param moments in order of update */
export function skeletonBirth(moments: readonly SkeletonMoment[]): SkeletonBirth {
  const known = moments.filter(({ kind }) => kind !== undefined);
  const first = known.findIndex((_, n) => known.slice(n, n + CONSECUTIVE).every((moment) => !isSingle(moment)));
  return { update: known[first]?.update, after: known[first - 1]?.update };
}
