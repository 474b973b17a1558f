import type { StoreApi } from 'zustand/vanilla';

/** How the live run goes, and what it is under. */
export interface LiveSlice {
  playing: boolean;
  /** Steps the picture is turned back from now. */
  historyOffset: number;
  /** The reader asked their system for less motion: nothing starts to move by itself. */
  prefersReducedMotion: boolean;
  /** What the live run is under, in words; undefined while it is untouched. */
  interventionNote: string | undefined;
  /** True while the key that silences is held down. */
  silencing: boolean;
  /** Steps the state last took to fall to the fixed point after the noise was switched off; undefined while it falls or is driven. */
  fallSteps: number | undefined;
}

export const liveSlice = (): LiveSlice => ({
  playing: true,
  historyOffset: 0,
  prefersReducedMotion: false,
  interventionNote: undefined,
  silencing: false,
  fallSteps: undefined,
});

type Store = StoreApi<LiveSlice>;

/** Lets the run go on from now. */
export const play = (store: Store): void => store.setState({ playing: true, historyOffset: 0 });

/** Holds the run, with the picture so many steps back. */
export const pause = (store: Store, historyOffset = 0): void => store.setState({ playing: false, historyOffset });

export const togglePlaying = (store: Store): void => store.setState(({ playing }) => ({ playing: !playing, historyOffset: 0 }));

/** Turns the picture back to now; the run goes on or rests as before. */
export const returnToNow = (store: Store): void => store.setState({ historyOffset: 0 });

/** What may move by itself moves again; a reader who asked for less motion starts it. @param toNow turns the picture back to now as well */
export const moveByItself = (store: Store, toNow = false): void =>
  store.setState(({ prefersReducedMotion, playing, historyOffset }) => ({
    playing: playing || !prefersReducedMotion,
    historyOffset: toNow ? 0 : historyOffset,
  }));

/** The reader asked for less motion. */
export const reduceMotion = (store: Store): void => store.setState({ prefersReducedMotion: true, playing: false });

export const holdSilent = (store: Store, silencing: boolean): void => store.setState({ silencing });

/** @param fallSteps undefined: the state falls, or is driven again */
export const tellFall = (store: Store, fallSteps: number | undefined): void => store.setState({ fallSteps });
