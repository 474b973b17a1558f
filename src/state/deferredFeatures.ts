import { encodeModel } from '../hmm/modelText';
import { type HmmSpec, sameModel } from '../hmm/spec';
import type { TrainingWindows } from '../training/targets';
import type { Pool } from '../workers/pool/pool';
import { type Analyses, createAnalyses, requireKickGroups } from './analyses/scheduler';
import type { LiveControls } from './live/liveControls';
import { type FollowedIntervention, followIntervention } from './live/liveIntervention';
import { adoptModel, type Bringing } from './networks/adoptModel';
import type { SequenceActions } from './networks/importSequences';
import { createImportWeights, type ImportWeights } from './networks/importWeights';
import { createModelDraft, type DraftActions } from './networks/modelDraft';
import type { NetworkView } from './networks/networkView';
import { createSequencesLater } from './networks/sequencesLater';
import { beginWarmStart, type NetworkInView } from './networks/slice';
import { notify } from './page/slice';
import { createPersistence, type Persistence } from './persistence';
import type { StoryIndex } from './settings/link';
import { freshSeed, modelOf, SETTINGS, type Settings } from './settings/settings';
import type { ApplySettings } from './settings/writer';
import type { AppStore } from './store';
import { createTimeline, type Timeline } from './training/checkpointQueue';
import { closeTrainingView, keepTrained, moveTimeline, openTrainingView } from './training/slice';
import { timelineData } from './training/timelineData';
import { createTrainingSession, type TrainingSession } from './training/trainingSession';

/** Every feature that the first moving picture does not need. They are loaded right after it. */
export interface DeferredFeatures extends ImportWeights {
  training: TrainingSession;
  analyses: Analyses;
  timeline: Timeline;
  draft: DraftActions;
  sequences: SequenceActions;
  intervention: FollowedIntervention;
  /** What is kept in this browser: runs, networks, the place. */
  persistence: Persistence;
  /** Opens a file of any kind: a network, sequences or a model. */
  openFile(file: File): Promise<void>;
  /** Trains a fresh network on windows of the user's own sequences. */
  trainOnWindows(windows: TrainingWindows): void;
  /** Starts, pauses or resumes the training. */
  trainKey(): void;
  /** Opens the view of a training, of a fresh network where none is under way; in that view: start, pause or go on. */
  watchTraining(): void;
  /** Closes the view of the training. @param keep otherwise the training ends, and the network from before is in view again */
  leaveTraining(keep: boolean): void;
  /** Starts over from fresh weights with the settings as they are; the run before it can be brought back. @param seed that of the settings */
  restartTraining(seed?: number): void;
  /** Shows the network trained in this tab, with the model it was trained for. */
  showTrained(): void;
  /** Makes a model the one in use and trains on from the weights in view. */
  warmStart(hmm: HmmSpec): void;
  /** Moves the cursor of the timeline to the bifurcation, once it is known. */
  jumpToBifurcation(): void;
  /** Kick groups are asked for as long as an intervention may need them; call it when that may have changed. */
  refreshKickRequest(): void;
  /** Passes changed values of rate, clip and target to the run under way. */
  steerTraining(before: Settings): void;
}

/** The live parts that the deferred features act on. */
export interface LiveParts {
  view: NetworkView;
  live: LiveControls;
  story: StoryIndex;
  apply: ApplySettings;
}

