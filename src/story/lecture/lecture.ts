import type { AppController } from '../../state/app';
import { beginLecture, endLecture, goToPart, reveal } from '../../state/page/slice';
import { CHAPTER_STATES } from '../states';

/** Lecture mode on or off. The colours are the projector's while it lasts. */
export function toggleLecture(app: AppController): void {
  const { settings } = app.store.getState();
  if (settings.lecture) {
    app.apply({ lecture: false, loop: false, profile: endLecture(app.store) });
    if (document.fullscreenElement) void document.exitFullscreen();
    return;
  }
  beginLecture(app.store, settings.profile);
  // Whoever begins at a step has seen it.
  reveal(app.store, `${settings.chapter} ${settings.step}`);
  app.apply({ lecture: true, view: 'story', profile: 'projector' });
  void fillScreen();
}

/** Full screen, where the browser allows it: only after a key or a click. */
export async function fillScreen(): Promise<void> {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen?.();
  } catch {
    // Refused, or not there (an embedded page, a phone): the page fills the window instead.
  }
}

/** The step after this one, and after the last one the first again: for a screen in a hall. */
export function goRound(app: AppController): void {
  const { chapter, step } = app.store.getState().settings;
  const last = CHAPTER_STATES.at(-1)!;
  if (chapter === last.id && step >= last.sets.length - 1) app.enter(CHAPTER_STATES[0]!.id, 0);
  else app.turnPage(1);
}

/** Does what the slide offers under Enter. */
export const actOnSlide = (app: AppController): void =>
  void import('./slideAction').then(({ actionOf }) => actionOf(app.store.getState())?.run(app));

/** Slow mode on or off: one step of the network in parts. In the lab it is a panel of its own. */
export function toggleWalkthrough(app: AppController): void {
  const { slow, view, lecture } = app.store.getState().settings;
  if (view === 'lab' && !lecture) {
    document.getElementById('slow')?.scrollIntoView();
    return;
  }
  goToPart(app.store, 0);
  app.set('slow', slow === 'off' ? 'step' : 'off');
}
