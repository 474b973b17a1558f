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

function openSampler(weights: RnnWeights): Sampler {
  const sampler = createSampler(weights);
  sampler.open(1);
  return sampler;
}

export function createLiveRun(firstWeights: RnnWeights, firstHmm: HmmSpec, firstSeed: number): LiveRun {
  let weights = firstWeights;
  let hmm = firstHmm;
  let seed = firstSeed;
  let sampler = openSampler(weights);
  let hmmStepper: HmmStepper = createHmmStepper(hmm, seed, 'liveHmm');
  let basis: PcaBasis | undefined;
  let h = new Float32Array(weights.hiddenSize);
  let states = new Float32Array(HISTORY * weights.hiddenSize);
  let step = 0;
  let since = 0;
  let divergent = false;
  const points = new Float32Array(HISTORY * POINT_STRIDE);
  const outputLabels = new Uint8Array(HISTORY);
  const sampledOutputs = new Uint8Array(HISTORY);
  const hmmOutputs = new Uint8Array(HISTORY);
  const hmmStates = new Uint8Array(HISTORY);
  const driven = new Uint8Array(HISTORY);

  /** Weights of the intervention in force. */
  let changed: RnnWeights | undefined;
  let twin: (Twin & { sampler: Sampler; h: Float32Array }) | undefined;

  const projectTo = (out: Float32Array, slot: number, source: Float32Array, at: number) => {
    if (!basis || basis.mean.length !== weights.hiddenSize) return;
    const axes = Math.min(POINT_STRIDE, basis.components.length / basis.mean.length);
    project(basis, source, out, slot * POINT_STRIDE, axes, at);
  };
  const drawPoint = (slot: number) => projectTo(points, slot, states, slot * weights.hiddenSize);
  const endTwin = () => {
    twin?.sampler.dispose();
    twin = undefined;
  };
  /** Starts the twin at the current state of the live run. */
  const startTwin = () => {
    endTwin();
    const own = openSampler(weights);
    own.setState(0, h);
    twin = {
      from: step,
      points: points.slice(),
      outputLabels: outputLabels.slice(),
      sampler: own,
      h: h.slice(),
    };
  };
  const driveBy = (next: RnnWeights) => {
    sampler.dispose();
    sampler = openSampler(next);
    sampler.setState(0, h);
    since = step;
  };
  const reset = () => {
    h.fill(0);
    sampler.setState(0, h);
    step = 0;
    since = 0;
    divergent = false;
    hmmStepper = createHmmStepper(hmm, seed, 'liveHmm');
    if (twin) startTwin();
  };
  /** The twin's steps under the noise of the live run; its first `steps` of a stretch count. */
  const stretchTwin = (steps: number, asked: number, noiseOn: boolean, noiseStd: number, firstStep: number) => {
    if (!twin) return;
    const { hiddenSize } = weights;
    const made = twin.sampler.advance(asked, drawsOf(firstStep, noiseOn, noiseStd));
    for (let t = 0; t < steps; t++) {
      const slot = (firstStep + t) % HISTORY;
      twin.h.set(made.states.subarray(t * made.stride, t * made.stride + hiddenSize));
      twin.outputLabels[slot] = made.outputLabels[t]!;
      projectTo(twin.points, slot, twin.h, 0);
    }
    // After a divergence, the rest of the stretch is discarded.
    if (steps < asked) twin.sampler.setState(0, twin.h);
  };
  const drawsOf = (firstStep: number, noiseOn: boolean, noiseStd: number): Drive => ({
    seed,
    noiseStream: 'liveNoise',
    gumbelStream: 'liveGumbel',
    update: 0,
    firstRun: 0,
    firstStep,
    noiseStd: noiseOn ? noiseStd : 0,
  });
  const stretch = (steps: number, noiseOn: boolean, noiseStd: number) => {
    const { hiddenSize } = weights;
    const firstStep = step;
    const made = sampler.advance(steps, drawsOf(firstStep, noiseOn, noiseStd));
    for (let t = 0; t < steps && !divergent; t++) {
      const slot = step % HISTORY;
      h.set(made.states.subarray(t * made.stride, t * made.stride + hiddenSize));
      states.set(h, slot * hiddenSize);
      outputLabels[slot] = made.outputLabels[t]!;
      sampledOutputs[slot] = made.sampledOutputs[t]!;
      hmmOutputs[slot] = hmmStepper.next();
      hmmStates[slot] = hmmStepper.state;
      driven[slot] = noiseOn ? 1 : 0;
      drawPoint(slot);
      step++;
      divergent = !(norm(h) < DIVERGENCE_CAP * Math.max(1, noiseStd));
    }
    stretchTwin(step - firstStep, steps, noiseOn, noiseStd, firstStep);
  };
  return {
    get step() {
      return step;
    },
    get norm() {
      return norm(h);
    },
    get state() {
      return h;
    },
    get states() {
      return states;
    },
    get divergent() {
      return divergent;
    },
    get twin() {
      return twin;
    },
    get since() {
      return since;
    },
    points,
    outputLabels,
    sampledOutputs,
    hmmOutputs,
    hmmStates,
    driven,
    advance(steps, noiseOn, noiseStd) {
      for (let done = 0; done < steps && !divergent; done += STRETCH) stretch(Math.min(STRETCH, steps - done), noiseOn, noiseStd);
    },
    reset,
    setSeed(next) {
      seed = next;
      reset();
    },
    setNetwork(nextWeights, nextHmm) {
      const sameSize =
        nextWeights.hiddenSize === weights.hiddenSize &&
        nextWeights.inputDim === weights.inputDim &&
        nextWeights.nOutputs === weights.nOutputs;
      const sameModel = nextHmm === hmm;
      weights = nextWeights;
      hmm = nextHmm;
      // An intervention belongs to a network: it ends with it and is applied again to the next.
      changed = undefined;
      endTwin();
      if (sameSize && sameModel && !divergent) {
        driveBy(weights);
        return;
      }
      sampler.dispose();
      sampler = openSampler(weights);
      h = new Float32Array(weights.hiddenSize);
      states = new Float32Array(HISTORY * weights.hiddenSize);
      reset();
    },
    setState(state) {
      h.set(state);
      sampler.setState(0, h);
      divergent = false;
      if (twin) startTwin();
    },
    intervene(next) {
      if (next === changed) return;
      changed = next;
      if (divergent && twin) {
        h.set(twin.h);
        divergent = false;
      }
      driveBy(next ?? weights);
      if (!next) endTwin();
      else if (!twin) startTwin();
    },
    setBasis(next) {
      basis = next;
      for (let slot = 0; slot < Math.min(step, HISTORY); slot++) drawPoint(slot);
      // The states of a twin are not stored, so it starts again on the new axes.
      if (twin) startTwin();
    },
  };
}
