import { type Provenance, provenanceOf } from '../../claims/provenance';
import type { Recipe } from '../../training/recipe';
import { RECIPES } from '../../training/recipes';
import type { TrainingRequest } from '../../workers/training/protocol';

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
