import { randomSequence } from '../../math/random';
import type { RnnWeights } from '../../rnn/weights';
import { countExits, countMutedExits, type ExitStarts } from './exitProbability';

/** Number of candidates, strongest effect first, from which groups are chosen. */
const SEARCHED_CANDIDATES = 15;
/** Silencing must leave at most this share of the exits (claim C10). */
export const EXIT_BAR = 0.25;
/** A group that leaves at most this share needs no further unit. */
export const GOOD_ENOUGH = 0.1;

/** The effect of silencing one unit. */
export interface UnitEffect {
  unit: number;
  /** 1 − p_exit(silenced)/p_exit: 1 means that no exits are left; a negative value means more exits. */
  effect: number;
}

/** A search, on one set of starts, for units whose silencing keeps the network from leaving a cluster. */
export interface KickSearch {
  /** Effects of single units, strongest first. */
  effects: UnitEffect[];
  /**
   * Units in the order in which they were added, each with p_exit relative to the untouched network once it is silenced as well.
   */
  path: { unit: number; ratio: number }[];
}

/**
 * p_exit with units silenced. If the result is only compared with `bound`, it need not be exact above it: the function may stop
 * early and return any value above `bound`. Default: no bound.
 */
export type ExitFunction = (units: readonly number[], bound?: number) => number;

/** p_exit with units clamped, or silenced as `count` does it; every value is computed once. */
export function exitOracle(weights: RnnWeights, starts: ExitStarts, to: number, count = countExits): ExitFunction {
  const known = new Map<string, number>();
  return (units) => {
    const key = [...units].sort((a, b) => a - b).join();
    const value = known.get(key) ?? count(weights, starts, to, units).probability;
    known.set(key, value);
    return value;
  };
}

/** p_exit with units silenced in each of two ways, on one set of starts. */
export interface SilencingOracle {
  /** Held at h = 0. */
  clamped: ExitFunction;
  /** Muted: no unit receives them, but the read-out does. */
  muted: ExitFunction;
  /**
   * The larger of the two. Units are ordered and chosen by this. A unit that acts only through the read-out leaves all exits when
   * it is muted, so it never counts as strong and never enters a group.
   */
  either: ExitFunction;
}

export function silencingOracle(weights: RnnWeights, starts: ExitStarts, to: number): SilencingOracle {
  const clamped = exitOracle(weights, starts, to);
  const muted = exitOracle(weights, starts, to, countMutedExits);
  const either: ExitFunction = (units, bound = Number.POSITIVE_INFINITY) => {
    const first = clamped(units);
    return units.length === 0 || first > bound ? first : Math.max(first, muted(units));
  };
  return { clamped, muted, either };
}

/**
 * Effects of single candidates, then a greedy path through the 15 strongest. Each step adds the unit that leaves the smallest
 * p_exit. The path stops below a tenth of the untouched network, when no unit helps any more, or at `most` units. Yields once per
 * condition tried.
 */
export function* searchGroup(exit: ExitFunction, candidates: readonly number[], most: number): Generator<void, KickSearch, void> {
  const base = exit([]);
  yield;
  const effects: UnitEffect[] = [];
  for (const unit of candidates) {
    effects.push({ unit, effect: 1 - exit([unit]) / base });
    yield;
  }
  effects.sort((a, b) => b.effect - a.effect || a.unit - b.unit);
  return { effects, path: yield* growGroup(exit, strongest(effects), { group: [], least: base }, { base, most }) };
}

/**
 * The units among which groups are chosen.
 * @param effects strongest first
 */
export const strongest = (effects: readonly UnitEffect[]): number[] =>
  effects.slice(0, SEARCHED_CANDIDATES).map(({ unit }) => unit);

/**
 * Continues the greedy path from a group, up to `most` units in all. Yields once per condition tried.
 * @param base p_exit of the untouched network; `least` that with the group silenced
 */
function* growGroup(
  exit: ExitFunction,
  pool: readonly number[],
  { group, least: before }: { group: readonly number[]; least: number },
  { base, most }: { base: number; most: number },
): Generator<void, KickSearch['path'], void> {
  const path: KickSearch['path'] = [];
  const taken = [...group];
  let least = before;
  while (taken.length < Math.min(most, pool.length) && least >= GOOD_ENOUGH * base) {
    let best: number | undefined;
    for (const unit of pool) {
      if (taken.includes(unit)) continue;
      const value = exit([...taken, unit], least);
      yield;
      if (value >= least) continue;
      least = value;
      best = unit;
    }
    if (best === undefined) break;
    taken.push(best);
    path.push({ unit: best, ratio: least / base });
  }
  return path;
}

