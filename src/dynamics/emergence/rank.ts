import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { countEmissions } from '../../hmm/emissionCounts';
import type { HmmSpec } from '../../hmm/spec';
import { exactStatistics } from '../../hmm/statistics';
import type { Work } from '../../math/progress';
import { type Estimate, wilson } from '../../math/statistics';
import { type Simulation, simulate } from '../../rnn/simulate';
import type { RnnWeights } from '../../rnn/weights';

/**
 * How much of the change that training made to W_hh is needed, by rank (docs/science.md §7.5). The start is kept whole and the
 * change is cut to a rank. If the start is unknown, W_hh itself is cut.
 */

/** A square matrix decomposed by its right singular vectors. */
export interface SingularParts {
  /** Singular values, non-increasing [n]. */
  values: Float64Array;
  /** The nearest matrix of rank at most k: the sum of the first k parts, row-major [n×n]. */
  ofRank(k: number): Float64Array;
}

/**
 * Singular value decomposition of a square matrix by the eigenvectors of AᵀA, whose solver always ends. Values below about 1e-8
 * of the largest are rounding errors.
 * @param matrix row-major [n×n]
 * @throws RangeError when an entry is not finite
 */
export function singularParts(matrix: ArrayLike<number>, n: number): SingularParts {
  for (let at = 0; at < n * n; at++)
    if (!Number.isFinite(matrix[at]!)) throw new RangeError(`entry ${at} is ${matrix[at]}: the matrix has no singular values`);
  const a = new Matrix(Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => matrix[i * n + j]!)));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(a.transpose().mmul(a), { assumeSymmetric: true });
  const order = realEigenvalues.map((_, k) => k).sort((x, y) => realEigenvalues[y]! - realEigenvalues[x]!);
  return {
    values: Float64Array.from(order, (k) => Math.sqrt(Math.max(0, realEigenvalues[k]!))),
    ofRank(k) {
      const result = new Float64Array(n * n);
      for (const part of order.slice(0, k)) {
        const right = Float64Array.from({ length: n }, (_, j) => eigenvectorMatrix.get(j, part));
        for (let i = 0; i < n; i++) {
          let left = 0;
          for (let j = 0; j < n; j++) left += matrix[i * n + j]! * right[j]!;
          for (let j = 0; j < n; j++) result[i * n + j]! += left * right[j]!;
        }
      }
      return result;
    },
  };
}

/**
 * The network with the change of W_hh cut to rank k; without a start, W_hh itself is cut.
 * @param start W_hh before training [H×H]
 */
export function cutToRank(weights: RnnWeights, parts: SingularParts, k: number, start?: ArrayLike<number>): RnnWeights {
  const cut = parts.ofRank(k);
  return { ...weights, recurrentWeights: Float32Array.from(cut, (value, at) => value + (start?.[at] ?? 0)) };
}

/** The parts for `cutToRank`: those of the change, or of W_hh itself. */
export const partsOf = ({ hiddenSize: H, recurrentWeights }: RnnWeights, start?: ArrayLike<number>): SingularParts =>
  singularParts(start ? recurrentWeights.map((value, at) => value - start[at]!) : recurrentWeights, H);

/** How often the label changes from one to another, per step spent at the first. */
export interface ExitRate {
  from: number;
  to: number;
  /** Wilson interval. It treats steps as independent, which is nearly true because label changes are rare. */
  rate: Estimate;
}

/** The behaviour of the network cut to one rank. */
export interface RankPoint {
  rank: number;
  bounded: boolean;
  /** Changes of the argmax label per step. */
  changes: Estimate;
  exits: ExitRate[];
  /**
   * Largest difference of an entry of the output transition matrix from the model's, over rows of at least 500 pairs; NaN if
   * there is no such row.
   */
  emissionError: number;
}

export interface RankReport {
  /** Whether the change from the start is cut, or W_hh itself. */
  cut: 'change' | 'weights';
  /** The network as it is; its rank is given as H. */
  whole: RankPoint;
  /** Ascending in rank. */
  curve: RankPoint[];
  /** The smallest rank from which on every tested rank keeps the switch; undefined if none does. */
  fewest?: number;
}

