import { type PcaBasis, project } from '../../math/projection';
import { createSampler, type Sampler } from '../../rnn/sampler';
import { simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { POINT_STRIDE } from './liveRun';

/** Steps remembered of every trajectory: the last ones, and the first ones. */
export const ENSEMBLE_HISTORY = 32;
const BEGINNING = 48;
/** Steps computed at a time. */
const STRETCH = 16;
/**
 * Steps of the driven run between two starting states of an ensemble: about a residency time, so that they are spread over the
 * orbit.
 */
const SPACING = 20;

/** Many trajectories of one network side by side, each with noise of its own; only the last steps of their projections are kept. */
export interface Ensemble {
  readonly count: number;
  /** Steps made since the start. */
  readonly step: number;
  /** [ENSEMBLE_HISTORY×count×POINT_STRIDE]; slot of step t is t mod ENSEMBLE_HISTORY. */
  readonly points: Float32Array;
  /** Argmax label of each trajectory per slot [ENSEMBLE_HISTORY×count]. */
  readonly labels: Uint8Array;
  /** The first steps, the start included [BEGINNING×count×POINT_STRIDE], and the label of each start [count]. */
  readonly beginnings: Float32Array;
  readonly beginningLabels: Uint8Array;
  /** Whether any step so far had noise. */
  readonly driven: boolean;
  advance(steps: number, noiseOn: boolean, noiseStd: number): void;
  /** From the next step on, all trajectories use these weights. */
  setWeights(weights: RnnWeights): void;
  dispose(): void;
}

/** A state [H] from which a trajectory starts, and its label. */
export interface EnsembleStart {
  state: Float32Array;
  label: number;
}

/** The start of each trajectory; undefined for all of them where the driven run diverged at once. */
function createStarts(weights: RnnWeights, count: number, seed: number, noiseStd: number, from: EnsembleStart | undefined) {
  if (from) return (): EnsembleStart => from;
  const { hiddenSize } = weights;
  const driven = simulate(weights, { steps: count * SPACING, seed, noiseStream: 'evaluation', warmUp: 50, noiseStd });
  return (run: number): EnsembleStart | undefined => {
    // A divergent run may have ended early; its states are used several times then.
    const row = Math.min(run * SPACING, driven.steps - 1);
    if (row < 0) return undefined;
    return { state: driven.states.subarray(row * hiddenSize, (row + 1) * hiddenSize), label: driven.outputLabels[row]! };
  };
}

/** Where the trajectories have been. `keep` notes the state at `at` of `states` as step t of one of them. */
function createEnsembleRecord(basis: PcaBasis, hiddenSize: number, count: number) {
  const axes = Math.min(POINT_STRIDE, basis.components.length / hiddenSize);
  const record = {
    points: new Float32Array(ENSEMBLE_HISTORY * count * POINT_STRIDE),
    labels: new Uint8Array(ENSEMBLE_HISTORY * count),
    beginnings: new Float32Array(BEGINNING * count * POINT_STRIDE),
    beginningLabels: new Uint8Array(count),
  };
  const keep = (t: number, run: number, states: Float32Array, at: number, label: number) => {
    const row = (t % ENSEMBLE_HISTORY) * count + run;
    project(basis, states, record.points, row * POINT_STRIDE, axes, at);
    record.labels[row] = label;
    if (t === 0) record.beginningLabels[run] = label;
    if (t < BEGINNING) project(basis, states, record.beginnings, (t * count + run) * POINT_STRIDE, axes, at);
  };
  return { record, keep };
}

/** A sampler for other weights that goes on from the states of the one before, which is freed. */
function continueWith(weights: RnnWeights, before: Sampler, count: number, hiddenSize: number): Sampler {
  const sampler = createSampler(weights);
  const state = new Float32Array(hiddenSize);
  sampler.open(count);
  for (let run = 0; run < count; run++) {
    before.read(run, state);
    sampler.setState(run, state);
  }
  before.dispose();
  return sampler;
}

/**
 * `count` trajectories, started from states of a driven run at σ = `noiseStd`, or all from one.
 * @param from the one state [H] that all of them start from, with its label
 */
export function createEnsemble(
  weights: RnnWeights,
  basis: PcaBasis,
  count: number,
  seed: number,
  noiseStd: number,
  from?: EnsembleStart,
): Ensemble {
  const { hiddenSize } = weights;
  const startOf = createStarts(weights, count, seed, noiseStd, from);
  let sampler = createSampler(weights);
  sampler.open(count);
  const { record, keep } = createEnsembleRecord(basis, hiddenSize, count);
  for (let run = 0; run < count; run++) {
    const start = startOf(run);
    if (!start) continue;
    sampler.setState(run, start.state);
    keep(0, run, start.state, 0, start.label);
  }
  let step = 1;
  let anyNoise = false;
  return {
    count,
    ...record,
    get step() {
      return step;
    },
    get driven() {
      return anyNoise;
    },
    advance(steps, noiseOn, noiseStd) {
      anyNoise ||= noiseOn && steps > 0;
      for (let done = 0; done < steps; done += STRETCH) {
        const length = Math.min(STRETCH, steps - done);
        const made = sampler.advance(length, {
          seed,
          noiseStream: 'liveNoise',
          gumbelStream: 'liveGumbel',
          // Its draws differ from those of the single run and of the counter.
          update: 2,
          firstRun: 0,
          firstStep: step,
          noiseStd: noiseOn ? noiseStd : 0,
        });
        for (let t = 0; t < length; t++)
          for (let run = 0; run < count; run++)
            keep(step + t, run, made.states, (run * length + t) * made.stride, made.outputLabels[run * length + t]!);
        step += length;
      }
    },
    setWeights(next) {
      sampler = continueWith(next, sampler, count, hiddenSize);
    },
    dispose: () => sampler.dispose(),
  };
}
