import { emissionReport } from '../../dynamics/emissions/emissionReport';
import { distanceReport } from '../../dynamics/emissions/matchedDistanceReport';
import { decodePosterior } from '../../dynamics/emissions/posteriorDecoding';
import { chooseSharedCopy } from '../../dynamics/emissions/sharedCopy';
import type { HmmSpec } from '../../hmm/spec';
import type { RnnWeights } from '../../rnn/weights';

interface OfModel {
  weights: RnnWeights;
  hmm: HmmSpec;
  seed: number;
}
interface Sequences extends OfModel {
  sequences: number;
  /** T, steps of each. */
  seqLen: number;
}

/** Runs of the decoding analysis: half are fitted, half held out. */
const DECODING = { runs: 60, steps: 500 };

/** The network's sequences beside the model's (docs/science.md §3.1). */
export const emissions = ({ weights, hmm, sequences, seqLen, seed }: Sequences) =>
  emissionReport(weights, hmm, { sequences, seqLen, seed });

/** The distance of matched sequences, and that between two samples of the model. */
export const distance = ({ weights, hmm, sequences, seqLen, seed }: Sequences) =>
  distanceReport(weights, hmm, { sequences, seqLen, seed });

/** How much of the posterior over hidden states the state of the network tells. */
export const decoding = ({ weights, hmm, seed }: OfModel) => decodePosterior(weights, hmm, { seed, ...DECODING });

/** The coarsest copy of the weights for a link that still emits as the network does. */
export const sharedCopy = ({ weights, hmm, seed }: OfModel) => chooseSharedCopy(weights, hmm, seed);