/** The ranks that are tested, below H. */
const RANKS = [0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 48, 64, 96];
const STEPS = 10_000;
const WARM_UP = 50;
/** Rows of the output transition matrix with fewer pairs are not compared (claim C1). */
const LEAST_PAIRS = 500;
/** Directions with fewer changes in the whole network are not compared. */
const LEAST_EXITS = 20;
/** The switch is kept if every such direction has between half and twice its rate. */
const KEPT = 2;

export interface RankOptions {
  seed: number;
  /** W_hh before training [H×H]; without it W_hh itself is cut. */
  start?: ArrayLike<number>;
  /** Steps of a run. Default 10,000. */
  steps?: number;
  /** Called with every run as it was recorded, that of the whole network (rank: its size) first. */
  watch?(run: Simulation, rank: number): void;
}

/**
 * Measures label changes, exits and emission error for each rank, under the same draws. Yields progress 0 … 1.
 * @throws RangeError when the start is of another size
 */
export function* rankCurve(
  weights: RnnWeights,
  hmm: HmmSpec,
  { seed, start, steps = STEPS, watch }: RankOptions,
): Work<RankReport> {
  const H = weights.hiddenSize;
  if (start && start.length !== H * H) throw new RangeError(`a start of ${start.length} weights is not one of ${H}×${H}`);
  const { outputTransitionMatrix } = exactStatistics(hmm);
  const look = (network: RnnWeights, rank: number): RankPoint => {
    const run = simulate(network, { steps, seed, warmUp: WARM_UP });
    watch?.(run, rank);
    return describe(run, weights.nOutputs, outputTransitionMatrix, rank);
  };
  const whole = look(weights, H);
  const parts = partsOf(weights, start);
  const ranks = RANKS.filter((rank) => rank < H);
  const curve: RankPoint[] = [];
  for (const rank of ranks) {
    curve.push(look(cutToRank(weights, parts, rank, start), rank));
    yield curve.length / ranks.length;
  }
  curve.push(whole);
  const lost = curve.findLastIndex((point) => !keepsSwitch(point, whole));
  const fewest = curve[lost + 1]?.rank;
  const asked = whole.bounded && whole.exits.some(isFrequent);
  return { cut: start ? 'change' : 'weights', whole, curve, ...(asked && fewest !== undefined ? { fewest } : {}) };
}

const isFrequent = ({ rate }: ExitRate): boolean => rate.value * rate.n >= LEAST_EXITS - 0.5;

/** Whether a network is bounded and leaves every label in every direction about as often as the whole one. */
function keepsSwitch(point: RankPoint, whole: RankPoint): boolean {
  return (
    point.bounded &&
    whole.exits.filter(isFrequent).every(({ from, to, rate }) => {
      const own = point.exits.find((exit) => exit.from === from && exit.to === to)?.rate.value ?? 0;
      return own >= rate.value / KEPT && own <= rate.value * KEPT;
    })
  );
}

function describe(run: Simulation, K: number, exact: readonly (readonly number[])[], rank: number): RankPoint {
  const { outputLabels: labels, sampledOutputs: outputs, steps, divergent } = run;
  const { pairs } = countEmissions(labels, labels.length, K);
  const { pairs: emitted } = countEmissions(outputs, outputs.length, K);
  const left = (counts: Float64Array, from: number) => counts.subarray(from * K, (from + 1) * K).reduce((a, b) => a + b, 0);
  const exits: ExitRate[] = [];
  let changes = 0;
  let emissionError = Number.NaN;
  for (let from = 0; from < K; from++)
    for (let to = 0; to < K; to++) {
      const count = pairs[from * K + to]!;
      if (from !== to) changes += count;
      if (from !== to && count > 0) exits.push({ from, to, rate: wilson(count, left(pairs, from)) });
      const row = left(emitted, from);
      if (row < LEAST_PAIRS) continue;
      const gap = Math.abs(emitted[from * K + to]! / row - exact[from]![to]!);
      if (!(gap <= emissionError)) emissionError = gap;
    }
  return { rank, bounded: !divergent, changes: wilson(changes, Math.max(0, steps - 1)), exits, emissionError };
}
