import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PaperHmmId } from '../../src/hmm/paper';
import { RECIPES, type Recipe, recipeProblem, SIZES, type SizeName } from '../../src/training/recipe';
import { fail, presetId, readOptions, wholeNumber } from '../arguments';

const USAGE =
  'npm run train -- --preset chain-2 [--size live|paper] [--hidden H] [--inputs d] [--seed 1] [--id chain-2] [--out public/presets] [--runs runs] [--recipe FILE.json] [--final-only] [--resume]';

/** One training run of the command line. */
export interface Job {
  preset: PaperHmmId;
  /** Name of the network in index.json and of its files. */
  id: string;
  seed: number;
  out: string;
  /** Where checkpoints, log and state are kept. */
  folder: string;
  recipe: Recipe;
  /** Publish without the training history. */
  finalOnly: boolean;
  /** Start gain in force: the recipe's, or the smaller one that stays bounded. */
  gain: number;
}

/** The job the arguments ask for; a wrong argument ends the program with a sentence. */
export function readJob(): { job: Job; resume: boolean } {
  const { values } = readOptions(
    {
      preset: { type: 'string' },
      size: { type: 'string', default: 'live' },
      hidden: { type: 'string' },
      inputs: { type: 'string' },
      seed: { type: 'string', default: '1' },
      id: { type: 'string' },
      out: { type: 'string', default: 'public/presets' },
      runs: { type: 'string', default: 'runs' },
      recipe: { type: 'string' },
      'final-only': { type: 'boolean', default: false },
      resume: { type: 'boolean', default: false },
    },
    USAGE,
  );
  const preset = presetId(values.preset as string | undefined);
  const seed = wholeNumber('seed', values.seed as string, 0);
  const size = values.size as string;
  if (!Object.hasOwn(SIZES, size)) fail(`--size must be one of ${Object.keys(SIZES).join(', ')}, got "${size}".`);
  const recipe = readRecipe(preset, size as SizeName, values.recipe as string | undefined);
  if (values.hidden) recipe.hiddenSize = wholeNumber('hidden', values.hidden as string, 2);
  if (values.inputs) recipe.inputDim = wholeNumber('inputs', values.inputs as string, 1);
  const shape = values.hidden || values.inputs ? `h${recipe.hiddenSize}-d${recipe.inputDim}` : size;
  const folder = join(values.runs as string, `${preset}-${shape}-seed-${seed}`);
  const suffix = values.hidden || values.inputs ? `-${shape}` : size === 'live' ? '' : `-${size}`;
  const id = (values.id as string | undefined) ?? [preset, suffix, seed === 1 ? '' : `-s${seed}`].join('');
  return {
    job: {
      preset,
      id,
      seed,
      out: values.out as string,
      folder,
      recipe,
      gain: recipe.initialGain,
      finalOnly: values['final-only'] as boolean,
    },
    resume: values.resume as boolean,
  };
}

/** The model's own recipe, with the fields of a JSON file put over it. */
function readRecipe(preset: PaperHmmId, size: SizeName, file: string | undefined): Recipe {
  const own = { ...RECIPES[preset], ...SIZES[size] };
  if (!file) return own;
  if (!existsSync(file)) fail(`No such recipe file: "${file}".`);
  const recipe = { ...own, ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<Recipe>) };
  const problem = recipeProblem(recipe);
  return problem ? fail(`${file}: ${problem}`) : recipe;
}
