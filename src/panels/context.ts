import { createContext, useContext, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { PALETTES, type Palette } from '../charts/palette';
import type { FrameListener, Frames } from '../state/frames';
import type { Lab } from '../state/lab';
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

/** Colours of the chosen profile. */
export const usePalette = (): Palette => PALETTES[useApp((state) => state.settings.profile)];
