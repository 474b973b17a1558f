import { describe, expect, it } from 'vitest';
import {
  bystanders,
  groupName,
  interventionTargets,
  TARGET_KINDS,
  type TargetContext,
} from '../../../src/dynamics/interventions/interventionTargets';
import { groupsBySource, type KickGroup, leadingUnits, mergeDirections } from '../../../src/dynamics/kick/kickGroups';
import { initialWeights } from '../../../src/rnn/weights';

const H = 64;
const judged = (from: number, to: number, verdict: string, group: number[]) => ({ from, to, verdict, score: { group } });

describe('directions become groups', () => {
  it('together when they share two units, apart when they share one', () => {
    expect(mergeDirections([judged(0, 1, 'found', [9, 4, 6]), judged(2, 1, 'found', [6, 1, 9])])).toEqual([
      {
        name: 'A',
        units: [1, 4, 6, 9],
        directions: [
          { from: 0, to: 1 },
          { from: 2, to: 1 },
        ],
        meetsBar: true,
      },
    ]);
    const apart = mergeDirections([judged(0, 1, 'found', [9, 4, 6]), judged(2, 1, 'found', [6, 1, 2])]);
    expect(apart.map(({ name, units }) => [name, units])).toEqual([
      ['A', [4, 6, 9]],
      ['B', [1, 2, 6]],
    ]);
  });

  it('never one that meets the bar with one that misses it; those that meet it come first', () => {
    const groups = mergeDirections([
      judged(0, 2, 'none', [1, 2, 3]),
      judged(1, 2, 'found', [1, 2, 3]),
      judged(2, 0, 'none', [2, 3, 8]),
    ]);
    expect(groups.map(({ name, units, meetsBar, directions }) => [name, units, meetsBar, directions.length])).toEqual([
      ['A', [1, 2, 3], true, 1],
      ['B', [1, 2, 3, 8], false, 2],
    ]);
  });

  it('also when one comes that shares with two, and only where there is a group', () => {
    const chain = mergeDirections([
      judged(0, 1, 'found', [1, 2]),
      judged(1, 0, 'found', [5, 6]),
      judged(1, 2, 'found', [1, 2, 5, 6]),
      { from: 2, to: 1, verdict: 'scarce' },
      judged(2, 0, 'none', []),
    ]);
    expect(chain.length).toBe(1);
    expect(chain[0]).toMatchObject({ name: 'A', units: [1, 2, 5, 6] });
    expect(chain[0]!.directions.length).toBe(3);
    expect(mergeDirections([])).toEqual([]);
  });

  it('in the profile only where all units of all their directions are', () => {
    const score = (group: number[], inProfile: number[]) => ({ group, inProfile });
    const groups = mergeDirections([
      { from: 0, to: 1, verdict: 'found', score: score([1, 2], [1, 2]) },
      { from: 2, to: 1, verdict: 'found', score: score([1, 2, 3], [1, 2]) },
      { from: 1, to: 0, verdict: 'found', score: score([7], [7]) },
    ]);
    expect(groups.map(({ units, inProfile }) => [units, inProfile])).toEqual([
      [[1, 2, 3], false],
      [[7], true],
    ]);
    expect(groups.map(groupName)).toEqual(['causal group A (0 → 1, 2 → 1)', 'kick group B (1 → 0)']);
  });

  it('and leaves what it is given alone', () => {
    const group = [9, 4, 6];
    mergeDirections([judged(0, 1, 'found', group), judged(2, 1, 'found', [6, 4, 1])]);
    expect(group).toEqual([9, 4, 6]);
  });
});

describe('groups of all exits of a label', () => {
  it('are unions over its directions, with the exits that stay open', () => {
    expect(
      groupsBySource([
        judged(2, 0, 'found', [9, 4]),
        judged(0, 1, 'found', [7, 1]),
        judged(0, 2, 'found', [1, 3]),
        judged(2, 1, 'none', [5]),
        judged(1, 0, 'none', [6]),
        { from: 1, to: 2, verdict: 'scarce' },
      ]),
    ).toEqual([
      {
        from: 0,
        units: [1, 3, 7],
        directions: [
          { from: 0, to: 1 },
          { from: 0, to: 2 },
        ],
        open: [],
      },
      { from: 2, units: [4, 9], directions: [{ from: 2, to: 0 }], open: [{ from: 2, to: 1 }] },
    ]);
    expect(groupsBySource([])).toEqual([]);
  });
});

