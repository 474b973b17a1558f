import { createContext, useContext, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { PALETTES, type Palette } from '../charts/palette';
import type { Lab } from '../state/app';
import type { FrameListener, Frames } from '../state/live/frames';
import type { AppState } from '../state/store';

export const LabContext = createContext<{ lab: Lab; frames: Frames } | undefined>(undefined);

function useContextValue() {
  const value = useContext(LabContext);
  if (!value) throw new Error('A panel was rendered outside LabContext.');
  return value;
}

export const useLab = (): Lab => useContextValue().lab;

/** A slice of the store. */
export const useApp = <T>(select: (state: AppState) => T): T => useStore(useLab().store, select);

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
  const lab = useLab();
  const rest = useRef({ quiet: 0, sinceDrawn: 0, step: -1 });
  // A render is something that happened, and so is a change of the store.
  rest.current.quiet = 0;
  useEffect(
    () =>
      lab.store.subscribe(() => {
        rest.current.quiet = 0;
      }),
    [lab],
  );
  useFrame((dt) => {
    const { current } = rest;
    const step = lab.player?.step ?? -1;
    current.quiet += dt;
    current.sinceDrawn += dt;
    const moves = lab.store.getState().playing || step !== current.step || current.quiet < SETTLES_S;
    if (!moves && current.sinceDrawn < 1 / RESTING_RATE) return;
    current.step = step;
    current.sinceDrawn = 0;
    draw();
  });
}

/** Colours of the chosen profile. */
export const usePalette = (): Palette => PALETTES[useApp((state) => state.settings.profile)];
