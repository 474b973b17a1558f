import { nextOutput, surprises } from '../../hmm/forwardFilter';
import type { HmmSpec } from '../../hmm/spec';
import { stationaryDistribution } from '../../hmm/statistics';
import { bootstrapEstimates } from '../../math/bootstrap';
import { type Work, within } from '../../math/progress';
import { differenceOf, type Estimate, meanEstimate } from '../../math/statistics';
import { withSampler } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { type Judgement, judgeBetween } from '../judge';
import { requireSameOutputs, sampleModel, sampleNetwork, type Unbounded } from './emissionReportSamples';
import { networkSurprise } from './particleFilter';

/** Steps of a network’s run before its sequence begins, and steps of a sequence (docs/science.md §7.6). */
const WARM_UP = 50;
const STEPS = 250;
const SEQUENCES = 1000;
/** Number of sequences that particles follow, and of particles. */
const FOLLOWED = 24;
const PARTICLES = 500;
/** Largest length of a history, and the number of times one must occur. */
const MAX_HISTORY = 3;
const LEAST_COUNT = 200;

/** The next output after some outputs, in the network and in the model. */
export interface HistoryRate {
  /** The last outputs, the latest last. */
  outputs: number[];
  /** Share of the steps that follow it. */
  share: Estimate;
  /** Probability of each next output: of the network as counted, of the model exactly [K]. */
  network: Estimate[];
  model: number[];
  /**
   * share · Σ p ln(p/q), in nats per step: how much the network's next output after this history contributes to the difference.
   */
  loss: Estimate;
}

/** How probable a network's sequences are under its model, in nats per step; intervals over sequences. */
export interface RatesReport {
  bounded: true;
  /** −ln P(output | outputs before) under the exact model: of the network’s sequences, and of the model’s own. */
  crossEntropy: Estimate;
  entropyRate: Estimate;
  /** Their difference: above 0 the sequences are improbable, below 0 too typical. */
  excess: Estimate;
  /** Number of sequences of the network that the model cannot emit. They are left out of all other numbers. */
  impossible: number;
  /** Histories of 1 … 3 outputs that occur often enough, those with the largest loss first. */
  histories: HistoryRate[];
  sequences: number;
  steps: number;
}

export interface RatesOptions {
  seed: number;
  /** Default 1000, of 250 steps. */
  sequences?: number;
}

/**
 * Cross-entropy of a network's sequences under the exact model, compared with the model's own entropy rate by the same estimator
 * (docs/science.md §7.6), both from the stationary start; and the histories after which the network is most wrong. Yields
 * progress 0 … 1.
 * @throws RangeError when network and model differ in their number of outputs
 */
export function* rates(
  weights: RnnWeights,
  hmm: HmmSpec,
  { seed, sequences = SEQUENCES }: RatesOptions,
): Work<RatesReport | Unbounded> {
  const outputs = yield* within(networkSequences(weights, hmm, seed, sequences), 0, 0.6);
  if (!(outputs instanceof Uint8Array)) return outputs;
  const stationary = stationaryDistribution(hmm);
  const settled = { ...hmm, startProb: stationary };
  const own = yield* within(sampleModel(settled, { sequences, seqLen: STEPS, seed, firstUpdate: 3000 }), 0.6, 0.8);
  const network = perSequence(settled, outputs);
  const model = perSequence(settled, own);
  const possible = network.filter(Number.isFinite);
  yield 0.9;
  const crossEntropy = meanEstimate(possible);
  const entropyRate = meanEstimate(model);
  return {
    bounded: true,
    crossEntropy,
    entropyRate,
    excess: differenceOf(crossEntropy, entropyRate),
    impossible: network.length - possible.length,
    histories: historyRates(outputs, hmm, stationary, seed),
    sequences,
    steps: STEPS,
  };
}

/** Sampled outputs [sequences×STEPS] after a warm-up, when the start is forgotten. */
function* networkSequences(weights: RnnWeights, hmm: HmmSpec, seed: number, sequences: number): Work<Uint8Array | Unbounded> {
  requireSameOutputs(weights, hmm);
  const seqLen = WARM_UP + STEPS;
  const all = yield* sampleNetwork(weights, { sequences, seqLen, seed, firstUpdate: 3000 });
  if (!(all instanceof Uint8Array)) return all;
  const outputs = new Uint8Array(sequences * STEPS);
  for (let n = 0; n < sequences; n++) outputs.set(all.subarray(n * seqLen + WARM_UP, (n + 1) * seqLen), n * STEPS);
  return outputs;
}

/** Mean nats per step of each sequence; not finite for one that the model cannot emit. */
const perSequence = (hmm: HmmSpec, outputs: Uint8Array): number[] =>
  Array.from({ length: outputs.length / STEPS }, (_, n) =>
    surprises(hmm, outputs.subarray(n * STEPS, (n + 1) * STEPS)).reduce((sum, nats) => sum + nats / STEPS, 0),
  );

/** Outputs of history number `index` of length `length`, the latest last. */
const historyOf = (index: number, length: number, K: number): number[] =>
  Array.from({ length }, (_, at) => Math.floor(index / K ** (length - 1 - at)) % K);

