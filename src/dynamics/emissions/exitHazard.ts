import { forwardFilter } from '../../hmm/forwardFilter';
import { sampleHmm } from '../../hmm/sample';
import type { HmmSpec } from '../../hmm/spec';
import { stratifiedBootstrap } from '../../math/bootstrap';
import { argmax } from '../../math/distributions';
import type { Estimate } from '../../math/statistics';
import { createSampler, type Sampler } from '../../rnn/sampler';
import { DIVERGENCE_CAP } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { type Judgement, judge, judgeIfEnough } from '../judge';
import { requireSameOutputs, type Unbounded } from './emissionReportSamples';
import {
  coefficientOfVariation,
  collectDwells,
  DWELL_STRIDE,
  type DwellHazard,
  dwellHazard,
  dwellSums,
} from './exitHazardDwells';

/** Hazards of each label, and of all together. */
export interface HazardsByLabel {
  /** Indexed by label [K]; a label never entered has no dwells. */
  labels: DwellHazard[];
  pooled: DwellHazard;
}

/**
 * Hazard of leaving an argmax label against the time spent in it, and how regular the dwells are (docs/science.md §3.21, claim
 * C24).
 */
export interface ExitHazard extends HazardsByLabel {
  bounded: true;
  runs: number;
  /** Of each run. */
  steps: number;
  /** The same for the most probable next output of the model itself, given its outputs so far. */
  reference: HazardsByLabel;
  /** What the pooled CV is compared with: the geometric dwell of a two-state model, or the pooled CV of `reference`. */
  compared: 'geometric' | 'argmax-posterior';
  referenceCv: Estimate;
  /** Pooled CV of the network minus that. */
  cvDifference: Estimate;
  /** C24: cvDifference ≤ −.1. */
  verdict: Judgement;
}

export interface ExitHazardOptions {
  seed: number;
  /** Steps recorded in 8 runs together, each after 200 steps of warm-up from h = 0. Default 100,000. */
  steps?: number;
}

/** Number of runs stepped together: one tile of the kernels. */
const RUNS = 8;
const WARM_UP = 200;
/** Steps of each run between two reports of progress: some 2 ms. */
const STRETCH = 125;

/** Threshold of claim C24 and the dwells needed to judge it. */
const CV_GAP = -0.1;
const MIN_DWELLS = 100;

/** Shares of the progress: running the network, the model, and each of the two summaries. */
const SIMULATION = 0.6;
const MODEL = 0.1;
const SUMMARY = 0.14;

/**
 * Exit hazard and dwell CV of the argmax labels of free runs at σ = 1, compared with a label without memory. Both are independent
 * of σ (docs/science.md §0.1). Yields progress 0 … 1.
 * @throws RangeError when network and model differ in their number of outputs
 */
export function* exitHazard(
  weights: RnnWeights,
  hmm: HmmSpec,
  { seed, steps: total = 100_000 }: ExitHazardOptions,
): Generator<number, ExitHazard | Unbounded, void> {
  requireSameOutputs(weights, hmm);
  const steps = Math.ceil(total / RUNS);
  const recorded = yield* networkLabels(weights, seed, steps);
  if (!(recorded instanceof Uint8Array)) return recorded;
  const model = new Uint8Array(RUNS * steps);
  for (let run = 0; run < RUNS; run++) {
    model.set(argmaxPosteriorLabels(hmm, run, steps, seed), run * steps);
    yield SIMULATION + (MODEL * (run + 1)) / RUNS;
  }
  const network = yield* summarise(recorded, steps, hmm.nOutputs, seed, SIMULATION + MODEL);
  const reference = yield* summarise(model, steps, hmm.nOutputs, seed, SIMULATION + MODEL + SUMMARY);
  const comparison = compare(network.sums, reference.sums, hmm, seed);
  return {
    bounded: true,
    runs: RUNS,
    steps,
    ...network.hazards,
    reference: reference.hazards,
    ...comparison,
    verdict: judgeRegularity(network.hazards.pooled.dwells, comparison),
  };
}

/** Argmax labels [RUNS×steps] of the free runs. */
function* networkLabels(weights: RnnWeights, seed: number, steps: number): Generator<number, Uint8Array | Unbounded, void> {
  const sampler = createSampler(weights);
  try {
    return yield* record(sampler, seed, steps);
  } finally {
    sampler.dispose();
  }
}

