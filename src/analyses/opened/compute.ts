import { sampleModel, sampleNetwork, type Unbounded } from '../../dynamics/emissions/emissionReportSamples';
import { judgeExcess } from '../../dynamics/emissions/rates';
import { baumWelch } from '../../hmm/baumWelch';
import type { SequenceSet } from '../../hmm/forwardBackward';
import { surprises } from '../../hmm/forwardFilter';
import type { HmmSpec } from '../../hmm/spec';
import { stationaryDistribution } from '../../hmm/statistics';
import { type Work, within } from '../../math/progress';
import { differenceOf, type Estimate, meanEstimate } from '../../math/statistics';
import { type BoundednessReport, sampleRuns } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { LONG_RUN } from '../../training/checkpoint';

/** What is said about a network from a file before it is shown: whether it stays bounded, and which models describe its outputs. */

/** Sequences on which a model is judged: `skipped` steps of each are not counted, because a network begins at h = 0. */
const JUDGED = { sequences: 200, steps: 250, skipped: 50 };
/** Sequences to which a model is fitted, likewise. They are other ones than those on which it is judged. */
const FITTED = { sequences: 200, steps: 100, skipped: 50 };
/** Draws of the sequences: samples with numbers a thousand apart are independent. */
const DRAWS = { judged: 4000, fitted: 5000 };

/** How well a model foresees the outputs of a network, in nats a step; intervals over sequences. */
export interface ModelMatch {
  /** −ln P(output | outputs before) of the network's outputs under the model. */
  network: Estimate;
  /** The same of the model's own outputs: its entropy rate. */
  own: Estimate;
  /** network − own. Above 0 the outputs surprise the model more than its own; below 0 they are more regular than those. */
  excess: Estimate;
  /** 'reproduced' when the whole interval of `excess` lies within the threshold of claim C25. */
  verdict: ReturnType<typeof judgeExcess>['verdict'];
  /** Sequences with an output that the model cannot emit there. They are in no other number. */
  impossible: number;
  sequences: number;
  /** Steps of each sequence that are counted. */
  steps: number;
}

/** A sample of a network's outputs [sequences × (skipped + steps)]. */
type Outputs = Uint8Array;

const outputsOf = (weights: RnnWeights, seed: number): Work<Outputs | Unbounded> =>
  sampleNetwork(weights, {
    sequences: JUDGED.sequences,
    seqLen: JUDGED.skipped + JUDGED.steps,
    seed,
    firstUpdate: DRAWS.judged,
  });

/** Mean surprise of the counted steps of each sequence, in nats a step; not finite where the model cannot emit it. */
function surpriseOf(hmm: HmmSpec, outputs: Outputs): number[] {
  const { steps, skipped } = JUDGED;
  const length = skipped + steps;
  return Array.from({ length: outputs.length / length }, (_, n) =>
    surprises(hmm, outputs.subarray(n * length + skipped, (n + 1) * length)).reduce((sum, nats) => sum + nats / steps, 0),
  );
}

/**
 * Compares the outputs of a network with a model, as claim C25 does (docs/science.md §7.6), on fewer sequences.
 * @returns undefined when there are not two sequences that the model can emit
 */
function* match(outputs: Outputs, hmm: HmmSpec, seed: number): Work<ModelMatch | undefined> {
  const settled = { ...hmm, startProb: stationaryDistribution(hmm) };
  const size = { sequences: JUDGED.sequences, seqLen: JUDGED.skipped + JUDGED.steps, seed, firstUpdate: DRAWS.judged };
  const drawn = yield* sampleModel(settled, size);
  const all = surpriseOf(settled, outputs);
  const possible = all.filter(Number.isFinite);
  if (possible.length < 2) return undefined;
  const [network, own] = [meanEstimate(possible), meanEstimate(surpriseOf(settled, drawn))];
  const excess = differenceOf(network, own);
  return {
    network,
    own,
    excess,
    verdict: judgeExcess(excess).verdict,
    impossible: all.length - possible.length,
    sequences: JUDGED.sequences,
    steps: JUDGED.steps,
  };
}

/** Which of several models a network fits. */
export interface OpenedNetwork {
  growth: BoundednessReport;
  /** In the order of the models; undefined for a model that cannot be compared, and for all when the network grows without bound. */
  matches: (ModelMatch | undefined)[];
}

/**
 * Runs a network from a file, and compares its outputs with models that have as many outputs. Yields progress 0 … 1.
 * @throws RangeError when a model has another number of outputs
 */