/** A group, and the share of the exits left on the starts on which it was tried. */
export interface TriedGroup {
  group: number[];
  ratio: number;
}

/** The result of trying all groups of one size. */
export interface ExhaustiveSearch {
  /** Number of groups tried, all of this size. */
  tried: number;
  size: number;
  /** How many meet the bar on the starts on which they were tried. */
  met: number;
  /** The best of them. */
  best: TriedGroup;
}

/** All groups of `size` units, of which the pool must have as many. Yields once per group. */
function* tryAll(exit: ExitFunction, pool: readonly number[], size: number): Generator<void, ExhaustiveSearch, void> {
  const base = exit([]);
  const all = allGroups(pool, size);
  let best: TriedGroup = { group: all[0]!, ratio: Number.POSITIVE_INFINITY };
  let met = 0;
  for (const group of all) {
    const ratio = exit(group, base * Math.max(EXIT_BAR, Math.min(1, best.ratio))) / base;
    if (ratio <= EXIT_BAR) met++;
    if (ratio < best.ratio) best = { group, ratio };
    yield;
  }
  return { tried: all.length, size, met, best };
}

/** The search with the best group known of each size, smallest first. */
export interface GroupChoice extends KickSearch {
  groups: TriedGroup[];
  /** Present when the greedy path misses the bar with `size` units: all groups of that size were tried. */
  exhaustive?: ExhaustiveSearch;
}

/**
 * The best group of each size: first greedily; if that misses the bar with up to `size` units, by trying all groups of `size` of
 * the 15 strongest. Beyond `size`, the better of two greedy paths is taken: from nothing, and from the best group of `size`.
 */
export function* chooseGroups(
  exit: ExitFunction,
  candidates: readonly number[],
  size: number,
): Generator<void, GroupChoice, void> {
  const search = yield* searchGroup(exit, candidates, SEARCHED_CANDIDATES);
  const pool = strongest(search.effects);
  const best = new Map<number, TriedGroup>();
  const keep = (found: TriedGroup) => {
    const known = best.get(found.group.length);
    // Groups that leave all exits, or more, are not kept.
    if (found.ratio < 1 && !(known && known.ratio <= found.ratio)) best.set(found.group.length, found);
  };
  const keepPath = (start: readonly number[], path: KickSearch['path']) => {
    const group = [...start];
    for (const { unit, ratio } of path) {
      group.push(unit);
      keep({ group: [...group], ratio });
    }
  };
  keepPath([], search.path);
  const most = Math.min(size, pool.length);
  let exhaustive: ExhaustiveSearch | undefined;
  for (let n = 1; n <= most && !search.path.slice(0, n).some(({ ratio }) => ratio <= EXIT_BAR); n++) {
    const tried = yield* tryAll(exit, pool, n);
    keep(tried.best);
    if (n < most) continue;
    exhaustive = tried;
    const start = best.get(n);
    if (!start) continue;
    const from = { group: start.group, least: exit(start.group) };
    keepPath(start.group, yield* growGroup(exit, pool, from, { base: exit([]), most: SEARCHED_CANDIDATES }));
  }
  const groups = [...best.values()].sort((a, b) => a.group.length - b.group.length);
  return { ...search, groups, ...(exhaustive ? { exhaustive } : {}) };
}

/** All groups of `size` of a pool. */
export function allGroups(pool: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  // Without this check, a group of nearly the whole pool would go through all its subsets.
  if (size > pool.length) return [];
  return pool.flatMap((unit, n) => allGroups(pool.slice(n + 1), size - 1).map((rest) => [unit, ...rest]));
}

/** After this many repeated draws, all possible groups count as drawn. */
const PATIENCE = 50;

/** `count` different random groups of `size` units of a pool, or fewer if no more are found. */
export function randomGroups(pool: readonly number[], size: number, count: number, seed: number, sample: number): number[][] {
  if (pool.length < size) return [];
  const random = randomSequence(seed, 'groups', 0, sample);
  const groups = new Map<string, number[]>();
  for (let draw = 0; draw < count * PATIENCE && groups.size < count; draw++) {
    const left = [...pool];
    const group = Array.from({ length: size }, () => left.splice(random.integer(left.length), 1)[0]!).sort((a, b) => a - b);
    groups.set(group.join(), group);
  }
  return [...groups.values()];
}