export function createDeferredFeatures(
  store: AppStore,
  pool: Pool,
  { view, live, story, apply }: LiveParts,
  now: () => number,
): DeferredFeatures {
  const { show } = view;
  const bringing: Bringing = { store, view, apply };
  const training = createTrainingSession(store, {
    network(network) {
      const { trained, network: inView } = store.getState();
      const following = inView?.origin === 'training' || !trained;
      keepTrained(store, network);
      if (following && inView && sameModel(network.hmm, inView.hmm)) show(network, inView.origin === 'training');
    },
    goingOn(hmm) {
      if (!sameModel(modelOf(store.getState().settings), hmm)) showTrained();
    },
  });
  /** Shows a network together with its model, if another model is in use. */
  const showWithModel = (network: NetworkInView) => {
    const hmm = adoptModel(bringing, network.hmm);
    show(hmm === network.hmm ? network : { ...network, hmm });
  };
  const showTrained = () => {
    const { trained } = store.getState();
    if (trained) showWithModel(trained);
  };
  const restartTraining = (seed?: number) => {
    const { trained } = store.getState();
    if (trained && trained.update > 0)
      notify(store, 'info', `A new run replaces your network of update ${trained.update}.`, {
        label: 'Show the old one',
        run: () => showWithModel(trained),
      });
    keepTrained(store, undefined);
    training.start(undefined, undefined, seed);
  };
  const trainKey = () => {
    const { status } = store.getState().training;
    if (status === 'running' || status === 'paused') training.togglePause();
    else if (status !== 'starting') restartTraining();
  };
  const watchTraining = () => {
    const { trainingShown, network, training: view, settings } = store.getState();
    if (trainingShown) return trainKey();
    openTrainingView(store, network);
    if (['starting', 'running', 'paused'].includes(view.status)) return;
    // A reader trains a network of their own; a lecture, and a link that names a seed, train the same one each time.
    const same = settings.lecture || settings.seed !== SETTINGS.seed.fallback;
    restartTraining(same ? settings.seed : freshSeed());
  };
  const leaveTraining = (keep: boolean) => {
    const before = store.getState().trainingShown?.before;
    closeTrainingView(store);
    if (keep) return;
    training.stop();
    // Where the view was opened on a run under way, the network from before it is the one that ships.
    if (before && before.origin !== 'training') showWithModel(before);
    else void view.load();
  };
  const intervention: FollowedIntervention = followIntervention(store, (changed) => {
    live.commands.liveRun?.intervene(changed);
    const weights = intervention?.weights();
    if (weights) live.commands.ensemble?.setWeights(weights);
    live.restartCounter();
  });
  const analyses = createAnalyses(store, pool);
  const refreshKickRequest = requireKickGroups(store, analyses);
  refreshKickRequest();
  intervention.refresh();
  const sequences = createSequencesLater(store);
  const imports = createImportWeights(bringing, pool);
  const persistence = createPersistence({ ...bringing, story, training, sequences });
  return {
    training,
    analyses,
    intervention,
    persistence,
    refreshKickRequest,
    ...imports,
    openFile: async (file) => {
      const { openFile } = await import('./networks/openFile');
      await openFile(bringing, { ...imports, sequences }, file);
    },
    draft: createModelDraft(store),
    sequences,
    trainOnWindows: (windows) => training.start(undefined, windows),
    timeline: createTimeline(store, pool, now, () => void view.fetchHistory()),
    trainKey,
    watchTraining,
    leaveTraining,
    restartTraining,
    showTrained,
    warmStart(hmm) {
      const before = store.getState().network;
      if (!before) return;
      // The weights stay in view; only the model changes.
      view.makeWay({ model: encodeModel(hmm) });
      beginWarmStart(store, { before, to: hmm });
      keepTrained(store, undefined);
      const next = modelOf(store.getState().settings);
      const { preset: _, ...rest } = before;
      show({ ...rest, origin: 'training', hmm: next }, true);
      training.start(before.weights);
    },
    jumpToBifurcation() {
      const update = timelineData(store.getState())?.marker.update;
      if (update !== undefined) moveTimeline(store, update);
      else notify(store, 'info', 'No bifurcation is known yet: the panel “Emergence” looks for it once it is in sight.');
    },
    steerTraining(before) {
      const { rate, clip, target } = store.getState().settings;
      training.setControls({
        ...(rate !== before.rate && { learningRate: rate }),
        ...(clip !== before.clip && { clip }),
        ...(target !== before.target && { targetError: target || undefined }),
      });
    },
  };
}
