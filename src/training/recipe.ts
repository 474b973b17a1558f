import type { PaperHmmId } from '../hmm/paper';
import type { UpdateSettings } from './engine';

/** A stretch of training with fixed sizes and rate. */
export interface Phase {
  /** T, sequence length. */
  seqLen: number;
  /** N, sequences per update. */
  batch: number;
  learningRate: number;
  updates: number;
  /** Replaces the recipe's activity penalty in this phase. */
  activityPenalty?: number;
  /** Replaces the recipe's pair weight in this phase. */
  pairWeight?: number;
}

/** Everything that decides a training run besides the HMM and the seed. */
export interface Recipe extends Omit<UpdateSettings, 'learningRate'> {
  hiddenSize: number;
  inputDim: number;
  /** Factor on W_hh at initialisation; 1 is paper-faithful, 2 a fast start (science §2.6). */
  initialGain: number;
  /** Updates between checkpoints (emission error and long-run test). */
  evaluateEvery: number;
  phases: Phase[];
}

/** What the paper fixes for every network (science §2.3–§2.5), with the fast start and penalty of feasibility §9. */
const BASE: Omit<Recipe, 'phases'> = {
  hiddenSize: 64,
  inputDim: 16,
  initialGain: 2,
  clip: 0.9,
  temperature: 1,
  activityPenalty: 0.03,
  pairWeight: 0,
  beta1: 0.9,
  beta2: 0.9,
  epsilon: 1e-8,
  blur: 0.2,
  scaling: 0.5,
  evaluateEvery: 25,
};

const phase = (seqLen: number, batch: number, learningRate: number, updates: number): Phase => ({
  seqLen,
  batch,
  learningRate,
  updates,
});

/** Weight of the pair term in the sharpening phases: the change rate then lands within a few percent of the model's. */
const PAIRS = 300;

const sharpen = (seqLen: number, batch: number, learningRate: number, updates: number): Phase => ({
  ...phase(seqLen, batch, learningRate, updates),
  pairWeight: PAIRS,
});

/**
 * Recipes by model: a first phase leaves the plateau (the three-state chain needs the larger batch to see the small gap between
 * plateau and floor; with four and five states the gap is smaller still and the pair term is on from the start), the next ones
 * sharpen with larger batches, lower rates and the pair term.
 */
export const RECIPES: Record<PaperHmmId, Recipe> = {
  'chain-2': {
    ...BASE,
    phases: [
      phase(60, 256, 2e-3, 300),
      sharpen(100, 512, 1e-3, 250),
      sharpen(100, 1024, 5e-4, 120),
      sharpen(100, 2048, 1e-4, 100),
    ],
  },
  'chain-3': { ...BASE, phases: [phase(30, 1024, 2e-3, 450), sharpen(30, 1024, 1e-3, 200), sharpen(30, 2048, 3e-4, 100)] },
  'chain-4': { ...BASE, phases: [sharpen(40, 512, 2e-3, 500), sharpen(40, 1024, 1e-3, 250), sharpen(40, 2048, 3e-4, 100)] },
  'chain-5': { ...BASE, phases: [sharpen(40, 512, 2e-3, 500), sharpen(40, 1024, 1e-3, 250), sharpen(40, 2048, 3e-4, 100)] },
  fully: {
    ...BASE,
    clip: 0.3,
    // The pair term from the start: without it one seed in three stayed where one output has separated and two are mixed. T = 100 from
    // the second phase on: with shorter sequences the first steps from h = 0 weigh too much, and the loss stays a tenth above its floor.
    phases: [
      sharpen(60, 512, 2e-3, 500),
      sharpen(100, 1024, 1e-3, 400),
      sharpen(100, 1024, 5e-4, 250),
      sharpen(100, 1024, 1e-4, 100),
    ],
  },
  cyclic: {
    ...BASE,
    clip: 0.3,
    phases: [phase(60, 512, 2e-3, 1600), sharpen(60, 1024, 1e-3, 300), sharpen(60, 2048, 3e-4, 150)],
  },
};

/** Sequences hold about so many changes of output, as those of the paper's models do. */
const CHANGES = 6;

/** A recipe for any other model: as for the longer chains, with sequences long enough to show its changes. @param changeRate per step */
export function recipeForModel(changeRate: number): Recipe {
  const seqLen = Math.round(Math.min(100, Math.max(30, CHANGES / Math.max(changeRate, 1e-6))));
  return {
    ...BASE,
    phases: [sharpen(seqLen, 512, 2e-3, 500), sharpen(seqLen, 1024, 1e-3, 250), sharpen(seqLen, 2048, 3e-4, 100)],
  };
}

/** Two sizes: one that trains while a class watches, and the paper's. */
export const SIZES = {
  live: { hiddenSize: 64, inputDim: 16 },
  paper: { hiddenSize: 150, inputDim: 100 },
} as const;
export type SizeName = keyof typeof SIZES;

export const totalUpdates = (recipe: Recipe): number => recipe.phases.reduce((sum, p) => sum + p.updates, 0);

/** Phase that update number `update` (0-based) belongs to; the last one from the end on. */
export function phaseAt(recipe: Recipe, update: number): { phase: Phase; index: number; firstUpdate: number } {
  let firstUpdate = 0;
  for (let index = 0; index < recipe.phases.length; index++) {
    const current = recipe.phases[index]!;
    if (update < firstUpdate + current.updates || index === recipe.phases.length - 1)
      return { phase: current, index, firstUpdate };
    firstUpdate += current.updates;
  }
  throw new RangeError('A recipe needs at least one phase.');
}

/** The first thing that makes a recipe impossible, as a sentence; undefined when it can be run. */
export function recipeProblem(recipe: Recipe): string | undefined {
  const positive: [string, number][] = [
    ['The number of hidden units', recipe.hiddenSize],
    ['The number of inputs', recipe.inputDim],
    ['The gradient clip', recipe.clip],
    ['The start gain', recipe.initialGain],
    ...recipe.phases.flatMap((p): [string, number][] => [
      ['The sequence length', p.seqLen],
      ['The batch size', p.batch],
      ['The number of updates', p.updates],
    ]),
  ];
  const bad = positive.find(([, value]) => !(Number.isFinite(value) && value > 0));
  if (bad) return `${bad[0]} must be positive, got ${bad[1]}.`;
  const rate = recipe.phases.find((p) => !(Number.isFinite(p.learningRate) && p.learningRate >= 0));
  if (rate) return `The learning rate must not be negative, got ${rate.learningRate}.`;
  if (recipe.phases.length === 0) return 'A recipe needs at least one phase.';
  return undefined;
}

/** Cells (sequence × step) still to be trained from update `from` on: what time left is proportional to. */
export function remainingWork(recipe: Recipe, from: number): number {
  let work = 0;
  let first = 0;
  for (const { updates, batch, seqLen } of recipe.phases) {
    const done = Math.min(Math.max(from - first, 0), updates);
    work += (updates - done) * batch * seqLen;
    first += updates;
  }
  return work;
}
