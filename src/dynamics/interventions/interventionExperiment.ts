import { bootstrapEstimates } from '../../math/bootstrap';
import { type Work, within } from '../../math/progress';
import { type Estimate, exactly, medianEstimate } from '../../math/statistics';
import { underGain } from '../../rnn/intervention';
import type { RnnWeights } from '../../rnn/weights';
import { type Condition, type Judgement, judge, judgeAll, judgeBetween, judgeIfEnough } from '../judge';
import { pairsAtKickZones, type RunSums, spreadStarts, sumRuns } from './interventionRuns';
import { runStatistics, targetAxis } from './interventionSweep';
import type { InterventionTarget } from './interventionTargets';

/** The experiments that take one click, and their gains (docs/science.md §3.18, claims C13–C15). */
export const EXPERIMENTS = {
  silence: { gain: 0, judged: judgeTrap },
  'cut-noise': { gain: 0, judged: judgeNoiseCut },
  control: { gain: 0, judged: judgeControl },
  amplify: { gain: 1.9, judged: judgeOvershoot },
} as const satisfies Record<string, { gain: number; judged: (found: Found) => Judgement }>;
export type ExperimentId = keyof typeof EXPERIMENTS;

/** The results with the gain and without it. */
export interface ExperimentReport {
  id: ExperimentId;
  target: InterventionTarget;
  gain: number;
  /** Share of the steps at each label [K], untouched and changed. */
  baseOccupancy: Estimate[];
  occupancy: Estimate[];
  /** Changes of label per 1000 steps. */
  baseFlips: Estimate;
  flips: Estimate;
  flipsRatio: Estimate;
  /** Share of the steps at any of the labels the target's directions lead from, untouched and changed. */
  baseSource: Estimate;
  source: Estimate;
  /** How far the state goes in the target direction, changed over untouched; Infinity once a run grew without bound. */
  reachRatio: Estimate;
  divergentRuns: number;
  /**
   * Critical pairs within 15 steps of a kick-zone, changed over untouched (claim C15: ≤ .6); only for silenced groups, when asked
   * for.
   */
  pairsRatio?: Estimate;
  runs: number;
  steps: number;
  verdict: Judgement;
}

type Found = Omit<ExperimentReport, 'verdict'>;

export interface ExperimentOptions {
  seed: number;
  /** Default 40 runs of 1000 steps. */
  runs?: number;
  steps?: number;
  /** Whether critical pairs are counted when a group is silenced. They take longer than all the rest. Default true. */
  pairs?: boolean;
}

/** Runs the network with and without a gain on the target under the same noise and judges what the paper expects. Yields 0 … 1. */
export function* interventionExperiment(
  weights: RnnWeights,
  target: InterventionTarget,
  id: ExperimentId,
  { seed, runs = 40, steps = 1000, pairs = true }: ExperimentOptions,
): Work<ExperimentReport> {
  const { gain, judged } = EXPERIMENTS[id];
  const starts = spreadStarts(weights, runs, seed);
  const axis = targetAxis(weights, target.directions[0]?.to ?? 0);
  const changed = underGain(weights, target, gain);
  yield 0;
  const base = sumRuns(weights, starts, { seed, steps, axis });
  yield 0.2;
  const made = sumRuns(changed, starts, { seed, steps, axis });
  yield 0.4;
  const found: Found = { id, target, gain, ...compare(base, made, sourcesOf(target), weights.nOutputs, seed), runs, steps };
  if (id === 'silence' && pairs) found.pairsRatio = yield* within(pairsAtKickZones(weights, changed, seed), 0.4, 1);
  return { ...found, verdict: judged(found) };
}

type Compared = Pick<
  ExperimentReport,
  'baseOccupancy' | 'occupancy' | 'baseFlips' | 'flips' | 'flipsRatio' | 'baseSource' | 'source' | 'reachRatio' | 'divergentRuns'
>;

