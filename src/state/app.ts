import type { PaperHmmId } from '../hmm/models';
import { encodeModel } from '../hmm/modelText';
import type { HmmSpec } from '../hmm/spec';
import { createPool, type Pool } from '../workers/pool/pool';
import type { createDeferredFeatures as CreateFeatures, DeferredFeatures } from './deferredFeatures';
import { createLiveControls, type LiveCommands } from './live/liveControls';
import type { PlaceState } from './live/placeState';
import { holdSilent } from './live/slice';
import { createNetworkView, type NetworkView } from './networks/networkView';
import { BUILT_FOR, type NetworkChoice } from './networks/presets';
import { showHistory } from './networks/slice';
import { notify, tellLoaded } from './page/slice';
import { createReactions } from './reactions';
import { decodeLink, droppedSentence, encodeLink, RENEWED, type StoryIndex } from './settings/link';
import { freshSeed, type SettingKey, type Settings } from './settings/settings';
import { createUndo, type Undo } from './settings/undo';
import { type ApplySettings, createNavigation, createSettingsWriter, type Navigation } from './settings/writer';
import { type AppStore, createAppStore } from './store';

/** Deferred features that panels use as parts of the controller. Using one before `loadFeatures` has ended throws. */
type DeferredParts = Omit<
  DeferredFeatures,
  'steerTraining' | 'intervention' | 'refreshKickRequest' | 'setLiveState' | 'trainKey' | 'watchTraining' | 'jumpToBifurcation'
>;

/** Names of the parts, for looking them up. */
const DEFERRED_PARTS = [
  'training',
  'analyses',
  'timeline',
  'draft',
  'sequences',
  'trainOnWindows',
  'restartTraining',
  'leaveTraining',
  'showTrained',
  'warmStart',
  'openWeights',
  'showOpened',
  'fitOpened',
  'openModelFor',
  'openFile',
  'persistence',
  'weightFile',
] as const satisfies readonly (keyof DeferredParts)[];

/** The app without its pictures: store, live run, workers, and everything a user can do. */
export interface AppController extends DeferredParts, LiveCommands, Navigation, Pick<NetworkView, 'show' | 'showWeights'> {
  store: AppStore;
  /** Everything that is computed on request goes through it. */
  pool: Pool;
  story: StoryIndex;
  undo: Undo;
  /** Puts the network of a fragment `#w=…` in view. @returns whether there was one that could be read */
  openShared(hash: string): Promise<boolean>;
  /** Loads what the first picture does not need; happens once. `featuresLoaded` in the store tells panels when it is done. */
  loadFeatures(): Promise<DeferredFeatures>;
  set<K extends SettingKey>(key: K, value: Settings[K]): void;
  /** Changes several settings at once; what follows from them follows once. */
  apply(changes: Partial<Settings>): void;
  toggleNoise(): void;
  /** Silences the target of the intervention, or the first kick group, while it is held. */
  silence(held: boolean): void;
  newSeed(): void;
  /** Puts the live state at a point of the plane; says so when units had to be held at zero. */
  setLiveState: PlaceState;
  /** T where a training is in sight: starts, pauses or resumes it. */
  trainKey(): void;
  /** T anywhere else: opens the view of a training, of a fresh network where none is under way. */
  watchTraining(): void;
  showPreset(): void;
  /** Opens a model of the paper with its shipped network. */
  choosePreset(preset: PaperHmmId): void;
  /** Opens a model of one's own, untrained. */
  chooseModel(hmm: HmmSpec): void;
  /** Opens a shipped network. */
  openNetwork(choice: NetworkChoice): void;
  /** The network built by hand. */
  openConstructed(): void;
  /** Fetches the training of the shipped network in view, and shows nothing. */
  fetchHistory(): Promise<void>;
  /** Fetches the training history of the shipped network in view. */
  openHistory(): void;
  /** Shows checkpoint `index` of the history; the picture keeps its axes. */
  showCheckpoint(index: number): void;
  /** Moves the cursor of the timeline to the bifurcation, once it is known. */
  jumpToBifurcation(): void;
  link(): string;
}

/** The parts that exist from the start. */
type CoreParts = Omit<AppController, keyof DeferredParts | keyof LiveCommands>;

/** The store as a link says, with sentences on what of the link could not be used. */
function openStore(search: string, story: StoryIndex, wished: Settings['profile'] | undefined): AppStore {
  const { settings, dropped, renewed } = decodeLink(search, story);
  if (wished && !new URLSearchParams(search).has('profile')) settings.profile = wished;
  const store = createAppStore(settings);
  const sentence = droppedSentence(dropped);
  if (sentence) notify(store, 'warning', sentence);
  if (renewed) notify(store, 'info', RENEWED);
  return store;
}

/** The link to what is seen. While an entrance plays, it is that of the step to which it leads. */
function linkOf(store: AppStore, story: StoryIndex): string {
  const { settings, film } = store.getState();
  return encodeLink(film?.playing ? { ...settings, ...film.after } : settings, story);
}

