import { picklist, safeParse } from 'valibot';
import { type Provenance, provenanceOf } from '../../claims/provenance';
import { exactStatistics } from '../../hmm/statistics';
import { currentEngineId, ENGINE_IDS, type EngineId } from '../../training/engine';
import type { Recipe } from '../../training/recipe';
import { RECIPES, recipeForModel } from '../../training/recipes';
import type { RunControls } from '../../training/run';
import type { TrainingRequest } from '../../workers/training/protocol';
import { modelOf, type Settings } from '../settings/settings';
import { readText, writeText } from '../webStorage';

/** What the settings ask of a training, and how a run is described by what was asked. */

/** Updates between checkpoints of a custom recipe, however long it is. */
const CUSTOM_EVALUATE_EVERY = 25;

/** The recipe the settings ask for: a named one, or one phase made of the settings. A model of one's own has no recipe of the paper. */
export function recipeOf(settings: Settings): Recipe {
  if (settings.model === '' && settings.recipe !== 'custom') return RECIPES[settings.recipe][settings.preset];
  const own =
    settings.model === '' ? RECIPES.live[settings.preset] : recipeForModel(exactStatistics(modelOf(settings)).changeRate);
  if (settings.recipe !== 'custom') return own;
  return {
    ...own,
    hiddenSize: settings.hidden,
    inputDim: settings.inputs,
    initialGain: settings.gain,
    readoutGain: settings.readout,
    clip: settings.clip,
    activityPenalty: settings.penalty,
    pairWeight: settings.pairs,
    evaluateEvery: CUSTOM_EVALUATE_EVERY,
    phases: [{ seqLen: settings.length, batch: settings.batch, learningRate: settings.rate, updates: settings.updates }],
  };
}

/** What the settings change in a run that is under way. A named recipe keeps its own rates until a slider is moved. */
export const controlsOf = (settings: Settings): RunControls => ({
  targetError: settings.target > 0 ? settings.target : undefined,
  ...(settings.recipe === 'custom' ? { learningRate: settings.rate, clip: settings.clip } : {}),
});

/** All but one of the machine's threads, at most four: one is left for the page. */
export const threadsOf = ({ threads }: Settings): number =>
  threads || Math.min(4, Math.max(1, (navigator.hardwareConcurrency || 2) - 1));

/** Engines are compared once per size: which one wins depends on it. */
export const sizeKey = ({ hiddenSize, inputDim, phases }: Recipe): string =>
  `${hiddenSize}-${inputDim}-${phases[0]!.batch}-${phases[0]!.seqLen}`;

/** The name under which this browser keeps which engine was fastest at a size. */
const engineKey = (size: string): string => `engine.${size}`;

/** The engine that was fastest here at a size. If storage is full or forbidden, engines are timed again. */
export function cachedEngine(size: string): EngineId | undefined {
  const parsed = safeParse(picklist(ENGINE_IDS), currentEngineId(readText('local', engineKey(size)) ?? ''));
  return parsed.success ? parsed.output : undefined;
}

/** If it cannot be stored, only a second of timing is lost. */
export function cacheEngine(size: string, id: EngineId): void {
  writeText('local', engineKey(size), id);
}

/** The name of a recipe that ships, or undefined. */
function nameOf(recipe: Recipe): string | undefined {
  const text = JSON.stringify(recipe);
  return Object.entries(RECIPES).find(([, models]) => Object.values(models).some((one) => JSON.stringify(one) === text))?.[0];
}

/** What a run that has begun in this tab was changed by, in words. */
function changes({ recipe, controls, from }: TrainingRequest): string[] {
  const { learningRate, clip } = controls;
  return [
    ...(learningRate === undefined ? [] : [`learning rate set to ${learningRate} by hand`]),
    ...(clip === undefined || clip === recipe.clip ? [] : [`gradient clip set to ${clip} by hand`]),
    ...(from ? ['begun from the weights of another network'] : []),
  ];
}

/** How a network was trained in this tab: its recipe, and what was done beside it. */
export function provenanceOfRun(request: TrainingRequest): Provenance {
  const { recipe, windows } = request;
  const used = windows ? { ...recipe, targets: 'own' } : recipe;
  const named = provenanceOf({ recipe: used, recipeName: windows ? undefined : nameOf(recipe) });
  const beside = changes(request);
  return beside.length === 0 ? named : { name: 'custom', differs: [...named.differs, ...beside] };
}
