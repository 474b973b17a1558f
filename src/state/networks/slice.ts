import type { StoreApi } from 'zustand/vanilla';
import type { Provenance } from '../../claims/provenance';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import type { HmmSpec } from '../../hmm/spec';
import type { RnnWeights } from '../../rnn/weights';
import type { TrainingHistory } from '../../training/history';
import type { Preset } from '../../training/presets';
import type { NetworkOrigin } from '../analyses/slice';
import type { OwnSequences, SequenceSource } from './importedSequences';
import type { OpeningFile, PendingImport } from './pendingImport';

/** A network that can be shown. */
export interface NetworkInView {
  origin: NetworkOrigin;
  weights: RnnWeights;
  hmm: HmmSpec;
  /** Number of updates of its training so far. */
  update: number;
  fingerprint: string;
  /** How it was trained, of a network trained in this browser. */
  provenance?: Provenance;
  /** The entry of a shipped network in index.json. */
  preset?: Preset;
  /** What each unit is, in words [H]: of a network that was built by hand. */
  unitNames?: readonly string[];
}

/** Whether a network is the user's own: trained here, or from a file. */
export const isOwn = ({ origin }: NetworkInView): boolean => origin === 'training' || origin === 'file';

/** The model in the editor, with earlier versions for undo and redo. */
export interface Draft {
  now: HmmSpec;
  past: readonly HmmSpec[];
  future: readonly HmmSpec[];
}

/** A network whose training was continued with another model. */
export interface WarmStart {
  before: NetworkInView;
  to: HmmSpec;
}

/** The network in view, what belongs to it, and the user's own models and sequences. */
export interface NetworksSlice {
  /** undefined until the first network is loaded. */
  network: NetworkInView | undefined;
  orbit: OrbitSummary | undefined;
  /** Kick groups of the network in view changed by hand, by name: their units. */
  groupEdits: Readonly<Record<string, readonly number[]>>;
  /** History of the shipped network, once it was requested. */
  history: TrainingHistory | undefined;
  historyLoading: boolean;
  /** Whether the training panel shows it. */
  historyShown: boolean;
  /** The user's own sequences. */
  ownSequences: OwnSequences | undefined;
  /** The text or file that was opened last, read or not. */
  sequenceSource: SequenceSource | undefined;
  /** They are stored in this browser as they are. */
  sequencesStored: boolean;
  /** A network from a file that waits for its model. */
  pendingImport: PendingImport | undefined;
  /** A large weight file that is being read. */
  openingFile: OpeningFile | undefined;
  /** A model is being fitted to it. */
  fittingModel: boolean;
  /** The model in the editor; undefined before it is opened. */
  draft: Draft | undefined;
  /** The start of the last warm start. */
  warmStart: WarmStart | undefined;
}

export const networksSlice = (): NetworksSlice => ({
  network: undefined,
  orbit: undefined,
  groupEdits: {},
  ...noHistory(),
  ownSequences: undefined,
  sequenceSource: undefined,
  sequencesStored: false,
  pendingImport: undefined,
  openingFile: undefined,
  fittingModel: false,
  draft: undefined,
  warmStart: undefined,
});

type Store = StoreApi<NetworksSlice>;

const noHistory = (): Pick<NetworksSlice, 'history' | 'historyLoading' | 'historyShown'> => ({
  history: undefined,
  historyLoading: false,
  historyShown: false,
});

/** Removes the history, because its network goes out of view. */
export const forgetHistory = (store: Store): void => store.setState(noHistory);

export const showHistory = (store: Store): void => store.setState({ historyShown: true });

/** Discards the network that waits for its model. */
export const dropPendingImport = (store: Store): void => store.setState({ pendingImport: undefined });

export const beginWarmStart = (store: Store, warmStart: WarmStart): void => store.setState({ warmStart });

/** @param units of the kick group from now on, in ascending order */
export const editGroup = (store: Store, name: string, units: readonly number[]): void =>
  store.setState(({ groupEdits }) => ({ groupEdits: { ...groupEdits, [name]: units } }));

/** Restores every kick group as it was found. */
export const resetGroups = (store: Store): void => store.setState({ groupEdits: {} });