/** Compares both conditions with the same resamples of runs, because they share starts and noise. */
function compare(base: RunSums, made: RunSums, sources: readonly number[], K: number, seed: number): Compared {
  const { stride, runs } = base;
  const width = 2 * stride + 2;
  const sums = new Float64Array(runs * width);
  for (let run = 0; run < runs; run++) {
    sums.set(base.sums.subarray(run * stride, (run + 1) * stride), run * width);
    sums.set(made.sums.subarray(run * stride, (run + 1) * stride), run * width + stride);
    sums[run * width + 2 * stride] = base.reach[run]!;
    sums[run * width + 2 * stride + 1] = made.reach[run]!;
  }
  const estimates = bootstrapEstimates(
    sums,
    width,
    (totals) => {
      const before = runStatistics(totals, K);
      const after = runStatistics(totals, K, stride);
      return [
        ...before.slice(0, K + 1),
        ...after.slice(0, K + 1),
        after[K]! / before[K]!,
        totals[2 * stride + 1]! / totals[2 * stride]!,
        sources.reduce((sum, label) => sum + before[label]!, 0),
        sources.reduce((sum, label) => sum + after[label]!, 0),
      ];
    },
    seed,
  );
  const [flipsRatio, reachRatio, baseSource, source] = estimates.slice(2 * K + 2);
  return {
    baseOccupancy: estimates.slice(0, K),
    baseFlips: estimates[K]!,
    occupancy: estimates.slice(K + 1, 2 * K + 1),
    flips: estimates[2 * K + 1]!,
    flipsRatio: flipsRatio!,
    baseSource: baseSource!,
    source: source!,
    reachRatio: made.divergentRuns > 0 ? exactly(Number.POSITIVE_INFINITY, runs) : reachRatio!,
    divergentRuns: made.divergentRuns,
  };
}

/** Bounds of claim C13. */
const TRAPPED = 0.85;
const BALANCED = [0.25, 0.75] as const;
const FEW_FLIPS = 0.3;
const UNCHANGED = [0.7, 1.3] as const;
/** Bound of claim C14. */
const OVERSHOOT = 1.5;

const atLeast = (name: string, estimate: Estimate, threshold: number): Condition => ({
  name,
  estimate,
  threshold,
  sense: 'at least',
});
const atMost = (name: string, estimate: Estimate, threshold: number): Condition => ({
  name,
  estimate,
  threshold,
  sense: 'at most',
});

/** Labels that the directions of a target lead from. */
export const sourcesOf = ({ directions }: InterventionTarget): number[] => [...new Set(directions.map(({ from }) => from))];

/**
 * C13: with the group of a → b silenced, the state stays at a, where it spent about half of the time before. A group of several
 * directions keeps it among all the labels they start from.
 */
function judgeTrap({ target, baseSource, source }: Found): Judgement {
  const labels = sourcesOf(target);
  const name = `occupancy of ${labels.length === 1 ? 'label' : 'labels'} ${labels.join(', ')}`;
  return judgeAll([judgeBetween(`${name} before`, baseSource, ...BALANCED), judge(atLeast(name, source, TRAPPED))]);
}

/** C13: without this noise the state stays at one label or hardly switches; either is enough. */
function judgeNoiseCut({ occupancy, flipsRatio }: Found): Judgement {
  const label = occupancy.reduce((best, { value }, k) => (value > occupancy[best]!.value ? k : best), 0);
  const held = judge(atLeast(`occupancy of label ${label}`, occupancy[label]!, TRAPPED));
  const quiet = judge(atMost('flips relative to the untouched network', flipsRatio, FEW_FLIPS));
  const verdicts = [held.verdict, quiet.verdict];
  const verdict = verdicts.includes('reproduced')
    ? 'reproduced'
    : verdicts.includes('inconclusive')
      ? 'inconclusive'
      : 'not-reproduced';
  return { verdict, reason: `either is enough: ${held.reason}; ${quiet.reason}` };
}

/** C13: other units change the number of flips by less than 30 %. @param name of the ratio, as the subject of a sentence */
const judgeUnchanged = (name: string, ratio: Estimate): Judgement => judgeBetween(name, ratio, ...UNCHANGED);

function judgeControl({ flipsRatio }: Found): Judgement {
  return judgeUnchanged('flips relative to the untouched network', flipsRatio);
}

/** C14: the state goes 1.5 times as far, or grows without bound, which the reason then says. */
function judgeOvershoot({ reachRatio, divergentRuns, runs }: Found): Judgement {
  if (divergentRuns > 0)
    return {
      verdict: 'reproduced',
      reason: `${divergentRuns} of ${runs} runs grew without bound: the overshoot is exponential runaway`,
    };
  return judge(atLeast('way in the target direction relative to the untouched network', reachRatio, OVERSHOOT));
}

/** Random groups that are silenced one after the other, and how many changes of label each leaves. */
export interface RandomControls {
  groups: readonly (readonly number[])[];
  /** Changes of label with the group silenced, over those of the untouched network, for each group. */
  ratios: number[];
  /** Median of the ratios; n is the number of groups. */
  median: Estimate;
}

/** With fewer groups, the median says little about groups in general. */
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

/** Judges by the median over groups whether silencing as many random units leaves the number of changes the same. */
export const judgeRandomControls = ({ median, groups }: Pick<RandomControls, 'median' | 'groups'>): Judgement =>
  judgeIfEnough([{ what: 'random groups can be drawn', n: groups.length }], MIN_GROUPS, () =>
    judgeUnchanged(
      `the median of the flips that ${groups.length} random groups leave, relative to the untouched network,`,
      median,
    ),
  );
