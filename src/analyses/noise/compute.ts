import { type NoiseSweepOptions, noiseSweep } from '../../dynamics/emissions/noiseSweep';
import type { HmmSpec } from '../../hmm/spec';
import { exactStatistics } from '../../hmm/statistics';
import type { PcaBasis } from '../../math/projection';
import type { RnnWeights } from '../../rnn/weights';

interface NoiseInput extends NoiseSweepOptions {
  weights: RnnWeights;
  hmm: HmmSpec;
  basis: PcaBasis;
}

/** What the noise level does (docs/science.md §3.7). */
export const noise = ({ weights, hmm, basis, ...options }: NoiseInput) =>
  noiseSweep(weights, basis, exactStatistics(hmm), options);
