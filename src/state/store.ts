import { createStore } from 'zustand/vanilla';
import type { ExperimentId } from '../dynamics/interventions/interventionExperiment';
import type { OrbitSummary } from '../dynamics/orbit/orbit';
import type { HmmSpec } from '../hmm/spec';
import type { RnnWeights } from '../rnn/weights';
import type { EngineId } from '../training/engine';
import type { TrainingHistory } from '../training/history';
import type { LossLandmarks } from '../training/landmarks';
import type { Preset } from '../training/presets';
import type { Snapshot } from '../training/recorder';
import type { CheckpointAnalysis } from '../workers/pool/jobs';
import type { AnalysisViews, NetworkOrigin } from './analyses/views';
import type { OwnSequences } from './networks/importedSequences';
import type { PendingImport } from './networks/pendingImport';
import { defaultSettings, type Settings } from './settings/settings';

/** A network that can be looked at. */
export interface NetworkInView {
  origin: NetworkOrigin;
  weights: RnnWeights;
  hmm: HmmSpec;
  /** Updates its weights have seen. */
  update: number;
  fingerprint: string;
  /** What index.json says of a shipped network. */
  preset?: Preset;
}

/** Whether a network is the user's own: trained here, or from a file. */
export const isOwn = ({ origin }: NetworkInView): boolean => origin === 'training' || origin === 'file';

/** An experiment on a target (a value of the setting `actOn`). */
export interface ExperimentChoice {
  id: ExperimentId;
  target: Settings['actOn'];
}

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

export type TrainingStatus = 'idle' | 'starting' | 'running' | 'paused' | 'finished' | 'stopped' | 'diverged' | 'failed';

export interface LossPoint {
  update: number;
  loss: number;
}

export interface CheckpointMark {
  update: number;
  bounded: boolean;
  maxCell?: number | undefined;
  changeRate?: number | undefined;
}

/** Everything the training panel shows. */
export interface TrainingView {
  status: TrainingStatus;
  engineId?: EngineId;
  engine?: string;
  passedOver: { id: EngineId; reason: string }[];
  timings: { id: EngineId; updatesPerSecond: number }[];
  update: number;
  total: number;
  seed: number;
  gain: number;
  losses: LossPoint[];
  /** One pair of lines per phase, valid from `firstUpdate` on. */
  landmarks: (LossLandmarks & { firstUpdate: number })[];
  checkpoints: CheckpointMark[];
  updatesPerSecond?: number;
  secondsLeft?: number;
  /** Fingerprint of the last full state, once the run rests. */
  fingerprint?: string;
  /** Rate that was in force when the run diverged. */
  divergedRate?: number;
}

export const idleTraining = (): TrainingView => ({
  status: 'idle',
  passedOver: [],
  timings: [],
  update: 0,
  total: 0,
  seed: 0,
  gain: 1,
  losses: [],
  landmarks: [],
  checkpoints: [],
});

/** The model on the drawing board, with what it was before and what was taken back. */
export interface Draft {
  now: HmmSpec;
  past: readonly HmmSpec[];
  future: readonly HmmSpec[];
}

/** A network that was trained on with another model. */
export interface WarmStart {
  before: NetworkInView;
  to: HmmSpec;
}

/** The run in the tab as its history. */
export interface RecordedRun {
  /** Tells runs apart. */
  id: number;
  gain: number;
  hmm: HmmSpec;
  snapshots: readonly Snapshot[];
}

export interface OpenedHistory {
  name: string;
  history: TrainingHistory;
}

export type TimelineKind = 'shipped' | 'recorded' | 'file';

/** Key: that of the source, a space, the update. */
export type CheckpointResults = Readonly<Record<string, CheckpointAnalysis>>;

