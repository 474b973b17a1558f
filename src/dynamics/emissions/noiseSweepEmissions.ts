import { type EmissionCounts, emptyCounts } from '../../hmm/emissionCounts';
import { estimateEmissions } from '../../hmm/emissions';
import { within } from '../../math/progress';
import { type Estimate, meanEstimate } from '../../math/statistics';
import { createSampler, type Sampler } from '../../rnn/sampler';
import { DIVERGENCE_CAP } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';
import { expectedCounter } from './noiseSweepCounts';

/** Exact statistics of the model (`exactStatistics`). */
export interface EmissionTarget {
  /** Output marginals [K]. */
  frequency: number[];
  /** P(next = l | output = k), [K][K]. */
  outputTransitionMatrix: number[][];
  /** P(output changes) per step. */
  changeRate: number;
}

/** Emissions at one noise level against the exact model. Estimates are means over independent batches. */
export interface EmissionAtNoise {
  noiseStd: number;
  /** Largest |O − O_exact| over the judged rows. */
  maxCell: Estimate;
  /** Mean of (O − O_exact)² over the cells of the judged rows. */
  squaredError: Estimate;
  /** Change rate over the exact one. */
  changeRateRatio: Estimate;
}

/** The minimum of an error curve. Differences are paired, because all noise levels share their draws. */
export interface NoiseMinimum {
  index: number;
  noiseStd: number;
  /** Error at the lowest and at the highest σ, minus the smallest. */
  excessAtEnds: [Estimate, Estimate];
  /** Error at σ = 1, the level of training, minus the smallest; undefined when σ = 1 was not measured. */
  excessAtOne?: Estimate;
  /** The minimum is at neither end, and the whole intervals of both ends are worse. */
  interior: boolean;
}

export interface EmissionSweep {
  levels: EmissionAtNoise[];
  /** Rows with at least 500 expected counts per batch at every noise level; cells of other rows are not judged. */
  judgedRows: number[];
  /** Undefined when no row or no batch could be judged. */
  minimum?: { maxCell: NoiseMinimum; squaredError: NoiseMinimum };
  batches: number;
  runs: number;
  steps: number;
  /** A run passed the divergence cap; only the batches before it count. */
  divergent: boolean;
}

export interface EmissionSweepOptions {
  seed: number;
  noiseStds: readonly number[];
  /** Independent batches; the interval is over them. */
  batches: number;
  /** Runs from h = 0 per batch, and their steps. */
  runs: number;
  steps: number;
}

const MINIMUM_ROW = 500;
/** Runs stepped together (one tile of the kernels), and steps at a time. */
const TOGETHER = 8;
const STRETCH = 128;

/**
 * Emission error against the noise level. The states at σ are those at σ = 1 times σ (docs/science.md §0.1), so one set of runs
 * serves all levels, and outputs do not feed back. Expected counts are used, Σ_t p_t(k)·p_{t+1}(l) with p = softmax(σ·ℓ), which
 * avoids the noise of drawing outputs. Yields progress 0 … 1.
 * @throws RangeError when the network has not the number of outputs of `exact`
 */
export function* emissionSweep(
  weights: RnnWeights,
  exact: EmissionTarget,
  options: EmissionSweepOptions,
): Generator<number, EmissionSweep, void> {
  const K = exact.frequency.length;
  if (K !== weights.nOutputs) throw new RangeError(`the model has ${K} outputs, the network ${weights.nOutputs}`);
  const { batches: wanted, noiseStds } = options;
  const counts: EmissionCounts[][] = [];
  const sampler = createSampler(weights);
  let divergent = false;
  try {
    for (let batch = 0; batch < wanted && !divergent; batch++) {
      const ofBatch = noiseStds.map(() => emptyCounts(K));
      divergent = yield* within(countBatch(weights, sampler, options, batch, ofBatch), batch / wanted, (batch + 1) / wanted);
      if (!divergent) counts.push(ofBatch);
    }
  } finally {
    sampler.dispose();
  }
  return { ...judge(counts, exact, noiseStds), runs: options.runs, steps: options.steps, divergent };
}

