import type { StoreApi } from 'zustand/vanilla';
import type { Settings } from '../settings/settings';

/** What can be done about a notice: a button of it. */
export interface NoticeAction {
  label: string;
  run: () => void;
}

/** Something the user is told. */
export interface Notice {
  id: number;
  level: 'info' | 'warning' | 'error';
  text: string;
  actions: readonly NoticeAction[];
}

/** Sheets over the page, one at a time. */
export type Sheet = 'share' | 'recent' | 'editor';

/** The update of the training that a film shows at a step of the live run; between two of them it goes on evenly. */
export interface TimelineKey {
  step: number;
  /** Beyond the last checkpoint: that one. */
  update: number;
}

/** A scripted entrance of a step of the story, as far as it has gone. */
export interface Film {
  /** Chapter and step it belongs to. */
  of: string;
  playing: boolean;
  /** What is seen now, in one line. */
  caption: string;
  /** How far the view reaches, in views of the orbit at σ = 1; 'state': as far as the state goes. */
  reach: number | 'state';
  /** Whether the place where the state stays is marked. */
  marked: boolean;
  /** Where it is about the training of the network: the update shown by steps of the live run; undefined where it is not. */
  timeline: readonly TimelineKey[] | undefined;
  /** What the reader asked for: to see it once more, or its end at once. */
  asked: 'again' | 'end' | undefined;
  /** Settings the film has changed, as they stand when it is over: what a link to the step says. */
  after: Partial<Settings>;
}

/** What is open, pointed at and said on the page. */
export interface PageSlice {
  /** Everything is loaded: trainer, analyses, files. */
  featuresLoaded: boolean;
  notices: Notice[];
  /** How many there have been: the id of one that is gone must not name another. */
  noticesTold: number;
  helpOpen: boolean;
  /** The sheet that is open over the page. */
  sheet: Sheet | undefined;
  /** The panel that fills the window. */
  maximised: string | undefined;
  /** The panel last pointed at or focused: what `F` acts on. */
  pointedPanel: string | undefined;
  /** The step of the live run that is pointed at, in the outputs or in the portrait. */
  pointedStep: number | undefined;
  /** A unit pointed at in any picture; it is picked out in all of them. */
  pointedUnit: number | undefined;
  /** A unit looked up by its index or kept by a click; it stays picked out when the pointer goes. */
  pinnedUnit: number | undefined;
  /** What the prose points at: a part of the page or of the portrait, by name. */
  highlight: string | undefined;
  /** Lecture mode: everything but the picture is hidden for the moment. */
  chromeHidden: boolean;
  /** Lecture mode: the pointer is a bright dot. */
  laser: boolean;
  /** Lecture mode: seconds since it began are shown. */
  timer: boolean;
  /** Lecture mode: the code of the address fills the slide. */
  code: boolean;
  /** Lecture mode: each output of the network is a tone. */
  sound: boolean;
  /** Lecture mode: chapter and step whose question is answered; undefined: none yet. */
  revealed: string | undefined;
  /** Colours before lecture mode took the projector's. */
  profileBefore: Settings['profile'] | undefined;
  /** The entrance of the step in view; undefined where there is none. */
  film: Film | undefined;
  /** What a screen reader is told, newest only. */
  announcement: string;
  /** Part of the step or update that the walkthrough is at. */
  walkthroughPart: number;
}

export const pageSlice = (): PageSlice => ({
  featuresLoaded: false,
  notices: [],
  noticesTold: 0,
  helpOpen: false,
  sheet: undefined,
  maximised: undefined,
  pointedPanel: undefined,
  pointedStep: undefined,
  pointedUnit: undefined,
  pinnedUnit: undefined,
  highlight: undefined,
  chromeHidden: false,
  laser: false,
  timer: false,
  code: false,
  sound: false,
  revealed: undefined,
  profileBefore: undefined,
  film: undefined,
  announcement: '',
  walkthroughPart: 0,
});

type Store = StoreApi<PageSlice>;

