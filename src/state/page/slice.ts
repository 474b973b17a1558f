import type { StoreApi } from 'zustand/vanilla';
import type { Settings } from '../settings/settings';

/** What the user can do about a notice: a button in it. */
export interface NoticeAction {
  label: string;
  run: () => void;
}

/** A message to the user. */
export interface Notice {
  id: number;
  level: 'info' | 'warning' | 'error';
  text: string;
  actions: readonly NoticeAction[];
}

/** Sheets over the page, one at a time. */
export type Sheet = 'share' | 'recent' | 'editor' | 'palette';

/** The update of the training that a film shows at a step of the live run; between two of them it goes on evenly. */
export interface TimelineKey {
  step: number;
  /** Beyond the last checkpoint: that one. */
  update: number;
}

/** A scripted entrance of a step of the story, and how far it has gone. */
export interface Film {
  /** Chapter and step to which it belongs. */
  of: string;
  playing: boolean;
  /** What is seen now, in one line. */
  caption: string;
  /** How far the view reaches, in multiples of the orbit's view at σ = 1; 'state': as far as the state. */
  reach: number | 'state';
  /** Whether the point at which the state rests is marked. */
  marked: boolean;
  /** For films of the training of the network: the update shown, by steps of the live run; undefined in all others. */
  timeline: readonly TimelineKey[] | undefined;
  /** What the user asked for: to repeat it or to skip to its end. */
  asked: 'again' | 'end' | undefined;
  /** Settings that the film has changed, with their values at its end; a link to the step contains these. */
  after: Partial<Settings>;
}

/** What is open on the page, what the pointer is on, and the messages shown. */
export interface PageSlice {
  /** Everything is loaded: trainer, analyses, files. */
  featuresLoaded: boolean;
  notices: Notice[];
  /** Number of notices so far. It makes their ids unique. */
  noticesTold: number;
  helpOpen: boolean;
  /** The sheet that is open over the page. */
  sheet: Sheet | undefined;
  /** The panel that fills the window. */
  maximised: string | undefined;
  /** The panel last pointed at or focused: what `F` acts on. */
  pointedPanel: string | undefined;
  /** Panels of the lab whose details stand open. */
  openDetails: readonly string[];
  /** The step of the live run that is pointed at, in the outputs or in the portrait. */
  pointedStep: number | undefined;
  /** A unit under the pointer in any picture; it is highlighted in all of them. */
  pointedUnit: number | undefined;
  /** A unit chosen by its index or by a click; it stays highlighted when the pointer leaves. */
  pinnedUnit: number | undefined;
  /** The part of the page or of the portrait, by name, to which the text points. */
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
  /** The colours before lecture mode switched to those for projectors. */
  profileBefore: Settings['profile'] | undefined;
  /** The entrance of the step in view; undefined where there is none. */
  film: Film | undefined;
  /** The newest announcement for screen readers. */
  announcement: string;
  /** The part of the step or update that the walkthrough shows. */
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
  openDetails: [],
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

/** Largest number of notices; older ones are removed. */
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

/** @param only closes only this sheet; another one stays open */
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

/** Closes what covers the picture and removes all highlights in it. */
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

/** Asks to repeat the entrance of the step in view, or to skip to its end. */
export const askFilm = (store: Store, asked: 'again' | 'end'): void =>
  store.setState(({ film }) => ({ film: film && { ...film, asked } }));

export const announce = (store: Store, announcement: string): void => store.setState({ announcement });

export const goToPart = (store: Store, walkthroughPart: number): void => store.setState({ walkthroughPart });

/** The unit picked out in all pictures: the one pointed at, else the one pinned. */
export const highlightedUnit = ({ pointedUnit, pinnedUnit }: Pick<PageSlice, 'pointedUnit' | 'pinnedUnit'>): number | undefined =>
  pointedUnit ?? pinnedUnit;
