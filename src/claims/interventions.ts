import { resonance } from '../analyses/resonance/compute';
import { resonance as resonanceRequest } from '../analyses/resonance/request';
import {
  type ExperimentReport,
  judgeRandomControls,
  type RandomControls,
  sourcesOf,
} from '../dynamics/interventions/interventionExperiment';
import { type Judgement, judgeAll } from '../dynamics/judge';
import { type Work, within } from '../math/progress';
import { exactly } from '../math/statistics';
import type { ClaimEffect, ClaimFigure, ClaimRow } from './claim';
import type { ClaimContext } from './context';
import { effect, findConditions, inParts, undecided } from './finding';
import { circuit, exitExperiments, groupExperiments, kick, silencedBystanders } from './shared';

/** What happens when units, or the noise into them, are silenced or amplified: claims C13 to C15. */

const NO_GROUPS = 'this claim needs a kick group (C10), and none meets the bar';
const PAIRS = 0.6;

/** The verdict of an experiment, with the name of its target. */
const named = ({ target, verdict }: ExperimentReport): Judgement & { name: string } => ({ name: target.name, ...verdict });

/** All experiments of a kind in one sentence; undecided when there were none. */
const judgeTogether = (reports: readonly ExperimentReport[]): Judgement =>
  reports.length === 0
    ? { verdict: 'inconclusive', reason: 'there are no such units in this network' }
    : judgeAll(reports.map(({ target, verdict }) => ({ ...verdict, reason: `${target.name}: ${verdict.reason}` })));

/** Occupancy of the labels at which a silenced group should keep the state. */
const occupancies = ({ target, baseOccupancy, occupancy }: ExperimentReport): ClaimEffect[] =>
  sourcesOf(target).flatMap((label) => [
    effect(`${target.name} at 0: time at output ${label} before`, baseOccupancy[label]!),
    effect(`${target.name} at 0: time at output ${label}`, occupancy[label]!),
  ]);

const flips = ({ target, flipsRatio }: ExperimentReport): ClaimEffect =>
  effect(`${target.name} at 0: changes relative to the untouched network`, flipsRatio);

/** Changes away from the silenced outputs for which no group is known. By these the state can still leave. */
function* openExits(context: ClaimContext, silenced: readonly ExperimentReport[]): Work<string> {
  const { directions } = yield* kick(context);
  const known = silenced.flatMap(({ target }) => target.directions);
  const sources = new Set(known.map(({ from }) => from));
  const open = directions.filter(
    ({ from, to }) => sources.has(from) && !known.some((direction) => direction.from === from && direction.to === to),
  );
  return open.length === 0 ? '' : `; no group is known for ${open.map(({ from, to }) => `${from} → ${to}`).join(', ')}`;
}

interface Silencing {
  silenced: readonly ExperimentReport[];
  control: readonly ExperimentReport[];
  random: RandomControls;
}

const silencingFigure = ({ silenced, control, random }: Silencing): ClaimFigure => ({
  kind: 'interval',
  rows: [
    ...silenced.flatMap(({ target, occupancy }) =>
      sourcesOf(target).map((label) => ({
        name: `${target.name}: time at ${label}`,
        estimate: occupancy[label]!,
        atLeast: 0.85,
      })),
    ),
    ...[
      ...control.map(({ target, flipsRatio }) => ({ name: `${target.name}: changes`, estimate: flipsRatio })),
      { name: 'random groups: median of the changes', estimate: random.median },
    ].map((row) => ({ ...row, atLeast: 0.7, atMost: 1.3 })),
  ],
});

/** Silencing traps. */
export const C13: ClaimRow = {
  id: 'C13',
  title: 'Silencing the kick neurons traps the state',
  statement:
    'With the units that start a change of output held at zero, the state stays where it is. The same happens when the noise into the units that drive them is cut, and does not when other units, or the noise into others, are silenced.',
  test: 'Gain 0 in 40 runs of 1000 steps. Each kick group (off chains, those of all exits of an output at once): the share of time at that output rises from .25–.75 to at least .85. Noise into their drivers: the same, or at most 30 % of the changes are left. Control noise, and 20 random groups by their median: changes stay within 30 %.',
  paper: 'Gain 0 traps the state; the control switches as usual.',
  ours: 'V1–V3 hold; noise and control were tried on V1 only, and hold.',
  needs: ['bounded'],
  *run(context) {
    const silenced = yield* within(exitExperiments(context, 'group', 'silence'), 0, 0.5);
    if (silenced.length === 0) return undecided(NO_GROUPS);
    const cut = yield* within(exitExperiments(context, 'projection', 'cut-noise'), 0.5, 0.65);
    const control = yield* within(exitExperiments(context, 'control', 'control'), 0.65, 0.7);
    const random = yield* within(silencedBystanders(context), 0.7, 1);
    const trapped = judgeTogether(silenced);
    const open = yield* openExits(context, silenced);
    return {
      ...inParts([
        { name: 'silenced kick groups trap', ...trapped, reason: trapped.reason + open },
        { name: 'noise cut from their drivers traps', ...judgeTogether(cut) },
        { name: 'controls go on', ...judgeAll([judgeTogether(control), judgeRandomControls(random)]) },
      ]),
      effects: [
        ...silenced.flatMap(occupancies),
        ...[...cut, ...control].map(flips),
        effect('median of the random groups: changes relative to the untouched network', random.median),
        effect('least among the random groups', exactly(Math.min(...random.ratios), random.ratios.length)),
        effect('most among the random groups', exactly(Math.max(...random.ratios), random.ratios.length)),
      ],
      figure: silencingFigure({ silenced, control, random }),
    };
  },
};

