import { collapseReport } from '../../dynamics/collapse';
import { emissionReport } from '../../dynamics/emissionReport';
import { distanceReport } from '../../dynamics/matchedDistanceReport';
import { noiseSweep } from '../../dynamics/noiseSweep';
import { decodePosterior } from '../../dynamics/posteriorDecoding';
import { rotationReport } from '../../dynamics/rotationReport';
import { outputPairSubspaces } from '../../dynamics/subspaces';
import type { HmmSpec } from '../../hmm/spec';
import { exactStatistics } from '../../hmm/statistics';
import type { PcaBasis } from '../../math/basis';
import type { RnnWeights } from '../../rnn/weights';

interface OnNetwork {
  weights: RnnWeights;
  seed: number;
}
interface OnBasis extends OnNetwork {
  basis: PcaBasis;
}
interface InPlane extends OnBasis {
  axes: readonly [number, number];
}
interface OfModel extends OnNetwork {
  hmm: HmmSpec;
}
interface Sequences extends OfModel {
  sequences: number;
  seqLen: number;
}

/** Runs of the decoding analysis: half are fitted, half held out. */
const DECODING = { runs: 60, steps: 500 };

/** Every analysis that runs in the background. A new one is a row here and a row in state/analysisInputs.ts. */
export const JOBS = {
  collapse: ({ weights, seed }: OnNetwork) => collapseReport(weights, { seed }),
  noise: ({ weights, basis, axes, hmm, bandwidth, seed }: InPlane & { hmm: HmmSpec; bandwidth: number }) =>
    noiseSweep(weights, basis, exactStatistics(hmm), { seed, axes, bandwidth }),
  rotation: ({ weights, basis, axes, seed }: InPlane) => rotationReport(weights, basis, { seed, axes }),
  emissions: ({ weights, hmm, sequences, seqLen, seed }: Sequences) => emissionReport(weights, hmm, { sequences, seqLen, seed }),
  distance: ({ weights, hmm, sequences, seqLen, seed }: Sequences) => distanceReport(weights, hmm, { sequences, seqLen, seed }),
  decoding: ({ weights, hmm, seed }: OfModel) => decodePosterior(weights, hmm, { seed, ...DECODING }),
  subspaces: ({ weights, basis, seed }: OnBasis) => outputPairSubspaces(weights, basis, { seed }),
} as const;
