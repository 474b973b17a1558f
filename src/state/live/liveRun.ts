import { createHmmStepper, type HmmStepper } from '../../hmm/sample';
import type { HmmSpec } from '../../hmm/spec';
import { type PcaBasis, project } from '../../math/projection';
import { createSampler, type Drive, type Sampler } from '../../rnn/sampler';
import { DIVERGENCE_CAP } from '../../rnn/simulate';
import { norm } from '../../rnn/step';
import type { RnnWeights } from '../../rnn/weights';

/** Steps remembered by the live run. */
export const HISTORY = 2048;
/** Coordinates kept per step: PC1–PC3. */
export const POINT_STRIDE = 3;

/**
 * The live run: one network, stepped one by one, and its HMM. Everything per step goes into ring buffers that pictures read
 * directly; the slot of step t is t mod HISTORY. Draws depend on (seed, step) only, so changing σ or the noise switch never
 * reseeds.
 */
export interface LiveRun {
  /** Steps made since the start. */
  readonly step: number;
  /** ‖h‖ now. */
  readonly norm: number;
  /** h now [H], before the next step, which overwrites it. A state placed by the user is in no ring buffer. */
  readonly state: Float32Array;
  readonly states: Float32Array;
  readonly points: Float32Array;
  readonly outputLabels: Uint8Array;
  readonly sampledOutputs: Uint8Array;
  readonly hmmOutputs: Uint8Array;
  /** Hidden state of the model. */
  readonly hmmStates: Uint8Array;
  /** 1 where the step was driven by noise. */
  readonly driven: Uint8Array;
  /** True when the state passed the divergence cap; the run then rests until it is reset. */
  readonly divergent: boolean;
  /** The same run as it would have gone without the intervention; undefined while there is none. */
  readonly twin: Twin | undefined;
  /** First step with the current weights: since an intervention began, changed or ended, or the network changed. */
  readonly since: number;
  advance(steps: number, noiseOn: boolean, noiseStd: number): void;
  /** Back to h = 0, step 0. */
  reset(): void;
  setSeed(seed: number): void;
  /** Swaps the network; the state carries on when the size is the same, so that training can be watched. */
  setNetwork(weights: RnnWeights, hmm: HmmSpec): void;
  /** Puts the state at h [H]; the run goes on from there. */
  setState(state: ArrayLike<number>): void;
  /**
   * Starts an intervention: from the next step on, the run uses these weights. An untouched twin starts from the same state and
   * gets the same noise. undefined ends the intervention and its twin. A run that had diverged continues from its twin.
   */
  intervene(changed: RnnWeights | undefined): void;
  /** Projects the remembered steps on a new basis. */
  setBasis(basis: PcaBasis): void;
}

/** The run without intervention, in ring buffers with the same slots. */
export interface Twin {
  /** Step at which it left the live run. */
  readonly from: number;
  readonly points: Float32Array;
  readonly outputLabels: Uint8Array;
}

/** Steps computed at a time. */
const STRETCH = 64;

/** The noise of some steps: whether there is any, and its σ. */
interface Noise {
  on: boolean;
  std: number;
}

/** The run without intervention, with what it goes on from. */
interface TwinRun extends Twin {
  sampler: Sampler;
  h: Float32Array;
}

/** The live run with what only this file reads and writes. */
interface Running extends LiveRun {
  step: number;
  state: Float32Array;
  states: Float32Array;
  divergent: boolean;
  since: number;
  twin: TwinRun | undefined;
  weights: RnnWeights;
  /** Weights of the intervention in force. */
  changed: RnnWeights | undefined;
  hmm: HmmSpec;
  seed: number;
  sampler: Sampler;
  hmmStepper: HmmStepper;
  basis: PcaBasis | undefined;
}

export function createLiveRun(weights: RnnWeights, hmm: HmmSpec, seed: number): LiveRun {
  const run: Running = {
    step: 0,
    since: 0,
    divergent: false,
    state: new Float32Array(weights.hiddenSize),
    states: new Float32Array(HISTORY * weights.hiddenSize),
    points: new Float32Array(HISTORY * POINT_STRIDE),
    outputLabels: new Uint8Array(HISTORY),
    sampledOutputs: new Uint8Array(HISTORY),
    hmmOutputs: new Uint8Array(HISTORY),
    hmmStates: new Uint8Array(HISTORY),
    driven: new Uint8Array(HISTORY),
    twin: undefined,
    weights,
    changed: undefined,
    hmm,
    seed,
    sampler: openSampler(weights),
    hmmStepper: createHmmStepper(hmm, seed, 'liveHmm'),
    basis: undefined,
    get norm() {
      return norm(run.state);
    },
    advance(steps, on, std) {
      for (let done = 0; done < steps && !run.divergent; done += STRETCH)
        stretch(run, Math.min(STRETCH, steps - done), { on, std });
    },
    reset: () => reset(run),
    setSeed(next) {
      run.seed = next;
      reset(run);
    },
    setNetwork: (next, model) => setNetwork(run, next, model),
    setState(state) {
      run.state.set(state);
      run.sampler.setState(0, run.state);
      run.divergent = false;
      if (run.twin) startTwin(run);
    },
    intervene: (next) => intervene(run, next),
    setBasis(next) {
      run.basis = next;
      for (let slot = 0; slot < Math.min(run.step, HISTORY); slot++) drawPoint(run, slot);
      // The states of a twin are not stored, so it starts again on the new axes.
      if (run.twin) startTwin(run);
    },
  };
  return run;
}

