import { type Work, within } from '../../math/progress';
import type { RnnWeights } from '../../rnn/weights';
import { USUAL_SIZE } from '../defaults';
import { exitStarts } from './exitProbability';
import { type KickGroup, mergeDirections } from './kickGroups';
import { type DriveProfile, isScarce, MIN_ZONE_STATES, type ProfiledDirection, profileDirections } from './kickProfile';
import {
  holdOut,
  type JudgedGroup,
  type KickScore,
  meetsBar,
  mostKickUnits,
  readCurve,
  type ScoreContext,
  type SizeCurve,
  scoreGroup,
} from './kickScore';
import {
  chooseGroups,
  type ExhaustiveSearch,
  GOOD_ENOUGH,
  type GroupChoice,
  type KickSearch,
  type SilencingOracle,
  silencingOracle,
  strongest,
  type UnitEffect,
} from './kickSearch';

export { type KickScore, meetsBar } from './kickScore';
export { EXIT_BAR } from './kickSearch';

/** Number of starts on which a group is chosen. */
const CHOSEN_ON = 120;

/** The effect of silencing one unit, in both ways. */
export interface CandidateEffect extends UnitEffect {
  /** The effect when it is held at h = 0, and when it is muted; `effect` is the smaller of the two. */
  clamped: number;
  muted: number;
}

export interface KickDirection extends ProfiledDirection {
  /**
   * 'found': silencing a few units stops the changes, which random groups rarely do; 'none': no such group exists; 'scarce': too
   * few states or exits to decide.
   */
  verdict: 'found' | 'none' | 'scarce';
  /** Causal effect of every candidate, strongest first. */
  effects: CandidateEffect[];
  /**
   * The greedy path: p_exit relative to the untouched network as units are added one by one, on the starts on which they were
   * chosen.
   */
  path: KickSearch['path'];
  /** The best group of each size, measured on held-out starts, smallest first. */
  curve: JudgedGroup[];
  /**
   * k*: the smallest number of units whose silencing leaves at most a quarter of the exits on those starts; undefined if no group
   * does.
   */
  fewest?: number;
  /**
   * The group of k* units, or else the best group of an allowed size, compared with random groups; undefined if no unit lowers
   * the exits.
   */
  score?: KickScore;
  /**
   * What interventions act on, if the direction is 'found'. Units are added, up to the largest number allowed, until a tenth of
   * the exits is left on the starts on which they were chosen. k* says how few units are enough; this group silences the
   * direction as well as possible.
   */
  group?: { units: number[]; inProfile: number[] };
  /** Present when the greedy path misses the bar with `size` units. */
  exhaustive?: ExhaustiveSearch;
}

/** Kick neurons of a network: the units that start a change of output. */
export interface KickReport {
  hiddenSize: number;
  /** If the greedy group missed the bar, all groups of up to this many units were tried. */
  size: number;
  seed: number;
  directions: KickDirection[];
  /** The best group of each direction; directions that share at least two units have one group. */
  groups: KickGroup[];
  /** Share of the steps in which each unit fires [H]. */
  activeShare: number[];
  divergent: boolean;
}

export interface KickOptions {
  seed: number;
  /** If the greedy group misses the bar, all groups of up to this many units are tried. Default 3. */
  size?: number;
}

/**
 * Finds the units that start changes of output, in any network, without known indices, by counterfactuals. Every unit that fires
 * on the way from a cluster to a flip is silenced in two ways: held at 0, and muted, where the other units do not receive it but
 * the read-out does. Muting distinguishes a unit that causes the change from one that only shows it. The way that leaves more
 * exits counts. Groups of the 15 strongest units are chosen on one set of starts and measured once on another. All groups that
 * are compared on one set use the same noise. The paper's profile of a kick neuron is reported for the units found, but does not
 * select them. Yields progress 0 … 1; the same seed gives the same report.
 * @throws RangeError when the network diverges at once
 */
export function* kickNeurons(weights: RnnWeights, { seed, size = USUAL_SIZE }: KickOptions): Work<KickReport> {
  const { run, directions } = yield* within(profileDirections(weights, seed), 0, 0.25);
  const found: KickDirection[] = [];
  for (const [n, direction] of directions.entries()) {
    const from = 0.25 + (0.75 * n) / directions.length;
    found.push(yield* within(findGroup({ weights, seed, size }, direction, n), from, from + 0.75 / directions.length));
  }
  return {
    hiddenSize: weights.hiddenSize,
    size,
    seed,
    directions: found,
    groups: mergeDirections(found),
    activeShare: [...run.activeShare],
    divergent: run.divergent,
  };
}

interface Context {
  weights: RnnWeights;
  seed: number;
  size: number;
}

/** Independent samples of starts of one direction: one to choose groups, one to judge them. */
const chosenOn = (direction: number): number => 2 * direction;
const judgedOn = (direction: number): number => 2 * direction + 1;

