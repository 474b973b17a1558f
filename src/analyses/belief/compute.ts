import { decodePosterior, type PosteriorStretch } from '../../dynamics/emissions/posteriorDecoding';
import type { HmmSpec } from '../../hmm/spec';
import type { Work } from '../../math/progress';
import type { Estimate } from '../../math/statistics';
import type { RnnWeights } from '../../rnn/weights';

interface OfModel {
  weights: RnnWeights;
  hmm: HmmSpec;
  seed: number;
}

/** Half of the runs are fitted, half held out; the first held-out run is drawn whole. */
const RUNS = { runs: 40, steps: 1000, stretch: 1000 };

/** The exact belief, and how well it is read linearly from h (docs/science.md §7.7). */
export const belief = ({ weights, hmm, seed }: OfModel) => decodePosterior(weights, hmm, { seed, ...RUNS });

/** The belief at every checkpoint of a training, and which training: equal for equal ones. */
export interface BeliefTraining {
  training: string;
  moments: BeliefMoment[];
}

interface TrainingInput {
  training: string;
  checkpoints: readonly { update: number; weights: RnnWeights }[];
  hmm: HmmSpec;
  seed: number;
}

/** How well the belief is read from h at every checkpoint. */
export function* beliefTraining({ training, checkpoints, hmm, seed }: TrainingInput): Work<BeliefTraining> {
  return { training, moments: yield* beliefThroughTraining(checkpoints, hmm, { seed }) };
}

/** How well the belief can be read from h at one checkpoint. */
export interface BeliefMoment {
  update: number;
  /** undefined for a checkpoint that grows without bound. */
  found?: {
    /** Held-out R² from h, from the sampled output alone, and from both; intervals over held-out runs. */
    hidden: Estimate;
    currentOutput: Estimate;
    both: Estimate;
    /** R² from both minus that of the output alone, paired by run. */
    memoryGain: Estimate;
    /** Beginning of a held-out run, for drawing. */
    stretch: PosteriorStretch;
  };
}

/** Checkpoints are many: fewer and shorter runs than for one network. */
const CHECKPOINT_RUNS = { runs: 24, steps: 250, stretch: 250 };

/**
 * Reads the exact belief from h at every checkpoint of a training (docs/science.md §7.7). Each has a read-out of its own. Yields progress 0 … 1.
 * @param checkpoints in order of update
 */
export function* beliefThroughTraining(
  checkpoints: readonly { update: number; weights: RnnWeights }[],
  hmm: HmmSpec,
  { seed, runs = CHECKPOINT_RUNS }: { seed: number; runs?: { runs: number; steps: number; stretch: number } },
): Work<BeliefMoment[]> {
  const moments: BeliefMoment[] = [];
  for (const { update, weights } of checkpoints) {
    const work = decodePosterior(weights, hmm, { seed, ...runs });
    let step = work.next();
    for (; !step.done; step = work.next()) yield (moments.length + step.value) / checkpoints.length;
    const { value: report } = step;
    if (!report.bounded) moments.push({ update });
    else {
      const { hidden, currentOutput, both, memoryGain, stretch } = report;
      const found = { hidden: hidden.overall, currentOutput: currentOutput.overall, both: both.overall, memoryGain, stretch };
      moments.push({ update, found });
    }
  }
  return moments;
}
