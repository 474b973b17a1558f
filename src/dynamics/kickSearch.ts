import { randomSequence } from '../math/random';
import type { RnnWeights } from '../rnn/weights';
import { countExits, type ExitStarts } from './exitProbability';

/** Candidates a group is chosen among, strongest effect first (science §3.14.3). */
export const SEARCHED_CANDIDATES = 15;
/** A group this good, relative to the untouched network, needs no further unit. */
const GOOD_ENOUGH = 0.1;

/** What clamping one unit at 0 does. */
export interface UnitEffect {
  unit: number;
  /** 1 − p_exit(clamped)/p_exit: 1 means no exit any more, negative means more exits. */
  effect: number;
}

/** A search for units whose clamping keeps the network from leaving a cluster, on one set of starts. */
export interface KickSearch {
  /** Effects of single units, strongest first. */
  effects: UnitEffect[];
  /** Units in the order in which they were added, each with p_exit relative to the untouched network once it is clamped too. */
  path: { unit: number; ratio: number }[];
}

/** p_exit with units clamped; every value is computed once. */
export function exitOracle(weights: RnnWeights, starts: ExitStarts, to: number): (units: readonly number[]) => number {
  const known = new Map<string, number>();
  return (units) => {
    const key = [...units].sort((a, b) => a - b).join();
    const value = known.get(key) ?? countExits(weights, starts, to, units).probability;
    known.set(key, value);
    return value;
  };
}

/**
 * Effects of single candidates, then a greedy path through the 15 strongest: each step adds the unit that leaves p_exit least, and stops
 * below a tenth of the untouched network, when nothing helps any more, or at `most` units (science §3.14.2–3). Its beginning is the
 * group; the rest tells how many units it would take. Yields once per condition tried.
 */
export function* searchGroup(
  exit: (units: readonly number[]) => number,
  candidates: readonly number[],
  most: number,
): Generator<void, KickSearch, void> {
  const base = exit([]);
  yield;
  const effects: UnitEffect[] = [];
  for (const unit of candidates) {
    effects.push({ unit, effect: 1 - exit([unit]) / base });
    yield;
  }
  effects.sort((a, b) => b.effect - a.effect || a.unit - b.unit);
  const pool = effects.slice(0, SEARCHED_CANDIDATES).map(({ unit }) => unit);
  const path: KickSearch['path'] = [];
  let least = base;
  while (path.length < Math.min(most, pool.length) && least >= GOOD_ENOUGH * base) {
    let best: number | undefined;
    const taken = path.map(({ unit }) => unit);
    for (const unit of pool) {
      if (taken.includes(unit)) continue;
      const value = exit([...taken, unit]);
      yield;
      if (value >= least) continue;
      least = value;
      best = unit;
    }
    if (best === undefined) break;
    path.push({ unit: best, ratio: least / base });
  }
  return { effects, path };
}

/** All groups of `size` of a pool. */
export function allGroups(pool: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  // Without this a group of nearly the whole pool would walk through all its subsets.
  if (size > pool.length) return [];
  return pool.flatMap((unit, n) => allGroups(pool.slice(n + 1), size - 1).map((rest) => [unit, ...rest]));
}

/** How often a group is drawn again before all that can be drawn is taken as drawn. */
const PATIENCE = 50;

/** `count` different random groups of `size` units of a pool, or as many as come up. */
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
