import { type Work, within } from '../math/progress';
import type { RnnWeights } from '../rnn/weights';
import { compareExits, countExits, type ExitComparison, exitStarts } from './exitProbability';
import { type KickGroup, mergeDirections } from './kickGroups';
import { FEWEST_ZONE_STATES, type ProfiledDirection, profileDirections } from './kickProfile';
import {
  allGroups,
  exitOracle,
  type KickSearch,
  randomGroups,
  SEARCHED_CANDIDATES,
  searchGroup,
  type UnitEffect,
} from './kickSearch';
import { firingUnits } from './unitLists';

/** Starts a group is chosen on, and fresh ones it is judged on (science §3.14.2, §3.14.6). */
const CHOSEN_ON = 120;
const JUDGED_ON = 240;
/** Random groups of equal size, of active units that are no candidates (science §3.14.4). */
const NULL_GROUPS = 40;
/** How far the number of units is followed where few are not enough. */
const LONGEST_PATH = 6;
/** A group lowers p_exit to at most this share of the untouched network (claim C10). */
export const EXIT_BAR = 0.25;

/** A group of clamped units beside random ones, on starts and noise it was not chosen on. */
export interface KickScore extends ExitComparison {
  group: number[];
  /** p_exit under each random group of as many units, ascending. */
  null: number[];
  starts: number;
}

/** What the search through all groups says where the greedy group misses the bar. */
export interface ExhaustiveSearch {
  /** Groups tried, all of this size. */
  tried: number;
  size: number;
  /** How many meet the bar on the starts they were tried on; those were tried again on fresh ones. */
  met: number;
  /** The best on the first starts. */
  best: { group: number[]; ratio: number };
}

export interface KickDirection extends ProfiledDirection {
  /** 'scarce': too few states of some zone; 'none': no group of the size meets the bar. */
  verdict: 'found' | 'none' | 'scarce';
  /** Causal effect of the single candidates, strongest first. */
  effects: UnitEffect[];
  /** p_exit relative to the untouched network as units are added one by one, up to six, on the starts the group was chosen on. */
  path: KickSearch['path'];
  /** The best group known, judged on fresh starts; undefined where there are no candidates. */
  score?: KickScore;
  /** Present when the greedy group missed the bar. */
  exhaustive?: ExhaustiveSearch;
}

/** Kick neurons of a network (science §3.14). */
export interface KickReport {
  hiddenSize: number;
  /** Most units of a group. */
  size: number;
  seed: number;
  directions: KickDirection[];
  /** The best group of each direction, directions that share at least two units taken together. */
  groups: KickGroup[];
  /** Share of the steps in which each unit fires [H]. */
  activeShare: number[];
  divergent: boolean;
}

export interface KickOptions {
  seed: number;
  /** Most units of a group. Default 3. */
  size?: number;
}

/** Whether a score meets the bar: at most a quarter of the untouched p_exit, and below every random group. */
export const meetsBar = ({ ratio, changed, null: random }: KickScore): boolean =>
  ratio.value <= EXIT_BAR && random.length > 0 && changed.value < random[0]!;

/**
 * Finds the units that throw the switch, in any network, without indices known beforehand (science §3.14): a profile of the drive, then a
 * counterfactual. Everything compared on one set of starts has the same noise. A group is judged on starts and noise of their own. Where the
 * greedy group misses the bar, all groups of the candidates are tried. Yields progress 0 … 1; the same seed gives the same report.
 * @throws RangeError when the network diverges at once
 */
