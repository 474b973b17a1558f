import { type Work, within } from '../math/progress';
import { type RandomSequence, randomSequence } from '../math/random';
import { type Climb, climb, climbBuffers, normaliseRow } from './expectationMaximisation';
import { nameStates, permuteStates } from './fittedStates';
import { checkSequences, emptyModel, type FlatModel, multiplyOut, type SequenceSet } from './forwardBackward';
import type { HmmSpec } from './spec';

/** Fits a hidden Markov model to sequences of outputs (Baum–Welch). This answers the question "is this network such a model?" */

export interface FitOptions {
  seed: number;
  /**
   * Number of random starting models, of which the best result is kept. Default 10. Every second one starts with states that are
   * rarely left.
   */
  restarts?: number;
  /** Largest number of updates per restart. Default 50. The best restart then continues for up to POLISH times as many. */
  iterations?: number;
  /** A climb ends when an update improves the log-likelihood by less than this per symbol, in nats. Default 1e-6. */
  tolerance?: number;
}

/**
 * States that share outputs take hundreds of updates to converge (a chain of three about 270). Far fewer show which starting
 * model is good. So only the best restart gets this many.
 */
const POLISH = 5;

/**
 * A fitted model, which can be sampled like any other. Its states are ordered by their expected output. Probabilities may reach
 * 0: nothing is added to the counts, and only a row without any counts is set, to uniform.
 */
export interface HmmFit extends HmmSpec {
  /** What each state mostly emits, "mostly 2 (98 %)" [M]. */
  stateNames: string[];
  /** ln P(data | this model), in nats. */
  logLikelihood: number;
  /** ln P(data | model) at the end of each restart, before the best one continued; −∞ for one that was given up. */
  restartLogLikelihoods: number[];
  /** ln P(data | model) during the best restart and its continuation, before each update and at the end [iterations + 1]. */
  trace: number[];
  /** Number of updates of the model that was kept, and whether it converged before the limit. */
  iterations: number;
  converged: boolean;
  /** (M−1) + M(M−1) + M(K−1). */
  freeParameters: number;
  /** Symbols the model was fitted to: the n of the BIC. */
  symbols: number;
  /** 2·freeParameters − 2·logLikelihood, and freeParameters·ln(symbols) − 2·logLikelihood. */
  aic: number;
  bic: number;
}

/**
 * Fits a model with `nStates` hidden states. With one state there is a single optimum, so it is fitted once. Yields progress 0 …
 * 1; a climb that converges early makes it jump.
 * @throws RangeError for data that do not fit together, no symbols, or options that are not positive integers
 */
export function* baumWelch(data: SequenceSet, nStates: number, options: FitOptions): Work<HmmFit> {
  const { seed, iterations = 50, tolerance = 1e-6 } = options;
  const restarts = nStates === 1 ? 1 : (options.restarts ?? 10);
  checkSequences(data);
  for (const [what, count] of Object.entries({ nStates, restarts, iterations }))
    if (!(Number.isInteger(count) && count >= 1)) throw new RangeError(`${what} must be a positive integer, got ${count}`);
  const buffers = climbBuffers(data, nStates);
  const restartLogLikelihoods: number[] = [];
  const share = 1 / (restarts + POLISH);
  let best: { model: FlatModel; end: Climb } | undefined;
  for (let restart = 0; restart < restarts; restart++) {
    const model = randomModel(nStates, data.nOutputs, randomSequence(seed, 'fit', nStates, restart), restart % 2 === 1);
    const climbing = climb(data, model, buffers, iterations, tolerance);
    const end = yield* within(climbing, restart * share, (restart + 1) * share);
    restartLogLikelihoods.push(end.logLikelihood);
    if (!best || end.logLikelihood > best.end.logLikelihood) best = { model, end };
  }
  const { model, end } = best!;
  if (end.converged) return describe(model, end, data.labels.length, restartLogLikelihoods);
  const more = yield* within(climb(data, model, buffers, POLISH * iterations, tolerance), restarts * share, 1);
  const whole = {
    ...more,
    trace: [...end.trace, ...more.trace.slice(1)],
    iterations: end.iterations + more.iterations,
  };
  return describe(model, whole, data.labels.length, restartLogLikelihoods);
}

