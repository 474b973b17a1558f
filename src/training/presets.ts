import * as v from 'valibot';
import type { PaperHmmId } from '../hmm/models';
import type { Estimate } from '../math/statistics';

/** An estimate on file: [value, low, high, n], since the list is read before the first picture; an object in memory. */
const estimate = v.pipe(
  v.tuple([v.number(), v.number(), v.number(), v.number()]),
  v.transform(([value, low, high, n]): Estimate => ({ value, low, high, n })),
);

/** One shipped network in public/presets/index.json; written by `npm run train`, read by the app. */
export const PresetSchema = v.object({
  id: v.string(),
  /** Paper HMM the network emulates. */
  hmm: v.string(),
  name: v.string(),
  file: v.string(),
  /** Training history, loaded only when asked for. */
  history: v.optional(v.string()),
  /** Kick groups found in it, loaded only when they are looked at. */
  mechanism: v.optional(v.string()),
  /** Bars it misses; empty for a network that meets them all. */
  misses: v.array(v.string()),
  hiddenSize: v.number(),
  inputDim: v.number(),
  seed: v.number(),
  /** Updates made when this checkpoint was kept. */
  update: v.number(),
  engine: v.string(),
  gain: v.number(),
  /** Name of the recipe: `live`, `paper`, or that of a file. */
  recipeName: v.string(),
  recipe: v.record(v.string(), v.unknown()),
  scores: v.object({
    batch: v.number(),
    seqLen: v.number(),
    loss: estimate,
    floor: estimate,
    ratio: estimate,
    maxCell: v.number(),
    changeRateRatio: estimate,
    freeRuns: v.object({ runs: v.number(), steps: v.number(), bounded: v.boolean(), maxState: v.number() }),
    /** Results, never used to choose the network. */
    collapse: v.object({
      drivenNorm: v.number(),
      finalNorm: v.number(),
      steps: v.number(),
      collapsedAfter: v.optional(v.number()),
    }),
    turnsPerRoundTrip: v.number(),
    /** The ring in PC1–PC2 (dynamics/ring.ts). */
    ring: v.object({ enclosure: v.number(), holeShare: v.number() }),
  }),
  /**
   * Of a training on a fixed set: the least mean loss against a set that is never trained on, over the checkpoints that were judged, and
   * the update it was found at. Batches are those of the training set.
   */
  validation: v.optional(v.object({ loss: v.number(), update: v.number(), checkpoints: v.number() })),
});
export type Preset = v.InferOutput<typeof PresetSchema>;
/** A network as the list on file has it. */
export type PresetOnFile = v.InferInput<typeof PresetIndexSchema>['presets'][number];

const RecordSchema = v.record(v.string(), v.unknown());

/** The list as it is on file: networks name their recipe, and each recipe stands once. */
export const PresetIndexSchema = v.pipe(
  v.object({
    version: v.literal(3),
    recipes: v.record(v.string(), RecordSchema),
    presets: v.array(v.object({ ...PresetSchema.entries, recipe: v.string() })),
  }),
  v.check(({ recipes, presets }) => presets.every(({ recipe }) => Object.hasOwn(recipes, recipe)), 'a network names no recipe'),
  v.transform(({ recipes, presets }) => ({
    presets: presets.map((preset): Preset => ({ ...preset, recipe: recipes[preset.recipe]! })),
  })),
);
export type PresetIndex = v.InferOutput<typeof PresetIndexSchema>;

/** What a shipped network must reach; one that misses a bar is labelled with what it misses. Emissions, loss and boundedness only. */
export interface QualityThresholds {
  maxCell: number;
  /** Relative error of the change rate. */
  changeRate: number;
  /** Loss over floor. */
  ratio: number;
}

const COMMON: QualityThresholds = { maxCell: 0.05, changeRate: 0.1, ratio: 1.05 };

export const QUALITY_THRESHOLDS: Record<PaperHmmId, QualityThresholds> = {
  'chain-2': { ...COMMON, maxCell: 0.03 },
  'chain-3': COMMON,
  'chain-4': COMMON,
  'chain-5': COMMON,
  fully: { ...COMMON, maxCell: 0.03, changeRate: 0.15 },
  cyclic: { ...COMMON, changeRate: 0.15 },
};

/** The bars a network misses, a phrase each; empty when it meets them all. */
export function missedThresholds(
  id: PaperHmmId,
  scores: Pick<Preset['scores'], 'maxCell' | 'changeRateRatio' | 'ratio' | 'freeRuns'>,
): string[] {
  const bars = QUALITY_THRESHOLDS[id];
  const rate = Math.abs(scores.changeRateRatio.value - 1);
  const missed: string[] = [];
  if (scores.maxCell > bars.maxCell) missed.push(`largest cell error ${scores.maxCell.toFixed(3)} above ${bars.maxCell}`);
  if (rate > bars.changeRate) missed.push(`change rate ${(100 * rate).toFixed(0)} % off, more than ${100 * bars.changeRate} %`);
  if (scores.ratio.value > bars.ratio) missed.push(`loss ${scores.ratio.value.toFixed(3)} × floor, above ${bars.ratio}`);
  if (!scores.freeRuns.bounded) missed.push('not bounded in free runs');
  return missed;
}
