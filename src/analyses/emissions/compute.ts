import { emissionReport, judgeWithin } from '../../dynamics/emissions/emissionReport';
import { requireSameOutputs, sampleModel, sampleNetwork, type Unbounded } from '../../dynamics/emissions/emissionReportSamples';
import { type MatchedDistance, matchedDistance } from '../../dynamics/emissions/matchedDistance';
import { decodePosterior } from '../../dynamics/emissions/posteriorDecoding';
import { chooseSharedCopy } from '../../dynamics/emissions/sharedCopy';
import type { Verdict } from '../../dynamics/judge';
import type { HmmSpec } from '../../hmm/spec';
import { bootstrapEstimates } from '../../math/bootstrap';
import { within } from '../../math/progress';
import type { Estimate } from '../../math/statistics';
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

/** Thresholds of claim C2. */
const MAX_RATIO_ERROR = 0.05;
const UNDER_DISPERSED = 0.97;

/** Matched distance of a network from the model, and the baseline: the model from itself, at equal N and T. */
export interface DistanceComparison {
  bounded: true;
  sequences: number;
  seqLen: number;
  /** Network sequences matched to a set of model sequences, and an independent set of model sequences matched to the same set. */
  network: MatchedDistance;
  baseline: MatchedDistance;
  /**
   * Mean distance over baseline. The bootstrap resamples the sequences of the common target set in pairs, with the two matched
   * sets fixed. The ratio was found to vary no more than that from seed to seed (N = 250, three-state chain).
   */
  ratio: Estimate;
  /** Claim C2: |ratio − 1| ≤ .05. */
  verdict: Verdict;
  /** Ratio below .97: the network's sequences vary less than the model's, which does not make them better. */
  underDispersed: boolean;
}
export type DistanceReport = DistanceComparison | Unbounded;

export interface DistanceOptions {
  /** N sequences in each of the three sets. */
  sequences: number;
  seqLen: number;
  seed: number;
}

/** First update numbers of the draws, apart from those of the emission report (from 2000). */
const FIRST_UPDATE = { target: 3000, baseline: 4000, network: 3000 };

/**
 * Claim C2: matched distance network–model, baseline model–model and their ratio (docs/science.md §3.4). Yields progress 0 … 1.
 * @throws RangeError when `sequences` < 1 or `seqLen` < 1, or network and model differ in their number of outputs
 */
export function* distanceReport(
  weights: RnnWeights,
  hmm: HmmSpec,
  { sequences, seqLen, seed }: DistanceOptions,
): Generator<number, DistanceReport, void> {
  requireSameOutputs(weights, hmm);
  const size = { sequences, seqLen, seed };
  const own = yield* within(sampleNetwork(weights, { ...size, firstUpdate: FIRST_UPDATE.network }), 0, 0.1);
  if ('bounded' in own) return own;
  const target = yield* within(sampleModel(hmm, { ...size, firstUpdate: FIRST_UPDATE.target }), 0.1, 0.13);
  const other = yield* within(sampleModel(hmm, { ...size, firstUpdate: FIRST_UPDATE.baseline }), 0.13, 0.16);
  const network = yield* within(matchedDistance(own, target, seqLen, hmm.nOutputs), 0.16, 0.57);
  const baseline = yield* within(matchedDistance(other, target, seqLen, hmm.nOutputs), 0.57, 0.98);
  yield 0.98;
  const ratio = ratioOfMeans(network.distances, baseline.distances, seed);
  yield 1;
  return {
    bounded: true,
    sequences,
    seqLen,
    network,
    baseline,
    ratio,
    verdict: judgeWithin(ratio, 1, MAX_RATIO_ERROR),
    underDispersed: ratio.value < UNDER_DISPERSED,
  };
}

/** Ratio of two means over the same units, with a paired bootstrap interval. */
function ratioOfMeans(above: Float64Array, below: Float64Array, seed: number): Estimate {
  const pairs = new Float64Array(2 * above.length);
  above.forEach((value, j) => {
    pairs[2 * j] = value;
    pairs[2 * j + 1] = below[j]!;
  });
  return bootstrapEstimates(pairs, 2, (totals) => [totals[0]! / totals[1]!], seed)[0]!;
}
