import { join } from 'node:path';
import { CELLS, runId, STUDY_SEEDS, type StudyModel, type StudyRun } from '../../src/claims/study';
import { PAPER_HMMS } from '../../src/hmm/models';
import type { Recipe } from '../../src/training/recipe';
import { RECIPES } from '../../src/training/recipes';
import type { Job } from '../training/job';

/** One constant rate and size for each model, so that cells differ in nothing else. */
const SIZES = {
  'chain-3': { seqLen: 30, batch: 512, learningRate: 1e-3, updates: 2500 },
  'chain-2': { seqLen: 60, batch: 512, learningRate: 1e-3, updates: 1500 },
} as const satisfies Record<StudyModel, unknown>;

/** Runs in the order in which they are made: one seed of every cell before the next seed. */
export const studyRuns = (model: StudyModel): StudyRun[] =>
  STUDY_SEEDS.flatMap((seed) => CELLS.map((cell) => ({ model, seed, ...cell })));

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
