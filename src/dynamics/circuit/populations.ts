import type { RnnWeights } from '../../rnn/weights';
import { DEFAULT_SHARE } from '../defaults';
import { allUnits, ascending, topUnits } from '../units';

/** Two noise-integrating populations, and the weights by which they were selected (docs/science.md §3.15). */
export interface IntegratingPopulations {
  /** Units of population 1, which inhibit kick group 1 and excite group 2, and of population 2, the reverse; ascending. */
  populations: readonly [number[], number[]];
  /** Number of units that qualify: they send weights of opposite sign to the two kick groups and are not excluded. */
  available: number;
  /** Mean recurrent weight from each unit onto kick group 1, and onto group 2 [H], of all units; NaN for an empty group. */
  g1: Float64Array;
  g2: Float64Array;
}

export interface PopulationOptions {
  /** Units in both populations together; fewer when fewer qualify. Default .47 H, rounded. */
  size?: number;
  /** Units to leave out besides those of the two kick groups, e.g. of other kick groups. */
  exclude?: readonly number[];
}

/**
 * The units that drive the two kick groups most strongly in opposite directions: those with the most negative g1·g2, without kick
 * units, split by the sign of g1. (The paper's code keeps kick units and splits at the middle of the order, so a unit may land in
 * the population that its signs contradict.) Note that population 1 inhibits group 1 and excites group 2, and population 2 the
 * reverse, because they are selected so. It is never a finding.
 * @param groups units of kick group 1 and 2; no unit qualifies while one of them is empty
 * @throws RangeError when a unit of `groups` is not one of the network
 */
export function integratingPopulations(
  weights: RnnWeights,
  groups: readonly [readonly number[], readonly number[]],
  options: PopulationOptions = {},
): IntegratingPopulations {
  const H = weights.hiddenSize;
  const { size = Math.round(DEFAULT_SHARE * H), exclude = [] } = options;
  const g1 = meanWeightOnto(weights, groups[0]);
  const g2 = meanWeightOnto(weights, groups[1]);
  const product = (unit: number) => g1[unit]! * g2[unit]!;
  const left = new Set([...groups[0], ...groups[1], ...exclude]);
  const qualified = allUnits(H).filter((unit) => !left.has(unit) && product(unit) < 0);
  const chosen = ascending([...qualified].sort((a, b) => product(a) - product(b)).slice(0, size));
  const populations = [chosen.filter((unit) => g1[unit]! < 0), chosen.filter((unit) => g1[unit]! > 0)] as const;
  return { populations, available: qualified.length, g1, g2 };
}

/**
 * For each of `units`, the `count` units with the largest (most positive) weight onto it; returns their union, ascending. Their
 * input noise is projected (docs/science.md §3.18). The result may contain some of `units`. Of equal weights the lower unit comes
 * first.
 * @throws RangeError when one of `units` is not one of the network
 */
export function presynaptic(weights: RnnWeights, units: readonly number[], count: number): number[] {
  const { hiddenSize: H, recurrentWeights } = weights;
  requireUnits(H, units);
  const strongestOnto = (unit: number) => topUnits(recurrentWeights.subarray(unit * H, (unit + 1) * H), count);
  return ascending(units.flatMap(strongestOnto));
}

/** @throws RangeError when a unit is not an index 0 … H−1 */
export function requireUnits(hiddenSize: number, units: readonly number[]): void {
  const wrong = units.find((unit) => !(Number.isInteger(unit) && unit >= 0 && unit < hiddenSize));
  if (wrong !== undefined) throw new RangeError(`there is no unit ${wrong} in a network of ${hiddenSize}`);
}

/** Mean weight [H] from each unit onto the units of a group: column means of their rows of W_hh. */
function meanWeightOnto({ hiddenSize: H, recurrentWeights }: RnnWeights, group: readonly number[]): Float64Array {
  requireUnits(H, group);
  return Float64Array.from({ length: H }, (_, sender) => {
    let sum = 0;
    for (const receiver of group) sum += recurrentWeights[receiver * H + sender]!;
    return sum / group.length;
  });
}