export interface AppState {
  settings: Settings;
  playing: boolean;
  /** Everything is loaded: trainer, analyses, files. */
  featuresLoaded: boolean;
  /** What the live run is under, in words; undefined while it is untouched. */
  interventionNote: string | undefined;
  /** The reader asked their system for less motion: nothing starts to move by itself. */
  prefersReducedMotion: boolean;
  /** undefined while the first network is on its way. */
  network: NetworkInView | undefined;
  orbit: OrbitSummary | undefined;
  training: TrainingView;
  /** Last bounded checkpoint of the run in the tab. */
  trained: NetworkInView | undefined;
  /** History of the shipped network, once it was asked for. */
  history: TrainingHistory | undefined;
  historyLoading: boolean;
  /** Whether the training panel shows it. */
  historyShown: boolean;
  notices: Notice[];
  /** The step of the live run that is pointed at, in the outputs or in the portrait. */
  pointedStep: number | undefined;
  /** Steps the picture is turned back from now. */
  historyOffset: number;
  helpOpen: boolean;
  /** Sequences that were brought. */
  ownSequences: OwnSequences | undefined;
  /** A network from a file that waits for its model. */
  pendingImport: PendingImport | undefined;
  /** A model is being fitted to it. */
  fittingModel: boolean;
  /** The model on the drawing board; undefined before it is opened. */
  draft: Draft | undefined;
  /** What a warm start began with. */
  warmStart: WarmStart | undefined;
  /** Weights kept of the run in the tab. */
  recorded: RecordedRun | undefined;
  /** A history opened from a file. */
  openedHistory: OpenedHistory | undefined;
  /** Which training the panels on emergence are about; undefined: the one in the tab if there is one, else the shipped one. */
  timelineChoice: TimelineKind | undefined;
  /** Update the timeline is at, between checkpoints too; undefined for the last. */
  timelineCursor: number | undefined;
  timelinePlaying: boolean;
  /** What was found of the checkpoints, by source and update. */
  checkpointResults: CheckpointResults;
  /** Why a checkpoint could not be analysed, a phrase. */
  timelineProblem: string | undefined;
  /** Results of the background analyses, by name. */
  analyses: AnalysisViews;
  /** A unit pointed at in any picture; it is picked out in all of them. */
  pointedUnit: number | undefined;
  /** A unit looked up by its index or kept by a click; it stays picked out when the pointer goes. */
  pinnedUnit: number | undefined;
  /** Kick groups changed by hand, by name: their units. */
  groupEdits: Readonly<Record<string, readonly number[]>>;
  /** True while the key that silences is held down. */
  silencing: boolean;
  /** The one-click experiment last asked for. */
  experiment: ExperimentChoice | undefined;
  /** The panel that fills the window. */
  maximised: string | undefined;
  /** The panel last pointed at or focused: what `F` acts on. */
  pointedPanel: string | undefined;
  /** What the prose points at: a part of the page or of the portrait, by name. */
  highlight: string | undefined;
  /** The sheet that is open over the page. */
  sheet: Sheet | undefined;
  /** Lecture mode: everything but the picture is hidden for the moment. */
  chromeHidden: boolean;
  /** Lecture mode: the pointer is a bright dot. */
  laser: boolean;
  /** Lecture mode: seconds since it began are shown. */
  timer: boolean;
  /** What a screen reader is told, newest only. */
  announcement: string;
  /** Steps the state last took to fall to the fixed point after the noise was switched off; undefined while it falls or is driven. */
  fallSteps: number | undefined;
  /** Part of the step or update that the walkthrough is at. */
  walkthroughPart: number;
  /** Colours before lecture mode took the projector's. */
  profileBefore: Settings['profile'] | undefined;
}

/** Sheets over the page, one at a time. */
export type Sheet = 'share' | 'recent' | 'editor';

export const createAppStore = (settings: Settings = defaultSettings()) =>
  createStore<AppState>(() => ({
    settings,
    playing: true,
    featuresLoaded: false,
    interventionNote: undefined,
    prefersReducedMotion: false,
    network: undefined,
    orbit: undefined,
    training: idleTraining(),
    trained: undefined,
    history: undefined,
    historyLoading: false,
    historyShown: false,
    notices: [],
    pointedStep: undefined,
    historyOffset: 0,
    helpOpen: false,
    ownSequences: undefined,
    pendingImport: undefined,
    fittingModel: false,
    draft: undefined,
    warmStart: undefined,
    recorded: undefined,
    openedHistory: undefined,
    timelineChoice: undefined,
    timelineCursor: undefined,
    timelinePlaying: false,
    checkpointResults: {},
    timelineProblem: undefined,
    analyses: {},
    pointedUnit: undefined,
    pinnedUnit: undefined,
    groupEdits: {},
    silencing: false,
    experiment: undefined,
    maximised: undefined,
    pointedPanel: undefined,
    highlight: undefined,
    sheet: undefined,
    chromeHidden: false,
    laser: false,
    timer: false,
    announcement: '',
    fallSteps: undefined,
    walkthroughPart: 0,
    profileBefore: undefined,
  }));

export type AppStore = ReturnType<typeof createAppStore>;

let nextNotice = 1;

/** Adds a notice (one of each text at a time) and returns its id. */
export function notify(
  store: AppStore,
  level: Notice['level'],
  text: string,
  ...actions: readonly (NoticeAction | undefined)[]
): number {
  const id = nextNotice++;
  const offered = actions.filter((action) => action !== undefined);
  store.setState(({ notices }) => ({
    notices: [...notices.filter((notice) => notice.text !== text), { id, level, text, actions: offered }].slice(-4),
  }));
  return id;
}

export const dismiss = (store: AppStore, id: number): void =>
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
