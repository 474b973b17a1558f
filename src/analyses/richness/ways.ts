import { type Richness, richnessOf } from '../../dynamics/emergence/richness';
import type { Settings } from '../../state/settings/settings';
import type { RunAsked } from '../../state/training/slice';
import type { TimelineCheckpoint } from '../../state/training/timelineSource';

/** What both ways share: a recipe short enough for two trainings in some two minutes. */
const BOTH = {
  recipe: 'custom',
  hidden: 64,
  inputs: 16,
  batch: 256,
  length: 30,
  rate: 1e-3,
  clip: 0.9,
  updates: 2500,
} as const satisfies Partial<Settings>;

/** Two ways to train one model from one seed. The lazy one is the recipe of the first gallery. */
export const WAYS = {
  rich: { ...BOTH, gain: 1, readout: 8, penalty: 0, pairs: 0 },
  lazy: { ...BOTH, gain: 2, readout: 1, penalty: 0.03, pairs: 300 },
} as const satisfies Record<string, Partial<Settings>>;

export type Way = keyof typeof WAYS;
export const WAY_NAMES = Object.keys(WAYS) as Way[];

/** What a recipe of one phase is in terms of the settings, with what was changed by hand. */
function asSettings({ recipe, controls }: RunAsked): Partial<Settings> {
  const [phase, ...more] = recipe.phases;
  if (!phase || more.length > 0) return {};
  return {
    recipe: 'custom',
    hidden: recipe.hiddenSize,
    inputs: recipe.inputDim,
    gain: recipe.initialGain,
    readout: recipe.readoutGain,
    penalty: recipe.activityPenalty,
    pairs: recipe.pairWeight,
    clip: controls.clip ?? recipe.clip,
    batch: phase.batch,
    length: phase.seqLen,
    rate: controls.learningRate ?? phase.learningRate,
    updates: phase.updates,
  };
}

/** The way in which a run was trained; undefined for any other, and where it began with other weights or had sequences of one's own. */
export function wayOf(asked: RunAsked): Way | undefined {
  if (asked.from || asked.windows) return undefined;
  const run = asSettings(asked);
  return WAY_NAMES.find((way) => Object.entries(WAYS[way]).every(([key, value]) => run[key as keyof Settings] === value));
}

/** A checkpoint and how rich the training was up to it. */
export interface RichPoint extends Richness {
  update: number;
}

/**
 * @param checkpoints of one training, in order
 * @param known what was found of weights before; new findings are added
 * @returns undefined where the first checkpoint is not the start of the training
 */
export function richThroughTraining(
  checkpoints: readonly TimelineCheckpoint[],
  known: WeakMap<object, Richness>,
): RichPoint[] | undefined {
  const [start] = checkpoints;
  if (start?.update !== 0) return undefined;
  return checkpoints.map(({ update, weights }) => {
    let found = known.get(weights);
    if (!found) {
      found = richnessOf(weights.recurrentWeights, start.weights.recurrentWeights, weights.hiddenSize);
      known.set(weights, found);
    }
    return { update, ...found };
  });
}
