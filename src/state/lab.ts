import { encodeModel } from '../hmm/encode';
import type { PaperHmmId } from '../hmm/paper';
import type { HmmSpec } from '../hmm/spec';
import type { PcaBasis } from '../math/basis';
import { type RnnWeights, weightsFingerprint } from '../rnn/weights';
import type { TrainingWindows } from '../training/targets';
import { createOrbitClient } from '../workers/orbit/client';
import { type Analyses, createAnalyses } from './analyses';
import { type BringWeights, createBringWeights } from './bringWeights';
import { type Crowd, createCrowd } from './crowd';
import { createDraft, type DraftActions } from './draft';
import { createEmissionProbe, type EmissionProbe } from './emissionProbe';
import { type FollowedIntervention, followIntervention } from './followIntervention';
import { keepKickKnown } from './keepKickKnown';
import { decodeLink, droppedSentence, encodeLink } from './link';
import { loadHistory, loadPreset, untrainedNetwork } from './networks';
import { createSequences, type SequenceActions } from './ownSequences';
import { createPlacer } from './placeState';
import { createPlayer, HISTORY, type Player } from './player';
import { modelOf, type SettingKey, type Settings } from './settings';
import { type AppStore, createAppStore, type NetworkInView, notify } from './store';
import { createTimeline, type Timeline } from './timeline';
import { timelineData } from './timelineData';
import { createTrainingSession, type TrainingSession } from './trainingSession';

/** Steps of the run the basis is fitted to (science §3.5). */
const ORBIT_STEPS = 30_000;
/** A shorter run first, so that the picture moves at once; its axes differ from the final ones by a few degrees. */
const ORBIT_STEPS_FIRST = 4_000;
/** While training, one run of this length: the picture follows the weights without holding training up. */
const ORBIT_STEPS_TRAINING = 8_000;
/** States let go by `release`, and the speed at which one can see them fall. */
const RELEASED = 100;
const RELEASE_SPEED = 24;
/** Milliseconds a frame may spend on counting emissions. */
const PROBE_BUDGET_MS = 3;

/** Networks looked at in passing get one short run; the others a quick one and then the full one. */
const isPassing = (network: NetworkInView): boolean => network.origin === 'training' || network.origin === 'history';

/** The app without its pictures: store, live run, workers, and everything a user can do. */
export interface Lab extends BringWeights {
  store: AppStore;
  /** undefined until the first network is there. */
  readonly player: Player | undefined;
  readonly probe: EmissionProbe | undefined;
  training: TrainingSession;
  analyses: Analyses;
  timeline: Timeline;
  draft: DraftActions;
  sequences: SequenceActions;
  /** Trains a fresh network on windows of sequences that were brought. */
  trainOnWindows(windows: TrainingWindows): void;
  /** One animation frame of `dt` seconds. */
  frame(dt: number): void;
  /** Fraction of a step gone by since the last one, for smooth drawing at low speed. */
  readonly fraction: number;
  set<K extends SettingKey>(key: K, value: Settings[K]): void;
  togglePlaying(): void;
  toggleNoise(): void;
  /** Silences the target of the intervention, or the first kick group, while it is held. */
  silence(held: boolean): void;
  stepOnce(): void;
  /** One step back in the record. */
  stepBack(): void;
  /** Turns the picture back by so many steps of the record; the run rests meanwhile. */
  lookBack(steps: number): void;
  /** Many trajectories beside the live run; undefined while there is one only. */
  readonly crowd: Crowd | undefined;
  /** Puts the live state at a point of the plane; says so when units had to be held at zero. */
  placeState(axes: readonly [number, number], x: number, y: number): void;
  /** 100 states of the driven run, let go without noise. */
  release(): void;
  resetRun(): void;
  newSeed(): void;
  /** T: start, pause or go on, whatever fits. */
  trainKey(): void;
  /** Starts over from fresh weights with the settings as they are; the run before it can be brought back. */
  restartTraining(): void;
  showPreset(): void;
  /** Opens a model of the paper with its shipped network. */
  choosePreset(preset: PaperHmmId): void;
  /** Makes a model the one in use and trains on from the weights in view. */
  warmStart(hmm: HmmSpec): void;
  /** Opens a model of one's own, untrained. */
  chooseModel(hmm: HmmSpec): void;
  /** Opens a shipped network. */
  openNetwork(preset: PaperHmmId, net: number, units: number): void;
  /** Fetches the training history of the shipped network in view. */
  openHistory(): void;
  /** Shows checkpoint `index` of the history; the picture keeps its axes. */
  showCheckpoint(index: number): void;
  /** Puts weights of some update of a training run into the live portrait; the picture keeps its axes. */
  showWeights(weights: RnnWeights, update: number): void;
  showTrained(): void;
  /** Moves the cursor of the timeline to the bifurcation, once it is known. */
  jumpToBifurcation(): void;
  link(): string;
}

