import type { AppController } from '../state/app';
import type { Frames } from '../state/live/frames';
import { pause, play } from '../state/live/slice';
import { type Film, showFilm } from '../state/page/slice';
import { modelOf, SETTING_KEYS, SETTINGS, type SettingKey, type Settings } from '../state/settings/settings';
import type { AppState } from '../state/store';
import { ENTRANCES, type Entrance, FALL } from './entrances';
import { stateOfChapter } from './states';

/** The opening, where the reader takes the noise away. */
const OPENING = 'start 0';

/** Steps a reader who asked for less motion gets at once, a few at a time: what belongs to a step waits for its twin. */
const AT_ONCE = 64;

interface Playing {
  of: string;
  entrance: Entrance;
  /** Step of the live run at which it began. */
  from: number;
  /** Cues that are done. */
  done: number;
  after: Partial<Settings>;
}

const placeOf = ({ settings: { chapter, step } }: AppState): string => `${chapter} ${step}`;

/** What the step of the settings says of each setting. */
function baseOf({ chapter, step }: Settings): (key: SettingKey) => Settings[SettingKey] {
  const sets: Partial<Settings> = stateOfChapter(chapter).sets[step] ?? {};
  return (key) => sets[key] ?? SETTINGS[key].fallback;
}

/** Settings that an entrance changes, as the step says. */
function afterOf({ cues }: Entrance, settings: Settings): Partial<Settings> {
  const base = baseOf(settings);
  const keys = new Set(cues.flatMap(({ set = {} }) => Object.keys(set) as SettingKey[]));
  return Object.fromEntries([...keys].map((key) => [key, base(key)]));
}

const holds = (settings: Settings, wanted: Partial<Settings>): boolean =>
  SETTING_KEYS.every((key) => !(key in wanted) || settings[key] === wanted[key]);

/** Whether the network that the settings name is in view, with its axes. */
const inView = ({ network, orbit, settings }: AppState): boolean =>
  network !== undefined && orbit !== undefined && network.hmm.name === modelOf(settings).name;

/**
 * Plays the entrances of the steps of the story: they begin when the reader comes to a step, by any way, and end with the first thing the reader
 * does. @returns a function that ends it
 */
export function playFilms(app: AppController, frames: Frames): () => void {
  const { store } = app;
  let playing: Playing | undefined;
  let waiting: string | undefined;
  let own = false;
  const change = (settings: Partial<Settings>) => {
    own = true;
    app.apply(settings);
    own = false;
  };
  const tell = (film: Partial<Film>) => {
    const { film: now } = store.getState();
    if (now) showFilm(store, { ...now, ...film });
  };
  const end = (settings: Partial<Settings>, last: Partial<Film>) => {
    playing = undefined;
    app.holdAt(undefined);
    change(settings);
    tell({ ...last, playing: false });
  };
  const begin = (of: string, entrance: Entrance, fresh: boolean) => {
    const after = afterOf(entrance, store.getState().settings);
    waiting = undefined;
    showFilm(store, { of, playing: true, caption: '', reach: 1, marked: false, asked: undefined, after });
    if (fresh) {
      change({ ...after, ...entrance.cues[0]?.set });
      app.resetRun();
      play(store);
      const { noise, sigma } = store.getState().settings;
      app.liveRun?.advance(entrance.before, noise, sigma);
    }
    playing = { of, entrance, from: app.liveRun?.step ?? 0, done: 0, after };
    look();
    if (store.getState().prefersReducedMotion) atOnce();
  };
  /** Does the cues that are due. @returns whether something is still to come */
  const look = (): boolean => {
    if (!playing || !app.liveRun) return false;
    const { entrance, from } = playing;
    const gone = app.liveRun.step - from;
    // A run that was reset has left its film.
    if (gone < 0) return halt(playing.after);
    for (;;) {
      const cue = entrance.cues[playing.done];
      const before = entrance.cues[playing.done - 1];
      if (before?.needsTwin && !app.liveRun.twin) {
        app.holdAt(app.liveRun.step);
        return true;
      }
      if (!cue || cue.at > gone) break;
      playing.done++;
      if (cue.set) change(cue.set);
      const { caption, reach, marked } = cue;
      tell({ ...(caption && { caption }), ...(reach && { reach }), ...(marked && { marked }) });
    }
    // A run that has gone beyond all bounds rests there.
    if (gone >= entrance.end || app.liveRun.divergent) {
      end(playing.after, { caption: entrance.last });
      return false;
    }
    app.holdAt(from + (entrance.cues[playing.done]?.at ?? entrance.end));
    return true;
  };
  /** The reader has done something: the lab stays as it is, at the speed of the step. */
  const halt = (after: Partial<Settings>): false => {
    const { speed } = store.getState().settings;
    const last = playing?.entrance.cues[(playing?.done ?? 1) - 1]?.set?.speed;
    // A speed the reader has just set is theirs.
    end(speed === last && after.speed !== undefined ? { speed: after.speed } : {}, {});
    return false;
  };
  /** The whole film without its motion: its last frame, and its last line. */
  const atOnce = () => {
    const { liveRun } = app;
    while (playing && liveRun) {
      const next = playing.from + (playing.entrance.cues[playing.done]?.at ?? playing.entrance.end);
      const { noise, sigma } = store.getState().settings;
      const steps = Math.min(AT_ONCE, next - liveRun.step);
      liveRun.advance(steps, noise, sigma);
      app.ensemble?.advance(steps, noise, sigma);
      const step = liveRun.step;
      if (!look() || (liveRun.step === step && steps <= 0)) break;
    }
    if (!playing && store.getState().prefersReducedMotion) pause(store);
  };
  const come = () => {
    const state = store.getState();
    const { view, chapter, step } = state.settings;
    const of = view === 'story' ? `${chapter} ${step}` : '';
    if (playing) end({}, {});
    showFilm(store, undefined);
    const entrance = ENTRANCES[of];
    // A link may say otherwise than the step: then the lab stands as the link says.
    waiting = entrance && holds(state.settings, afterOf(entrance, state.settings)) ? of : undefined;
  };
  const replay = () => {
    const of = placeOf(store.getState());
    const entrance = ENTRANCES[of];
    if (playing) end({}, {});
    if (entrance) begin(of, entrance, true);
  };
  const unsubscribe = store.subscribe((state, before) => {
    const asked = state.film?.asked;
    if (asked) tell({ asked: undefined });
    if (asked === 'again') return replay();
    if (asked === 'end') return atOnce();
    if (state.settings === before.settings || own) return;
    const gone = state.settings.view !== before.settings.view || placeOf(state) !== placeOf(before);
    if (gone) come();
    else if (playing) halt(playing.after);
    else if (placeOf(state) === OPENING && before.settings.noise && !state.settings.noise && state.settings.view === 'story')
      begin(OPENING, FALL, false);
    else waiting = undefined;
  });
  const unframe = frames.subscribe(() => {
    if (waiting && inView(store.getState())) begin(waiting, ENTRANCES[waiting]!, true);
    else if (playing) {
      if (store.getState().prefersReducedMotion) atOnce();
      else look();
    }
  });
  come();
  return () => {
    unsubscribe();
    unframe();
    app.holdAt(undefined);
  };
}
