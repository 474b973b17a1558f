import type { StoreApi } from 'zustand/vanilla';
import type { BirthFrame } from '../../analyses/birth/compute';
import type { CheckpointAnalysis } from '../../analyses/emergence/compute';
import type { HmmSpec } from '../../hmm/spec';
import type { EngineId } from '../../training/engine';
import type { TrainingHistory } from '../../training/history';
import type { LossLandmarks } from '../../training/landmarks';
import type { RunControls } from '../../training/run';
import type { Snapshot } from '../../training/snapshots';
import type { TrainingRequest } from '../../workers/training/protocol';
import type { NetworkInView } from '../networks/slice';

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
  /** Fingerprint of the last full state, when the run is paused. */
  fingerprint?: string;
  /** The learning rate when the run diverged. */
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

/** What was asked of a run: what it differs by from other runs, but for model and seed. */
export type RunAsked = Pick<TrainingRequest, 'recipe' | 'controls' | 'from' | 'windows'>;

/** The run in this tab, as a history. */
export interface RecordedRun {
  /** Distinguishes runs. */
  id: number;
  /** As it was last changed by hand. */
  asked: RunAsked;
  gain: number;
  hmm: HmmSpec;
  snapshots: readonly Snapshot[];
}

export interface OpenedHistory {
  name: string;
  history: TrainingHistory;
}

export type TimelineKind = 'shipped' | 'recorded' | 'file';

/** A training that is set aside, to compare later ones with. */
export interface TrainingAside {
  /** What it is called on screen. */
  name: string;
  /** What was asked of it. */
  asked: RunAsked;
  hmm: HmmSpec;
  /** Its checkpoints in order, the start among them. */
  checkpoints: readonly Snapshot[];
}

/** Key: that of the source, a space, the update. */
export type CheckpointResults = Readonly<Record<string, CheckpointAnalysis>>;

/** The run in this tab, and the training that the timeline shows. */
export interface TrainingSlice {
  training: TrainingView;
  /** The view of the training in this tab is open; undefined where it is not. */
  trainingShown: { /** In view before. */ before: NetworkInView | undefined } | undefined;
  /** Last bounded checkpoint of the run in this tab. */
  trained: NetworkInView | undefined;
  /** Recorded weights of the run in this tab. */
  recorded: RecordedRun | undefined;
  /** A history opened from a file. */
  openedHistory: OpenedHistory | undefined;
  /** The training that others are compared with; undefined before one was set aside. */
  trainingAside: TrainingAside | undefined;
  /** Which training the panels on emergence show; undefined: the one in this tab if there is one, else the shipped one. */
  timelineChoice: TimelineKind | undefined;
  /** Update the timeline is at, between checkpoints too; undefined for the last. */
  timelineCursor: number | undefined;
  timelinePlaying: boolean;
  /** Frames of the shipped training, for the film of it, with the fingerprint of its last checkpoint; undefined before they are asked for. */
  birth: { of: string; frames: readonly BirthFrame[] } | undefined;
  /** Results of the checkpoints, by source and update. */
  checkpointResults: CheckpointResults;
  /** Why a checkpoint could not be analysed, a phrase. */
  timelineProblem: string | undefined;
}

export const trainingSlice = (): TrainingSlice => ({
  training: idleTraining(),
  trainingShown: undefined,
  trained: undefined,
  recorded: undefined,
  openedHistory: undefined,
  trainingAside: undefined,
  timelineChoice: undefined,
  timelineCursor: undefined,
  timelinePlaying: false,
  birth: undefined,
  checkpointResults: {},
  timelineProblem: undefined,
});

type Store = StoreApi<TrainingSlice>;

/** @param trained undefined: the run in the tab has no bounded checkpoint, or there is no run */
export const keepTrained = (store: Store, trained: NetworkInView | undefined): void => store.setState({ trained });

/** What is changed by hand in the run in this tab. */
export const noteControls = (store: Store, controls: RunControls): void =>
  store.setState(({ recorded }) => {
    if (!recorded) return {};
    const { asked } = recorded;
    return { recorded: { ...recorded, asked: { ...asked, controls: { ...asked.controls, ...controls } } } };
  });

/** Moves the cursor of the timeline. @param timelineCursor undefined: to the end @param timelinePlaying whether it goes on from there by itself */
export const moveTimeline = (store: Store, timelineCursor: number | undefined, timelinePlaying = false): void =>
  store.setState({ timelineCursor, timelinePlaying });

/** Shows another training, from its end. */
export const chooseTimeline = (store: Store, timelineChoice: TimelineKind): void =>
  store.setState({ timelineChoice, timelineCursor: undefined });

/** @param trainingAside undefined: there is none any more */
export const setTrainingAside = (store: Store, trainingAside: TrainingAside | undefined): void =>
  store.setState({ trainingAside });

/** Opens the view of the training. @param before the network to come back to */
export const openTrainingView = (store: Store, before: NetworkInView | undefined): void =>
  store.setState({ trainingShown: { before } });

export const closeTrainingView = (store: Store): void => store.setState({ trainingShown: undefined });

/** Keeps the frames of a shipped training. */
export const showBirth = (store: Store, birth: NonNullable<TrainingSlice['birth']>): void => store.setState({ birth });

/** Shows a training from a file. */
export const openHistoryFile = (store: Store, openedHistory: OpenedHistory): void =>
  store.setState({ openedHistory, timelineChoice: 'file', timelineCursor: undefined });
