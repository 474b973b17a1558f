import { createContext, useContext, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { PALETTES, type Palette } from '../charts/palette';
import type { AppController } from '../state/app';
import type { FrameListener, Frames } from '../state/live/frames';
import type { AppState } from '../state/store';

export const AppContext = createContext<{ app: AppController; frames: Frames } | undefined>(undefined);

function useContextValue() {
  const value = useContext(AppContext);
  if (!value) throw new Error('A panel was rendered outside AppContext.');
  return value;
}

export const useAppController = (): AppController => useContextValue().app;

/** A slice of the store. */
export const useApp = <T>(select: (state: AppState) => T): T => useStore(useAppController().store, select);

/** Calls `listener` every animation frame while mounted; always the newest one passed. */
export function useFrame(listener: FrameListener): void {
  const { frames } = useContextValue();
  const newest = useRef(listener);
  newest.current = listener;
  useEffect(() => frames.subscribe((dt) => newest.current(dt)), [frames]);
}

/** Seconds for which a picture is drawn at every frame after the last thing happened: views glide and marks fade within them. */
const SETTLES_S = 3;
/** Pictures a second of a run that rests: what changes without a word is seen after a quarter of a second. */
const RESTING_RATE = 4;

/** As `useFrame`, for pictures of the live run: while it is paused and nothing happens, they are drawn a few times a second only. */
export function useLiveFrame(draw: () => void): void {
  const app = useAppController();
  const rest = useRef({ quiet: 0, sinceDrawn: 0, step: -1 });
  // A render is something that happened, and so is a change of the store.
  rest.current.quiet = 0;
  useEffect(
    () =>
      app.store.subscribe(() => {
        rest.current.quiet = 0;
      }),
    [app],
  );
  useFrame((dt) => {
    const { current } = rest;
    const step = app.liveRun?.step ?? -1;
    current.quiet += dt;
    current.sinceDrawn += dt;
    const moves = app.store.getState().playing || step !== current.step || current.quiet < SETTLES_S;
    if (!moves && current.sinceDrawn < 1 / RESTING_RATE) return;
    current.step = step;
    current.sinceDrawn = 0;
    draw();
  });
}

/** Colours of the chosen profile. */
export const usePalette = (): Palette => PALETTES[useApp((state) => state.settings.profile)];
