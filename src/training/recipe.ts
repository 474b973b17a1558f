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
  /** Replaces the recipe's updates between checkpoints in this phase. */
  evaluateEvery?: number;
}

/** Everything that decides a training run besides the HMM and the seed. */
export interface Recipe extends Omit<UpdateSettings, 'learningRate'> {
  hiddenSize: number;
  inputDim: number;
  /** What the batches are drawn from: the model, afresh for every update, or a training set drawn once and taken in order, as in the paper. */
  targets: 'fresh' | 'fixed';
  /** Factor on W_hh at initialisation; 1 is paper-faithful. Larger gains leave more of the random start in the trained network. */
  initialGain: number;
  /** Factor on W_out at initialisation; 1 is paper-faithful, about 8 lets small batches leave the plateau. */
  readoutGain: number;
  /** Updates between checkpoints (emission error and long-run test). */
  evaluateEvery: number;
  phases: Phase[];
}

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
    ['The read-out gain', recipe.readoutGain],
    ...recipe.phases.flatMap((p): [string, number][] => [
      ['The sequence length', p.seqLen],
      ['The batch size', p.batch],
      ['The number of updates', p.updates],
      ['The number of updates between checkpoints', p.evaluateEvery ?? recipe.evaluateEvery],
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
