import { backProject } from '../../dynamics/orbit/orbitPlanes';
import type { RnnWeights } from '../../rnn/weights';
import type { LiveFollower } from '../networks/networkView';
import { notify } from '../page/slice';
import type { ApplySettings } from '../settings/writer';
import type { AppStore } from '../store';
import { createEmissionCounter, type EmissionCounter } from './emissionCounter';
import { createEnsemble, type Ensemble } from './ensemble';
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
  /** Puts the live state at a point of the plane; says so when units had to be held at zero. */
  setLiveState(axes: readonly [number, number], x: number, y: number): void;
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

export function createLiveControls(
  store: AppStore,
  { apply, weightsInForce, interveneAnew, now }: LiveDependencies,
): LiveControls {
  let liveRun: LiveRun | undefined;
  let emissionCounter: EmissionCounter | undefined;
  let ensemble: Ensemble | undefined;
  /** Steps due; the whole ones are made in the next frame. */
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
        // After a tab was asleep, at most a tenth of a second of steps is due.
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
      // A picture of the past first replays the record up to now.
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

/** Largest share of a placed state's length that may be cut off without a message. */
const CLAMP_TOLD = 0.05;

/** Puts the live state at a point of the plane; says so when units had to be held at zero. */
function createStateSetter(
  store: AppStore,
  liveRunNow: () => LiveRun | undefined,
): (axes: readonly [number, number], x: number, y: number) => void {
  return (axes, x, y) => {
    const { orbit, settings: s } = store.getState();
    const liveRun = liveRunNow();
    if (!liveRun || !orbit) return;
    // The picture at σ is the picture at σ = 1 scaled about the projection of h = 0. The state behind a point is scaled in the
    // same way.
    const sigma = s.sigma;
    const unscaled = (value: number, axis: number) => orbit.origin[axis]! + (value - orbit.origin[axis]!) / sigma;
    const { state, clamped } = backProject(orbit.basis, axes, unscaled(x, axes[0]), unscaled(y, axes[1]));
    liveRun.setState(state.map((value) => value * sigma));
    play(store);
    if (clamped > CLAMP_TOLD)
      notify(
        store,
        'info',
        `No state of this network lies exactly there: units that would be negative were held at 0 (${Math.round(100 * clamped)} % of the state's length), so the run starts a little off.`,
      );
  };
}
