import type { HmmSpec } from '../../hmm/spec';
import { memoizeLast } from '../../math/memory';
import type { RnnWeights } from '../../rnn/weights';
import type { TrainingHistory } from '../../training/history';
import type { NetworkInView } from '../networks/slice';
import type { AppState } from '../store';
import { landmarksOf } from './runProgress';
import type { CheckpointMark, OpenedHistory, RecordedRun, TimelineKind, TrainingView } from './slice';

/** One checkpoint of a training run. */
export interface TimelineCheckpoint {
  update: number;
  weights: RnnWeights;
  /** Largest cell error of O, where the checkpoint was judged. */
  maxCell?: number | undefined;
}

/** A training run to look back at: shipped, recorded in the tab, or from a file. */
export interface TimelineSource {
  kind: TimelineKind;
  key: string;
  name: string;
  /** Factor on W_hh at the start; undefined where a file does not tell. */
  startGain: number | undefined;
  hmm: HmmSpec;
  checkpoints: readonly TimelineCheckpoint[];
  /** losses[u]: the loss found at update u. */
  losses: readonly number[];
  landmarks: readonly { firstUpdate: number; floor: number; plateau: number }[];
}

const fromHistory = (
  { checkpoints, losses, landmarks }: TrainingHistory,
  rest: Pick<TimelineSource, 'kind' | 'key' | 'name' | 'startGain' | 'hmm'>,
): TimelineSource => ({ ...rest, checkpoints, losses, landmarks });

const shipped = memoizeLast((history: TrainingHistory, network: NetworkInView): TimelineSource => {
  const { preset } = network;
  return fromHistory(history, {
    kind: 'shipped',
    key: `shipped ${preset?.id ?? ''}`,
    name: 'the shipped network’s training',
    startGain: preset?.gain,
    hmm: network.hmm,
  });
});

const opened = memoizeLast(
  ({ name, history }: OpenedHistory, hmm: HmmSpec): TimelineSource =>
    fromHistory(history, { kind: 'file', key: `file ${name} ${history.losses.length}`, name, startGain: undefined, hmm }),
);

/** How the keys of runs in the tab begin. */
export const RUN = 'run ';
export const runKey = ({ id }: Pick<RecordedRun, 'id'>): string => RUN + id;

const recorded = memoizeLast(
  (
    { id, gain, hmm, snapshots }: RecordedRun,
    losses: TrainingView['losses'],
    landmarks: TrainingView['landmarks'],
    marks: readonly CheckpointMark[],
  ): TimelineSource => ({
    kind: 'recorded',
    key: runKey({ id }),
    name: 'the training in this tab',
    startGain: gain,
    hmm,
    checkpoints: snapshots.map(({ update, weights }) => ({
      update,
      weights,
      maxCell: marks.find((mark) => mark.update === update)?.maxCell,
    })),
    losses: losses.map(({ loss }) => loss),
    landmarks: landmarksOf({ landmarks }),
  }),
);

/** What each kind of source is made from; undefined where there is none. */
const SOURCES: Record<TimelineKind, (state: AppState) => TimelineSource | undefined> = {
  recorded: ({ recorded: run, training }) =>
    run && run.snapshots.length > 0 ? recorded(run, training.losses, training.landmarks, training.checkpoints) : undefined,
  shipped: ({ history, network }) => (history && network?.preset ? shipped(history, network) : undefined),
  file: ({ openedHistory, network }) => (openedHistory && network ? opened(openedHistory, network.hmm) : undefined),
};

/** The kinds there are sources of; a shipped one may still have to be fetched. */
export const timelineKinds = (state: AppState): TimelineKind[] =>
  (['recorded', 'shipped', 'file'] as const).filter((kind) =>
    kind === 'shipped' ? state.network?.preset?.history !== undefined : SOURCES[kind](state) !== undefined,
  );

/** The kind shown: the one chosen, else the run in the tab, else the shipped one. */
export function timelineKind(state: AppState): TimelineKind | undefined {
  const kinds = timelineKinds(state);
  return state.timelineChoice && kinds.includes(state.timelineChoice) ? state.timelineChoice : kinds[0];
}

/** The training run looked back at; undefined while there is none, or while it is fetched. */
export function timelineSource(state: AppState): TimelineSource | undefined {
  const kind = timelineKind(state);
  return kind && SOURCES[kind](state);
}

/** Where the results of a checkpoint are kept. */
export const resultKey = (source: Pick<TimelineSource, 'key'>, update: number): string => `${source.key} ${update}`;
