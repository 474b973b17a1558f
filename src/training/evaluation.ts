import { countEmissions } from '../hmm/emissionCounts';
import { type EmissionError, type EmissionEstimates, emissionError, estimateEmissions } from '../hmm/emissions';
import { sampleHmm } from '../hmm/sample';
import type { HmmSpec } from '../hmm/spec';
import { exactStatistics } from '../hmm/statistics';
import { finish, type Work, within } from '../math/progress';
import { type Estimate, meanEstimate } from '../math/statistics';
import { type BoundednessReport, sampleRuns } from '../rnn/simulate';
import type { RnnWeights } from '../rnn/weights';
import { sinkhornDivergence } from './sinkhorn';

/** A finished network judged on fresh draws (claims C1, C2, C23). */
export interface NetworkEvaluation {
  batch: number;
  seqLen: number;
  /** Loss against fresh HMM samples, and the HMM–HMM floor against the very same samples. */
  loss: Estimate;
  floor: Estimate;
  /** Paired loss/floor. */
  ratio: Estimate;
  emissions: EmissionEstimates;
  error: EmissionError;
  /** Change rate over exact, with the interval of the estimate. */
  changeRateRatio: Estimate;
  freeRuns: BoundednessReport;
}

export interface EvaluationOptions {
  batch: number;
  seqLen: number;
  seed: number;
  /** Fresh batches for loss and floor. */
  draws: number;
  /** Free runs of `freeSteps` steps for the boundedness test. */
  freeRuns: number;
  freeSteps: number;
}

/** Draws start here so that an evaluation never repeats those of checkpoint selection (trials 0 … 99). */
const TRIAL_BASE = 1000;

/** Losses against fresh HMM samples and floors against the very same samples, `draws` of each. */
export const pairedLosses = (weights: RnnWeights, hmm: HmmSpec, batch: number, seqLen: number, seed: number, draws: number) =>
  finish(pairedLossWork(weights, hmm, { batch, seqLen, seed, draws }));

function* pairedLossWork(
  weights: RnnWeights,
  hmm: HmmSpec,
  { batch, seqLen, seed, draws }: Pick<EvaluationOptions, 'batch' | 'seqLen' | 'seed' | 'draws'>,
): Work<{ losses: number[]; floors: number[] }> {
  const losses: number[] = [];
  const floors: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const at = TRIAL_BASE + 2 * draw;
    const target = sampleHmm(hmm, batch, seqLen, seed, 'evaluationData', at);
    const other = sampleHmm(hmm, batch, seqLen, seed, 'evaluationData', at + 1);
    const own = sampleRuns(weights, { runs: batch, steps: seqLen, seed, update: at });
    losses.push(sinkhornDivergence(own.outputs, target, seqLen, hmm.nOutputs).value);
    yield (draw + 0.5) / draws;
    floors.push(sinkhornDivergence(other, target, seqLen, hmm.nOutputs).value);
    yield (draw + 1) / draws;
  }
  return { losses, floors };
}

/** Sequences and steps behind the emission estimates: enough for a row that holds one output in two hundred. */
const EMISSION_SAMPLE = { runs: 2000, steps: 400 };

/** Judges a network on draws of its own: loss and floor, emissions from h = 0, free runs. */
export const evaluateNetwork = (weights: RnnWeights, hmm: HmmSpec, options: EvaluationOptions): NetworkEvaluation =>
  finish(evaluationWork(weights, hmm, options));

/** The same, with its progress: nearly all of the time goes into the losses. */
export function* evaluationWork(weights: RnnWeights, hmm: HmmSpec, options: EvaluationOptions): Work<NetworkEvaluation> {
  const { batch, seqLen, seed } = options;
  const { losses, floors } = yield* within(pairedLossWork(weights, hmm, options), 0, 0.9);
  const exact = exactStatistics(hmm);
  const long = sampleRuns(weights, { ...EMISSION_SAMPLE, seed, update: TRIAL_BASE - 1 });
  const emissions = estimateEmissions(countEmissions(long.outputs, EMISSION_SAMPLE.steps, hmm.nOutputs));
  const { outputs: _, ...freeRuns } = sampleRuns(weights, {
    runs: options.freeRuns,
    steps: options.freeSteps,
    seed,
    update: TRIAL_BASE - 2,
  });
  const rate = emissions.changeRate;
  return {
    batch,
    seqLen,
    loss: meanEstimate(losses),
    floor: meanEstimate(floors),
    ratio: meanEstimate(losses.map((loss, i) => loss / floors[i]!)),
    emissions,
    error: emissionError(emissions, exact),
    changeRateRatio: {
      value: rate.value / exact.changeRate,
      low: rate.low / exact.changeRate,
      high: rate.high / exact.changeRate,
      n: rate.n,
    },
    freeRuns,
  };
}