describe('leading units', () => {
  const effects = (...pairs: [number, number][]) => pairs.map(([unit, effect]) => ({ unit, effect }));

  it('are the three of largest effect in any direction of the group', () => {
    const directions = [
      { from: 0, to: 1, effects: effects([4, 0.9], [2, 0.3], [8, 0.2]) },
      { from: 2, to: 1, effects: effects([2, 0.5], [6, 0.5], [4, 0.1]) },
      { from: 1, to: 0, effects: effects([9, 1]) },
    ];
    const lead = (...own: [number, number][]) =>
      leadingUnits({ directions: own.map(([from, to]) => ({ from, to })) }, directions);
    expect(lead([0, 1], [2, 1])).toEqual([4, 2, 6]);
    expect(lead([0, 1])).toEqual([4, 2, 8]);
    expect(lead([1, 0])).toEqual([9]);
  });
});

describe('intervention targets', () => {
  const weights = initialWeights({ hiddenSize: H, inputDim: 4, nOutputs: 3 }, 8);
  const groups: KickGroup[] = [
    { name: 'A', units: [3, 22, 43], directions: [{ from: 0, to: 2 }], meetsBar: true },
    { name: 'B', units: [27, 50], directions: [{ from: 2, to: 0 }], meetsBar: false },
  ];
  const kicks = [3, 22, 43, 27, 50];
  const context: TargetContext = {
    weights,
    groups,
    populations: [
      [40, 2],
      [11, 5],
    ],
    // The first ten units hardly fire.
    activeShare: Array.from({ length: H }, (_, unit) => (unit < 10 ? 0.04 : 0.3)),
    picked: [7, 1],
    draw: 0,
    seed: 1,
  };

  /** Whether fewer than `count` units have a larger weight onto `receiver` than `sender` has. */
  const among = (sender: number, receiver: number, count: number) => {
    const weight = (j: number) => weights.recurrentWeights[receiver * H + j]!;
    let larger = 0;
    for (let j = 0; j < H; j++) if (weight(j) > weight(sender)) larger++;
    return larger < count;
  };
  const unitsWhere = (test: (unit: number) => boolean) => Array.from({ length: H }, (_, unit) => unit).filter(test);

  it('scale the rows of each kick group', () => {
    expect(interventionTargets('group', context)).toEqual([
      { kind: 'group', name: 'kick group A (0 → 2)', part: 'recurrent', units: [3, 22, 43], directions: [{ from: 0, to: 2 }] },
      { kind: 'group', name: 'best group B (2 → 0)', part: 'recurrent', units: [27, 50], directions: [{ from: 2, to: 0 }] },
    ]);
  });

  it('project noise from the 60 of 150 largest weights onto each unit of a group, without kick units', () => {
    // 60/150 of 64 units are 25.6.
    const made = interventionTargets('projection', context);
    expect(made.map(({ units }) => units)).toEqual(
      groups.map((group) => unitsWhere((unit) => !kicks.includes(unit) && group.units.some((kick) => among(unit, kick, 26)))),
    );
    for (const { part } of made) expect(part).toBe('input');
  });

  it('have as control what is in no set of the 35 of 150 largest weights onto any kick unit', () => {
    // 35/150 of 64 units are 14.9.
    const [control, ...others] = interventionTargets('control', context);
    expect(others).toEqual([]);
    expect(control).toMatchObject({ part: 'input', directions: [...groups[0]!.directions, ...groups[1]!.directions] });
    const expected = unitsWhere((unit) => !kicks.includes(unit) && !kicks.some((kick) => among(unit, kick, 15)));
    expect(expected.length).toBeGreaterThan(5);
    expect(control!.units).toEqual(expected);
  });

  it('are both populations for their noise, and the picked units for their drive', () => {
    expect(interventionTargets('integrators', context)[0]).toMatchObject({ part: 'input', units: [2, 5, 11, 40] });
    expect(interventionTargets('picked', context)[0]).toMatchObject({ part: 'recurrent', units: [1, 7] });
  });

  it('draw random groups from firing units outside the kick groups, another for each draw', () => {
    expect(bystanders(context)).toEqual(unitsWhere((unit) => unit >= 10 && !kicks.includes(unit)));
    const drawn = [0, 1, 2, 3].map((draw) => interventionTargets('random', { ...context, draw })[0]!);
    for (const { units, part } of drawn) {
      expect(part).toBe('recurrent');
      expect(new Set(units).size).toBe(3);
      expect(bystanders(context)).toEqual(expect.arrayContaining(units));
    }
    expect(new Set(drawn.map(({ units }) => units.join())).size).toBe(4);
    expect(interventionTargets('random', context)).toEqual([drawn[0]]);
  });

  it('say what is missing where there is nothing to act on', () => {
    const nothing: TargetContext = {
      ...context,
      groups: [],
      populations: [[], []],
      picked: [],
      activeShare: new Float64Array(H),
    };
    for (const kind of TARGET_KINDS)
      for (const { units, missing } of interventionTargets(kind, nothing)) {
        expect(units).toEqual([]);
        expect(missing).toMatch(/\w/);
      }
    expect(interventionTargets('random', { ...context, groups: [] })[0]!.units.length).toBe(3);
  });
});
