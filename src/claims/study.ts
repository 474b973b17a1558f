import * as v from 'valibot';
import { type Estimate, wilson } from '../math/statistics';
import { CLAIM_VERDICTS, type ClaimId } from './claim';

/**
 * The study: which factors of the training decide whether the mechanism of the paper appears. All combinations of four factors,
 * three seeds each; the command `npm run study` makes it, and the panel of the lab shows it.
 */

/** The factors that vary: gains on W_hh and W_out at the start, weight of mean(h²), weight of the pair term. */
export interface Cell {
  initialGain: number;
  readoutGain: number;
  activityPenalty: number;
  pairWeight: number;
}
export type Factor = keyof Cell;

/** The levels of each factor, that of the paper first. */
export const LEVELS = {
  initialGain: [1, 2],
  readoutGain: [1, 8],
  activityPenalty: [0, 0.03],
  pairWeight: [0, 300],
} as const satisfies Record<Factor, readonly number[]>;
export const FACTORS = Object.keys(LEVELS) as Factor[];

/** All combinations, the plain one first. */
export const CELLS: readonly Cell[] = LEVELS.pairWeight.flatMap((pairWeight) =>
  LEVELS.activityPenalty.flatMap((activityPenalty) =>
    LEVELS.initialGain.flatMap((initialGain) =>
      LEVELS.readoutGain.map((readoutGain) => ({ initialGain, readoutGain, activityPenalty, pairWeight })),
    ),
  ),
);

/** Training seeds: those of the gallery begin at 1. */
export const STUDY_SEEDS = [201, 202, 203] as const;

export const STUDY_MODELS = ['chain-3', 'chain-2'] as const;
export type StudyModel = (typeof STUDY_MODELS)[number];

export interface StudyRun extends Cell {
  model: StudyModel;
  seed: number;
}

export const runId = ({ model, initialGain, readoutGain, activityPenalty, pairWeight, seed }: StudyRun): string =>
  `${model}-gain${initialGain}-readout${readoutGain}-penalty${activityPenalty}-pair${pairWeight}-s${seed}`;

export const sameCell = (a: Cell, b: Cell): boolean => FACTORS.every((factor) => a[factor] === b[factor]);

/** Claims the study is about. */
export const STUDY_CLAIMS = ['C1', 'C5', 'C10', 'C12'] as const satisfies readonly ClaimId[];
export type StudyClaim = (typeof STUDY_CLAIMS)[number];

const verdict = v.picklist(CLAIM_VERDICTS);

const FoundSchema = v.object({
  update: v.number(),
  fingerprint: v.string(),
  claims: v.object({ C1: verdict, C5: verdict, C10: verdict, C12: verdict } satisfies Record<StudyClaim, unknown>),
  /** Signed turns per round trip in PC1–PC2; null where they could not be counted. */
  turns: v.nullable(v.number()),
  enclosure: v.number(),
  holeShare: v.number(),
  directions: v.array(
    v.object({
      from: v.number(),
      to: v.number(),
      verdict: v.picklist(['found', 'none', 'scarce']),
      /** k*: the least number of units that leave a quarter of the exits; null where no number does. */
      fewest: v.nullable(v.number()),
      /** Share of the exits left by the group that was judged; null without one. */
      left: v.nullable(v.number()),
    }),
  ),
  /** Weight within the populations minus that between them, in standard deviations of all weights; null without two groups. */
  selfOverCross: v.nullable(v.number()),
  /** Participation ratio of W_hh, and ‖W_hh − W₀‖/‖W₀‖. */
  participation: v.number(),
  change: v.number(),
});

const ResultSchema = v.object({
  model: v.picklist(STUDY_MODELS),
  seed: v.number(),
  initialGain: v.number(),
  readoutGain: v.number(),
  activityPenalty: v.number(),
  pairWeight: v.number(),
  /** Update at which the loss had left its plateau; null for a run that is still on it. */
  drop: v.nullable(v.number()),
  /** What was found in the checkpoint that was chosen; null on the plateau, or where every late checkpoint grows without bound. */
  found: v.nullable(FoundSchema),
});
/** What came of one run of the study. */
export type StudyResult = v.InferOutput<typeof ResultSchema>;

export const STUDY_FORMAT = 'noisy-orbits-study';
/** The file of the study: results by the id of their run. */
export const StudyFileSchema = v.object({
  format: v.literal(STUDY_FORMAT),
  version: v.literal(1),
  results: v.record(v.string(), ResultSchema),
});
export type StudyFile = v.InferOutput<typeof StudyFileSchema>;

/** One level of one factor, over all runs at that level whatever the other factors. */
export interface LevelSummary {
  factor: Factor;
  level: number;
  /** Share of the runs that left the plateau, with its Wilson interval. */
  left: Estimate;
  /** Share of the runs with a bounded network in which the claim is reproduced. */
  held: Record<StudyClaim, Estimate>;
}

/** What a level is judged by: runs that left the plateau, and bounded networks in which a claim is reproduced. */
export const STUDY_SHARES = ['left', ...STUDY_CLAIMS] as const;
export type StudyShare = (typeof STUDY_SHARES)[number];

export const shareOf = ({ left, held }: LevelSummary, what: StudyShare): Estimate => (what === 'left' ? left : held[what]);

/** What each level of each factor does, other factors equally often at both of their levels once all runs are made. */
export function levelSummaries(results: readonly StudyResult[]): LevelSummary[] {
  return FACTORS.flatMap((factor) =>
    LEVELS[factor].map((level): LevelSummary => {
      const own = results.filter((result) => result[factor] === level);
      const found = own.flatMap((result) => (result.found ? [result.found] : []));
      const share = (id: StudyClaim) => wilson(found.filter(({ claims }) => claims[id] === 'reproduced').length, found.length);
      return {
        factor,
        level,
        left: wilson(own.filter(({ drop }) => drop !== null).length, own.length),
        held: { C1: share('C1'), C5: share('C5'), C10: share('C10'), C12: share('C12') },
      };
    }),
  );
}

/** Two levels of a factor that differ in one share by more than chance would make them. */
export interface LevelDifference {
  factor: Factor;
  what: StudyShare;
  /** The level with the larger share first. */
  levels: readonly [number, number];
  shares: readonly [Estimate, Estimate];
}

/**
 * Where the Wilson intervals of the two levels of a factor do not overlap, the largest difference first: a stricter demand than a test at
 * 5 %, since several shares of several factors are looked at.
 */
export function levelDifferences(summaries: readonly LevelSummary[]): LevelDifference[] {
  const found = FACTORS.flatMap((factor) => {
    const [a, b] = summaries.filter((summary) => summary.factor === factor);
    if (!a || !b) return [];
    return STUDY_SHARES.flatMap((what): LevelDifference[] => {
      const [more, less] = shareOf(a, what).value >= shareOf(b, what).value ? [a, b] : [b, a];
      const shares = [shareOf(more, what), shareOf(less, what)] as const;
      if (shares.some(({ n }) => n === 0) || !(shares[0].low > shares[1].high)) return [];
      return [{ factor, what, levels: [more.level, less.level], shares }];
    });
  });
  const gap = ({ shares: [more, less] }: LevelDifference) => more.value - less.value;
  return found.sort((a, b) => gap(b) - gap(a));
}
