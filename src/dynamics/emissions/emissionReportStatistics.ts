import {
  countDwells,
  type DwellCounts,
  type DwellDistribution,
  exactDwells,
  type WindowedDwells,
  windowedDwells,
} from '../../hmm/dwell';
import { countEmissions } from '../../hmm/emissionCounts';
import { estimateEmissions } from '../../hmm/emissions';
import type { HmmSpec } from '../../hmm/spec';
import { type ExactStatistics, exactStatistics } from '../../hmm/statistics';
import { type Estimate, meanEstimate, wilson } from '../../math/statistics';

/** A per-sequence quantity over sequences: mean with its Student interval, and standard deviation between sequences. */
export interface SequenceMean {
  mean: Estimate;
  sd: number;
}

/** Statistics of N sequences of T sampled outputs (docs/science.md §3.1–§3.3). */
export interface SequenceStatistics {
  /** [K][K]; Wilson intervals, n the pairs in the row (successive pairs are correlated: slightly narrow). NaN in empty rows. */
  outputTransitionMatrix: Estimate[][];
  /** Per-sequence fraction of each output [K]. */
  frequency: SequenceMean[];
  /** Output changes per sequence, a count (“volatility”). */
  changes: SequenceMean;
  /**
   * changeRateByStep[t] estimates P(output t+1 ≠ output t) over the N sequences, t = 0 … T−2. A network starts at h = 0 and
   * changes its output too often at first. For the model it does not depend on t.
   */
  changeRateByStep: Estimate[];
  /** Output changes between steps of the second half of the sequence. */
  lateChanges: SequenceMean;
  /** Complete dwells of each output [K]. */
  dwells: DwellCounts[];
}

/** The model's exact values for sequences of T steps (docs/science.md §1.4). */
export interface ExactSequenceStatistics extends ExactStatistics {
  /** (T − 1)·changeRate. */
  changes: number;
  /** Those of the second half. */
  lateChanges: number;
  /** Dwell distributions [K], lengths to T. */
  dwells: DwellDistribution[];
  /** The complete dwells to be expected in windows of T steps [K]. */
  windowedDwells: WindowedDwells[];
}

/** First step whose change from the step before counts as late. */
const secondHalf = (seqLen: number): number => Math.ceil(seqLen / 2);

/** Exact values for sequences of `seqLen` ≥ 2 steps. */
export function exactSequenceStatistics(hmm: HmmSpec, seqLen: number): ExactSequenceStatistics {
  const exact = exactStatistics(hmm);
  const dwells = exactDwells(hmm, seqLen);
  return {
    ...exact,
    changes: (seqLen - 1) * exact.changeRate,
    lateChanges: (seqLen - secondHalf(seqLen)) * exact.changeRate,
    dwells,
    windowedDwells: dwells.map((distribution) => windowedDwells(distribution, seqLen)),
  };
}

/** Statistics of labels row-major [N×T], T ≥ 2; `seed` is that of the dwell bootstrap. */
export function sequenceStatistics(labels: Uint8Array, seqLen: number, nOutputs: number, seed: number): SequenceStatistics {
  const sequences = labels.length / seqLen;
  const fractions = Array.from({ length: nOutputs }, () => new Float64Array(sequences));
  const changes = new Float64Array(sequences);
  const late = new Float64Array(sequences);
  const byStep = new Float64Array(seqLen - 1);
  for (let i = 0; i < sequences; i++)
    for (let t = 0; t < seqLen; t++) {
      const at = i * seqLen + t;
      fractions[labels[at]!]![i]! += 1 / seqLen;
      if (t === 0 || labels[at] === labels[at - 1]) continue;
      changes[i]!++;
      byStep[t - 1]!++;
      if (t >= secondHalf(seqLen)) late[i]!++;
    }
  return {
    outputTransitionMatrix: estimateEmissions(countEmissions(labels, seqLen, nOutputs)).outputTransitionMatrix,
    frequency: fractions.map(sequenceMean),
    changes: sequenceMean(changes),
    changeRateByStep: Array.from(byStep, (count) => wilson(count, sequences)),
    lateChanges: sequenceMean(late),
    dwells: countDwells(labels, seqLen, nOutputs, seed),
  };
}

function sequenceMean(sample: Float64Array): SequenceMean {
  const mean = meanEstimate(sample);
  const squares = sample.reduce((sum, value) => sum + (value - mean.value) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(1, sample.length - 1)) };
}