function openSampler(weights: RnnWeights): Sampler {
  const sampler = createSampler(weights);
  sampler.open(1);
  return sampler;
}

function projectTo({ basis, weights }: Running, out: Float32Array, slot: number, source: Float32Array, at: number): void {
  if (!basis || basis.mean.length !== weights.hiddenSize) return;
  const axes = Math.min(POINT_STRIDE, basis.components.length / basis.mean.length);
  project(basis, source, out, slot * POINT_STRIDE, axes, at);
}

const drawPoint = (run: Running, slot: number) => projectTo(run, run.points, slot, run.states, slot * run.weights.hiddenSize);

const drawsOf = ({ seed }: Running, firstStep: number, noise: Noise): Drive => ({
  seed,
  noiseStream: 'liveNoise',
  gumbelStream: 'liveGumbel',
  update: 0,
  firstRun: 0,
  firstStep,
  noiseStd: noise.on ? noise.std : 0,
});

function stretch(run: Running, steps: number, noise: Noise): void {
  const { hiddenSize } = run.weights;
  const { state, states, hmmStepper } = run;
  const firstStep = run.step;
  const made = run.sampler.advance(steps, drawsOf(run, firstStep, noise));
  for (let t = 0; t < steps && !run.divergent; t++) {
    const slot = run.step % HISTORY;
    state.set(made.states.subarray(t * made.stride, t * made.stride + hiddenSize));
    states.set(state, slot * hiddenSize);
    run.outputLabels[slot] = made.outputLabels[t]!;
    run.sampledOutputs[slot] = made.sampledOutputs[t]!;
    run.hmmOutputs[slot] = hmmStepper.next();
    run.hmmStates[slot] = hmmStepper.state;
    run.driven[slot] = noise.on ? 1 : 0;
    drawPoint(run, slot);
    run.step++;
    run.divergent = !(norm(state) < DIVERGENCE_CAP * Math.max(1, noise.std));
  }
  stretchTwin(run, run.step - firstStep, steps, noise, firstStep);
}

/** The twin's steps under the noise of the live run; its first `steps` of a stretch count. */
function stretchTwin(run: Running, steps: number, asked: number, noise: Noise, firstStep: number): void {
  const { twin } = run;
  if (!twin) return;
  const { hiddenSize } = run.weights;
  const made = twin.sampler.advance(asked, drawsOf(run, firstStep, noise));
  for (let t = 0; t < steps; t++) {
    const slot = (firstStep + t) % HISTORY;
    twin.h.set(made.states.subarray(t * made.stride, t * made.stride + hiddenSize));
    twin.outputLabels[slot] = made.outputLabels[t]!;
    projectTo(run, twin.points, slot, twin.h, 0);
  }
  // After a divergence, the rest of the stretch is discarded.
  if (steps < asked) twin.sampler.setState(0, twin.h);
}

function endTwin(run: Running): void {
  run.twin?.sampler.dispose();
  run.twin = undefined;
}

/** Starts the twin at the current state of the live run. */
function startTwin(run: Running): void {
  endTwin(run);
  const sampler = openSampler(run.weights);
  sampler.setState(0, run.state);
  run.twin = {
    from: run.step,
    points: run.points.slice(),
    outputLabels: run.outputLabels.slice(),
    sampler,
    h: run.state.slice(),
  };
}

/** From the next step on, the run uses these weights. */
function driveBy(run: Running, weights: RnnWeights): void {
  run.sampler.dispose();
  run.sampler = openSampler(weights);
  run.sampler.setState(0, run.state);
  run.since = run.step;
}

function reset(run: Running): void {
  run.state.fill(0);
  run.sampler.setState(0, run.state);
  run.step = 0;
  run.since = 0;
  run.divergent = false;
  run.hmmStepper = createHmmStepper(run.hmm, run.seed, 'liveHmm');
  if (run.twin) startTwin(run);
}

function setNetwork(run: Running, weights: RnnWeights, hmm: HmmSpec): void {
  const { weights: before } = run;
  const sameSize =
    weights.hiddenSize === before.hiddenSize && weights.inputDim === before.inputDim && weights.nOutputs === before.nOutputs;
  const sameModel = hmm === run.hmm;
  run.weights = weights;
  run.hmm = hmm;
  // An intervention belongs to a network: it ends with it and is applied again to the next.
  run.changed = undefined;
  endTwin(run);
  if (sameSize && sameModel && !run.divergent) {
    driveBy(run, weights);
    return;
  }
  run.sampler.dispose();
  run.sampler = openSampler(weights);
  run.state = new Float32Array(weights.hiddenSize);
  run.states = new Float32Array(HISTORY * weights.hiddenSize);
  reset(run);
}

function intervene(run: Running, next: RnnWeights | undefined): void {
  if (next === run.changed) return;
  run.changed = next;
  if (run.divergent && run.twin) {
    run.state.set(run.twin.h);
    run.divergent = false;
  }
  driveBy(run, next ?? run.weights);
  if (!next) endTwin(run);
  else if (!run.twin) startTwin(run);
}
