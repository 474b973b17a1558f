import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PAPER_HMMS, type PaperHmmId } from '../../src/hmm/models';
import type { HmmSpec } from '../../src/hmm/spec';
import { exactStatistics } from '../../src/hmm/statistics';
import type { RnnWeights } from '../../src/rnn/weights';
import { type Recipe, recipeProblem } from '../../src/training/recipe';
import { RECIPE_NAMES, RECIPES, type RecipeName, recipeForModel } from '../../src/training/recipes';
import { COMMON, fail, presetId, readOptions, usageOf, wholeNumber } from '../arguments';
import { askedModel, readNetwork } from '../networkFiles';
import { CLI_ENGINES, type CliEngine } from './engine';

const COMMAND = {
  name: 'train',
  about: 'Trains a network and publishes it: weights, history and a line in index.json. Ctrl-C keeps the last checkpoint.',
  options: {
    preset: { value: 'ID', help: 'the model of the paper to train on: chain-2 … chain-5, fully, cyclic' },
    model: COMMON.model,
    recipe: { value: 'NAME', default: 'live', help: 'live, paper, or a JSON file with what differs from live' },
    hidden: { value: 'H', help: 'units, instead of the recipe’s' },
    inputs: { value: 'd', help: 'noise inputs, instead of the recipe’s' },
    from: { value: 'FILE', help: 'begin with the weights in this file, of any kind that the app reads, instead of fresh ones' },
    seed: COMMON.seed,
    engine: {
      value: 'ENGINE',
      default: 'wasm-simd',
      help: 'wasm-simd; wasm-relaxed where Node has relaxed SIMD: faster, with bits of its own; webgpu on a graphics device (npm install --no-save webgpu)',
    },
    id: { value: 'ID', help: 'name of the network and of its files' },
    out: { value: 'FOLDER', help: 'where it is published; public/presets for a model of the paper' },
    runs: { value: 'FOLDER', default: 'runs', help: 'where checkpoints are kept' },
    'final-only': { help: 'publish without the history' },
    resume: { help: 'go on from the last checkpoint' },
    pack: { value: 'FILE', help: 'write what --unpack goes on from, and train nothing' },
    unpack: { value: 'FILE', help: 'begin from the state in this file' },
  },
  examples: [
    '--preset chain-3',
    '--preset chain-3 --recipe paper --seed 2 --resume',
    '--model mine.json --recipe mine-recipe.json --out networks',
    '--preset chain-2 --from network.pth --out networks',
  ],
} as const;
const USAGE = usageOf(COMMAND);

/** One training run of the command line. */
export interface Job {
  hmm: HmmSpec;
  /** Which model of the paper it is; undefined for a model read from a file. */
  preset: PaperHmmId | undefined;
  /** Name of the network in index.json and of its files. */
  id: string;
  seed: number;
  out: string;
  /** Where checkpoints, log and state are kept. */
  folder: string;
  recipe: Recipe;
  /** `live`, `paper`, or the name of the recipe file, with the file it began from. */
  recipeName: string;
  /** Publish without the training history. */
  finalOnly: boolean;
  /** Weights to begin with; undefined for fresh ones. */
  from?: RnnWeights | undefined;
  /** Start gain in force: the recipe's, or the smaller one that stays bounded. */
  gain: number;
}

/** What is to be done with the job besides training it. */
export interface JobOptions {
  job: Job;
  resume: boolean;
  /** Write the state of the run into this file instead of training. */
  pack?: string;
  /** Begin from the state in this file. */
  unpack?: string;
  engine: CliEngine;
}