function historyRates(outputs: Uint8Array, hmm: HmmSpec, stationary: readonly number[], seed: number): HistoryRate[] {
  return Array.from({ length: MAX_HISTORY }, (_, k) => ratesOfLength(k + 1, outputs, hmm, stationary, seed))
    .flat()
    .sort((a, b) => b.loss.value - a.loss.value);
}

/** Counts each next output after each history in each sequence, and computes the rates from these counts. */
function ratesOfLength(
  length: number,
  outputs: Uint8Array,
  hmm: HmmSpec,
  stationary: readonly number[],
  seed: number,
): HistoryRate[] {
  const K = hmm.nOutputs;
  const sequences = outputs.length / STEPS;
  const codes = new Float64Array(K ** length * K);
  const counted: Float64Array[] = [];
  for (let n = 0; n < sequences; n++) {
    const row = new Float64Array(codes.length);
    for (let t = length; t < STEPS; t++) {
      let code = 0;
      for (let at = t - length; at <= t; at++) code = code * K + outputs[n * STEPS + at]!;
      row[code]!++;
      codes[code]!++;
    }
    counted.push(row);
  }
  const usual = Array.from({ length: K ** length }, (_, index) => index).filter((index) => {
    const count = codes.subarray(index * K, (index + 1) * K).reduce((sum, value) => sum + value, 0);
    return count >= LEAST_COUNT;
  });
  return usual.flatMap((index): HistoryRate[] => {
    const history = historyOf(index, length, K);
    const model = nextOutput(hmm, history, stationary);
    if (!model) return [];
    const rows = new Float64Array(sequences * (K + 1));
    counted.forEach((row, n) => {
      rows.set(row.subarray(index * K, (index + 1) * K), n * (K + 1));
      rows[n * (K + 1) + K] = STEPS - length;
    });
    const [share, loss, ...network] = bootstrapEstimates(rows, K + 1, (totals) => follows(totals, model), seed);
    return [{ outputs: history, share: share!, network, model, loss: loss! }];
  });
}

/** Share of a history, its loss, and the probability of each next output, from the counts of these and of all steps. */
function follows(totals: Float64Array, model: readonly number[]): number[] {
  const K = model.length;
  const count = totals.subarray(0, K).reduce((sum, value) => sum + value, 0);
  const p = Array.from(totals.subarray(0, K), (value) => value / count);
  const divergence = p.reduce((sum, value, k) => sum + (value > 0 ? value * Math.log(value / model[k]!) : 0), 0);
  const share = count / totals[K]!;
  return [share, share * divergence, ...p];
}

/** The distance of the network's sequences from the model's, in nats per step. */
export interface DivergenceRate {
  bounded: true;
  /** The network’s own entropy rate, by particles, and the cross-entropy under the model, of the same sequences. */
  ownEntropy: Estimate;
  crossEntropy: Estimate;
  /** Their difference, sequence by sequence: the Kullback–Leibler rate, 0 only where both are alike. */
  rate: Estimate;
  /** Mean effective share of the particles after an output is seen. */
  effective: number;
  particles: number;
  impossible: number;
}

/**
 * Kullback–Leibler rate of the network from the model: cross-entropy minus the network’s own entropy rate, by a particle filter over h
 * (docs/science.md §7.6). Yields progress 0 … 1.
 * @throws RangeError when network and model differ in their number of outputs, or for fewer than two sequences
 */
export function* divergenceRate(
  weights: RnnWeights,
  hmm: HmmSpec,
  { seed, sequences = FOLLOWED, particles = PARTICLES }: { seed: number; sequences?: number; particles?: number },
): Work<DivergenceRate | Unbounded> {
  if (!(sequences >= 2)) throw new RangeError(`${sequences} sequences give no interval`);
  const outputs = yield* within(networkSequences(weights, hmm, seed, sequences), 0, 0.1);
  if (!(outputs instanceof Uint8Array)) return outputs;
  const settled = { ...hmm, startProb: stationaryDistribution(hmm) };
  const cross = perSequence(settled, outputs);
  const own: number[] = [];
  let effective = 0;
  for (let sequence = 0; sequence < sequences; sequence++) {
    const part = outputs.subarray(sequence * STEPS, (sequence + 1) * STEPS);
    const found = withSampler(weights, (sampler) =>
      networkSurprise(sampler, weights, part, { seed, sequence, particles, warmUp: WARM_UP }),
    );
    own.push(found.nats.reduce((sum, nats) => sum + nats / STEPS, 0));
    effective += found.effective / sequences;
    yield 0.1 + (0.9 * (sequence + 1)) / sequences;
  }
  const possible = cross.map((_, n) => n).filter((n) => Number.isFinite(cross[n]!));
  return {
    bounded: true,
    ownEntropy: meanEstimate(possible.map((n) => own[n]!)),
    crossEntropy: meanEstimate(possible.map((n) => cross[n]!)),
    rate: meanEstimate(possible.map((n) => cross[n]! - own[n]!)),
    effective,
    particles,
    impossible: sequences - possible.length,
  };
}

/** Nats a step by which sequences may be more or less probable than the model’s own (claim C25). */
export const EXCESS = 0.02;

/** Whether sequences are as probable as the model’s own. @param excess difference of their mean −ln P, in nats a step */
export const judgeExcess = (excess: Estimate): Judgement =>
  judgeBetween('the difference in nats a step', excess, -EXCESS, EXCESS);
