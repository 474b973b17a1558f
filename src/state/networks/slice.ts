import type { StoreApi } from 'zustand/vanilla';
import type { OrbitSummary } from '../../dynamics/orbit/orbit';
import type { HmmSpec } from '../../hmm/spec';
import type { RnnWeights } from '../../rnn/weights';
import type { TrainingHistory } from '../../training/history';
import type { Preset } from '../../training/presets';
import type { NetworkOrigin } from '../analyses/views';
import type { OwnSequences, SequenceSource } from './importedSequences';
import type { OpeningFile, PendingImport } from './pendingImport';

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
  /** What each unit is, in words [H]: of a network that was built by hand. */
  unitNames?: readonly string[];
}

/** Whether a network is the user's own: trained here, or from a file. */
export const isOwn = ({ origin }: NetworkInView): boolean => origin === 'training' || origin === 'file';

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

/** The network in view, with what belongs to it, and the models and sequences that were brought. */
export interface NetworksSlice {
  /** undefined while the first network is on its way. */
  network: NetworkInView | undefined;
  orbit: OrbitSummary | undefined;
  /** Kick groups of the network in view changed by hand, by name: their units. */
  groupEdits: Readonly<Record<string, readonly number[]>>;
  /** History of the shipped network, once it was asked for. */
  history: TrainingHistory | undefined;
  historyLoading: boolean;
  /** Whether the training panel shows it. */
  historyShown: boolean;
  /** Sequences that were brought. */
  ownSequences: OwnSequences | undefined;
  /** The text or file that was opened last, read or not. */
  sequenceSource: SequenceSource | undefined;
  /** A network from a file that waits for its model. */
  pendingImport: PendingImport | undefined;
  /** A large weight file that is being read. */
  openingFile: OpeningFile | undefined;
  /** A model is being fitted to it. */
  fittingModel: boolean;
  /** The model on the drawing board; undefined before it is opened. */
  draft: Draft | undefined;
  /** What a warm start began with. */
  warmStart: WarmStart | undefined;
}

export const networksSlice = (): NetworksSlice => ({
  network: undefined,
  orbit: undefined,
  groupEdits: {},
  ...noHistory(),
  ownSequences: undefined,
  sequenceSource: undefined,
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

/** The history is that of a network that goes out of view. */
export const forgetHistory = (store: Store): void => store.setState(noHistory);

export const showHistory = (store: Store): void => store.setState({ historyShown: true });

/** The network that waits for its model is let go. */
export const dropPendingImport = (store: Store): void => store.setState({ pendingImport: undefined });

export const beginWarmStart = (store: Store, warmStart: WarmStart): void => store.setState({ warmStart });

/** @param units of the kick group from now on, in ascending order */
export const editGroup = (store: Store, name: string, units: readonly number[]): void =>
  store.setState(({ groupEdits }) => ({ groupEdits: { ...groupEdits, [name]: units } }));

/** Every kick group is as it was found. */
export const resetGroups = (store: Store): void => store.setState({ groupEdits: {} });
