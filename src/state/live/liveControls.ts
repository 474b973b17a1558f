import type { RnnWeights } from '../../rnn/weights';
import type { LiveFollower } from '../networks/networkView';
import type { ApplySettings } from '../settings/writer';
import type { AppStore } from '../store';
import { createEmissionCounter, type EmissionCounter } from './emissionCounter';
import { createEnsemble, type Ensemble, type EnsembleStart } from './ensemble';
import { createLiveRun, HISTORY, type LiveRun } from './liveRun';
import { pause, play, returnToNow, togglePlaying } from './slice';

/** Number of states that `release` drops, and the speed at which one can see them fall. */
const RELEASED = 100;
const RELEASE_SPEED = 24;
/** A picture that does not move by itself first makes this many steps, so that it has a path to show. */
const CALM_STEPS = 260;
/** Milliseconds a frame may spend on counting emissions. */
const COUNTER_BUDGET_MS = 3;

/** The live run, what runs beside it, and everything a user can do to it. */
export interface LiveCommands {
  /** undefined until the first network is loaded. */
  readonly liveRun: LiveRun | undefined;
  readonly emissionCounter: EmissionCounter | undefined;
  /** Many trajectories beside the live run; undefined while there is one only. */
  readonly ensemble: Ensemble | undefined;
  /** Fraction of a step that has passed since the last one, for smooth drawing at low speed. */
  readonly fraction: number;
  /** One animation frame of `dt` seconds. */
  frame(dt: number): void;
  togglePlaying(): void;
  stepOnce(): void;
  /** One step back in the record. */
  stepBack(): void;
  /** Turns the picture back by so many steps of the record; the run rests meanwhile. */
  lookBack(steps: number): void;
  /** Releases 100 states of the driven run without noise. */
  release(): void;
  /** The many trajectories start anew, all of them from the live state. */
  fork(): void;
  resetRun(): void;
  /** From now on the run goes no further than this step; undefined lets it go on. */
  holdAt(step: number | undefined): void;
}

export interface LiveControls {
  commands: LiveCommands;
  /** How the live run reacts to a network that comes into view. */
  follower: LiveFollower;
  /** Restarts the run's noise from the seed of the settings. */
  reseed(): void;
  restartCounter(): void;
  restartEnsemble(): void;
}

/** What the live run needs from other parts. */
export interface LiveDependencies {
  apply: ApplySettings;
  /** Weights of the network in view under the intervention in force; undefined before interventions are loaded. */
  weightsInForce(): RnnWeights | undefined;
  /** The run has other weights: the active intervention is applied to them. */
  interveneAnew(): void;
  /** Milliseconds that only ever grow. */
  now(): number;
}

/** The live run and what runs beside it. */
interface Runs extends Pick<LiveControls, 'follower' | 'restartCounter'> {
  liveRun: LiveRun | undefined;
  emissionCounter: EmissionCounter | undefined;
  ensemble: Ensemble | undefined;
  /** @param from undefined: from states all over the driven run */
  restartEnsemble(from?: EnsembleStart): void;
  advance(steps: number): void;
}

function createRuns(store: AppStore, { weightsInForce, interveneAnew }: LiveDependencies): Runs {
  const runs: Runs = {
    liveRun: undefined,
    emissionCounter: undefined,
    ensemble: undefined,
    restartCounter() {
      const { network, settings: s } = store.getState();
      runs.emissionCounter?.dispose();
      const weights = network && (weightsInForce() ?? network.weights);
      if (weights) runs.emissionCounter = createEmissionCounter(weights, s.seed, s.noise, s.sigma);
    },
    restartEnsemble(from) {
      const { network, orbit, settings: s } = store.getState();
      runs.ensemble?.dispose();
      runs.ensemble = undefined;
      // The live run is one of them.
      if (network && orbit && s.crowd > 1) {
        runs.ensemble = createEnsemble(network.weights, orbit.basis, s.crowd - 1, s.seed, s.sigma, from);
        runs.ensemble.setWeights(weightsInForce() ?? network.weights);
      }
    },
    follower: {
      network({ weights, hmm }) {
        const { prefersReducedMotion, settings: s } = store.getState();
        if (runs.liveRun) runs.liveRun.setNetwork(weights, hmm);
        else runs.liveRun = createLiveRun(weights, hmm, s.seed);
        if (prefersReducedMotion && runs.liveRun.step === 0) runs.liveRun.advance(CALM_STEPS, s.noise, s.sigma);
        returnToNow(store);
        interveneAnew();
        runs.restartCounter();
      },
      basis(basis) {
        runs.liveRun?.setBasis(basis);
        runs.restartEnsemble();
      },
    },
    advance(steps) {
      const { noise, sigma } = store.getState().settings;
      runs.liveRun?.advance(steps, noise, sigma);
      runs.ensemble?.advance(steps, noise, sigma);
    },
  };
  return runs;
}

