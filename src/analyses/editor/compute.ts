import type { HmmSpec } from '../../hmm/spec';
import { exactStatistics } from '../../hmm/statistics';
import { type LossLandmarks, lossLandmarks } from '../../training/landmarks';
import { recipeForModel } from '../../training/recipes';

/** Size at which floor and plateau of a model are compared. */
const BATCH = 256;
const DRAWS = 4;

/** Floor and plateau of a model that need not be in use. */
export function* learnable({ hmm, seed }: { hmm: HmmSpec; seed: number }): Generator<number, LossLandmarks, void> {
  yield 0;
  const { seqLen } = recipeForModel(exactStatistics(hmm).changeRate).phases[0]!;
  return lossLandmarks(hmm, BATCH, seqLen, seed, DRAWS);
}
