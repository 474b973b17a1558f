import type { HmmSpec } from '../../hmm/spec';
import type { Work } from '../../math/progress';
import type { Estimate } from '../../math/statistics';
import type { RnnWeights } from '../../rnn/weights';
import { LONG_RUN } from '../../training/checkpoint';
import { evaluationWork } from '../../training/evaluation';
import { USUAL_LENGTH } from '../choices';

/** Sequences in each of the fresh batches for the loss, and how many batches: some twenty seconds on one core. */
const BATCH = 512;
const DRAWS = 8;

/** A network judged on fresh draws, in the measures of the networks that ship. */
export interface NetworkScores {
  /** Loss over its floor, paired; n counts batches. */
  ratio: Estimate;
  /** Largest |ΔO| between the network's output transition matrix and the model's. */
  maxCell: number;
  /** Change rate over that of the model. */
  changeRateRatio: Estimate;
  /** N and T of the batches for the loss. */
  batch: number;
  seqLen: number;
  /** False: the state grows without bound in long runs. */
  bounded: boolean;
}

/** Judges a network as `npm run evaluate` does, on fewer and smaller batches. */
export function* scores({ weights, hmm, seed }: { weights: RnnWeights; hmm: HmmSpec; seed: number }): Work<NetworkScores> {
  const found = yield* evaluationWork(weights, hmm, {
    batch: BATCH,
    seqLen: USUAL_LENGTH,
    seed,
    draws: DRAWS,
    freeRuns: LONG_RUN.runs,
    freeSteps: LONG_RUN.steps,
  });
  const { ratio, error, changeRateRatio, batch, seqLen, freeRuns } = found;
  return { ratio, maxCell: error.maxCell, changeRateRatio, batch, seqLen, bounded: freeRuns.bounded };
}
