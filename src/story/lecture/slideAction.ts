import type { AppController } from '../../state/app';
import { askFilm, reveal } from '../../state/page/slice';
import type { AppState } from '../../state/store';
import { placeOf } from '../filmPlan';
import { stateOfChapter } from '../states';
import { predictionOf } from './slides';
import { ACTIONS, CHANGED } from './text';

/** What Enter does on a slide. */
interface SlideAction {
  words: string;
  run(app: AppController): void;
}

type Presets = readonly AppState['settings']['preset'][];

/** Slides on which Enter goes from model to model. */
const MODELS: Readonly<Record<string, Presets>> = {
  'match 2': ['chain-3', 'chain-4', 'chain-5', 'fully', 'cyclic', 'chain-2'],
  'richer 0': ['chain-3', 'chain-4', 'chain-5'],
};

const nextOf = (presets: Presets, now: Presets[number]) => presets[(presets.indexOf(now) + 1) % presets.length]!;

/** What Enter does on the slide in view. */
export function actionOf(state: AppState): SlideAction {
  const place = placeOf(state);
  const { settings, film } = state;
  if (predictionOf(state)) return { words: ACTIONS.reveal, run: ({ store }) => reveal(store, place) };
  if (film?.of === place && film.playing) return { words: ACTIONS.skip, run: ({ store }) => askFilm(store, 'end') };
  if (place === 'birth 4') return { words: ACTIONS.train, run: (app) => app.watchTraining() };
  if (film?.of === place && place !== 'start 0') return { words: ACTIONS.again, run: ({ store }) => askFilm(store, 'again') };
  const presets = MODELS[place];
  if (presets) return { words: ACTIONS.model, run: (app) => app.choosePreset(nextOf(presets, settings.preset)) };
  return { words: settings.noise ? ACTIONS.noiseOff : ACTIONS.noiseOn, run: (app) => app.toggleNoise() };
}

/**
 * The headline of a slide: what the step says, or what the presenter has done instead. While a film plays its caption says what is seen.
 * @param say the line of the step
 */
export function headlineOf({ settings, film, silencing }: AppState, say: string): string {
  if (film?.playing) return say;
  const { noise = true, slow = 'off' } = stateOfChapter(settings.chapter).sets[settings.step] ?? {};
  if (settings.slow !== 'off' && slow === 'off') return CHANGED.slow;
  if (silencing) return CHANGED.silenced;
  if (settings.noise === noise) return say;
  return settings.noise ? CHANGED.driven : CHANGED.silent;
}
