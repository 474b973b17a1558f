import type { StoreApi } from 'zustand/vanilla';

/** The state of the live run, and the intervention on it. */
export interface LiveSlice {
  playing: boolean;
  /** How many steps the picture lies in the past. */
  historyOffset: number;
  /** The user's system asks for less motion: nothing starts to move by itself. */
  prefersReducedMotion: boolean;
  /** The intervention on the live run in words; undefined if there is none. */
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

/** Resumes the run at the present. */
export const play = (store: Store): void => store.setState({ playing: true, historyOffset: 0 });

/** Pauses the run and shows the picture so many steps in the past. */
export const pause = (store: Store, historyOffset = 0): void => store.setState({ playing: false, historyOffset });

export const togglePlaying = (store: Store): void => store.setState(({ playing }) => ({ playing: !playing, historyOffset: 0 }));

/** Returns the picture to the present; the run stays paused or running. */
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
