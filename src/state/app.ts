import { encodeModel } from '../hmm/encode';
import type { PaperHmmId } from '../hmm/paper';
import type { HmmSpec } from '../hmm/spec';
import { createPool, type Pool } from '../workers/pool/pool';
import type { DeferredFeatures } from './deferredFeatures';
import { createEmissionCounter, type EmissionCounter } from './live/emissionCounter';
import { createEnsemble, type Ensemble } from './live/ensemble';
import { createLiveRun, HISTORY, type LiveRun } from './live/liveRun';
import { createStateSetter } from './live/setLiveState';
import { createNetworkView, type NetworkView } from './networks/networkView';
import type { NetworkChoice } from './networks/presets';
import { PERSONAL_KEYS, SETTING_KEYS, type SettingKey, type Settings } from './settings/settings';
import type { StoryIndex } from './settings/storyIndex';
import { createUndo, type Undo } from './settings/undo';
import { baseSettings, decodeLink, droppedSentence, encodeLink, RENEWED } from './settings/urlState';
import { type AppStore, createAppStore, notify } from './store';

/** States let go by `release`, and the speed at which one can see them fall. */
const RELEASED = 100;
const RELEASE_SPEED = 24;
/** Steps made before a picture that does not move by itself is first shown: it has a path to show. */
const CALM_STEPS = 260;
/** Milliseconds a frame may spend on counting emissions. */
const COUNTER_BUDGET_MS = 3;

/** Deferred features that panels use as parts of the controller. Before `loadFeatures` has ended, touching one throws. */
type DeferredParts = Omit<DeferredFeatures, 'effects' | 'intervention' | 'refreshKickRequest' | 'trainKey' | 'jumpToBifurcation'>;

/** Names of the parts, for looking them up. */
const DEFERRED_PARTS = [
  'training',
  'analyses',
  'timeline',
  'draft',
  'sequences',
  'trainOnWindows',
  'restartTraining',
  'showTrained',
  'warmStart',
  'openWeights',
  'showOpened',
  'fitOpened',
  'persistence',
  'weightFile',
] as const satisfies readonly (keyof DeferredParts)[];

/** The app without its pictures: store, live run, workers, and everything a user can do. */
export interface AppController extends DeferredParts, Pick<NetworkView, 'show' | 'showWeights'> {
  store: AppStore;
  /** Everything that is computed on request goes through it. */
  pool: Pool;
  story: StoryIndex;
  undo: Undo;
  /** Puts the network of a fragment `#w=…` in view. @returns whether there was one that could be read */
  openShared(hash: string): Promise<boolean>;
  /** Loads what the first picture did without; done once. `featuresLoaded` in the store tells panels that it is there. */
  loadFeatures(): Promise<DeferredFeatures>;
  /** undefined until the first network is there. */
  readonly liveRun: LiveRun | undefined;
  readonly emissionCounter: EmissionCounter | undefined;
  /** One animation frame of `dt` seconds. */
  frame(dt: number): void;
  /** Fraction of a step gone by since the last one, for smooth drawing at low speed. */
  readonly fraction: number;
  set<K extends SettingKey>(key: K, value: Settings[K]): void;
  /** Changes several settings at once; what follows from them follows once. */
  apply(changes: Partial<Settings>): void;
  /** Goes to a step of a chapter: the lab is set up as the step says, what is personal stays. */
  enter(chapter: string, step: number): void;
  /** One step of the story on or back, across chapters. */
  turnPage(by: 1 | -1): void;
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
  readonly ensemble: Ensemble | undefined;
  /** Puts the live state at a point of the plane; says so when units had to be held at zero. */
  setLiveState(axes: readonly [number, number], x: number, y: number): void;
  /** 100 states of the driven run, let go without noise. */
  release(): void;
  resetRun(): void;
  newSeed(): void;
  /** T: start, pause or go on, whatever fits. */
  trainKey(): void;
  showPreset(): void;
  /** Opens a model of the paper with its shipped network. */
  choosePreset(preset: PaperHmmId): void;
  /** Opens a model of one's own, untrained. */
  chooseModel(hmm: HmmSpec): void;
  /** Opens a shipped network. */
  openNetwork(choice: NetworkChoice): void;
  /** Fetches the training history of the shipped network in view. */
  openHistory(): void;
  /** Shows checkpoint `index` of the history; the picture keeps its axes. */
  showCheckpoint(index: number): void;
  /** Moves the cursor of the timeline to the bifurcation, once it is known. */
  jumpToBifurcation(): void;
  link(): string;
}

/** What is there from the start. */
type CoreParts = Omit<AppController, keyof DeferredParts>;