export function* openedNetwork({
  weights,
  models,
  seed,
}: {
  weights: RnnWeights;
  models: readonly HmmSpec[];
  seed: number;
}): Work<OpenedNetwork> {
  for (const { nOutputs } of models)
    if (nOutputs !== weights.nOutputs)
      throw new RangeError(`a network with ${weights.nOutputs} outputs cannot be compared with a model of ${nOutputs}`);
  const { outputs: _, ...growth } = sampleRuns(weights, { ...LONG_RUN, seed });
  yield 0.2;
  if (!growth.bounded || models.length === 0) return { growth, matches: models.map(() => undefined) };
  const outputs = yield* within(outputsOf(weights, seed), 0.2, 0.5);
  if (!(outputs instanceof Uint8Array)) return { growth: unbounded(outputs), matches: models.map(() => undefined) };
  const matches: (ModelMatch | undefined)[] = [];
  for (const [n, hmm] of models.entries())
    matches.push(
      yield* within(match(outputs, hmm, seed), 0.5 + (0.5 * n) / models.length, 0.5 + (0.5 * (n + 1)) / models.length),
    );
  return { growth, matches };
}

const unbounded = ({ maxState, divergedAt }: Unbounded): BoundednessReport => ({
  bounded: false,
  maxState,
  divergedAt,
  runs: 0,
  steps: JUDGED.skipped + JUDGED.steps,
});

/** A model fitted to the outputs of a network, judged on outputs to which it was not fitted. */
export interface FittedModel {
  hmm: HmmSpec;
  match: ModelMatch;
  /**
   * How much less the next label would surprise a model with one hidden state more, in nats a step, on the same outputs; undefined when
   * that model cannot emit them.
   */
  more: Estimate | undefined;
  /** How much less it surprises this model than independent draws do, likewise. */
  memory: Estimate | undefined;
}

interface FitNetworkInput {
  weights: RnnWeights;
  nStates: number;
  seed: number;
}

/** Mean of the differences of two models, sequence by sequence; undefined where fewer than two sequences can be compared. */
function lessSurprised(before: readonly number[], after: readonly number[]): Estimate | undefined {
  const differences = before.map((nats, n) => nats - after[n]!).filter(Number.isFinite);
  return differences.length < 2 ? undefined : meanEstimate(differences);
}

/** The fields of a model, without what its fit says. */
const modelAlone = ({ name, topology, nStates, nOutputs, startProb, transitionMatrix, emissionMatrix }: HmmSpec): HmmSpec => ({
  name,
  topology,
  nStates,
  nOutputs,
  startProb,
  transitionMatrix,
  emissionMatrix,
});

/** Outputs to which a model is fitted, from the time on at which the start of the run at h = 0 is forgotten. */
function* sequencesToFit(weights: RnnWeights, seed: number): Work<SequenceSet | Unbounded> {
  const { sequences, steps, skipped } = FITTED;
  const seqLen = skipped + steps;
  const all = yield* sampleNetwork(weights, { sequences, seqLen, seed, firstUpdate: DRAWS.fitted });
  if (!(all instanceof Uint8Array)) return all;
  const labels = new Uint8Array(sequences * steps);
  for (let n = 0; n < sequences; n++) labels.set(all.subarray(n * seqLen + skipped, (n + 1) * seqLen), n * steps);
  return { labels, lengths: new Array<number>(sequences).fill(steps), nOutputs: weights.nOutputs };
}

/**
 * A model with so many states for a network whose own is not known, and how good it is. Yields progress 0 … 1.
 * @returns what is wrong, in a sentence, where nothing can be fitted
 */
export function* fitNetwork({ weights, nStates, seed }: FitNetworkInput): Work<FittedModel | { problem: string }> {
  const fitted = yield* within(sequencesToFit(weights, seed), 0, 0.1);
  const judged = yield* within(outputsOf(weights, seed), 0.1, 0.2);
  if ('bounded' in fitted || !(judged instanceof Uint8Array))
    return { problem: 'The network grows without bound, so there are no outputs to fit a model to.' };
  const hmm = modelAlone(yield* within(baumWelch(fitted, nStates, { seed }), 0.2, 0.5));
  const larger = modelAlone(yield* within(baumWelch(fitted, nStates + 1, { seed }), 0.5, 0.9));
  const alone = modelAlone(yield* within(baumWelch(fitted, 1, { seed }), 0.9, 0.95));
  const quality = yield* within(match(judged, hmm, seed), 0.95, 1);
  if (!quality)
    return {
      problem: `A model of ${nStates} hidden states cannot emit what the network emits later: its outputs are not alike from run to run.`,
    };
  const [own, more, independent] = [hmm, larger, alone].map((model) =>
    surpriseOf({ ...model, startProb: stationaryDistribution(model) }, judged),
  ) as [number[], number[], number[]];
  return { hmm, match: quality, more: lessSurprised(own, more), memory: lessSurprised(independent, own) };
}
