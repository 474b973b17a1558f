import { encodeModel } from '../../hmm/modelText';
import { type HmmSpec, sameModel } from '../../hmm/spec';
import type { TrainingWindows } from '../../training/targets';
import { adoptModel, type Bringing } from '../networks/adoptModel';
import type { NetworkView } from '../networks/networkView';
import { beginWarmStart, type NetworkInView } from '../networks/slice';
import { notify } from '../page/slice';
import { freshSeed, modelOf, SETTINGS, type Settings } from '../settings/settings';
import type { AppStore } from '../store';
import { closeTrainingView, keepTrained, moveTimeline, openTrainingView } from './slice';
import { timelineData } from './timelineData';
import { createTrainingSession, type TrainingSession } from './trainingSession';

/** Everything a user can do with the training in this tab. */
export interface TrainingCommands {
  training: TrainingSession;
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
  /** Passes changed values of rate, clip and target to the run under way. */
  steerTraining(before: Settings): void;
}

export function createTrainingCommands(bringing: Bringing, view: NetworkView): TrainingCommands {
  const { store } = bringing;
  /** Shows a network together with its model, if another model is in use. */
  const showWithModel = (network: NetworkInView) => {
    const hmm = adoptModel(bringing, network.hmm);
    view.show(hmm === network.hmm ? network : { ...network, hmm });
  };
  const showTrained = () => {
    const { trained } = store.getState();
    if (trained) showWithModel(trained);
  };
  const training = createTrainingSession(store, {
    network(network) {
      const { trained, network: inView } = store.getState();
      const following = inView?.origin === 'training' || !trained;
      keepTrained(store, network);
      if (following && inView && sameModel(network.hmm, inView.hmm)) view.show(network, inView.origin === 'training');
    },
    goingOn(hmm) {
      if (!sameModel(modelOf(store.getState().settings), hmm)) showTrained();
    },
  });
  return {
    training,
    showTrained,
    trainOnWindows: (windows) => training.start(undefined, windows),
    ...startingCommands(store, training, showWithModel),
    leaveTraining(keep) {
      const before = store.getState().trainingShown?.before;
      closeTrainingView(store);
      if (keep) return;
      training.stop();
      // Where the view was opened on a run under way, the network from before it is the one that ships.
      if (before && before.origin !== 'training') showWithModel(before);
      else void view.load();
    },
    warmStart: (hmm) => warmStart(store, view, training, hmm),
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

/** The ways in which a training of fresh weights begins. */
function startingCommands(
  store: AppStore,
  training: TrainingSession,
  showWithModel: (network: NetworkInView) => void,
): Pick<TrainingCommands, 'restartTraining' | 'trainKey' | 'watchTraining'> {
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
  return {
    restartTraining,
    trainKey,
    watchTraining() {
      const { trainingShown, network, training: view, settings } = store.getState();
      if (trainingShown) return trainKey();
      openTrainingView(store, network);
      if (['starting', 'running', 'paused'].includes(view.status)) return;
      // A reader of the story trains a network of their own; a lecture, the lab, and a link that names a seed train the same one each time.
      const same = settings.lecture || settings.view === 'lab' || settings.seed !== SETTINGS.seed.fallback;
      restartTraining(same ? settings.seed : freshSeed());
    },
  };
}

/** Makes a model the one in use and trains on from the weights in view. */
function warmStart(store: AppStore, view: NetworkView, training: TrainingSession, hmm: HmmSpec): void {
  const before = store.getState().network;
  if (!before) return;
  // The weights stay in view; only the model changes.
  view.makeWay({ model: encodeModel(hmm) });
  beginWarmStart(store, { before, to: hmm });
  keepTrained(store, undefined);
  const next = modelOf(store.getState().settings);
  const { preset: _, ...rest } = before;
  view.show({ ...rest, origin: 'training', hmm: next }, true);
  training.start(before.weights);
}
