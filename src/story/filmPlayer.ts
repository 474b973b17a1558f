import type { AppController } from '../state/app';
import { pause, play } from '../state/live/slice';
import { type Film, showFilm } from '../state/page/slice';
import type { Settings } from '../state/settings/settings';
import type { Cue, Entrance } from './filmPlan';
import { afterOf, timed } from './filmPlan';

/** Steps a reader who asked for less motion gets at once, a few at a time: what belongs to a step waits for its twin. */
const AT_ONCE = 64;

interface Playing {
  of: string;
  /** With the times of all its cues counted from its beginning. */
  entrance: Entrance;
  /** Step of the live run at which it began. */
  from: number;
  /** Cues that are done. */
  done: number;
  after: Partial<Settings>;
}

/** What an entrance is played on. */
export interface FilmStage {
  app: AppController;
  playing: Playing | undefined;
  /** A change under way is the film's own, not the reader's. */
  own: boolean;
  /** Its end is shown at once: nothing of the way there is waited for that only the way shows. */
  atOnce: boolean;
}

function change(stage: FilmStage, settings: Partial<Settings>): void {
  stage.own = true;
  stage.app.apply(settings);
  stage.own = false;
}

/** Shows something of the film in view; where there is none, nothing. */
export function tellFilm({ app: { store } }: Pick<FilmStage, 'app'>, film: Partial<Film>): void {
  const { film: now } = store.getState();
  if (now) showFilm(store, { ...now, ...film });
}

/** Ends the entrance that plays. @param settings how the lab stands from now on @param last what is shown of it at the end */
export function endFilm(stage: FilmStage, settings: Partial<Settings>, last: Partial<Film>): void {
  stage.playing = undefined;
  stage.app.holdAt(undefined);
  change(stage, settings);
  tellFilm(stage, { ...last, playing: false, timeline: undefined });
}

/** Begins an entrance. @param fresh from h = 0 and the seed of the step; otherwise wherever the run stands */
export function beginFilm(stage: FilmStage, of: string, entrance: Entrance, fresh: boolean): void {
  const { app } = stage;
  const { store } = app;
  const after = afterOf(entrance, store.getState().settings);
  showFilm(store, { of, playing: true, caption: '', reach: 1, marked: false, timeline: undefined, asked: undefined, after });
  if (fresh) {
    change(stage, { ...after, ...entrance.cues[0]?.set });
    app.resetRun();
    play(store);
    const { noise, sigma } = store.getState().settings;
    app.liveRun?.advance(entrance.before, noise, sigma);
  }
  const from = app.liveRun?.step ?? 0;
  const timeline = entrance.timeline?.map(({ step, update }) => ({ step: from + step, update }));
  tellFilm(stage, { timeline });
  stage.playing = { of, entrance: timed(entrance, store.getState()), from, done: 0, after };
  lookAtFilm(stage);
  if (store.getState().prefersReducedMotion) filmAtOnce(stage);
}

/** Step of the entrance up to which nothing happens. */
const nextAt = ({ entrance, done }: Playing): number => entrance.cues[done]?.at ?? entrance.end;

function doCue(stage: FilmStage, playing: Playing, { set, caption, reach, marked, fork }: Cue): void {
  playing.done++;
  if (set) change(stage, set);
  if (fork) stage.app.fork();
  tellFilm(stage, { ...(caption && { caption }), ...(reach && { reach }), ...(marked && { marked }) });
}

/** Whether the film stands still until something is there: the untouched twin, or the frames of a training. */
const awaits = ({ app, atOnce }: FilmStage, { entrance, done }: Playing): boolean =>
  (entrance.cues[done - 1]?.needsTwin === true && !app.liveRun?.twin) ||
  (entrance.timeline !== undefined && done > 0 && !atOnce && app.store.getState().birth === undefined);

/** Does the cues that are due. @returns whether something is still to come */
export function lookAtFilm(stage: FilmStage): boolean {
  const { app, playing } = stage;
  const { liveRun } = app;
  if (!playing || !liveRun) return false;
  const { entrance, from } = playing;
  const gone = liveRun.step - from;
  // A run that was reset has left its film.
  if (gone < 0) {
    haltFilm(stage);
    return false;
  }
  for (;;) {
    if (awaits(stage, playing)) {
      app.holdAt(liveRun.step);
      return true;
    }
    const cue = entrance.cues[playing.done];
    if (!cue || cue.at > gone) break;
    doCue(stage, playing, cue);
  }
  // A run that has gone beyond all bounds rests there.
  if (gone >= entrance.end || liveRun.divergent) {
    endFilm(stage, playing.after, { caption: entrance.last });
    return false;
  }
  app.holdAt(from + nextAt(playing));
  return true;
}

/** The reader has done something: the lab stays as it is, at the speed of the step. */
export function haltFilm(stage: FilmStage): void {
  const { app, playing } = stage;
  if (!playing) return;
  const { entrance, done, after } = playing;
  const { speed } = app.store.getState().settings;
  // A speed the reader has just set is theirs.
  const ours = speed === entrance.cues[done - 1]?.set?.speed && after.speed !== undefined;
  endFilm(stage, ours ? { speed: after.speed! } : {}, {});
}

/** The rest of the film without its motion: its last frame, and its last line. */
export function filmAtOnce(stage: FilmStage): void {
  const { app } = stage;
  const { liveRun } = app;
  stage.atOnce = true;
  while (stage.playing && liveRun) {
    const next = stage.playing.from + nextAt(stage.playing);
    const { noise, sigma } = app.store.getState().settings;
    const steps = Math.min(AT_ONCE, next - liveRun.step);
    liveRun.advance(steps, noise, sigma);
    app.ensemble?.advance(steps, noise, sigma);
    const { step } = liveRun;
    if (!lookAtFilm(stage) || (liveRun.step === step && steps <= 0)) break;
  }
  stage.atOnce = false;
  if (!stage.playing && app.store.getState().prefersReducedMotion) pause(app.store);
}
