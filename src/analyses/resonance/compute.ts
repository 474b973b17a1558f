import { resonance as noiseResonance } from '../../dynamics/interventions/resonance';
import type { RnnWeights } from '../../rnn/weights';

interface ResonanceInput {
  weights: RnnWeights;
  populations: readonly [readonly number[], readonly number[]];
  seed: number;
}

/** How regular the stays are at each gain of the noise into the populations. */
export const resonance = ({ weights, populations, seed }: ResonanceInput) => noiseResonance(weights, populations, { seed });
