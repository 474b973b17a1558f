import type { HmmSpec } from './spec';

/**
 * Hidden states are numbered arbitrarily. To compare two models, one is renumbered first; to describe a fitted model, its states
 * are named by what they emit.
 */

/** The model with state `order[i]` as its new state i. */
export const permuteStates = (spec: HmmSpec, order: readonly number[]): HmmSpec => ({
  ...spec,
  startProb: order.map((i) => spec.startProb[i]!),
  transitionMatrix: order.map((i) => order.map((j) => spec.transitionMatrix[i]![j]!)),
  emissionMatrix: order.map((i) => [...spec.emissionMatrix[i]!]),
});

/** A model renumbered to be as close to another as it can be. */
export interface StateMatch {
  /** permutation[i] is the state of the fit that stands for state i of the target [M]. */
  permutation: number[];
  /** The fit so renumbered. */
  permuted: HmmSpec;
  /** Largest |ΔA| and |ΔB| over all cells. */
  maxTransitionError: number;
  maxEmissionError: number;
}

/**
 * The permutation of states with the smallest sum of squared differences of both matrices. It is exact for any number of states:
 * all permutations are searched, except those that already cost more than the best one found plus the least that their remaining
 * emissions must cost.
 * @throws RangeError when the models differ in their number of states or outputs
 */
export function bestPermutation(fit: HmmSpec, target: HmmSpec): StateMatch {
  const { nStates: M, nOutputs } = target;
  if (fit.nStates !== M || fit.nOutputs !== nOutputs)
    throw new RangeError(
      `a model of ${fit.nStates} states and ${fit.nOutputs} outputs cannot be matched to one of ${M} and ${nOutputs}`,
    );
  const permutation = searchPermutations(emissionCosts(fit, target), fit.transitionMatrix, target.transitionMatrix);
  const permuted = permuteStates(fit, permutation);
  return {
    permutation,
    permuted,
    maxTransitionError: largestDifference(permuted.transitionMatrix, target.transitionMatrix),
    maxEmissionError: largestDifference(permuted.emissionMatrix, target.emissionMatrix),
  };
}

/** Σ_k (B_fit[j,k] − B_target[i,k])², [i][j]. */
const emissionCosts = (fit: HmmSpec, target: HmmSpec): number[][] =>
  target.emissionMatrix.map((wanted) =>
    fit.emissionMatrix.map((row) => row.reduce((sum, p, k) => sum + (p - wanted[k]!) ** 2, 0)),
  );

/** Depth-first over the target's states; `costs[i][j]` is what emissions cost when j stands for i. */
function searchPermutations(costs: number[][], fitted: number[][], target: number[][]): number[] {
  const M = costs.length;
  /** The least that the emissions of the states i … M−1 can cost. */
  const atLeast = new Array<number>(M + 1).fill(0);
  for (let i = M - 1; i >= 0; i--) atLeast[i] = atLeast[i + 1]! + Math.min(...costs[i]!);
  const candidates = costs.map((row) => row.map((_, j) => j).sort((a, b) => row[a]! - row[b]!));
  const chosen: number[] = [];
  let best = candidates[0]!;
  let bestCost = Number.POSITIVE_INFINITY;
  const place = (i: number, cost: number): void => {
    if (cost + atLeast[i]! >= bestCost) return;
    if (i === M) {
      best = [...chosen];
      bestCost = cost;
      return;
    }
    for (const j of candidates[i]!) {
      if (chosen.includes(j)) continue;
      let added = costs[i]![j]! + (fitted[j]![j]! - target[i]![i]!) ** 2;
      for (let h = 0; h < i; h++)
        added += (fitted[j]![chosen[h]!]! - target[i]![h]!) ** 2 + (fitted[chosen[h]!]![j]! - target[h]![i]!) ** 2;
      chosen.push(j);
      place(i + 1, cost + added);
      chosen.pop();
    }
  };
  place(0, 0);
  return best;
}

const largestDifference = (a: number[][], b: number[][]): number =>
  Math.max(...a.map((row, i) => Math.max(...row.map((p, j) => Math.abs(p - b[i]![j]!)))));

/**
 * A state "mostly" emits an output whose probability is at least MOSTLY. Two outputs name a state when together they have at
 * least BOTH.
 */
const MOSTLY = 0.6;
const BOTH = 0.8;

/**
 * States named by what they emit: "mostly 2 (98 %)", "0 or 2 (50 %, 50 %)", "mixed (1 most often, 40 %)". States with the same name
 * get a letter: "mostly 1 (90 %) · a".
 * @param emissionMatrix [M][K]
 * @param outputNames [K]; their numbers if not given
 */
export function nameStates(emissionMatrix: readonly (readonly number[])[], outputNames?: readonly string[]): string[] {
  const names = emissionMatrix.map((row) => {
    const order = row.map((_, k) => k).sort((a, b) => row[b]! - row[a]! || a - b);
    const [first, second] = order as [number, number];
    const output = (k: number) => outputNames?.[k] ?? `${k}`;
    const percent = (k: number) => `${Math.round(100 * row[k]!)} %`;
    if (row[first]! >= MOSTLY) return `mostly ${output(first)} (${percent(first)})`;
    if (row[first]! + row[second]! < BOTH) return `mixed (${output(first)} most often, ${percent(first)})`;
    const [low, high] = first < second ? [first, second] : [second, first];
    return `${output(low)} or ${output(high)} (${percent(low)}, ${percent(high)})`;
  });
  return names.map((name, i) => {
    const earlier = names.slice(0, i).filter((other) => other === name).length;
    const shared = names.filter((other) => other === name).length > 1;
    return shared ? `${name} · ${String.fromCharCode(97 + earlier)}` : name;
  });
}
