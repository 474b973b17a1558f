import { softmax } from '../../math/distributions';
import { type Estimate, meanEstimate } from '../../math/statistics';
import type { RnnWeights } from '../../rnn/weights';

/** Bins of one turn. */
export const PHASE_BINS = 36;

/**
 * What the read-out says along the orbit (docs/science.md §3.19). Estimates are means over the runs that were ever in the bin.
 */
export interface PhaseProfile {
  /** Angle at the centre of each bin, in turns, from −½ upwards [PHASE_BINS]. */
  centres: Float64Array;
  /** Mean softmax probability of each output [PHASE_BINS][K]; n = 0 and NaN in a bin no run visited. */
  probabilities: Estimate[][];
  /** Share of the time spent in each bin [PHASE_BINS]; over all runs. */
  share: Estimate[];
}

/** Collects runs; each run counts as one observation, as its steps are correlated. */
export interface PhaseBins {
  /** @param states [T×H] at σ = 1 @param phase in turns, wrapped or not [T] */
  addRun(states: Float32Array, phase: ArrayLike<number>): void;
  profile(): PhaseProfile;
}

/** Bin of an angle in turns. */
export const phaseBin = (turns: number): number => {
  const wrapped = turns + 0.5 - Math.floor(turns + 0.5);
  return Math.min(PHASE_BINS - 1, Math.floor(wrapped * PHASE_BINS));
};

export function createPhaseBins(weights: RnnWeights): PhaseBins {
  const { hiddenSize: H, nOutputs: K, readoutWeights } = weights;
  const shares: number[][] = Array.from({ length: PHASE_BINS }, () => []);
  const means: number[][][] = Array.from({ length: PHASE_BINS }, () => Array.from({ length: K }, () => []));
  const logits = new Float64Array(K);
  const probabilities = new Float64Array(K);
  return {
    addRun(states, phase) {
      const visits = new Float64Array(PHASE_BINS);
      const sums = new Float64Array(PHASE_BINS * K);
      for (let t = 0; t < phase.length; t++) {
        for (let k = 0; k < K; k++) {
          let sum = 0;
          for (let i = 0; i < H; i++) sum += readoutWeights[k * H + i]! * states[t * H + i]!;
          logits[k] = sum;
        }
        softmax(logits, probabilities);
        const bin = phaseBin(phase[t]!);
        visits[bin]!++;
        for (let k = 0; k < K; k++) sums[bin * K + k]! += probabilities[k]!;
      }
      for (let bin = 0; bin < PHASE_BINS; bin++) {
        shares[bin]!.push(visits[bin]! / phase.length);
        if (visits[bin]! > 0) for (let k = 0; k < K; k++) means[bin]![k]!.push(sums[bin * K + k]! / visits[bin]!);
      }
    },
    profile: () => ({
      centres: Float64Array.from({ length: PHASE_BINS }, (_, bin) => (bin + 0.5) / PHASE_BINS - 0.5),
      probabilities: means.map((outputs) => outputs.map(meanEstimate)),
      share: shares.map(meanEstimate),
    }),
  };
}