/** The deferred features: fetched once, when they are first asked for. */
function createFeatureLoader(store: AppStore, create: (make: typeof CreateFeatures) => DeferredFeatures) {
  let features: DeferredFeatures | undefined;
  let coming: Promise<DeferredFeatures> | undefined;
  const load: AppController['loadFeatures'] = () => {
    coming ??= import('./deferredFeatures').then(
      ({ createDeferredFeatures }) => {
        features = create(createDeferredFeatures);
        return features;
      },
      (error: unknown) => {
        coming = undefined;
        notify(store, 'error', `A part of the page could not be loaded: ${(error as Error).message}.`, {
          label: 'Try again',
          run: () => void load(),
        });
        throw error;
      },
    );
    return coming;
  };
  return {
    load,
    now: () => features,
    whole(): DeferredFeatures {
      if (!features) throw new Error('The deferred features were used before they were loaded.');
      return features;
    },
    /** Waits for the deferred features. A failure to load them has been reported already. */
    later: (act: (parts: DeferredFeatures) => void) => void load().then(act, () => {}),
  };
}

type Later = ReturnType<typeof createFeatureLoader>['later'];

/** What changes the noise, the seed and the training. */
const runCommands = (store: AppStore, apply: ApplySettings, later: Later) => ({
  silence(held: boolean) {
    if (store.getState().silencing === held) return;
    holdSilent(store, held);
    // Silencing before the features are loaded loads them; they then start with the current state.
    later(() => {});
  },
  toggleNoise: () => apply({ noise: !store.getState().settings.noise }),
  newSeed: () => apply({ seed: freshSeed() }),
  setLiveState: (...place: Parameters<PlaceState>) => later(({ setLiveState }) => setLiveState(...place)),
  trainKey: () => later(({ trainKey }) => trainKey()),
  watchTraining: () => later(({ watchTraining }) => watchTraining()),
  jumpToBifurcation: () => later(({ jumpToBifurcation }) => jumpToBifurcation()),
});

/** What puts a network in view, or a checkpoint of it. */
const networkCommands = (store: AppStore, apply: ApplySettings, view: NetworkView) => ({
  show: view.show,
  showWeights: view.showWeights,
  showPreset: () => void view.load(),
  choosePreset: (preset: PaperHmmId) => apply({ model: '', network: 'trained', preset, moment: -1 }),
  chooseModel: (hmm: HmmSpec) => apply({ model: encodeModel(hmm) }),
  openNetwork: (choice: NetworkChoice) => apply({ model: '', network: 'trained', ...choice, moment: -1 }),
  openConstructed: () => apply({ model: '', network: 'by-hand', preset: BUILT_FOR, moment: -1 }),
  fetchHistory: view.fetchHistory,
  openHistory() {
    showHistory(store);
    if (!store.getState().history) void view.fetchHistory();
  },
  showCheckpoint(index: number) {
    const { history } = store.getState();
    const checkpoint = history?.checkpoints[index];
    if (checkpoint) apply({ moment: index === history.checkpoints.length - 1 ? -1 : checkpoint.update });
  },
});

/**
 * @param ready resolves when networks can be run in this thread
 * @param hash fragment of the address: it may contain a network
 * @param wished colours that the user chose earlier, or that their system prefers; they apply if the link says nothing
 * @param pool where everything is computed that is asked for; tests bring one without workers
 */
export function createAppController(
  search: string,
  now: () => number,
  story: StoryIndex,
  ready: Promise<void>,
  hash = '',
  wished?: Settings['profile'],
  pool: Pool = createPool(),
): AppController {
  const store = openStore(search, story, wished);
  const features = createFeatureLoader(store, (make) => {
    const made = make(store, pool, { view, live, story, apply }, now);
    tellLoaded(store);
    void made.persistence.offer(search);
    return made;
  });
  // The parts use one another only when they are called; by then all of them exist.
  const apply: ApplySettings = createSettingsWriter(store, (...change) => react(...change));
  const live = createLiveControls(store, {
    apply,
    now,
    weightsInForce: () => features.now()?.intervention.weights(),
    interveneAnew: () => features.now()?.intervention.refresh(),
  });
  const view = createNetworkView(store, apply, pool, live.follower, ready);
  const react = createReactions(store, { store, live, view }, features.now);

  const openShared: AppController['openShared'] = async (fragment) => {
    if (!fragment.startsWith('#w=')) return false;
    const [{ readSharedWeights }] = await Promise.all([import('./networks/linkedNetwork'), ready]);
    return readSharedWeights(fragment, store, (network) => {
      view.makeWay();
      view.show(network);
    });
  };
  // A network in the link takes precedence over one that the link names.
  void openShared(hash)
    .catch(() => false)
    .then((shown) => (shown ? undefined : view.load()));
  const core: CoreParts = {
    store,
    pool,
    loadFeatures: features.load,
    openShared,
    story,
    undo: createUndo(store, apply, now),
    ...createNavigation(store, story, apply),
    set: (key, value) => apply({ [key]: value }),
    apply: (changes) => apply(changes),
    ...runCommands(store, apply, features.later),
    ...networkCommands(store, apply, view),
    link: () => linkOf(store, story),
  };
  const deferred = Object.fromEntries(
    DEFERRED_PARTS.map((name) => [name, { get: () => features.whole()[name], enumerable: true }]),
  );
  // Copied as property descriptors, because most of the live parts are getters.
  const commands = Object.getOwnPropertyDescriptors(live.commands);
  return Object.defineProperties(core, { ...commands, ...deferred }) as AppController;
}