/** @param ready ends when networks can be run in this thread @param hash fragment of the address: a network may travel in it */
export function createAppController(
  search: string,
  now: () => number,
  story: StoryIndex,
  ready: Promise<void>,
  hash = '',
): AppController {
  const { settings, dropped, renewed } = decodeLink(search, story);
  const store = createAppStore(settings);
  const sentence = droppedSentence(dropped);
  if (sentence) notify(store, 'warning', sentence);
  if (renewed) notify(store, 'info', RENEWED);
  let liveRun: LiveRun | undefined;
  let emissionCounter: EmissionCounter | undefined;
  let ensemble: Ensemble | undefined;
  let features: DeferredFeatures | undefined;
  let coming: Promise<DeferredFeatures> | undefined;
  let debt = 0;

  const restartCounter = () => {
    const { network, settings: s } = store.getState();
    emissionCounter?.dispose();
    const weights = network && (features?.intervention.weights() ?? network.weights);
    if (weights) emissionCounter = createEmissionCounter(weights, s.seed, s.noise, s.sigma);
  };
  const restartEnsemble = () => {
    const { network, orbit, settings: s } = store.getState();
    ensemble?.dispose();
    ensemble = undefined;
    // The live run is one of them.
    if (network && orbit && s.crowd > 1) {
      ensemble = createEnsemble(network.weights, orbit.basis, s.crowd - 1, s.seed, s.sigma);
      ensemble.setWeights(features?.intervention.weights() ?? network.weights);
    }
  };
  const pool = createPool();
  const view = createNetworkView(
    store,
    pool,
    {
      network(network) {
        if (liveRun) liveRun.setNetwork(network.weights, network.hmm);
        else liveRun = createLiveRun(network.weights, network.hmm, store.getState().settings.seed);
        const { prefersReducedMotion, settings: s } = store.getState();
        if (prefersReducedMotion && liveRun.step === 0) liveRun.advance(CALM_STEPS, s.noise, s.sigma);
        store.setState({ historyOffset: 0 });
        features?.intervention.refresh();
        restartCounter();
      },
      basis(basis) {
        liveRun?.setBasis(basis);
        restartEnsemble();
      },
    },
    ready,
  );
  const { show, load, showWeights } = view;
  const restartRun = () => {
    liveRun?.setSeed(store.getState().settings.seed);
    restartCounter();
  };
  const reload = () => void load();
  const followMoment = () => void view.followMoment();
  /** What follows from a change. Functions named twice run once. */
  const effects: Partial<Record<SettingKey, () => void>> = {
    preset: reload,
    net: reload,
    units: reload,
    loss: reload,
    model: reload,
    moment: followMoment,
    // Slow mode holds the run still; out of it the run goes on.
    slow: () => {
      const { prefersReducedMotion, settings: s } = store.getState();
      if (s.slow === 'off' && !prefersReducedMotion) store.setState({ playing: true });
    },
    seed: restartRun,
    crowd: restartEnsemble,
    noise: restartCounter,
    sigma: restartCounter,
  };
  const apply: AppController['apply'] = (changes) => {
    const current = store.getState().settings;
    const changed = SETTING_KEYS.filter((key) => key in changes && changes[key] !== current[key]);
    if (changed.length === 0) return;
    store.setState({ settings: { ...current, ...changes } });
    const due = new Set(
      changed.flatMap((key) => [effects[key], features?.effects[key]]).filter((effect) => effect !== undefined),
    );
    // A network that is loaded comes with the moment it is shown at.
    if (due.has(reload)) due.delete(followMoment);
    for (const effect of due) effect();
  };
  const set: AppController['set'] = (key, value) => apply({ [key]: value });
  const enter: AppController['enter'] = (chapter, step) => {
    const { settings: current } = store.getState();
    const location = { view: 'story', chapter, step } as const;
    const personal = Object.fromEntries(PERSONAL_KEYS.map((key) => [key, current[key]]));
    apply({ ...baseSettings({ ...current, ...location }, story), ...personal, ...location });
    store.setState(({ prefersReducedMotion, playing }) => ({
      playing: playing || !prefersReducedMotion,
      historyOffset: 0,
      maximised: undefined,
      highlight: undefined,
    }));
  };
  const turnPage: AppController['turnPage'] = (by) => {
    const { chapter, step } = store.getState().settings;
    const next = step + by;
    if (next >= 0 && next < story.steps(chapter)) return enter(chapter, next);
    const neighbour = story.ids[story.ids.indexOf(chapter) + by];
    if (neighbour !== undefined) enter(neighbour, by > 0 ? 0 : story.steps(neighbour) - 1);
  };

  const lookBack = (steps: number) => {
    if (!liveRun) return;
    const most = Math.max(0, Math.min(liveRun.step, HISTORY) - 1);
    store.setState({ playing: false, historyOffset: Math.max(0, Math.min(most, Math.round(steps))) });
  };
  const setLiveState = createStateSetter(store, () => liveRun);

  const loadFeatures: AppController['loadFeatures'] = () => {
    coming ??= import('./deferredFeatures').then(
      ({ createDeferredFeatures }) => {
        features = createDeferredFeatures(
          store,
          pool,
          { view, liveRun: () => liveRun, ensemble: () => ensemble, restartCounter, story, apply },
          now,
        );
        store.setState({ featuresLoaded: true });
        void features.persistence.offer(search);
        return features;
      },
      (error: unknown) => {
        coming = undefined;
        notify(store, 'error', `A part of the page could not be loaded: ${(error as Error).message}.`, {
          label: 'Try again',
          run: () => void loadFeatures(),
        });
        throw error;
      },
    );
    return coming;
  };
  const whole = (): DeferredFeatures => {
    if (!features) throw new Error('The deferred features were used before they were loaded.');
    return features;
  };
  /** Waits for the deferred features; that they could not be loaded has been told. */
  const later = (act: (parts: DeferredFeatures) => void) => void loadFeatures().then(act, () => {});
  const openShared: AppController['openShared'] = async (fragment) => {
    if (!fragment.startsWith('#w=')) return false;
    const [{ readSharedWeights }] = await Promise.all([import('./networks/weightsFromUrl'), ready]);
    return readSharedWeights(fragment, store, (network) => {
      view.leave();
      store.setState({ history: undefined, historyLoading: false, historyShown: false });
      show(network);
    });
  };
  // A network in the link itself comes before the one that the link names.
  void openShared(hash)
    .catch(() => false)
    .then((shown) => (shown ? undefined : load()));
  const core: CoreParts = {
    store,
    pool,
    loadFeatures,
    openShared,
    show,
    story,
    undo: createUndo(store, apply, now),
    get liveRun() {
      return liveRun;
    },
    get emissionCounter() {
      return emissionCounter;
    },
    get fraction() {
      return Math.min(1, debt);
    },
    frame(dt) {
      const { playing, settings: s } = store.getState();
      if (!liveRun) return;
      if (playing) {
        // A tab that slept owes at most a tenth of a second of steps.
        debt += Math.min(dt, 0.1) * s.speed;
        const steps = Math.floor(debt);
        debt -= steps;
        liveRun.advance(steps, s.noise, s.sigma);
        ensemble?.advance(steps, s.noise, s.sigma);
      }
      emissionCounter?.run(COUNTER_BUDGET_MS, now);
    },
    set,
    apply,
    enter,
    turnPage,
    togglePlaying: () => store.setState(({ playing }) => ({ playing: !playing, historyOffset: 0 })),
    silence(held) {
      if (store.getState().silencing === held) return;
      store.setState({ silencing: held });
      later(({ refreshKickRequest }) => refreshKickRequest());
    },
    toggleNoise: () => set('noise', !store.getState().settings.noise),
    stepOnce() {
      const { settings: s } = store.getState();
      const { historyOffset } = store.getState();
      debt = 0;
      // Out of the past the record is replayed first.
      store.setState({ playing: false, historyOffset: Math.max(0, historyOffset - 1) });
      if (historyOffset > 0) return;
      liveRun?.advance(1, s.noise, s.sigma);
      ensemble?.advance(1, s.noise, s.sigma);
    },
    stepBack: () => lookBack(store.getState().historyOffset + 1),
    lookBack,
    get ensemble() {
      return ensemble;
    },
    setLiveState,
    release() {
      const { speed } = store.getState().settings;
      store.setState({ playing: true, historyOffset: 0 });
      apply({ crowd: RELEASED + 1, noise: false, speed: Math.min(speed, RELEASE_SPEED) });
      restartEnsemble();
    },
    resetRun() {
      debt = 0;
      store.setState({ historyOffset: 0 });
      liveRun?.reset();
      restartEnsemble();
    },
    // The only draw that is not reproducible, on purpose: which seed comes next. Everything after it is.
    newSeed: () => set('seed', crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000),
    trainKey: () => later(({ trainKey }) => trainKey()),
    showPreset: reload,
    choosePreset: (preset) => apply({ model: '', preset, moment: -1 }),
    chooseModel: (hmm: HmmSpec) => set('model', encodeModel(hmm)),
    openNetwork: (choice) => apply({ model: '', ...choice, moment: -1 }),
    openHistory() {
      store.setState({ historyShown: true });
      if (!store.getState().history) void view.fetchHistory();
    },
    showCheckpoint(index) {
      const { history } = store.getState();
      const checkpoint = history?.checkpoints[index];
      if (checkpoint) set('moment', index === history.checkpoints.length - 1 ? -1 : checkpoint.update);
    },
    showWeights,
    jumpToBifurcation: () => later(({ jumpToBifurcation }) => jumpToBifurcation()),
    link: () => encodeLink(store.getState().settings, story),
  };
  const parts = Object.fromEntries(DEFERRED_PARTS.map((name) => [name, { get: () => whole()[name], enumerable: true }]));
  return Object.defineProperties(core, parts) as AppController;
}