function* findGroup({ weights, seed, size }: Context, profiled: ProfiledDirection, index: number): Work<KickDirection> {
  const undecided: KickDirection = { ...described(profiled, []), verdict: 'scarce', effects: [], path: [], curve: [] };
  if (isScarce(profiled)) return undecided;
  const starts = exitStarts(weights, profiled.from, CHOSEN_ON, seed, chosenOn(index));
  if (starts.count < MIN_ZONE_STATES) return undecided;
  const oracle = silencingOracle(weights, starts, profiled.to);
  if (oracle.clamped([]) === 0) return undecided;
  const heldOut = holdOut(weights, profiled, seed, judgedOn(index));
  if (heldOut.base.probability === 0) return undecided;
  const choice = yield* counted(chooseGroups(oracle.either, profiled.candidates, size), profiled.candidates.length, 0, 0.6);
  const read = yield* within(
    readCurve(
      heldOut,
      choice.groups.map(({ group }) => group),
    ),
    0.6,
    0.7,
  );
  const { groups: _, ...searched } = choice;
  const effects = searched.effects.map((one) => bothEffects(oracle, one));
  const found = { ...described(profiled, strongest(effects)), ...searched, ...read, effects };
  const group = bestGroup(choice, read, mostKickUnits(weights.hiddenSize));
  if (!group) return { ...found, verdict: 'none' };
  const context = scoreContext(profiled, seed, index);
  const score = yield* within(scoreGroup(heldOut, group, context), 0.7, 1);
  if (!meetsBar(score)) return { ...found, verdict: 'none', score };
  const units = switchGroup(choice, group.length, score.most);
  const inProfile = units.filter((unit) => context.profiled.includes(unit));
  return { ...found, verdict: 'found', score, group: { units, inProfile } };
}

/**
 * The smallest known group of `least` to `most` units that leaves a tenth of the exits on the starts on which groups were chosen;
 * otherwise the best of them. Like the paper's groups of three, it is chosen to silence, not to be small.
 */
function switchGroup({ groups }: GroupChoice, least: number, most: number): number[] {
  const allowed = groups.filter(({ group }) => group.length >= least && group.length <= most);
  const quiet = allowed.find(({ ratio }) => ratio < GOOD_ENOUGH);
  return (quiet ?? allowed.reduce((best, next) => (next.ratio < best.ratio ? next : best))).group;
}

/**
 * A direction with the profiles that the report keeps: those of units that fit, and of the units among which groups were chosen.
 */
const described = (direction: ProfiledDirection, searched: readonly number[]): ProfiledDirection => ({
  ...direction,
  profiles: direction.profiles.filter(({ unit, fits }) => fits || searched.includes(unit)),
});

function bothEffects({ clamped, muted }: SilencingOracle, { unit, effect }: UnitEffect): CandidateEffect {
  const base = clamped([]);
  return { unit, effect, clamped: 1 - clamped([unit]) / base, muted: 1 - muted([unit]) / base };
}

/**
 * The group of k* units. If no group is enough, the group of at most `most` units that was best on the starts on which it was
 * chosen.
 */
function bestGroup({ groups }: GroupChoice, { curve, fewest }: SizeCurve, most: number): number[] | undefined {
  if (fewest !== undefined) return curve.find(({ group }) => group.length === fewest)!.group;
  const allowed = groups.filter(({ group }) => group.length <= most);
  return allowed.sort((a, b) => a.ratio - b.ratio)[0]?.group;
}

/** Approximate number of conditions of a search, without those on single units. */
const USUAL_CONDITIONS = 120;

/** Progress of a search that yields once per condition. */
function* counted<T>(search: Generator<void, T, void>, candidates: number, from: number, to: number): Work<T> {
  const expected = candidates + USUAL_CONDITIONS;
  for (let done = 1; ; done++) {
    const step = search.next();
    if (step.done) return step.value;
    // Some searches take several times as long. The remaining progress then shrinks exponentially and never reaches the end too
    // early.
    yield from + (to - from) * (1 - Math.exp(-done / expected));
  }
}

/** Units that have the paper's profile of a kick neuron in a direction, strongest d′ first. */
export const profiledUnits = ({ profiles }: { profiles: readonly DriveProfile[] }): number[] =>
  profiles.filter(({ fits }) => fits).map(({ unit }) => unit);

const scoreContext = (direction: ProfiledDirection, seed: number, index: number): ScoreContext => ({
  candidates: direction.candidates,
  profiled: profiledUnits(direction),
  seed,
  draw: index,
});

/**
 * Judges a group chosen by hand like a found one.
 * @throws RangeError for a direction the report does not have
 */
export function* scoreKickGroup(
  weights: RnnWeights,
  report: KickReport,
  { from, to }: { from: number; to: number },
  group: number[],
): Work<KickScore> {
  const index = report.directions.findIndex((one) => one.from === from && one.to === to);
  const known = report.directions[index];
  if (!known) throw new RangeError(`the network does not go from label ${from} to ${to}`);
  const heldOut = holdOut(weights, known, report.seed, judgedOn(index));
  return yield* scoreGroup(heldOut, group, scoreContext(known, report.seed, index));
}

/**
 * Largest effect of each unit in any direction, by which units are sorted. 0 for units that were no candidates or do not lower
 * the exits.
 */
export function kickScores({ hiddenSize, directions }: Pick<KickReport, 'hiddenSize' | 'directions'>): Float64Array {
  const scores = new Float64Array(hiddenSize);
  for (const { effects } of directions) for (const { unit, effect } of effects) scores[unit] = Math.max(scores[unit]!, effect);
  return scores;
}