/** Notices kept at a time: older ones give way. */
const MAX_NOTICES = 4;

/** Adds a notice (one of each text at a time) and returns its id, which no other notice on the page has. */
export function notify(
  store: Store,
  level: Notice['level'],
  text: string,
  ...actions: readonly (NoticeAction | undefined)[]
): number {
  const { notices, noticesTold } = store.getState();
  const id = noticesTold + 1;
  const offered = actions.filter((action) => action !== undefined);
  store.setState({
    noticesTold: id,
    notices: [...notices.filter((notice) => notice.text !== text), { id, level, text, actions: offered }].slice(-MAX_NOTICES),
  });
  return id;
}

export const dismiss = (store: Store, id: number): void =>
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));

export const tellLoaded = (store: Store): void => store.setState({ featuresLoaded: true });

export const openHelp = (store: Store, helpOpen: boolean): void => store.setState({ helpOpen });

export const openSheet = (store: Store, sheet: Sheet): void => store.setState({ sheet });

/** @param only closes this one alone; another that is open stays */
export const closeSheet = (store: Store, only?: Sheet): void => {
  if (!only || store.getState().sheet === only) store.setState({ sheet: undefined });
};

/** Lets a panel fill the window. @param panel undefined: none does any more */
export const maximise = (store: Store, maximised: string | undefined): void => store.setState({ maximised });

export const pointAtPanel = (store: Store, pointedPanel: string): void => {
  if (store.getState().pointedPanel !== pointedPanel) store.setState({ pointedPanel });
};

/** @param pointedStep undefined: none is pointed at any more */
export const pointAtStep = (store: Store, pointedStep: number | undefined): void => {
  if (store.getState().pointedStep !== pointedStep) store.setState({ pointedStep });
};

/** @param pointedUnit undefined: none is pointed at any more */
export const pointAtUnit = (store: Store, pointedUnit: number | undefined): void => {
  if (store.getState().pointedUnit !== pointedUnit) store.setState({ pointedUnit });
};

/** @param pinnedUnit undefined: none stays picked out */
export const pinUnit = (store: Store, pinnedUnit: number | undefined): void => store.setState({ pinnedUnit });

/** @param highlight undefined: the prose points at nothing any more */
export const highlightPart = (store: Store, highlight: string | undefined): void => store.setState({ highlight });

/** Nothing stands before the picture any more, and nothing is picked out of it. */
export const clearPicture = (store: Store): void => store.setState({ maximised: undefined, highlight: undefined });

/** Turns one of the switches of lecture mode. */
export const toggleLectureSwitch = (store: Store, name: 'chromeHidden' | 'laser' | 'timer' | 'code' | 'sound'): void =>
  store.setState((state) => ({ [name]: !state[name] }));

/** Lecture mode: the question before a step is answered, or need not be asked. @param revealed chapter and step */
export const reveal = (store: Store, revealed: string): void => store.setState({ revealed });

/** Lecture mode begins: whatever lies over the picture closes, and the colours are remembered. */
export const beginLecture = (store: Store, profileBefore: Settings['profile']): void =>
  store.setState({ profileBefore, maximised: undefined, helpOpen: false, sheet: undefined });

/** Lecture mode ends. @returns the colours to go back to */
export function endLecture(store: Store): Settings['profile'] {
  const { profileBefore } = store.getState();
  store.setState({ chromeHidden: false, laser: false, timer: false, code: false, sound: false, profileBefore: undefined });
  return profileBefore ?? 'screen';
}

/** @param film undefined: the step in view has none */
export const showFilm = (store: Store, film: Film | undefined): void => store.setState({ film });

/** Asks for the entrance of the step in view once more, or for its end at once. */
export const askFilm = (store: Store, asked: 'again' | 'end'): void =>
  store.setState(({ film }) => ({ film: film && { ...film, asked } }));

export const announce = (store: Store, announcement: string): void => store.setState({ announcement });

export const goToPart = (store: Store, walkthroughPart: number): void => store.setState({ walkthroughPart });