/** Makes as many steps a second as the settings say. */
function createPace(store: AppStore, runs: Runs, now: () => number) {
  /** Steps due; the whole ones are made in the next frame. */
  let debt = 0;
  let lastStep: number | undefined;
  return {
    get fraction() {
      return Math.min(1, debt);
    },
    frame(dt: number) {
      const { playing, settings: s } = store.getState();
      if (!runs.liveRun) return;
      if (playing) {
        // After a tab was asleep, at most a tenth of a second of steps is due.
        debt += Math.min(dt, 0.1) * s.speed;
        const owed = Math.floor(debt);
        debt -= owed;
        const steps = lastStep === undefined ? owed : Math.max(0, Math.min(owed, lastStep - runs.liveRun.step));
        if (steps > 0) runs.advance(steps);
      }
      runs.emissionCounter?.run(COUNTER_BUDGET_MS, now);
    },
    holdAt(step: number | undefined) {
      lastStep = step;
    },
    /** Nothing is due any more. */
    settle() {
      debt = 0;
    },
  };
}

/** What a user does to the live run. */
function createCommands(store: AppStore, apply: ApplySettings, runs: Runs, pace: ReturnType<typeof createPace>): LiveCommands {
  const lookBack = (steps: number) => {
    if (!runs.liveRun) return;
    const most = Math.max(0, Math.min(runs.liveRun.step, HISTORY) - 1);
    pause(store, Math.max(0, Math.min(most, Math.round(steps))));
  };
  return {
    get liveRun() {
      return runs.liveRun;
    },
    get emissionCounter() {
      return runs.emissionCounter;
    },
    get ensemble() {
      return runs.ensemble;
    },
    get fraction() {
      return pace.fraction;
    },
    frame: pace.frame,
    togglePlaying: () => togglePlaying(store),
    stepOnce() {
      const { historyOffset } = store.getState();
      pace.settle();
      // A picture of the past first replays the record up to now.
      pause(store, Math.max(0, historyOffset - 1));
      if (historyOffset === 0) runs.advance(1);
    },
    stepBack: () => lookBack(store.getState().historyOffset + 1),
    lookBack,
    release() {
      const { speed } = store.getState().settings;
      play(store);
      apply({ crowd: RELEASED + 1, noise: false, speed: Math.min(speed, RELEASE_SPEED) });
      runs.restartEnsemble();
    },
    fork() {
      const { liveRun } = runs;
      if (!liveRun || liveRun.step === 0) return;
      runs.restartEnsemble({ state: liveRun.state, label: liveRun.outputLabels[(liveRun.step - 1) % HISTORY]! });
    },
    holdAt: pace.holdAt,
    resetRun() {
      pace.settle();
      returnToNow(store);
      runs.liveRun?.reset();
      runs.restartEnsemble();
    },
  };
}

export function createLiveControls(store: AppStore, dependencies: LiveDependencies): LiveControls {
  const runs = createRuns(store, dependencies);
  const pace = createPace(store, runs, dependencies.now);
  return {
    commands: createCommands(store, dependencies.apply, runs, pace),
    follower: runs.follower,
    reseed: () => runs.liveRun?.setSeed(store.getState().settings.seed),
    restartCounter: runs.restartCounter,
    restartEnsemble: () => runs.restartEnsemble(),
  };
}