export function* kickNeurons(weights: RnnWeights, { seed, size = 3 }: KickOptions): Work<KickReport> {
  const { run, directions } = yield* within(profileDirections(weights, seed), 0, 0.35);
  const context: Context = { weights, seed, size, active: firingUnits(run.activeShare) };
  const found: KickDirection[] = [];
  for (const [n, direction] of directions.entries()) {
    const from = 0.35 + (0.65 * n) / directions.length;
    found.push(yield* within(findGroup(context, direction, n), from, from + 0.65 / directions.length));
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
  /** Units that take part. */
  active: number[];
}

/** Independent samples of starts of one direction: what chose, what judges, and the same for a search through all groups. */
const sampleOf = (direction: number, which: number): number => 4 * direction + which;

function* findGroup(context: Context, profiled: ProfiledDirection, index: number): Work<KickDirection> {
  const { weights, seed, size } = context;
  const { from, to, states, candidates } = profiled;
  const units = candidates.map(({ unit }) => unit);
  if (Math.min(...Object.values(states)) < FEWEST_ZONE_STATES) return { ...profiled, verdict: 'scarce', effects: [], path: [] };
  if (units.length === 0) return { ...profiled, verdict: 'none', effects: [], path: [] };
  const starts = exitStarts(weights, from, CHOSEN_ON, seed, sampleOf(index, 0));
  if (starts.count < FEWEST_ZONE_STATES) return { ...profiled, verdict: 'scarce', effects: [], path: [] };
  const exit = exitOracle(weights, starts, to);
  const most = Math.max(size, LONGEST_PATH);
  const search = yield* counted(searchGroup(exit, units, most), units.length * (1 + most), 0, 0.5);
  const group = search.path.slice(0, size).map(({ unit }) => unit);
  const score = yield* within(scoreGroup(context, { from, to, units }, group, sampleOf(index, 1), index), 0.5, 0.7);
  const described = { ...profiled, ...search };
  if (meetsBar(score)) return { ...described, verdict: 'found', score };
  const { exhaustive, better } = yield* within(tryAll(context, profiled, search, exit, index), 0.7, 1);
  const best = better ?? score;
  return { ...described, verdict: meetsBar(best) ? 'found' : 'none', score: best, exhaustive };
}

/** Progress of a search that yields once per condition: a share of `expected` conditions. */
function* counted(search: Generator<void, KickSearch, void>, expected: number, from: number, to: number): Work<KickSearch> {
  for (let done = 1; ; done++) {
    const step = search.next();
    if (step.done) return step.value;
    yield from + (to - from) * Math.min(1, done / expected);
  }
}

/** Judges a group of one direction on a sample of starts of its own, beside random groups of as many active units that are no candidates. */
function* scoreGroup(
  { weights, seed, active }: Context,
  { from, to, units }: { from: number; to: number; units: readonly number[] },
  group: number[],
  sample: number,
  index: number,
): Work<KickScore> {
  const starts = exitStarts(weights, from, JUDGED_ON, seed, sample);
  const base = countExits(weights, starts, to, []);
  const compared = compareExits(base, countExits(weights, starts, to, group), seed);
  yield 0.1;
  const others = active.filter((unit) => !units.includes(unit) && !group.includes(unit));
  const random: number[] = [];
  for (const drawn of randomGroups(others, group.length, NULL_GROUPS, seed, index)) {
    random.push(countExits(weights, starts, to, drawn).probability);
    yield 0.1 + (0.9 * random.length) / NULL_GROUPS;
  }
  // Fewer random groups than asked for prove nothing: the network is too small to tell.
  const enough = random.length >= NULL_GROUPS ? random.sort((a, b) => a - b) : [];
  return { group, ...compared, null: enough, starts: starts.count };
}

/**
 * All groups of the direction's strongest candidates on the starts the greedy group was chosen on. Those that meet the bar there are
 * tried again on fresh starts; the best of them is judged on starts that are fresh once more.
 */
function* tryAll(
  context: Context,
  { from, to, candidates }: ProfiledDirection,
  { effects }: KickSearch,
  exit: (units: readonly number[]) => number,
  index: number,
): Work<{ exhaustive: ExhaustiveSearch; better?: KickScore }> {
  const pool = effects.slice(0, SEARCHED_CANDIDATES).map(({ unit }) => unit);
  const size = Math.min(context.size, pool.length);
  const base = exit([]);
  const tried: { group: number[]; ratio: number }[] = [];
  const all = allGroups(pool, size);
  for (const group of all) {
    tried.push({ group, ratio: exit(group) / base });
    yield (0.5 * tried.length) / all.length;
  }
  tried.sort((a, b) => a.ratio - b.ratio);
  const passing = tried.filter(({ ratio }) => ratio <= EXIT_BAR);
  const exhaustive = { tried: tried.length, size, met: passing.length, best: tried[0]! };
  if (passing.length === 0) return { exhaustive };
  const again = exitOracle(context.weights, exitStarts(context.weights, from, JUDGED_ON, context.seed, sampleOf(index, 2)), to);
  let best = passing[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const [n, candidate] of passing.entries()) {
    const value = again(candidate.group);
    yield 0.5 + (0.3 * (n + 1)) / passing.length;
    if (value >= least) continue;
    least = value;
    best = candidate;
  }
  const units = candidates.map(({ unit }) => unit);
  const better = yield* within(scoreGroup(context, { from, to, units }, best.group, sampleOf(index, 3), index), 0.8, 1);
  return { exhaustive, better };
}

/** A group chosen by hand, judged like a found one. */
export function* scoreKickGroup(
  weights: RnnWeights,
  report: KickReport,
  direction: { from: number; to: number },
  group: number[],
): Work<KickScore> {
  const index = report.directions.findIndex(({ from, to }) => from === direction.from && to === direction.to);
  const known = report.directions[index];
  if (!known) throw new RangeError(`the network does not go from label ${direction.from} to ${direction.to}`);
  const context = { weights, seed: report.seed, size: report.size, active: firingUnits(report.activeShare) };
  const units = known.candidates.map(({ unit }) => unit);
  return yield* scoreGroup(context, { ...direction, units }, group, sampleOf(index, 1), index);
}

/** Best effect a unit has in any direction: what neurons are sorted by. 0 where it was no candidate. */
export function kickScores({ hiddenSize, directions }: Pick<KickReport, 'hiddenSize' | 'directions'>): Float64Array {
  const scores = new Float64Array(hiddenSize);
  for (const { effects } of directions) for (const { unit, effect } of effects) scores[unit] = Math.max(scores[unit]!, effect);
  return scores;
}
