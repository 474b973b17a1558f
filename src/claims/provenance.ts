import * as v from 'valibot';

/** How a network was trained, as far as known, compared with the networks of the paper. */

export interface Provenance {
  /** Name of the recipe: 'paper', 'live', that of a recipe file, or 'custom'; 'unknown', 'untrained' for start weights, or 'constructed' for the network built by hand. */
  name: string;
  /** What differs from the paper's recipe, in words; empty when nothing does, or when nothing is known. */
  differs: string[];
}

export const UNKNOWN: Provenance = { name: 'unknown', differs: [] };
/** For start weights. */
export const UNTRAINED: Provenance = { name: 'untrained', differs: [] };
/** Of the network built by hand. */
export const CONSTRUCTED: Provenance = { name: 'constructed', differs: [] };

const PhaseSchema = v.object({
  seqLen: v.number(),
  batch: v.number(),
  learningRate: v.number(),
  activityPenalty: v.optional(v.number()),
  pairWeight: v.optional(v.number()),
});

/** The fields of a recipe that are compared. Fields that older files lack get the values with which those recipes were run. */
const RecipeSchema = v.object({
  hiddenSize: v.number(),
  inputDim: v.number(),
  targets: v.optional(v.picklist(['fresh', 'fixed', 'own']), 'fresh'),
  initialGain: v.number(),
  readoutGain: v.optional(v.number(), 1),
  activityPenalty: v.optional(v.number(), 0),
  pairWeight: v.optional(v.number(), 0),
  clip: v.number(),
  phases: v.pipe(v.array(PhaseSchema), v.nonEmpty()),
});
type ComparedRecipe = v.InferOutput<typeof RecipeSchema>;

/** The recipe of the paper's public code for every network. */
const PAPER = { hiddenSize: 150, inputDim: 100, batch: 4096, learningRate: 1e-3, initialGain: 1, readoutGain: 1 } as const;
/** Gradient clip of the chains, and of the fully connected and the ring model. */
const PAPER_CLIPS: readonly number[] = [0.9, 0.3];

/** What a network was trained towards, where it is not a training set that is drawn once. */
const TARGETS: Readonly<Record<ComparedRecipe['targets'], readonly string[]>> = {
  fixed: [],
  fresh: ['fresh samples instead of a fixed training set'],
  own: ['trained on sequences of one’s own instead of samples of the model'],
};

const number = (value: number): string => String(Number(value.toPrecision(4))).replace(/^0\./, '.');
const differing = (values: readonly number[]): number[] => [...new Set(values)];
const list = (values: readonly number[]): string => values.map(number).join(', then ');

/**
 * The differences from the paper's recipe, each in a few words; undefined when the record is not a recipe. The paper trains H =
 * 150 units with d = 100 inputs on a fixed training set, in batches of 4096 at a rate of .001 throughout, from the usual random
 * start, with the plain loss.
 */
export function recipeDifferences(recipe: unknown): string[] | undefined {
  const parsed = v.safeParse(RecipeSchema, recipe, { abortEarly: true });
  return parsed.success ? compare(parsed.output) : undefined;
}

function compare(recipe: ComparedRecipe): string[] {
  const { hiddenSize, inputDim, targets, initialGain, readoutGain, clip, phases } = recipe;
  const batches = differing(phases.map(({ batch }) => batch));
  const rates = differing(phases.map(({ learningRate }) => learningRate));
  const lengths = differing(phases.map(({ seqLen }) => seqLen));
  const penalties = differing(phases.map((phase) => phase.activityPenalty ?? recipe.activityPenalty)).filter((w) => w > 0);
  const pairs = differing(phases.map((phase) => phase.pairWeight ?? recipe.pairWeight)).filter((w) => w > 0);
  const only = (values: number[], value: number) => values.length === 1 && values[0] === value;
  const asInPaper = hiddenSize === PAPER.hiddenSize && inputDim === PAPER.inputDim;
  return [
    ...(initialGain === PAPER.initialGain ? [] : [`start gain ${number(initialGain)}`]),
    ...(readoutGain === PAPER.readoutGain ? [] : [`read-out gain ${number(readoutGain)}`]),
    ...(penalties.length > 0 ? [`activity penalty ${list(penalties)}`] : []),
    ...(pairs.length > 0 ? [`pair term ${list(pairs)}`] : []),
    ...(asInPaper ? [] : [`H = ${hiddenSize}, d = ${inputDim}`]),
    ...TARGETS[targets],
    ...(only(batches, PAPER.batch) ? [] : [`batches of ${list(batches)}`]),
    ...(only(rates, PAPER.learningRate) ? [] : [`learning rate ${list(rates)}`]),
    ...(lengths.length === 1 ? [] : [`sequences of ${list(lengths)} steps`]),
    ...(PAPER_CLIPS.includes(clip) ? [] : [`gradient clip ${number(clip)}`]),
  ];
}

/**
 * How a network was trained, according to its file or the list of networks.
 * @param recipeName if one is recorded
 */
export function provenanceOf(source: { recipe?: unknown; recipeName?: string | undefined }): Provenance {
  const differs = recipeDifferences(source.recipe);
  if (!differs) return UNKNOWN;
  return { name: source.recipeName ?? (differs.length === 0 ? 'paper' : 'custom'), differs };
}

/** The first line of a report. */
export function provenanceSentence({ name, differs }: Provenance): string {
  if (name === UNTRAINED.name) return 'Not trained: these are start weights.';
  if (name === CONSTRUCTED.name) return 'Not trained: this network was built by hand, weight by weight.';
  if (name === UNKNOWN.name) return 'Recipe unknown: nothing that came with this network says how it was trained.';
  if (differs.length === 0) return 'Trained by the paper’s recipe.';
  return `Trained by another recipe than the paper’s (${name}): ${differs.join('; ')}. What does not hold here is said of this network, not of the paper’s.`;
}