/** Amplifying overshoots. */
export const C14: ClaimRow = {
  id: 'C14',
  title: 'Amplifying the kick neurons overshoots',
  statement:
    'With what drives the kick units nearly doubled, the state shoots far beyond its usual path. Where it then grows without bound, that is said.',
  test: 'Gain 1.9 on each kick group in 40 runs of 1000 steps: 95 % of the way in the direction of the target output grows at least 1.5-fold, or a run passes the divergence cap.',
  paper: 'Gain 2 overshoots.',
  ours: 'Overflow, or lengths of 1e7, in most cases: the overshoot is exponential growth.',
  needs: ['bounded'],
  *run(context) {
    const reports = yield* groupExperiments(context, 'amplify');
    if (reports.length === 0) return undecided(NO_GROUPS);
    return {
      ...inParts(reports.map(named)),
      effects: reports.flatMap(({ target, reachRatio, divergentRuns, runs }) => [
        effect(`${target.name} at 1.9: way in the target direction, relative`, reachRatio),
        effect(`${target.name} at 1.9: runs that grew without bound`, exactly(divergentRuns, runs)),
      ]),
      figure: {
        kind: 'interval',
        rows: reports.map(({ target, reachRatio }) => ({ name: target.name, estimate: reachRatio, atLeast: 1.5 })),
      },
    };
  },
};

/** Critical pairs fall under silencing. */
export const C15: ClaimRow = {
  id: 'C15',
  title: 'Silencing calms the kick-zones',
  statement:
    'Pairs of eigenvalues at the edge of growth, with which the state spirals out, become rarer near the kick-zones when the kick units are held at zero.',
  test: 'Critical pairs per step within 15 steps of a kick-zone, kick group at 0 over untouched: at most .6 for each group.',
  paper: 'About .4, with wide scatter.',
  ours: 'Different from group to group in V1–V3 (.02 to 1.3): no consistent result is expected.',
  needs: ['bounded'],
  *run(context) {
    const reports = yield* groupExperiments(context, 'silence');
    if (reports.length === 0) return undecided(NO_GROUPS);
    return findConditions(
      reports.map(({ target, pairsRatio }) => ({
        part: target.name,
        name: `${target.name}: critical pairs at gain 0 over those at gain 1`,
        estimate: pairsRatio!,
        threshold: PAIRS,
        sense: 'at most',
      })),
    );
  },
};

/** Resonance with the noise (self-induced stochastic resonance). */
export const C21: ClaimRow = {
  id: 'C21',
  title: 'Resonance with the noise',
  statement:
    'The right amount of noise makes the switching most regular: with less noise into the integrating populations, and with more, the stays at an output vary more. The model itself has no such optimum.',
  test: 'Coefficient of variation (spread over mean) of the stays against the gain on the noise into both populations, 48 runs of 3000 steps at each of 9 gains: least between .5 and 1.5, and both ends at least .1, and 3 standard errors, above it.',
  paper: 'Described as self-induced stochastic resonance; not measured in the published code.',
  ours: 'Holds for V1 and V2; V3 has its minimum, only .05 deep: fails.',
  needs: ['bounded'],
  *run(context) {
    const found = yield* within(circuit(context), 0, 0.3);
    if (typeof found === 'string') return undecided(found);
    const report = yield* within(resonance(resonanceRequest.input(found)), 0.3, 1);
    const { gains, cv, minimum, ends } = report;
    return {
      ...report.verdict,
      effects: [
        effect('gain at which the stays are most regular', minimum.gain),
        effect('coefficient of variation there', minimum.cv),
        effect('without that noise, above the least', ends.first),
        effect('with three times that noise, above the least', ends.last),
      ].map(({ name, estimate: { value, low, high, n } }) => effect(name, { value, low, high, n })),
      figure: {
        kind: 'curve',
        x: gains,
        y: cv.map(({ value }) => value),
        low: cv.map(({ low }) => low),
        high: cv.map(({ high }) => high),
        xName: 'gain on the noise into the populations',
        yName: 'coefficient of variation of the stays',
      },
    };
  },
};
