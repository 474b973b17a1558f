import { divergenceRate, rates as ratesOf } from '../../dynamics/emissions/rates';
import type { HmmSpec } from '../../hmm/spec';
import type { RnnWeights } from '../../rnn/weights';

interface RatesInput {
  weights: RnnWeights;
  hmm: HmmSpec;
  seed: number;
}

/** How surprising the network’s sequences are to the model, and the model’s own (docs/science.md §7.6). */
export const rates = ({ weights, hmm, seed }: RatesInput) => ratesOf(weights, hmm, { seed });

/** Kullback–Leibler rate of the network from the model, by particles. */
export const divergence = ({ weights, hmm, seed }: RatesInput) => divergenceRate(weights, hmm, { seed });
