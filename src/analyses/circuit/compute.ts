import {
  type LeadingParts,
  NO_POPULATIONS,
  populationVerdict,
  tripletVerdict,
  type WeightBlocks,
  type WeightParts,
  weightBlocks,
} from '../../dynamics/circuit/weightBlocks';
import type { Judgement } from '../../dynamics/judge';
import type { RnnWeights } from '../../rnn/weights';

/** The blocks of W_hh with their verdicts; claim C11 is judged on the strongest units of both groups' directions. */
export interface JudgedBlocks extends WeightBlocks {
  leaders: WeightBlocks;
  verdicts: { triplets: Judgement; populations: Judgement };
}

interface BlocksInput {
  weights: RnnWeights;
  parts: WeightParts;
  leaders: LeadingParts;
  seed: number;
}

/** Recurrent weights within and between the parts of the circuit (docs/science.md §3.15). */
export function* blocks({ weights, parts, leaders: leading, seed }: BlocksInput): Generator<number, JudgedBlocks, void> {
  yield 0;
  const found = weightBlocks(weights, parts, seed);
  yield 0.5;
  const leaders = weightBlocks(weights, { ...leading, populations: NO_POPULATIONS }, seed);
  return { ...found, leaders, verdicts: { triplets: tripletVerdict(leaders), populations: populationVerdict(found) } };
}
