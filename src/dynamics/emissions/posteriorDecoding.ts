import { forwardFilter } from '../../hmm/forwardFilter';
import type { HmmSpec } from '../../hmm/spec';
import { bootstrapEstimates } from '../../math/bootstrap';
import { createRidge, type LinearFit, predict, type RidgeAccumulator } from '../../math/leastSquares';
import { randomSequence } from '../../math/random';
import type { Estimate } from '../../math/statistics';
import { type Simulation, simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { requireSameOutputs, type Unbounded } from './emissionReportSamples';

/** Held-out R² of a decoder; intervals by bootstrap over held-out runs. NaN where the posterior does not vary. */
export interface DecodingScore {
  /** For each hidden state of the model [M]. */
  states: Estimate[];
  /** 1 − Σ squared errors / Σ variance, over all states. */
  overall: Estimate;
}

/** How well the model's exact posterior can be read linearly from the network's hidden state. */
export interface PosteriorDecoding {
  bounded: true;
  trainingRuns: number;
  heldOutRuns: number;
  steps: number;
  /** h_t → posterior given the sampled outputs up to t. */
  hidden: DecodingScore;
  /** Control without memory: the current sampled output alone → posterior. */
  currentOutput: DecodingScore;
  /** h_t and the current sampled output together. */
  both: DecodingScore;
  /** Control: h_t → the same posteriors shuffled in time within each run. About 0 unless the decoder over-fits. */
  shuffled: DecodingScore;
  /** What memory adds to the current output: overall R² of both minus that of the output alone, paired. */
  memoryGain: Estimate;
  /**
   * Share of the squared errors of the output alone that memory removes, 1 − errors of both / errors of the output; NaN when
   * there are no errors.
   */
  memoryShare: Estimate;
  /** h → posterior [H×M]: the fit that `hidden` judges. */
  reader: LinearFit;
  /** Number of outputs of the held-out runs that are impossible under the model where they occur. */
  impossibleSteps: number;
  /** Beginning of the first held-out run, for drawing. */
  stretch: PosteriorStretch;
}

export interface PosteriorStretch {
  steps: number;
  /** Sampled outputs [steps]. */
  outputs: Uint8Array;
  /** Exact and decoded posterior, row-major [steps×M]. The decoded one is linear and may leave 0 … 1. */
  exact: Float64Array;
  decoded: Float64Array;
}

export interface DecodingOptions {
  seed: number;
  /** Runs from h = 0, ≥ 2. The first half, rounded up, is fitted; the others are held out. */
  runs: number;
  /** Steps of each run. More than a few thousand would make reports of progress rare. */
  steps: number;
  /** Steps of `stretch`, at most those of a run. Default 300. */
  stretch?: number;
}

const STRETCH = 300;

/** Ridge relative to the mean variance of the inputs: enough for silent units, too little for a bias. */
const RIDGE = 1e-6;

/**
 * Decodes the exact forward-filter posterior of `hmm`, given the network's own sampled outputs, from the network's hidden state
 * by ridge least squares. The filter begins at h_1 like the run. The network does not see its sampled outputs (there is no
 * feedback). So chance in the sampling keeps its R² below 1, and often below that of the output alone; `memoryGain` shows what
 * memory contributes. Yields progress 0 … 1.
 * @throws RangeError for fewer than two runs, or when network and model differ in their number of outputs
 */
export function* decodePosterior(
  weights: RnnWeights,
  hmm: HmmSpec,
  { seed, runs, steps, stretch: shown = STRETCH }: DecodingOptions,
): Generator<number, PosteriorDecoding | Unbounded, void> {
  requireSameOutputs(weights, hmm);
  if (runs < 2) throw new RangeError(`${runs} runs cannot be divided into fitted and held-out ones`);
  const M = hmm.nStates;
  const trainingRuns = Math.ceil(runs / 2);
  const { hiddenSize: H } = weights;
  // The shuffled posterior is fitted along with the true one: the inputs are the same.
  const ridges: Ridges = {
    hidden: createRidge(H, 2 * M),
    output: createRidge(hmm.nOutputs, M),
    both: createRidge(H + hmm.nOutputs, M),
  };
  let decoders: Decoders | undefined;
  const sums = new Float64Array((runs - trainingRuns) * strideOf(M));
  let impossibleSteps = 0;
  let stretch: PosteriorStretch | undefined;
  for (let run = 0; run < runs; run++) {
    const record = simulate(weights, { steps, seed, run, noiseStream: 'evaluation', gumbelStream: 'evaluationGumbel' });
    if (record.divergent) return { bounded: false, maxState: record.maxState, divergedAt: record.steps + 1 };
    yield (run + 0.5) / runs;
    const belief = beliefOf(hmm, record.sampledOutputs, seed, run);
    const rows = { inputs: inputsOf(record, H, hmm.nOutputs), targets: belief.targets, H, K: hmm.nOutputs, M };
    if (run < trainingRuns) gather(ridges, rows);
    else {
      decoders ??= solveAll(ridges);
      const decoded = score(decoders, rows, sums, (run - trainingRuns) * strideOf(M));
      impossibleSteps += belief.impossibleSteps;
      stretch ??= stretchFrom(record.sampledOutputs, belief.targets, decoded, M, shown);
    }
    yield (run + 1) / runs;
  }
  return {
    bounded: true,
    trainingRuns,
    heldOutRuns: runs - trainingRuns,
    steps,
    ...scores(sums, M, seed),
    reader: firstOutputs(decoders!.hidden, M),
    impossibleSteps,
    stretch: stretch!,
  };
}

interface Belief {
  /** Row-major [T×2M]: the exact posterior, then that of another step of the same run. */
  targets: Float64Array;
  impossibleSteps: number;
}

function beliefOf(hmm: HmmSpec, outputs: Uint8Array, seed: number, run: number): Belief {
  const M = hmm.nStates;
  const { posterior, impossibleSteps } = forwardFilter(hmm, outputs);
  const order = Array.from(outputs, (_, t) => t);
  const random = randomSequence(seed, 'bootstrap', 1, run);
  for (let t = order.length - 1; t > 0; t--) {
    const other = random.integer(t + 1);
    [order[t], order[other]] = [order[other]!, order[t]!];
  }
  const targets = new Float64Array(2 * posterior.length);
  order.forEach((other, t) => {
    targets.set(posterior.subarray(t * M, (t + 1) * M), 2 * t * M);
    targets.set(posterior.subarray(other * M, (other + 1) * M), (2 * t + 1) * M);
  });
  return { targets, impossibleSteps };
}

/** One run as rows for the decoders. */
interface Rows {
  /** Row-major [T×(H+K)]: hidden state, then one-hot of the sampled output. */
  inputs: Float32Array;
  targets: Float64Array;
  H: number;
  K: number;
  M: number;
}

function inputsOf(run: Simulation, H: number, K: number): Float32Array {
  const inputs = new Float32Array(run.steps * (H + K));
  for (let t = 0; t < run.steps; t++) {
    inputs.set(run.states.subarray(t * H, (t + 1) * H), t * (H + K));
    inputs[t * (H + K) + H + run.sampledOutputs[t]!] = 1;
  }
  return inputs;
}

type Ridges = Record<'hidden' | 'output' | 'both', RidgeAccumulator>;
type Decoders = Record<'hidden' | 'output' | 'both', LinearFit>;

function gather(ridges: Ridges, { inputs, targets, H, K, M }: Rows): void {
  for (let at = 0, to = 0; at < inputs.length; at += H + K, to += 2 * M) {
    ridges.hidden.add(inputs, targets, at, to);
    ridges.output.add(inputs, targets, at + H, to);
    ridges.both.add(inputs, targets, at, to);
  }
}

const solveAll = ({ hidden, output, both }: Ridges): Decoders => ({
  hidden: hidden.solve(RIDGE),
  output: output.solve(RIDGE),
  both: both.solve(RIDGE),
});

/** The fit of the first outputs alone: the shuffled posterior was fitted along with the true one. */
function firstOutputs({ coefficients, intercept }: LinearFit, count: number): LinearFit {
  const all = intercept.length;
  return {
    coefficients: coefficients.filter((_, at) => at % all < count),
    intercept: intercept.slice(0, count),
  };
}

/** Additive components of one run: steps, then per state Σp, Σp² and squared errors of hidden, output, both and shuffled. */
const PER_STATE = 6;
const strideOf = (M: number): number => 1 + PER_STATE * M;

/** Adds a held-out run to `sums` at `at`, and returns the prediction from the hidden state, row-major [T×2M]. */
function score(decoders: Decoders, { inputs, targets, H, K, M }: Rows, sums: Float64Array, at: number): Float64Array {
  const decoded = new Float64Array(targets.length);
  const fromOutput = new Float64Array(M);
  const fromBoth = new Float64Array(M);
  for (let from = 0, to = 0; to < targets.length; from += H + K, to += 2 * M) {
    sums[at]!++;
    predict(decoders.hidden, inputs, decoded, from, to);
    predict(decoders.output, inputs, fromOutput, from + H);
    predict(decoders.both, inputs, fromBoth, from);
    for (let s = 0; s < M; s++) {
      const p = targets[to + s]!;
      const cell = at + 1 + PER_STATE * s;
      sums[cell]! += p;
      sums[cell + 1]! += p * p;
      sums[cell + 2]! += (p - decoded[to + s]!) ** 2;
      sums[cell + 3]! += (p - fromOutput[s]!) ** 2;
      sums[cell + 4]! += (p - fromBoth[s]!) ** 2;
      sums[cell + 5]! += (targets[to + M + s]! - decoded[to + M + s]!) ** 2;
    }
  }
  return decoded;
}

/** R² of the decoders from the sums of the held-out runs. Shuffling does not change the variance of a run. */
function scores(sums: Float64Array, M: number, seed: number) {
  const states = Array.from({ length: M }, (_, s) => s);
  const statistics = (totals: Float64Array): number[] => {
    const variances = states.map((s) => totals[2 + PER_STATE * s]! - totals[1 + PER_STATE * s]! ** 2 / totals[0]!);
    const errors = [2, 3, 4, 5].map((which) => states.map((s) => totals[1 + PER_STATE * s + which]!));
    const variance = total(variances);
    const [, outputError, bothError] = errors.map(total) as [number, number, number, number];
    return [
      ...errors.flatMap((ofStates) => [
        ...ofStates.map((e, s) => rSquared(e, variances[s]!)),
        rSquared(total(ofStates), variance),
      ]),
      rSquared(bothError, variance) - rSquared(outputError, variance),
      rSquared(bothError, outputError > RIDGE * variance ? outputError : 0),
    ];
  };
  const estimates = bootstrapEstimates(sums, strideOf(M), statistics, seed);
  const take = (which: number): DecodingScore => ({
    states: estimates.slice(which * (M + 1), which * (M + 1) + M),
    overall: estimates[which * (M + 1) + M]!,
  });
  const [memoryGain, memoryShare] = estimates.slice(-2) as [Estimate, Estimate];
  return { hidden: take(0), currentOutput: take(1), both: take(2), shuffled: take(3), memoryGain, memoryShare };
}

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** A sum of squares about the mean below this is rounding. */
const NO_VARIANCE = 1e-12;
const rSquared = (error: number, variance: number): number => (variance > NO_VARIANCE ? 1 - error / variance : Number.NaN);

function stretchFrom(
  outputs: Uint8Array,
  targets: Float64Array,
  decoded: Float64Array,
  M: number,
  shown: number,
): PosteriorStretch {
  const steps = Math.min(shown, outputs.length);
  const firstHalf = (rows: Float64Array) =>
    Float64Array.from({ length: steps * M }, (_, i) => rows[Math.floor(i / M) * 2 * M + (i % M)]!);
  return { steps, outputs: outputs.slice(0, steps), exact: firstHalf(targets), decoded: firstHalf(decoded) };
}
