import type { InterventionTarget } from '../../src/dynamics/interventions/interventionTargets';
import { groupKind } from '../../src/dynamics/kick/kickGroups';
import { profiledUnits } from '../../src/dynamics/kick/kickNeurons';
import { medianEstimate } from '../../src/math/statistics';
import { underGain } from '../../src/rnn/intervention';
import { simulate } from '../../src/rnn/simulate';
import { MAIN } from './early';
import type { Gallery } from './gallery';
import { type Fact, fact, type Measure, mean, percent, round, share, withInterval, witness } from './measure';
import { flipsLeft, groupOf, stepsToMeet, targetsOf, under, untouched } from './runs';

/** Numbers of the chapters on kick neurons and on breaking the network. */

const GROUPS = ['A', 'B'] as const;
const silenced = (g: Gallery, name: string): Pick<InterventionTarget, 'units' | 'part'> => ({
  units: groupOf(g, MAIN, name).units,
  part: 'recurrent',
});

/** The change of output that a group starts; the story's two groups start one each. */
const startedBy = (g: Gallery, name: string) => groupOf(g, MAIN, name).directions[0]!;

const groups: Measure[] = GROUPS.flatMap((name) => {
  const told = (what: string, measure: (g: Gallery) => Fact) => fact(MAIN, `kick.${name}.${what}`, measure);
  return [
    told('units', (g) => groupOf(g, MAIN, name).units.length),
    told('from', (g) => startedBy(g, name).from),
    witness(MAIN, `kick.${name}.free`, (g) => percent(untouched(g, MAIN).occupancy[startedBy(g, name).from]!)),
    told('stay', (g) => percent(under(g, MAIN, silenced(g, name), 0).occupancy[startedBy(g, name).from]!)),
  ];
});

const directionB = (g: Gallery) => {
  const { from, to } = startedBy(g, 'B');
  return g.mechanism(MAIN).directions.find((one) => one.from === from && one.to === to)!;
};

/** Steps after which the silenced network, let go, is where its untouched twin is. */
function stepsUntilOne(g: Gallery): Fact {
  const weights = g.weights(MAIN);
  const target = silenced(g, 'B');
  const after = (network: typeof weights, seed: number) => simulate(network, { steps: 1, seed, warmUp: 300 }).states;
  const meetings = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
    stepsToMeet(weights, [after(underGain(weights, target, 0), seed), after(weights, seed)], 50 + seed),
  );
  return [10 * Math.round(mean(meetings) / 10), Math.min(...meetings), Math.max(...meetings), meetings.length];
}

const kick: Measure[] = [
  ...groups,
  fact(MAIN, 'kick.B.to', (g) => startedBy(g, 'B').to),
  fact(MAIN, 'kick.B.kind', (g) => {
    const { meetsBar, inProfile } = groupOf(g, MAIN, 'B');
    return meetsBar ? groupKind(inProfile ?? true) : 'best group';
  }),
  fact(MAIN, 'kick.before', (g) => withInterval(directionB(g).score!.base, 0, 100)),
  fact(MAIN, 'kick.after', (g) => withInterval(directionB(g).score!.changed, 1, 100)),
  fact(MAIN, 'kick.profiled', (g) => profiledUnits(directionB(g)).length),
  fact(MAIN, 'kick.followers', (g) => {
    const { effects } = directionB(g);
    // A unit that was not tried had no effect in the first search.
    return profiledUnits(directionB(g)).filter((unit) => (effects.find((one) => one.unit === unit)?.effect ?? 0) < 0.25).length;
  }),
  fact(MAIN, 'kick.meet', stepsUntilOne),
  witness(MAIN, 'kick.random', (g) =>
    withInterval(
      medianEstimate(Array.from({ length: 20 }, (_, draw) => flipsLeft(g, MAIN, targetsOf(g, MAIN, 'random', draw)[0]!))),
      0,
      100,
    ),
  ),
  fact('gallery', 'kick.fewest', (g) => Math.min(...leastNumbers(g))),
  fact('gallery', 'kick.most', (g) => Math.max(...leastNumbers(g))),
];

export const ofRecipe = (g: Gallery, recipe: 'live' | 'paper') => g.verdicts().networks.filter((one) => one.recipe === recipe);

/** k* of every direction on the networks that meet the bar in all of them. */
const leastNumbers = (g: Gallery): number[] =>
  g
    .verdicts()
    .networks.filter(({ claims }) => claims.C10!.verdict === 'reproduced')
    .flatMap(({ claims }) => Object.entries(claims.C10!.effects).flatMap(([name, k]) => (name.includes('k*') ? [k] : [])));

const RUNS = 40;

/** Of 40 runs with the drive of a group nearly doubled, those that grow without bound within 1000 steps. */
function runaways(g: Gallery): number {
  const weights = underGain(g.weights(MAIN), silenced(g, 'A'), 1.9);
  return Array.from({ length: RUNS }, (_, run) => simulate(weights, { steps: 1000, seed: 1, run })).filter(
    ({ divergent }) => divergent,
  ).length;
}

/** One long run with group B silenced: its favoured and its drawn outputs. */
const silencedRun = (g: Gallery) =>
  g.once('silenced run', () =>
    simulate(underGain(g.weights(MAIN), silenced(g, 'B'), 0), { steps: 100_000, seed: 5, warmUp: 300 }),
  );

const breaking: Measure[] = [
  witness(MAIN, 'break.half', (g) => percent(under(g, MAIN, silenced(g, 'B'), 0.5).occupancy[startedBy(g, 'B').from]!)),
  fact(MAIN, 'break.ran', runaways),
  fact(MAIN, 'break.runs', () => RUNS),
  fact(MAIN, 'break.integrators', (g) => round(flipsLeft(g, MAIN, targetsOf(g, MAIN, 'integrators')[0]!), 1)),
  fact(MAIN, 'break.control', (g) => round(flipsLeft(g, MAIN, targetsOf(g, MAIN, 'control')[0]!), 1)),
  fact(MAIN, 'break.drawn', (g) => {
    const { from, to } = startedBy(g, 'B');
    const { outputLabels, sampledOutputs } = silencedRun(g);
    const drawn = [...sampledOutputs].filter((_, t) => outputLabels[t] === from);
    return round(100 * share(drawn, (output) => output === to), 1);
  }),
  fact(MAIN, 'break.only', (g) => {
    const { from, to } = startedBy(g, 'B');
    const { outputLabels, sampledOutputs } = silencedRun(g);
    return percent(
      share(
        [...outputLabels].filter((_, t) => sampledOutputs[t] === to),
        (label) => label === from,
      ),
    );
  }),
];

export const KICK: readonly Measure[] = [...kick, ...breaking];