export function createLab(search: string, now: () => number): Lab {
  const { settings, dropped } = decodeLink(search);
  const store = createAppStore(settings);
  const sentence = droppedSentence(dropped);
  if (sentence) notify(store, 'warning', sentence);
  const orbitClient = createOrbitClient();
  let player: Player | undefined;
  let probe: EmissionProbe | undefined;
  let crowd: Crowd | undefined;
  let intervention: FollowedIntervention | undefined;
  let debt = 0;
  let ticket = 0;

  const restartProbe = () => {
    const { network, settings: s } = store.getState();
    probe?.dispose();
    const weights = network && (intervention?.weights() ?? network.weights);
    if (weights) probe = createEmissionProbe(weights, s.seed, s.noise, s.sigma);
  };
  const restartCrowd = () => {
    const { network, orbit, settings: s } = store.getState();
    crowd?.dispose();
    crowd = undefined;
    // The live run is one of them.
    if (network && orbit && s.crowd > 1) {
      crowd = createCrowd(network.weights, orbit.basis, s.crowd - 1, s.seed, s.sigma);
      crowd.setWeights(intervention?.weights() ?? network.weights);
    }
  };
  const refreshOrbit = async (network: NetworkInView, previous: PcaBasis | undefined) => {
    const lengths = isPassing(network) ? [ORBIT_STEPS_TRAINING] : [ORBIT_STEPS_FIRST, ORBIT_STEPS];
    let basis = previous;
    for (const steps of lengths) {
      const answer = await orbitClient.summarise(network.weights, { steps, seed: 1, previous: basis });
      if (store.getState().network !== network) return;
      if (!answer.ok) {
        if (answer.code !== 'superseded')
          notify(store, 'error', `The picture's axes could not be computed: ${answer.message}. Reload to try again.`);
        return;
      }
      basis = answer.value.basis;
      player?.setBasis(basis);
      store.setState({ orbit: answer.value });
      restartCrowd();
    }
  };
  const show = (network: NetworkInView, keepBasis = false) => {
    const { orbit, network: before } = store.getState();
    const sameModel = before?.hmm === network.hmm;
    const edits = before?.fingerprint === network.fingerprint ? {} : { groupEdits: {} };
    store.setState({ network, ...(keepBasis ? {} : { orbit: undefined }), ...edits });
    if (player) player.setNetwork(network.weights, network.hmm);
    else player = createPlayer(network.weights, network.hmm, store.getState().settings.seed);
    store.setState({ back: 0 });
    intervention?.refresh();
    restartProbe();
    void refreshOrbit(network, keepBasis && sameModel ? orbit?.basis : undefined);
  };
  const load = async () => {
    const mine = ++ticket;
    const { settings: s } = store.getState();
    const { preset, net, units, seed } = s;
    const hmm = modelOf(s);
    let network: NetworkInView | undefined;
    try {
      if (s.model === '') network = await loadPreset(preset, net, units);
      if (!network && mine === ticket)
        notify(store, 'info', 'No trained network ships for this model: this one is untrained. Press T to train it here.');
    } catch (error) {
      if (mine === ticket)
        notify(
          store,
          'error',
          `The trained network could not be loaded: ${(error as Error).message}. An untrained one is shown.`,
          {
            label: 'Try again',
            run: () => void load(),
          },
        );
    }
    if (mine !== ticket) return;
    store.setState({ history: undefined, historyLoading: false, historyShown: false });
    show(network ?? untrainedNetwork(hmm, seed));
  };
  const training = createTrainingSession(store, (network) => {
    const { trained, network: inView } = store.getState();
    const following = inView?.origin === 'training' || !trained;
    store.setState({ trained: network });
    if (following && network.hmm === store.getState().network?.hmm) show(network, inView?.origin === 'training');
  });

  const effects: Partial<Record<SettingKey, () => void>> = {
    preset: () => void load(),
    model: () => void load(),
    seed: () => {
      player?.setSeed(store.getState().settings.seed);
      restartProbe();
    },
    crowd: restartCrowd,
    noise: restartProbe,
    sigma: restartProbe,
    rate: () => training.setControls({ learningRate: store.getState().settings.rate }),
    clip: () => training.setControls({ clip: store.getState().settings.clip }),
    target: () => training.setControls({ targetError: store.getState().settings.target || undefined }),
  };
  const set: Lab['set'] = (key, value) => {
    const current = store.getState().settings;
    if (current[key] === value) return;
    store.setState({ settings: { ...current, [key]: value } });
    effects[key]?.();
  };

  const openHistory = async () => {
    const preset = store.getState().network?.preset;
    if (!preset || store.getState().historyLoading) return;
    const mine = ticket;
    store.setState({ historyLoading: true });
    try {
      const history = await loadHistory(preset);
      if (mine === ticket) store.setState({ history, historyLoading: false });
    } catch (error) {
      if (mine !== ticket) return;
      store.setState({ historyLoading: false });
      notify(store, 'error', `The training history could not be loaded: ${(error as Error).message}.`, {
        label: 'Try again',
        run: () => void openHistory(),
      });
    }
  };
  const showWeights: Lab['showWeights'] = (weights, update) => {
    const { network } = store.getState();
    if (!network) return;
    const fingerprint = weightsFingerprint(weights);
    const next: NetworkInView = { origin: 'history', weights, hmm: network.hmm, update, fingerprint };
    show(network.preset ? { ...next, preset: network.preset } : next, true);
  };
  const showCheckpoint = (index: number) => {
    const checkpoint = store.getState().history?.checkpoints[index];
    if (checkpoint) showWeights(checkpoint.weights, checkpoint.update);
  };
  const restartTraining = () => {
    const { trained } = store.getState();
    if (trained && trained.update > 0)
      notify(store, 'info', `A new run replaces your network of update ${trained.update}.`, {
        label: 'Show the old one',
        run: () => show(trained),
      });
    store.setState({ trained: undefined });
    training.start();
  };

  const lookBack = (steps: number) => {
    if (!player) return;
    const most = Math.max(0, Math.min(player.step, HISTORY) - 1);
    store.setState({ playing: false, back: Math.max(0, Math.min(most, Math.round(steps))) });
  };
  const placeState = createPlacer(store, () => player);

  intervention = followIntervention(store, (changed) => {
    player?.intervene(changed);
    const weights = intervention?.weights();
    if (weights) crowd?.setWeights(weights);
    restartProbe();
  });
  const analyses = createAnalyses(store);
  const knowKickGroups = keepKickKnown(store, analyses);
  effects.actOn = knowKickGroups;
  knowKickGroups();

  void load();
  return {
    store,
    training,
    analyses,
    ...createBringWeights(
      store,
      (network) => show(network),
      () => void ticket++,
    ),
    draft: createDraft(store),
    sequences: createSequences(store),
    trainOnWindows: (windows) => training.start(undefined, windows),
    timeline: createTimeline(store, now, () => void openHistory()),
    get player() {
      return player;
    },
    get probe() {
      return probe;
    },
    get fraction() {
      return Math.min(1, debt);
    },
    frame(dt) {
      const { playing, settings: s } = store.getState();
      if (!player) return;
      if (playing) {
        // A tab that slept owes at most a tenth of a second of steps.
        debt += Math.min(dt, 0.1) * s.speed;
        const steps = Math.floor(debt);
        debt -= steps;
        player.advance(steps, s.noise, s.sigma);
        crowd?.advance(steps, s.noise, s.sigma);
      }
      probe?.run(PROBE_BUDGET_MS, now);
    },
    set,
    togglePlaying: () => store.setState(({ playing }) => ({ playing: !playing, back: 0 })),
    silence(held) {
      if (store.getState().silencing === held) return;
      store.setState({ silencing: held });
      knowKickGroups();
    },
    toggleNoise: () => set('noise', !store.getState().settings.noise),
    stepOnce() {
      const { settings: s } = store.getState();
      const { back } = store.getState();
      debt = 0;
      // Out of the past the record is replayed first.
      store.setState({ playing: false, back: Math.max(0, back - 1) });
      if (back > 0) return;
      player?.advance(1, s.noise, s.sigma);
      crowd?.advance(1, s.noise, s.sigma);
    },
    stepBack: () => lookBack(store.getState().back + 1),
    lookBack,
    get crowd() {
      return crowd;
    },
    placeState,
    release() {
      store.setState(({ settings: current }) => ({
        settings: { ...current, crowd: RELEASED + 1, noise: false, speed: Math.min(current.speed, RELEASE_SPEED) },
        playing: true,
        back: 0,
      }));
      restartProbe();
      restartCrowd();
    },
    resetRun() {
      debt = 0;
      store.setState({ back: 0 });
      player?.reset();
      restartCrowd();
    },
    // The only draw that is not reproducible, on purpose: which seed comes next. Everything after it is.
    newSeed: () => set('seed', crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000),
    trainKey() {
      const { status } = store.getState().training;
      if (status === 'running' || status === 'paused') training.togglePause();
      else if (status !== 'starting') restartTraining();
    },
    restartTraining,
    showPreset: () => void load(),
    choosePreset(preset) {
      store.setState(({ settings: current }) => ({ settings: { ...current, model: '', preset } }));
      void load();
    },
    chooseModel: (hmm) => set('model', encodeModel(hmm)),
    warmStart(hmm) {
      const before = store.getState().network;
      if (!before) return;
      // The weights stay in view: only the model is another one.
      ticket++;
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
    openNetwork(preset, net, units) {
      store.setState(({ settings: current }) => ({ settings: { ...current, model: '', preset, net, units } }));
      void load();
    },
    openHistory() {
      store.setState({ historyShown: true });
      if (!store.getState().history) void openHistory();
    },
    showCheckpoint,
    showWeights,
    showTrained() {
      const { trained } = store.getState();
      if (trained) show(trained);
    },
    jumpToBifurcation() {
      const update = timelineData(store.getState())?.marker.update;
      if (update !== undefined) store.setState({ timelineCursor: update, timelinePlaying: false });
      else notify(store, 'info', 'No bifurcation is known yet: the panel “Emergence” looks for it once it is in sight.');
    },
    link: () => encodeLink(store.getState().settings),
  };
}
