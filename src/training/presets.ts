import * as v from 'valibot';

/** One shipped network in public/presets/index.json; written by `npm run train`, read by the app. */
const estimate = v.object({ value: v.number(), low: v.number(), high: v.number(), n: v.number() });

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
  }),
});
export type Preset = v.InferOutput<typeof PresetSchema>;

export const PresetIndexSchema = v.object({ version: v.literal(1), presets: v.array(PresetSchema) });
export type PresetIndex = v.InferOutput<typeof PresetIndexSchema>;
