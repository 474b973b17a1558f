import type { AppController } from '../state/app';
import type { Frames } from '../state/live/frames';
import { showFilm } from '../state/page/slice';
import { FIRST_ENTRANCES } from './entrancesFirst';
import { LATER_ENTRANCES } from './entrancesLater';
import { PICTURE_ENTRANCES } from './entrancesPictures';
import type { Entrance } from './filmPlan';
import { inView, mayBegin, placeOf } from './filmPlan';
import { beginFilm, endFilm, type FilmStage, filmAtOnce, haltFilm, lookAtFilm, tellFilm } from './filmPlayer';
import { predictionOf } from './lecture/slides';

/** Entrances by chapter and step. */
export const ENTRANCES: Readonly<Record<string, Entrance>> = {
  ...FIRST_ENTRANCES,
  ...LATER_ENTRANCES,
  ...PICTURE_ENTRANCES,
};

/** The fall in slow motion that follows when a reader of the opening takes the noise away. It begins wherever the run stands. */
const FALL: Entrance = {
  before: 0,
  cues: [{ at: 0, set: { speed: 12 } }],
  end: 26,
  last: '',
};

/** The opening, where the reader takes the noise away. */
const OPENING = 'start 0';

/**
 * Plays the entrances of the steps of the story: they begin when the reader comes to a step, by any way, and end with the first thing the reader
 * does. @returns a function that ends it
 */
export function playFilms(app: AppController, frames: Frames): () => void {
  const { store } = app;
  const stage: FilmStage = { app, playing: undefined, own: false, atOnce: false };
  /** The entrance that begins once its network is in view. */
  let waiting: string | undefined;
  const come = () => {
    const state = store.getState();
    const of = state.settings.view === 'story' ? placeOf(state) : '';
    if (stage.playing) endFilm(stage, {}, {});
    showFilm(store, undefined);
    const entrance = ENTRANCES[of];
    waiting = entrance && mayBegin(entrance, state.settings) ? of : undefined;
  };
  const begin = (of: string) => {
    waiting = undefined;
    beginFilm(stage, of, ENTRANCES[of]!, true);
  };
  const replay = () => {
    const of = placeOf(store.getState());
    if (stage.playing) endFilm(stage, {}, {});
    if (ENTRANCES[of]) begin(of);
  };
  const unsubscribe = store.subscribe((state, before) => {
    const asked = state.film?.asked;
    if (asked) tellFilm(stage, { asked: undefined });
    if (asked === 'again') return replay();
    if (asked === 'end') return filmAtOnce(stage);
    if (state.settings === before.settings || stage.own) return;
    const { view, noise } = state.settings;
    if (view !== before.settings.view || placeOf(state) !== placeOf(before)) return come();
    if (stage.playing) return haltFilm(stage);
    waiting = undefined;
    if (placeOf(state) === OPENING && view === 'story' && before.settings.noise && !noise) beginFilm(stage, OPENING, FALL, false);
  });
  const unframe = frames.subscribe(() => {
    // A question before the step is answered first.
    if (waiting && inView(store.getState()) && !predictionOf(store.getState())) begin(waiting);
    else if (stage.playing) {
      if (store.getState().prefersReducedMotion) filmAtOnce(stage);
      else lookAtFilm(stage);
    }
  });
  come();
  return () => {
    unsubscribe();
    unframe();
    app.holdAt(undefined);
  };
}
