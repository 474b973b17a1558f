import type { PaperHmmId } from '../hmm/models';
import type { Phase, Recipe } from './recipe';

/** The named recipes. Both train with the plain loss: no pair term, and no activity penalty on chains. */
export const RECIPE_NAMES = ['live', 'paper'] as const;
export type RecipeName = (typeof RECIPE_NAMES)[number];

/** What the paper fixes for every network (its public code, scripts/config.py and manager.py). */
const BASE: Omit<Recipe, 'phases' | 'hiddenSize' | 'inputDim'> = {
  targets: 'fresh',
  initialGain: 1,
  readoutGain: 1,
  clip: 0.9,
  temperature: 1,
  activityPenalty: 0,
  pairWeight: 0,
  beta1: 0.9,
  beta2: 0.9,
  epsilon: 1e-8,
  blur: 0.2,
  scaling: 0.5,
  evaluateEvery: 50,
};

const phase = (seqLen: number, batch: number, learningRate: number, updates: number, evaluateEvery?: number): Phase => ({
  seqLen,
  batch,
  learningRate,
  updates,
  ...(evaluateEvery === undefined ? {} : { evaluateEvery }),
});

/** The paper's recipe: default start, one constant rate, a training set of 10,000 sequences in batches of 4096, 4096 and 1808. */
const paper = (seqLen: number, updates: number, clip = 0.9): Recipe => ({
  ...BASE,
  hiddenSize: 150,
  inputDim: 100,
  targets: 'fixed',
  clip,
  phases: [phase(seqLen, 4096, 1e-3, updates)],
});

/** Read-out gain of the live recipes: without it a batch of 512 leaves the plateau by luck only (docs/recipes.md). */
const READOUT_GAIN = 8;

/** Updates between checkpoints while a live training leaves its plateau, which is looked at, and afterwards. */
const [AT_FIRST, LATER, AT_LAST] = [25, 100, 10];

/** A recipe for small batches: a large read-out at the start, and most updates at small batches, where they are cheap. */
const live = (phases: Phase[], more: Partial<Recipe> = {}): Recipe => ({
  ...BASE,
  hiddenSize: 64,
  inputDim: 16,
  readoutGain: READOUT_GAIN,
  evaluateEvery: LATER,
  phases,
  ...more,
});

/**
 * A chain: short sequences until the plateau is left, many updates at a batch of 128 in which the mechanism settles into few units and a
 * ring, and some at large batches at the end. At a temperature of 1 outputs change about a tenth too often, whatever the last phases.
 */
const liveChain = (temperature: number, first: number, seqLen: number, updates: number, last: Phase[]): Recipe =>
  live([phase(first, 512, 1e-3, 300, AT_FIRST), phase(seqLen, 128, 1e-3, updates), ...last], { temperature });

/** The last phases of a chain: batches up to 2048, without which the shares of the outputs waver. Fewer updates where someone waits. */
const slowly = (seqLen: number, [first, second, last]: readonly [number, number, number] = [200, 100, 40]): Phase[] => [
  phase(seqLen, 1024, 1e-3, first, 50),
  phase(seqLen, 2048, 1e-3, second, AT_FIRST),
  phase(seqLen, 2048, 3e-4, last, AT_LAST),
];

/** What models with more than one pair of outputs need besides: a larger start, and a penalty without which long runs explode. */
const severalOutputs = (activityPenalty: number): Partial<Recipe> => ({ initialGain: 1.5, clip: 0.3, activityPenalty });

/** Recipes by name and model. What was tried on the way to the live ones stands in docs/recipes.md. */
export const RECIPES: Record<RecipeName, Record<PaperHmmId, Recipe>> = {
  paper: {
    'chain-2': paper(100, 1500),
    'chain-3': paper(30, 1500),
    'chain-4': paper(30, 1500),
    'chain-5': paper(40, 1500),
    fully: paper(30, 3000, 0.3),
    cyclic: paper(40, 1500, 0.3),
  },
  live: {
    // Shorter sequences or a wider clip at the start, and memory by growth without bound takes hold; at 1e-3 the change rate swings.
    'chain-2': live([phase(60, 512, 1e-3, 120, AT_FIRST), phase(100, 128, 5e-4, 3000), phase(100, 1024, 3e-4, 80, AT_LAST)], {
      clip: 0.3,
    }),
    'chain-3': liveChain(0.9, 30, 30, 8500, slowly(30, [100, 60, 40])),
    'chain-4': liveChain(0.85, 20, 30, 10_000, slowly(30)),
    'chain-5': liveChain(0.9, 20, 40, 9000, slowly(40)),
    fully: live(
      [phase(30, 512, 1e-3, 400, AT_FIRST), phase(60, 512, 1e-3, 800, 50), phase(100, 1024, 3e-4, 150, AT_FIRST)],
      severalOutputs(0.03),
    ),
    cyclic: live(
      [
        phase(30, 512, 1e-3, 500, AT_FIRST),
        phase(60, 128, 1e-3, 4500),
        phase(60, 1024, 5e-4, 120, AT_FIRST),
        phase(60, 1024, 2e-4, 50, AT_LAST),
      ],
      severalOutputs(0.01),
    ),
  },
};

/** Sequences hold about so many changes of output, as those of the paper's models do. */
const CHANGES = 6;

/**
 * The live recipe for any other model: sequences long enough to show its changes, shorter ones first. Nothing is known of it, so it has
 * the small penalty that keeps long runs of models with several outputs bounded.
 * @param changeRate output changes per step
 */
export function recipeForModel(changeRate: number): Recipe {
  const seqLen = Math.round(Math.min(100, Math.max(30, CHANGES / Math.max(changeRate, 1e-6))));
  return live(
    [
      phase(Math.min(seqLen, 30), 512, 1e-3, 500, AT_FIRST),
      phase(seqLen, 256, 1e-3, 1500),
      phase(seqLen, 1024, 3e-4, 100, AT_LAST),
    ],
    { initialGain: 1.5, activityPenalty: 0.003 },
  );
}