/** The job the arguments ask for; a wrong argument ends the program with a sentence. */
export function readJob(): JobOptions {
  const { values } = readOptions(COMMAND);
  const model = readModel(values.preset, values.model);
  const seed = wholeNumber('seed', values.seed, 0);
  const { name, recipe } = readRecipe(model, values.recipe);
  if (values.from && (values.hidden || values.inputs))
    fail('--from takes the size of its network: leave --hidden and --inputs away.');
  const from = values.from ? beginFrom(values.from, model, recipe) : undefined;
  const resized = Boolean(values.hidden || values.inputs);
  if (values.hidden) recipe.hiddenSize = wholeNumber('hidden', values.hidden, 2);
  if (values.inputs) recipe.inputDim = wholeNumber('inputs', values.inputs, 1);
  const source = values.from ? `-from-${basename(values.from).replace(/\.[^.]*$/, '')}` : '';
  const suffix = [name === 'live' ? '' : `-${name}`, source, resized ? `-h${recipe.hiddenSize}-d${recipe.inputDim}` : ''].join(
    '',
  );
  const id = values.id ?? [model.name, suffix, seed === 1 ? '' : `-s${seed}`].join('');
  const job: Job = {
    hmm: model.hmm,
    preset: model.preset,
    id,
    seed,
    out: values.out ?? (model.preset ? 'public/presets' : '.'),
    folder: join(values.runs, `${model.name}${suffix}-seed-${seed}`),
    recipe,
    recipeName: `${name}${source}`,
    from,
    gain: recipe.initialGain,
    finalOnly: values['final-only'],
  };
  const { pack, unpack } = values;
  const engine = CLI_ENGINES.find((id) => id === values.engine);
  if (!engine) fail(`--engine must be one of ${CLI_ENGINES.join(', ')}, got "${values.engine}".`);
  return {
    job,
    engine,
    resume: values.resume || unpack !== undefined,
    ...(pack ? { pack } : {}),
    ...(unpack ? { unpack } : {}),
  };
}

/** Reads the weights to begin with; the recipe takes their size, and its start gains do nothing more. */
function beginFrom(file: string, { hmm }: Model, recipe: Recipe): RnnWeights {
  const { weights } = readNetwork(file, USAGE);
  if (weights.nOutputs !== hmm.nOutputs)
    fail(`${file}: the network has ${weights.nOutputs} outputs, the model “${hmm.name}” has ${hmm.nOutputs}.`);
  Object.assign(recipe, { hiddenSize: weights.hiddenSize, inputDim: weights.inputDim, initialGain: 1, readoutGain: 1 });
  return weights;
}

interface Model {
  hmm: HmmSpec;
  preset: PaperHmmId | undefined;
  /** What its files are called after. */
  name: string;
}

/** A model of the paper by its id, or any model from a JSON file. */
function readModel(preset: string | undefined, file: string | undefined): Model {
  const hmm = askedModel({ preset, model: file }, USAGE);
  if (hmm && file !== undefined) return { hmm, preset: undefined, name: basename(file).replace(/\.json$/, '') };
  const id = presetId(preset);
  return { hmm: PAPER_HMMS[id], preset: id, name: id };
}

/** A named recipe, or the live one with the fields of a JSON file put over it. */
function readRecipe({ hmm, preset }: Model, asked: string): { name: string; recipe: Recipe } {
  const live = preset ? RECIPES.live[preset] : recipeForModel(exactStatistics(hmm).changeRate);
  if ((RECIPE_NAMES as readonly string[]).includes(asked)) {
    if (asked === 'paper' && !preset) fail('--recipe paper exists for the models of the paper only: give a recipe file.');
    return { name: asked, recipe: { ...(asked === 'live' ? live : RECIPES[asked as RecipeName][preset!]) } };
  }
  let given: Partial<Recipe>;
  try {
    given = JSON.parse(readText(asked)) as Partial<Recipe>;
  } catch (error) {
    return fail(`${asked}: ${(error as Error).message}`);
  }
  const recipe = { ...live, ...given };
  const problem = recipeProblem(recipe);
  return problem ? fail(`${asked}: ${problem}`) : { name: basename(asked).replace(/\.json$/, ''), recipe };
}

function readText(file: string): string {
  if (!existsSync(file)) fail(`No such file: "${file}".\n${USAGE}`);
  return readFileSync(file, 'utf8');
}
