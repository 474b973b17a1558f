import type { RnnWeights } from '../../rnn/weights';
import type { LiveFollower } from '../networks/networkView';
import type { ApplySettings } from '../settings/writer';
import type { AppStore } from '../store';
import { createEmissionCounter, type EmissionCounter } from './emissionCounter';
import { createEnsemble, type Ensemble } from './ensemble';
import { createLiveRun, HISTORY, type LiveRun } from './liveRun';
import { createStateSetter } from './setLiveState';
import { pause, play, returnToNow, togglePlaying } from './slice';

/** States let go by `release`, and the speed at which one can see them fall. */
const RELEASED = 100;
const RELEASE_SPEED = 24;
/** Steps made before a picture that does not move by itself is first shown: it has a path to show. */
const CALM_STEPS = 260;
/** Milliseconds a frame may spend on counting emissions. */
const COUNTER_BUDGET_MS = 3;

/** The live run with what goes beside it, and everything a reader can do to it. */
export interface LiveCommands {
  /** undefined until the first network is there. */
  readonly liveRun: LiveRun | undefined;
  readonly emissionCounter: EmissionCounter | undefined;
  /** Many trajectories beside the live run; undefined while there is one only. */
  readonly ensemble: Ensemble | undefined;
  /** Fraction of a step gone by since the last one, for smooth drawing at low speed. */
  readonly fraction: number;
  /** One animation frame of `dt` seconds. */
  frame(dt: number): void;
  togglePlaying(): void;
  stepOnce(): void;
  /** One step back in the record. */
  stepBack(): void;
  /** Turns the picture back by so many steps of the record; the run rests meanwhile. */
  lookBack(steps: number): void;
  /** Puts the live state at a point of the plane; says so when units had to be held at zero. */
  setLiveState(axes: readonly [number, number], x: number, y: number): void;
  /** 100 states of the driven run, let go without noise. */
  release(): void;
  /** The many trajectories start anew, all of them from the live state. */
  fork(): void;
  resetRun(): void;
  /** From now on the run goes no further than this step; undefined lets it go on. */
  holdAt(step: number | undefined): void;
}

export interface LiveControls {
  commands: LiveCommands;
  /** What the live run does about a network that comes into view. */
  follower: LiveFollower;
  /** Starts the run's noise over from the seed of the settings. */
  reseed(): void;
  restartCounter(): void;
  restartEnsemble(): void;
}

/** What the live run needs of the rest. */
export interface LiveDependencies {
  apply: ApplySettings;
  /** Weights of the network in view under the intervention in force; undefined before interventions are loaded. */
  weightsInForce(): RnnWeights | undefined;
  /** The run was given other weights: the intervention in force is laid on them anew. */
  interveneAnew(): void;
  /** Milliseconds that only ever grow. */
  now(): number;
}

export function createLiveControls(
  store: AppStore,
  { apply, weightsInForce, interveneAnew, now }: LiveDependencies,
): LiveControls {
  let liveRun: LiveRun | undefined;
  let emissionCounter: EmissionCounter | undefined;
  let ensemble: Ensemble | undefined;
  /** Steps owed: whole ones are made in the next frame. */
  let debt = 0;
  let lastStep: number | undefined;
  const restartCounter = () => {
    const { network, settings: s } = store.getState();
    emissionCounter?.dispose();
    const weights = network && (weightsInForce() ?? network.weights);
    if (weights) emissionCounter = createEmissionCounter(weights, s.seed, s.noise, s.sigma);
  };
  /** @param from undefined: from states all over the driven run */
  const restartEnsemble = (from?: { state: Float32Array; label: number }) => {
    const { network, orbit, settings: s } = store.getState();
    ensemble?.dispose();
    ensemble = undefined;
    // The live run is one of them.
    if (network && orbit && s.crowd > 1) {
      ensemble = createEnsemble(network.weights, orbit.basis, s.crowd - 1, s.seed, s.sigma, from);
      ensemble.setWeights(weightsInForce() ?? network.weights);
    }
  };
  const follower: LiveFollower = {
    network(network) {
      if (liveRun) liveRun.setNetwork(network.weights, network.hmm);
      else liveRun = createLiveRun(network.weights, network.hmm, store.getState().settings.seed);
      const { prefersReducedMotion, settings: s } = store.getState();
      if (prefersReducedMotion && liveRun.step === 0) liveRun.advance(CALM_STEPS, s.noise, s.sigma);
      returnToNow(store);
      interveneAnew();
      restartCounter();
    },
    basis(basis) {
      liveRun?.setBasis(basis);
      restartEnsemble();
    },
  };
  const advance = (steps: number) => {
    const { noise, sigma } = store.getState().settings;
    liveRun?.advance(steps, noise, sigma);
    ensemble?.advance(steps, noise, sigma);
  };
  const lookBack = (steps: number) => {
    if (!liveRun) return;
    const most = Math.max(0, Math.min(liveRun.step, HISTORY) - 1);
    pause(store, Math.max(0, Math.min(most, Math.round(steps))));
  };
  const commands: LiveCommands = {
    get liveRun() {
      return liveRun;
    },
    get emissionCounter() {
      return emissionCounter;
    },
    get ensemble() {
      return ensemble;
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
        const owed = Math.floor(debt);
        debt -= owed;
        const steps = lastStep === undefined ? owed : Math.max(0, Math.min(owed, lastStep - liveRun.step));
        if (steps > 0) advance(steps);
      }
      emissionCounter?.run(COUNTER_BUDGET_MS, now);
    },
    togglePlaying: () => togglePlaying(store),
    stepOnce() {
      const { historyOffset } = store.getState();
      debt = 0;
      // Out of the past the record is replayed first.
      pause(store, Math.max(0, historyOffset - 1));
      if (historyOffset === 0) advance(1);
    },
    stepBack: () => lookBack(store.getState().historyOffset + 1),
    lookBack,
    setLiveState: createStateSetter(store, () => liveRun),
    release() {
      const { speed } = store.getState().settings;
      play(store);
      apply({ crowd: RELEASED + 1, noise: false, speed: Math.min(speed, RELEASE_SPEED) });
      restartEnsemble();
    },
    fork() {
      if (!liveRun || liveRun.step === 0) return;
      restartEnsemble({ state: liveRun.state, label: liveRun.outputLabels[(liveRun.step - 1) % HISTORY]! });
    },
    holdAt(step) {
      lastStep = step;
    },
    resetRun() {
      debt = 0;
      returnToNow(store);
      liveRun?.reset();
      restartEnsemble();
    },
  };
  return {
    commands,
    follower,
    reseed: () => liveRun?.setSeed(store.getState().settings.seed),
    restartCounter,
    restartEnsemble: () => restartEnsemble(),
  };
}
