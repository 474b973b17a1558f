import { encodeModel } from '../hmm/encode';
import { type HmmSpec, sameModel } from '../hmm/spec';
import type { TrainingWindows } from '../training/targets';
import type { Pool } from '../workers/pool/pool';
import { requireKickGroups } from './analyses/requireKickGroups';
import { type Analyses, createAnalyses } from './analyses/scheduler';
import type { Ensemble } from './live/ensemble';
import { type FollowedIntervention, followIntervention } from './live/liveIntervention';
import type { LiveRun } from './live/liveRun';
import { adoptModel } from './networks/adoptModel';
import { createSequences, type SequenceActions } from './networks/importSequences';
import { createImportWeights, type ImportWeights } from './networks/importWeights';
import { createModelDraft, type DraftActions } from './networks/modelDraft';
import type { NetworkView } from './networks/networkView';
import { createPersistence, type Persistence } from './persistence';
import { modelOf, type SettingKey, type Settings } from './settings/settings';
import type { StoryIndex } from './settings/storyIndex';
import { type AppStore, type NetworkInView, notify } from './store';
import { createTimeline, type Timeline } from './training/checkpointQueue';
import { timelineData } from './training/timelineData';
import { createTrainingSession, type TrainingSession } from './training/trainingSession';

/** Every feature that the first moving picture can do without: it is loaded right after it. */
export interface DeferredFeatures extends ImportWeights {
  training: TrainingSession;
  analyses: Analyses;
  timeline: Timeline;
  draft: DraftActions;
  sequences: SequenceActions;
  intervention: FollowedIntervention;
  /** What is kept in this browser: runs, networks, the place. */
  persistence: Persistence;
  /** Trains a fresh network on windows of sequences that were brought. */
  trainOnWindows(windows: TrainingWindows): void;
  /** Start, pause or go on, whatever fits. */
  trainKey(): void;
  /** Starts over from fresh weights with the settings as they are; the run before it can be brought back. */
  restartTraining(): void;
  /** Shows the network trained in this tab, with the model it was trained for. */
  showTrained(): void;
  /** Makes a model the one in use and trains on from the weights in view. */
  warmStart(hmm: HmmSpec): void;
  /** Moves the cursor of the timeline to the bifurcation, once it is known. */
  jumpToBifurcation(): void;
  /** Kick groups are asked for as long as an intervention may need them; call it when that may have changed. */
  refreshKickRequest(): void;
  /** What a change of a setting does here. */
  effects: Partial<Record<SettingKey, () => void>>;
}

/** The live parts that the deferred features act on. */
export interface LiveParts {
  view: NetworkView;
  liveRun(): LiveRun | undefined;
  ensemble(): Ensemble | undefined;
  restartCounter(): void;
  story: StoryIndex;
  apply(changes: Partial<Settings>): void;
}

export function createDeferredFeatures(store: AppStore, pool: Pool, live: LiveParts, now: () => number): DeferredFeatures {
  const { view } = live;
  const { show } = view;
  const training = createTrainingSession(store, {
    network(network) {
      const { trained, network: inView } = store.getState();
      const following = inView?.origin === 'training' || !trained;
      store.setState({ trained: network });
      if (following && inView && sameModel(network.hmm, inView.hmm)) show(network, inView.origin === 'training');
    },
    goingOn(hmm) {
      if (!sameModel(modelOf(store.getState().settings), hmm)) showTrained();
    },
  });
  /** A network of another model than the one in use brings its model with it. */
  const showWithModel = (network: NetworkInView) => {
    const hmm = sameModel(modelOf(store.getState().settings), network.hmm)
      ? network.hmm
      : adoptModel(store, view.leave, network.hmm);
    show(hmm === network.hmm ? network : { ...network, hmm });
  };
  const showTrained = () => {
    const { trained } = store.getState();
    if (trained) showWithModel(trained);
  };
  const restartTraining = () => {
    const { trained } = store.getState();
    if (trained && trained.update > 0)
      notify(store, 'info', `A new run replaces your network of update ${trained.update}.`, {
        label: 'Show the old one',
        run: () => showWithModel(trained),
      });
    store.setState({ trained: undefined });
    training.start();
  };
  const intervention: FollowedIntervention = followIntervention(store, (changed) => {
    live.liveRun()?.intervene(changed);
    const weights = intervention?.weights();
    if (weights) live.ensemble()?.setWeights(weights);
    live.restartCounter();
  });
  const analyses = createAnalyses(store, pool);
  const refreshKickRequest = requireKickGroups(store, analyses);
  refreshKickRequest();
  intervention.refresh();
  const persistence = createPersistence({
    store,
    story: live.story,
    training,
    show,
    leave: view.leave,
    apply: live.apply,
  });
  return {
    training,
    analyses,
    intervention,
    persistence,
    refreshKickRequest,
    ...createImportWeights(store, pool, show, view.leave),
    draft: createModelDraft(store),
    sequences: createSequences(store),
    trainOnWindows: (windows) => training.start(undefined, windows),
    timeline: createTimeline(store, pool, now, () => void view.fetchHistory()),
    trainKey() {
      const { status } = store.getState().training;
      if (status === 'running' || status === 'paused') training.togglePause();
      else if (status !== 'starting') restartTraining();
    },
    restartTraining,
    showTrained,
    warmStart(hmm) {
      const before = store.getState().network;
      if (!before) return;
      // The weights stay in view: only the model is another one.
      view.leave();
      store.setState(({ settings: current }) => ({
        settings: { ...current, model: encodeModel(hmm) },
        warmStart: { before, to: hmm },
        trained: undefined,
        history: undefined,
      }));
      const next = modelOf(store.getState().settings);
      const { preset: _, ...rest } = before;
      show({ ...rest, origin: 'training', hmm: next }, true);
      training.start(before.weights);
    },
    jumpToBifurcation() {
      const update = timelineData(store.getState())?.marker.update;
      if (update !== undefined) store.setState({ timelineCursor: update, timelinePlaying: false });
      else notify(store, 'info', 'No bifurcation is known yet: the panel “Emergence” looks for it once it is in sight.');
    },
    effects: {
      actOn: refreshKickRequest,
      rate: () => training.setControls({ learningRate: store.getState().settings.rate }),
      clip: () => training.setControls({ clip: store.getState().settings.clip }),
      target: () => training.setControls({ targetError: store.getState().settings.target || undefined }),
    },
  };
}