/** Adds the expected counts of one batch, for each σ; returns whether a run passed the cap. */
function* countBatch(
  weights: RnnWeights,
  sampler: Sampler,
  { seed, noiseStds, runs, steps }: EmissionSweepOptions,
  batch: number,
  counts: EmissionCounts[],
): Generator<number, boolean, void> {
  const counter = expectedCounter(weights, noiseStds, counts);
  for (let firstRun = 0; firstRun < runs; firstRun += TOGETHER) {
    const together = Math.min(TOGETHER, runs - firstRun);
    sampler.open(together);
    counter.restart(together);
    for (let from = 0; from < steps; from += STRETCH) {
      const length = Math.min(STRETCH, steps - from);
      const stretch = sampler.advance(length, {
        seed,
        noiseStream: 'evaluation',
        gumbelStream: 'evaluationGumbel',
        update: batch,
        firstRun,
        firstStep: from,
        noiseStd: 1,
      });
      if (!(stretch.maxState < DIVERGENCE_CAP)) return true;
      counter.add(stretch, length);
    }
    yield Math.min(1, (firstRun + TOGETHER) / runs);
  }
  return false;
}

function judge(
  counts: EmissionCounts[][],
  exact: EmissionTarget,
  noiseStds: readonly number[],
): Pick<EmissionSweep, 'levels' | 'judgedRows' | 'minimum' | 'batches'> {
  const judgedRows = exact.frequency.flatMap((_, k) =>
    counts.every((batch) => batch.every(({ outputs }) => outputs[k]! >= MINIMUM_ROW)) ? [k] : [],
  );
  // [σ][batch]
  const errors = noiseStds.map((_, s) => counts.map((batch) => batchErrors(batch[s]!, exact, judgedRows)));
  const levels = noiseStds.map((noiseStd, s) => ({
    noiseStd,
    maxCell: meanEstimate(errors[s]!.map((e) => e.maxCell)),
    squaredError: meanEstimate(errors[s]!.map((e) => e.squaredError)),
    changeRateRatio: meanEstimate(errors[s]!.map((e) => e.changeRateRatio)),
  }));
  const minimum = (name: 'maxCell' | 'squaredError') =>
    findMinimum(
      noiseStds,
      errors.map((level) => level.map((e) => e[name])),
    );
  return {
    levels,
    judgedRows,
    ...(judgedRows.length > 0 && counts.length > 0
      ? { minimum: { maxCell: minimum('maxCell'), squaredError: minimum('squaredError') } }
      : {}),
    batches: counts.length,
  };
}

function batchErrors(counts: EmissionCounts, exact: EmissionTarget, rows: number[]) {
  const estimates = estimateEmissions(counts);
  let maxCell = 0;
  let squares = 0;
  for (const k of rows)
    estimates.outputTransitionMatrix[k]!.forEach(({ value }, l) => {
      const difference = value - exact.outputTransitionMatrix[k]![l]!;
      maxCell = Math.max(maxCell, Math.abs(difference));
      squares += difference ** 2;
    });
  const cells = rows.length * exact.frequency.length;
  return {
    maxCell: cells > 0 ? maxCell : Number.NaN,
    squaredError: squares / cells,
    changeRateRatio: estimates.changeRate.value / exact.changeRate,
  };
}

/** @param errors of each batch, [σ][batch] */
export function findMinimum(noiseStds: readonly number[], errors: readonly (readonly number[])[]): NoiseMinimum {
  const means = errors.map((level) => level.reduce((a, b) => a + b, 0) / level.length);
  const index = means.indexOf(Math.min(...means));
  const excess = (s: number) => meanEstimate(errors[s]!.map((error, batch) => error - errors[index]![batch]!));
  const excessAtEnds: [Estimate, Estimate] = [excess(0), excess(noiseStds.length - 1)];
  const one = noiseStds.indexOf(1);
  return {
    index,
    noiseStd: noiseStds[index]!,
    excessAtEnds,
    ...(one >= 0 ? { excessAtOne: excess(one) } : {}),
    interior: excessAtEnds.every(({ low, n }) => n > 1 && low > 0),
  };
}