/** Range of the stay probability that is mixed into a starting model whose states are rarely left. */
const STICKY = { low: 0.5, high: 0.95 } as const;

/**
 * Draws all rows uniformly from the simplex (Dirichlet with all parameters 1). In a sticky model, transitions are mixed with
 * staying.
 */
function randomModel(nStates: number, nOutputs: number, random: RandomSequence, sticky: boolean): FlatModel {
  const model = emptyModel(nStates, nOutputs);
  const stay = sticky ? STICKY.low + (STICKY.high - STICKY.low) * random.uniform() : 0;
  const fill = (values: Float64Array, width: number) => {
    for (let i = 0; i < values.length; i++) values[i] = -Math.log(random.uniform());
    for (let offset = 0; offset < values.length; offset += width) normaliseRow(values, offset, width);
  };
  fill(model.start, nStates);
  fill(model.transitions, nStates);
  fill(model.emissions, nOutputs);
  for (let i = 0; i < nStates; i++)
    for (let j = 0; j < nStates; j++)
      model.transitions[i * nStates + j] = (1 - stay) * model.transitions[i * nStates + j]! + (i === j ? stay : 0);
  multiplyOut(model);
  return model;
}

function describe(model: FlatModel, end: Climb, symbols: number, restartLogLikelihoods: number[]): HmmFit {
  const { nStates, nOutputs } = model;
  const rows = (values: Float64Array, width: number) =>
    Array.from({ length: nStates }, (_, i) => Array.from(values.subarray(i * width, (i + 1) * width)));
  const emissionMatrix = rows(model.emissions, nOutputs);
  const expected = emissionMatrix.map((row) => row.reduce((sum, p, k) => sum + p * k, 0));
  const order = expected.map((_, i) => i).sort((a, b) => expected[a]! - expected[b]!);
  const spec = permuteStates(
    {
      name: nStates === 1 ? 'Fit with one state' : `Fit with ${nStates} states`,
      topology: 'custom',
      nStates,
      nOutputs,
      startProb: Array.from(model.start),
      transitionMatrix: rows(model.transitions, nStates),
      emissionMatrix,
    },
    order,
  );
  const freeParameters = nStates - 1 + nStates * (nStates - 1) + nStates * (nOutputs - 1);
  return {
    ...spec,
    ...end,
    stateNames: nameStates(spec.emissionMatrix),
    restartLogLikelihoods,
    freeParameters,
    symbols,
    aic: 2 * freeParameters - 2 * end.logLikelihood,
    bic: freeParameters * Math.log(symbols) - 2 * end.logLikelihood,
  };
}

/** The fit for one number of states; lower AIC and BIC are better. */
export interface FitCurvePoint {
  nStates: number;
  logLikelihood: number;
  aic: number;
  bic: number;
  fit: HmmFit;
}

/**
 * Fits models with from … to hidden states. With more states the best fit can never be less likely, but restarts may end in
 * poorer local optima. So where the log-likelihood dips, more restarts are needed. Yields progress 0 … 1 by work, which grows
 * with the square of the number of states.
 * @throws RangeError as `baumWelch`
 */
export function* fitCurve(data: SequenceSet, from: number, to: number, options: FitOptions): Work<FitCurvePoint[]> {
  const counts = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  const total = counts.reduce((sum, nStates) => sum + nStates ** 2, 0);
  const points: FitCurvePoint[] = [];
  let done = 0;
  for (const nStates of counts) {
    const share = nStates ** 2 / total;
    const fit = yield* within(baumWelch(data, nStates, options), done, done + share);
    done += share;
    points.push({ nStates, logLikelihood: fit.logLikelihood, aic: fit.aic, bic: fit.bic, fit });
  }
  return points;
}
