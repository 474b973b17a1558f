import type { Work } from '../../math/progress';
import { type Estimate, medianEstimate } from '../../math/statistics';
import { underGain } from '../../rnn/intervention';
import type { RnnWeights } from '../../rnn/weights';
import { type Judgement, judgeIfEnough } from '../judge';
import { judgeUnchanged } from './interventionExperiment';
import { type RunSums, spreadStarts, sumRuns } from './interventionRuns';
import { runStatistics } from './interventionSweep';

/** Random groups that are silenced one after the other, and how many changes of label each leaves. */
export interface RandomControls {
  groups: readonly (readonly number[])[];
  /** Changes of label with the group silenced, over those of the untouched network, for each group. */
  ratios: number[];
  /** Median of the ratios; n is the number of groups. */
  median: Estimate;
}

/** With fewer groups the median says little of groups in general. */
export const MIN_GROUPS = 20;

/** Silences random groups, all from the same starts and under the same noise, 40 runs of 1000 steps each by default. Yields 0 … 1. */
export function* randomControls(
  weights: RnnWeights,
  groups: readonly (readonly number[])[],
  { seed, runs = 40, steps = 1000 }: { seed: number; runs?: number; steps?: number },
): Work<RandomControls> {
  const starts = spreadStarts(weights, runs, seed);
  const flips = (network: RnnWeights) => flipRate(sumRuns(network, starts, { seed, steps }), weights.nOutputs);
  const base = flips(weights);
  const ratios: number[] = [];
  for (const units of groups) {
    yield ratios.length / groups.length;
    ratios.push(flips(underGain(weights, { units, part: 'recurrent' }, 0)) / base);
  }
  return { groups, ratios, median: medianEstimate(ratios) };
}

/** Changes of label per 1000 steps over all runs. */
function flipRate({ sums, stride, runs }: RunSums, K: number): number {
  const totals = new Float64Array(stride);
  for (let run = 0; run < runs; run++) for (let s = 0; s < stride; s++) totals[s]! += sums[run * stride + s]!;
  return runStatistics(totals, K)[K]!;
}

/** Whether silencing as many units drawn at random leaves the changes as they are, by the median over groups. */
export const judgeRandomControls = ({ median, groups }: Pick<RandomControls, 'median' | 'groups'>): Judgement =>
  judgeIfEnough([{ what: 'random groups can be drawn', n: groups.length }], MIN_GROUPS, () =>
    judgeUnchanged(
      `the median of the flips that ${groups.length} random groups leave, relative to the untouched network,`,
      median,
    ),
  );