function* record(sampler: Sampler, seed: number, steps: number): Generator<number, Uint8Array | Unbounded, void> {
  const labels = new Uint8Array(RUNS * steps);
  sampler.open(RUNS);
  const drive = {
    seed,
    noiseStream: 'evaluation',
    gumbelStream: 'evaluationGumbel',
    update: 0,
    firstRun: 0,
    noiseStd: 1,
  } as const;
  const all = WARM_UP + steps;
  for (let from = 0; from < all; ) {
    const count = Math.min(STRETCH, (from < WARM_UP ? WARM_UP : all) - from);
    const { outputLabels, maxState } = sampler.advance(count, { ...drive, firstStep: from });
    if (!(maxState < DIVERGENCE_CAP)) return { bounded: false, maxState, divergedAt: from + count };
    if (from >= WARM_UP)
      for (let run = 0; run < RUNS; run++)
        labels.set(outputLabels.subarray(run * count, (run + 1) * count), run * steps + from - WARM_UP);
    from += count;
    yield (SIMULATION * from) / all;
  }
  return labels;
}

function* summarise(
  labels: Uint8Array,
  steps: number,
  nOutputs: number,
  seed: number,
  progress: number,
): Generator<number, { hazards: HazardsByLabel; sums: Float64Array }, void> {
  const dwells = collectDwells(labels, steps);
  const hazards: HazardsByLabel = { labels: [], pooled: dwellHazard(dwells, seed) };
  for (let label = 0; label < nOutputs; label++) {
    yield progress + (SUMMARY * (label + 1)) / (nOutputs + 1);
    hazards.labels.push(dwellHazard(dwells, seed, label));
  }
  yield progress + SUMMARY;
  return { hazards, sums: dwellSums(dwells) };
}

type Comparison = Pick<ExitHazard, 'compared' | 'referenceCv' | 'cvDifference'>;

function compare(network: Float64Array, reference: Float64Array, hmm: HmmSpec, seed: number): Comparison {
  const geometric = hmm.nStates === 2 ? twoStateDwellCv(hmm) : undefined;
  const strata = (geometric === undefined ? [network, reference] : [network]).map((sums) => ({ sums, stride: DWELL_STRIDE }));
  const [referenceCv, cvDifference] = stratifiedBootstrap(
    strata,
    ([own, other]) => {
      const cv = geometric ?? coefficientOfVariation(other!);
      return [cv, coefficientOfVariation(own!) - cv];
    },
    seed,
  ) as [Estimate, Estimate];
  return { compared: geometric === undefined ? 'argmax-posterior' : 'geometric', referenceCv, cvDifference };
}

function judgeRegularity(dwells: number, { compared, cvDifference }: Comparison): Judgement {
  const other = compared === 'geometric' ? 'the geometric dwells of the model' : "the model's most probable next output";
  return judgeIfEnough([{ what: 'complete dwells', n: dwells }], MIN_DWELLS, () =>
    judge({
      name: `the coefficient of variation of the dwells minus that of ${other}`,
      estimate: cvDifference,
      threshold: CV_GAP,
      sense: 'at most',
    }),
  );
}

/**
 * The labels of a perfect network, which knows the model and sees its outputs: the most probable next output at each step of a
 * run of the model (forward filter, one step ahead; the first one on a tie).
 * @param run number of the run: its draws are stream 'evaluationData', sequence `run`
 * @returns labels [steps]; entry t is the guess made after output t
 */
export function argmaxPosteriorLabels(hmm: HmmSpec, run: number, steps: number, seed: number): Uint8Array {
  const { nStates: M, nOutputs: K, transitionMatrix: A, emissionMatrix: B } = hmm;
  const outputs = sampleHmm(hmm, 1, steps, seed, 'evaluationData', run);
  const { posterior } = forwardFilter(hmm, outputs);
  // A·B: output probabilities one step ahead of a hidden state, row-major [M×K].
  const ahead = Float64Array.from({ length: M * K }, (_, at) => {
    const k = at % K;
    return A[Math.floor(at / K)]!.reduce((sum, p, j) => sum + p * B[j]![k]!, 0);
  });
  const labels = new Uint8Array(steps);
  const predicted = new Float64Array(K);
  for (let t = 0; t < steps; t++) {
    predicted.fill(0);
    for (let i = 0; i < M; i++) for (let k = 0; k < K; k++) predicted[k]! += posterior[t * M + i]! * ahead[i * K + k]!;
    labels[t] = argmax(predicted);
  }
  return labels;
}

/**
 * CV of the dwells in both hidden states of a two-state model together; √(1 − p) when both are left with probability p per step.
 * The states alternate, so half of the dwells belong to each.
 * @throws RangeError when the model has not two states
 */
export function twoStateDwellCv(hmm: HmmSpec): number {
  if (hmm.nStates !== 2) throw new RangeError(`the model has ${hmm.nStates} states, not two`);
  const exits = [hmm.transitionMatrix[0]![1]!, hmm.transitionMatrix[1]![0]!];
  const mean = exits.reduce((sum, p) => sum + 1 / p / 2, 0);
  const squares = exits.reduce((sum, p) => sum + (2 - p) / (p * p) / 2, 0);
  return Math.sqrt(squares - mean * mean) / mean;
}
