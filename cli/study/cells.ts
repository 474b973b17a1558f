import { join } from 'node:path';
import { PAPER_HMMS } from '../../src/hmm/models';
import type { Recipe } from '../../src/training/recipe';
import { RECIPES } from '../../src/training/recipes';
import type { Job } from '../training/job';

/**
 * The study: which factors of the training decide whether the mechanism of the paper appears. All combinations of four factors,
 * three seeds each.
 */

/** The factors that vary: gains on W_hh and W_out at the start, weight of mean(h²), weight of the pair term. */
export interface Cell {
  initialGain: number;
  readoutGain: number;
  activityPenalty: number;
  pairWeight: number;
}

const LEVELS = { initialGain: [1, 2], readoutGain: [1, 8], activityPenalty: [0, 0.03], pairWeight: [0, 300] } as const;

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

/** One constant rate and size for each model, so that cells differ in nothing else. */
const SIZES = {
  'chain-3': { seqLen: 30, batch: 512, learningRate: 1e-3, updates: 2500 },
  'chain-2': { seqLen: 60, batch: 512, learningRate: 1e-3, updates: 1500 },
} as const;
export type StudyModel = keyof typeof SIZES;
export const STUDY_MODELS = Object.keys(SIZES) as StudyModel[];

export interface StudyRun extends Cell {
  model: StudyModel;
  seed: number;
}

/** Runs in the order in which they are made: one seed of every cell before the next seed. */
export const studyRuns = (model: StudyModel): StudyRun[] =>
  STUDY_SEEDS.flatMap((seed) => CELLS.map((cell) => ({ model, seed, ...cell })));

export const runId = ({ model, initialGain, readoutGain, activityPenalty, pairWeight, seed }: StudyRun): string =>
  `${model}-gain${initialGain}-readout${readoutGain}-penalty${activityPenalty}-pair${pairWeight}-s${seed}`;

/** The paper's recipe at the size of the live networks and with fresh samples: what was tuned in the live recipes must not mix with the factors. */
const recipeOf = ({ model, seed: _, ...cell }: StudyRun): Recipe => ({
  ...RECIPES.paper[model],
  targets: 'fresh',
  hiddenSize: 64,
  inputDim: 16,
  ...cell,
  evaluateEvery: 50,
  phases: [{ ...SIZES[model] }],
});

/** @param folder where the runs of the study are kept */
export function studyJob(run: StudyRun, folder: string): Job {
  const id = runId(run);
  const recipe = recipeOf(run);
  return {
    hmm: PAPER_HMMS[run.model],
    preset: run.model,
    id,
    seed: run.seed,
    out: folder,
    folder: join(folder, id),
    recipe,
    recipeName: 'study',
    finalOnly: true,
    gain: recipe.initialGain,
  };
}
