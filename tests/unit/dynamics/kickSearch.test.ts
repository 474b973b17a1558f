import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countExits, countMutedExits, exitStarts } from '../../../src/dynamics/kick/exitProbability';
import {
  allGroups,
  chooseGroups,
  exitOracle,
  type GroupChoice,
  type KickSearch,
  randomGroups,
  searchGroup,
  silencingOracle,
} from '../../../src/dynamics/kick/kickSearch';
import { exampleNetwork } from '../../exampleNetwork';

/** Runs a search and counts the conditions it tries. */
function search(exit: (units: readonly number[]) => number, candidates: readonly number[], most: number) {
  const tried: number[][] = [];
  const work = searchGroup(
    (units) => {
      tried.push([...units]);
      return exit(units);
    },
    candidates,
    most,
  );
  let yields = 0;
  for (;;) {
    const step = work.next();
    if (step.done) return { ...(step.value as KickSearch), tried, yields };
    yields++;
  }
}

/** p_exit from a table of groups; groups without an entry leave it at 0.8. */
const tabled = (entries: [number[], number][]) => {
  const table = new Map(entries.map(([units, value]) => [units.join(), value]));
  return (units: readonly number[]) => table.get([...units].sort((a, b) => a - b).join()) ?? 0.8;
};

describe('the search for a group', () => {
  const planted = tabled([
    [[2], 0.5],
    [[5], 0.6],
    [[7], 0.9],
    [[2, 5], 0.01],
    [[2, 7], 0.3],
    [[5, 7], 0.2],
  ]);

  it('finds a planted pair, and stops once it is below a tenth', () => {
    const { effects, path, tried, yields } = search(planted, [9, 7, 5, 3, 2], 6);
    expect(path.map(({ unit }) => unit)).toEqual([2, 5]);
    expect(path[0]!.ratio).toBeCloseTo(0.625, 12);
    expect(path[1]!.ratio).toBeCloseTo(0.0125, 12);
    // Strongest first; 3 and 9 are equal, the lower index first.
    expect(effects.map(({ unit }) => unit)).toEqual([2, 5, 3, 9, 7]);
    expect(effects[0]!.effect).toBeCloseTo(0.375, 12);
    expect(effects.at(-1)!.effect).toBeCloseTo(-0.125, 12);
    // One untouched, five single, five and four on the way.
    expect(tried.length).toBe(15);
    expect(yields).toBe(15);
  });

  it('stops at the most units, and when nothing helps', () => {
    expect(search(planted, [2, 5, 7], 1).path.length).toBe(1);
    expect(search(tabled([[[4], 0.5]]), [4, 6, 8], 3).path.map(({ unit }) => unit)).toEqual([4]);
    expect(search(() => 0.5, [1, 2, 3], 3).path).toEqual([]);
    expect(search(() => 0, [1, 2, 3], 3).path).toEqual([]);
    expect(search(planted, [], 3)).toMatchObject({ effects: [], path: [] });
  });

  it('takes the lowest of equal units, whatever their order among the candidates', () => {
    const equal = (units: readonly number[]) => 0.8 * 0.7 ** units.length;
    for (const candidates of [
      [1, 2, 3, 4],
      [4, 2, 3, 1],
    ])
      expect(search(equal, candidates, 3).path.map(({ unit }) => unit)).toEqual([1, 2, 3]);
  });

  it('looks for partners among the fifteen strongest only', () => {
    const candidates = Array.from({ length: 18 }, (_, n) => n);
    const { tried } = search((units) => units.reduce((value, unit) => value * (0.97 + 0.001 * unit), 1), candidates, 2);
    expect(new Set(tried.filter((units) => units.length === 2).flat())).toEqual(new Set(candidates.slice(0, 15)));
  });

  it('is as good as all groups together where units act independently', () => {
    const effect = fc.double({ min: 0.05, max: 0.6, noNaN: true });
    fc.assert(
      fc.property(fc.array(effect, { minLength: 4, maxLength: 9 }), (strengths) => {
        const exit = (units: readonly number[]) => units.reduce((value, unit) => value * (1 - strengths[unit]!), 0.9);
        const candidates = strengths.map((_, unit) => unit);
        const { path } = search(exit, candidates, 4);
        expect(path.length).toBeGreaterThanOrEqual(2);
        path.forEach(({ ratio }, n) => {
          const best = Math.min(...allGroups(candidates, n + 1).map(exit)) / 0.9;
          expect(ratio).toBeCloseTo(best, 10);
        });
        const last = path.at(-1)!.ratio;
        expect(path.length === 4 || last < 0.1).toBe(true);
        expect(path.slice(0, -1).every(({ ratio }) => ratio >= 0.1)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('asks for the same group under any order of its units', () => {
    const network = exampleNetwork('chain-2-s2');
    const starts = exitStarts(network, 2, 20, 9, 2);
    const exit = exitOracle(network, starts, 0);
    expect(exit([43, 3])).toBe(exit([3, 43]));
    expect(exit([3, 43])).toBe(countExits(network, starts, 0, [3, 43]).probability);
    expect(exit([])).toBe(countExits(network, starts, 0, []).probability);
  });
});

/** Runs a choice to its end. */
function choose(exit: (units: readonly number[]) => number, candidates: readonly number[], size: number): GroupChoice {
  const work = chooseGroups(exit, candidates, size);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

describe('the choice of a group of each size', () => {
  // Greedily 1 comes first, and is of no use: 2 and 3 belong together.
  const paired = tabled([
    [[1], 0.5],
    [[1, 2], 0.45],
    [[1, 3], 0.45],
    [[1, 2, 3], 0.1],
    [[2, 3], 0.12],
    [[2, 3, 4], 0.01],
  ]);

  it('tries all pairs where the greedy one misses the bar', () => {
    const { path, groups, exhaustive } = choose(paired, [1, 2, 3, 4], 3);
    expect(path.map(({ unit }) => unit)).toEqual([1, 2, 3]);
    expect(groups.slice(0, 2).map(({ group }) => group)).toEqual([[1], [2, 3]]);
    expect(groups[1]!.ratio).toBeCloseTo(0.15, 12);
    // Three greedy units reach the bar, so that triples need not be tried.
    expect(exhaustive).toBeUndefined();
    expect(groups[2]!.group).toEqual([1, 2, 3]);
  });

  it('goes on greedily from the best group of the size up to which all are tried', () => {
    const { groups, exhaustive } = choose(paired, [1, 2, 3, 4], 2);
    expect(exhaustive).toMatchObject({ tried: 6, size: 2, met: 1, best: { group: [2, 3] } });
    expect(groups.map(({ group }) => group)).toEqual([[1], [2, 3], [2, 3, 4]]);
  });

  it('tries none where the greedy groups do', () => {
    const tried: number[] = [];
    const exit = (units: readonly number[]) => {
      tried.push(units.length);
      return 0.8 * 0.2 ** units.length;
    };
    expect(choose(exit, [1, 2, 3, 4], 3).groups.map(({ group }) => group)).toEqual([[1], [1, 2]]);
    expect(tried.filter((count) => count === 2).length).toBe(3);
  });

  it('has none where nothing helps', () => {
    expect(choose(() => 0.8, [1, 2, 3], 3)).toMatchObject({ path: [], groups: [], exhaustive: { size: 3, tried: 1, met: 0 } });
    expect(choose(() => 0.8, [], 3)).toEqual({ effects: [], path: [], groups: [] });
  });
});

describe('silencing in two ways', () => {
  const network = exampleNetwork('chain-2-s2');
  const starts = exitStarts(network, 2, 20, 9, 2);
  const { clamped, muted, either } = silencingOracle(network, starts, 0);

  it('counts the one that leaves more', () => {
    expect(clamped([])).toBe(muted([]));
    for (const group of [[3], [27], [3, 43]]) {
      expect(muted(group)).toBe(countMutedExits(network, starts, 0, group).probability);
      expect(either(group)).toBe(Math.max(clamped(group), muted(group)));
    }
  });

  it('says no less than that there are more than a bound', () => {
    for (const group of [[3], [27], [50]])
      for (const bound of [0.01, 0.2, 0.5, 0.9]) {
        const exact = either(group);
        if (exact <= bound) expect(either(group, bound)).toBe(exact);
        else expect(either(group, bound)).toBeGreaterThan(bound);
      }
  });
});

describe('groups', () => {
  it('of a size are all there, once each', () => {
    const pool = [3, 1, 4, 15, 9, 2, 6];
    for (const [size, count] of [
      [0, 1],
      [1, 7],
      [2, 21],
      [3, 35],
      [7, 1],
      [8, 0],
    ] as const) {
      const groups = allGroups(pool, size);
      expect(groups.length).toBe(count);
      expect(new Set(groups.map((group) => [...group].sort((a, b) => a - b).join())).size).toBe(count);
      for (const group of groups) {
        expect(new Set(group).size).toBe(size);
        expect(pool).toEqual(expect.arrayContaining(group));
      }
    }
  });

  it('at random are distinct, ascending, from the pool, and no more than exist', () => {
    const pool = [30, 3, 21, 12, 40, 55, 6, 17];
    const groups = randomGroups(pool, 3, 40, 1, 0);
    expect(groups.length).toBe(40);
    expect(new Set(groups.map((group) => group.join())).size).toBe(40);
    for (const group of groups) {
      expect(group).toEqual([...new Set(group)].sort((a, b) => a - b));
      expect(group.length).toBe(3);
      expect(pool).toEqual(expect.arrayContaining(group));
    }
    expect(new Set(groups.flat())).toEqual(new Set(pool));
    expect(randomGroups(pool, 3, 40, 1, 0)).toEqual(groups);
    expect(randomGroups(pool, 3, 40, 1, 1)).not.toEqual(groups);
    expect(randomGroups(pool, 3, 40, 2, 0)).not.toEqual(groups);
    // Ten pairs of five units, one group of all of them, none of six.
    expect(randomGroups(pool.slice(0, 5), 2, 40, 1, 0).length).toBe(10);
    expect(randomGroups(pool.slice(0, 5), 5, 40, 1, 0).length).toBe(1);
    expect(randomGroups(pool.slice(0, 5), 6, 40, 1, 0)).toEqual([]);
  });
});
