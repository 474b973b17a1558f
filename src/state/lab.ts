import type { PaperHmmId } from '../hmm/paper';
import type { PcaBasis } from '../math/basis';
import { writeWeights } from '../rnn/safetensors';
import { weightsFingerprint } from '../rnn/weights';
import { createOrbitClient } from '../workers/orbit/client';
import { createEmissionProbe, type EmissionProbe } from './emissionProbe';
import { decodeLink, droppedSentence, encodeLink } from './link';
import { loadHistory, loadPreset, untrainedNetwork } from './networks';
import { createPlayer, type Player } from './player';
import type { SettingKey, Settings } from './settings';
import { type AppStore, createAppStore, type NetworkInView, notify } from './store';
import { createTrainingSession, type TrainingSession } from './trainingSession';

/** Steps of the run the basis is fitted to (science §3.5). */
const ORBIT_STEPS = 30_000;
/** A shorter run first, so that the picture moves at once; its axes differ from the final ones by a few degrees. */
const ORBIT_STEPS_FIRST = 4_000;
/** While training, one run of this length: the picture follows the weights without holding training up. */
const ORBIT_STEPS_TRAINING = 8_000;
/** Milliseconds a frame may spend on counting emissions. */
const PROBE_BUDGET_MS = 3;

/** Networks looked at in passing get one short run; the others a quick one and then the full one. */
const isPassing = (network: NetworkInView): boolean => network.origin === 'training' || network.origin === 'history';

/** The app without its pictures: store, live run, workers, and everything a user can do. */
export interface Lab {
  store: AppStore;
  /** undefined until the first network is there. */
  readonly player: Player | undefined;
  readonly probe: EmissionProbe | undefined;
  training: TrainingSession;
  /** One animation frame of `dt` seconds. */
  frame(dt: number): void;
  /** Fraction of a step gone by since the last one, for smooth drawing at low speed. */
  readonly fraction: number;
  set<K extends SettingKey>(key: K, value: Settings[K]): void;
  togglePlaying(): void;
  toggleNoise(): void;
  stepOnce(): void;
  resetRun(): void;
  newSeed(): void;
  /** T: start, pause or go on, whatever fits. */
  trainKey(): void;
  /** Starts over from fresh weights with the settings as they are; the run before it can be brought back. */
  restartTraining(): void;
  showPreset(): void;
  /** Opens a shipped network. */
  openNetwork(preset: PaperHmmId, net: number, units: number): void;
  /** Fetches the training history of the shipped network in view. */
  openHistory(): void;
  /** Shows checkpoint `index` of the history; the picture keeps its axes. */
  showCheckpoint(index: number): void;
  showTrained(): void;
  link(): string;
  /** Bytes of the network in view as a safetensors file, undefined before there is one. */
  weightFile(): Uint8Array<ArrayBuffer> | undefined;
}

export function createLab(search: string, now: () => number): Lab {
  const { settings, dropped } = decodeLink(search);
  const store = createAppStore(settings);
  const sentence = droppedSentence(dropped);
  if (sentence) notify(store, 'warning', sentence);
  const orbitClient = createOrbitClient();
  let player: Player | undefined;
  let probe: EmissionProbe | undefined;
  let debt = 0;
  let ticket = 0;

  const restartProbe = () => {
    const { network, settings: s } = store.getState();
    probe?.dispose();
    if (network) probe = createEmissionProbe(network.weights, s.seed, s.noise, s.sigma);
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
    }
  };
  const show = (network: NetworkInView, keepBasis = false) => {
    const { orbit, network: before } = store.getState();
    const sameModel = before?.hmm === network.hmm;
    store.setState({ network, ...(keepBasis ? {} : { orbit: undefined }) });
    if (player) player.setNetwork(network.weights, network.hmm);
    else player = createPlayer(network.weights, network.hmm, store.getState().settings.seed);
    restartProbe();
    void refreshOrbit(network, keepBasis && sameModel ? orbit?.basis : undefined);
  };
  const load = async () => {
    const mine = ++ticket;
    const { preset, net, units, seed } = store.getState().settings;
    let network: NetworkInView | undefined;
    try {
      network = await loadPreset(preset, net, units);
      if (!network && mine === ticket)
        notify(store, 'info', 'No trained network ships for this model yet: this one is untrained. Press T to train it here.');
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
    store.setState({ history: undefined, historyLoading: false });
    show(network ?? untrainedNetwork(preset, seed));
  };
  const training = createTrainingSession(store, (network) => {
    const { trained, network: inView } = store.getState();
    const following = inView?.origin === 'training' || !trained;
    store.setState({ trained: network });
    if (following && network.hmm === store.getState().network?.hmm) show(network, inView?.origin === 'training');
  });

  const effects: Partial<Record<SettingKey, () => void>> = {
    preset: () => void load(),
    seed: () => {
      player?.setSeed(store.getState().settings.seed);
      restartProbe();
    },
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
  const showCheckpoint = (index: number) => {
    const { history, network } = store.getState();
    const checkpoint = history?.checkpoints[index];
    if (!checkpoint || !network) return;
    const { weights, update } = checkpoint;
    const next: NetworkInView = {
      origin: 'history',
      weights,
      hmm: network.hmm,
      update,
      fingerprint: weightsFingerprint(weights),
    };
    show(network.preset ? { ...next, preset: network.preset } : next, true);
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

  void load();
  return {
    store,
    training,
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
      }
      probe?.run(PROBE_BUDGET_MS, now);
    },
    set,
    togglePlaying: () => store.setState(({ playing }) => ({ playing: !playing })),
    toggleNoise: () => set('noise', !store.getState().settings.noise),
    stepOnce() {
      const { settings: s } = store.getState();
      store.setState({ playing: false });
      debt = 0;
      player?.advance(1, s.noise, s.sigma);
    },
    resetRun() {
      debt = 0;
      player?.reset();
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
    openNetwork(preset, net, units) {
      store.setState(({ settings: current }) => ({ settings: { ...current, preset, net, units } }));
      void load();
    },
    openHistory: () => void openHistory(),
    showCheckpoint,
    showTrained() {
      const { trained } = store.getState();
      if (trained) show(trained);
    },
    link: () => encodeLink(store.getState().settings),
    weightFile() {
      const { network, training: t } = store.getState();
      if (!network) return undefined;
      return writeWeights(network.weights, {
        hmm: JSON.stringify(network.hmm),
        update: String(network.update),
        seed: String(network.origin === 'training' ? t.seed : (network.preset?.seed ?? '')),
      });
    },
  };
}
