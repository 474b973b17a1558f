import { type ExperimentReport, sourcesOf } from '../dynamics/interventionExperiment';
import { type Judgement, judgeAll } from '../dynamics/spectrumVerdict';
import { within } from '../math/progress';
import { exactly } from '../math/statistics';
import type { ClaimEffect, ClaimRow } from './claim';
import { effect, findConditions, judgeParts, undecided } from './finding';
import { experiments } from './shared';

/** What happens when units, or the noise into them, are silenced or amplified: claims C13 to C15. */

const NO_GROUPS = 'this claim needs a kick group (C10), and none meets the bar';
const PAIRS = 0.6;

/** Every verdict with the name of what was acted on; undecided when there was nothing of the kind. */
const partsOf = (what: string, reports: readonly ExperimentReport[]): Judgement[] =>
  reports.length === 0
    ? [{ verdict: 'inconclusive', reason: `${what}: there are no such units in this network` }]
    : reports.map(({ target, verdict }) => ({ verdict: verdict.verdict, reason: `${target.name}: ${verdict.reason}` }));

/** Occupancy of the labels a silenced group should keep the state at. */
const occupancies = ({ target, baseOccupancy, occupancy }: ExperimentReport): ClaimEffect[] =>
  sourcesOf(target).flatMap((label) => [
    effect(`${target.name} at 0: time at output ${label} before`, baseOccupancy[label]!),
    effect(`${target.name} at 0: time at output ${label}`, occupancy[label]!),
  ]);

const flips = ({ target, flipsRatio }: ExperimentReport): ClaimEffect =>
  effect(`${target.name} at 0: changes relative to the untouched network`, flipsRatio);

/** Silencing traps. */
export const C13: ClaimRow = {
  id: 'C13',
  title: 'Silencing the kick neurons traps the state',
  statement:
    'With the units that start a change of output held at zero, the state stays where it is. The same happens when the noise into the units that drive them is cut, and does not when other units, or the noise into others, are silenced.',
  test: 'Gain 0 in 40 runs of 1000 steps: on each kick group, the share of time at the output it leads away from rises from .25–.75 to at least .85; on the noise into its drivers, the same or at most 30 % of the changes are left; on control noise and 5 random groups, changes stay within 30 %.',
  paper: 'Gain 0 traps the state; the control switches as usual.',
  ours: 'V1–V3 hold; noise and control were tried on V1 only, and hold.',
  needs: ['bounded'],
  *run(context) {
    const silenced = yield* within(experiments(context, 'group', 'silence'), 0, 0.6);
    if (silenced.length === 0) return undecided(NO_GROUPS);
    const cut = yield* within(experiments(context, 'projection', 'cut-noise'), 0.6, 0.75);
    const control = yield* within(experiments(context, 'control', 'control'), 0.75, 0.8);
    const random = yield* within(experiments(context, 'random', 'control'), 0.8, 1);
    const trapped = silenced.flatMap(occupancies);
    return {
      ...judgeParts([
        ...partsOf('kick groups', silenced),
        ...partsOf('noise into the drivers', cut),
        ...partsOf('control noise', control),
        ...partsOf('random groups', random),
      ]),
      effects: [...trapped, ...[...cut, ...control, ...random].map(flips)],
      figure: {
        kind: 'interval',
        rows: [
          ...silenced.flatMap(({ target, occupancy }) =>
            sourcesOf(target).map((label) => ({
              name: `${target.name}: time at ${label}`,
              estimate: occupancy[label]!,
              atLeast: 0.85,
            })),
          ),
          ...[...control, ...random].map(({ target, flipsRatio }) => ({
            name: `${target.name}: changes`,
            estimate: flipsRatio,
            atLeast: 0.7,
            atMost: 1.3,
          })),
        ],
      },
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
    const reports = yield* experiments(context, 'group', 'amplify');
    if (reports.length === 0) return undecided(NO_GROUPS);
    return {
      ...judgeAll(partsOf('kick groups', reports)),
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
    const reports = yield* experiments(context, 'group', 'silence');
    if (reports.length === 0) return undecided(NO_GROUPS);
    return findConditions(
      reports.map(({ target, pairsRatio }) => ({
        name: `${target.name}: critical pairs at gain 0 over those at gain 1`,
        estimate: pairsRatio!,
        threshold: PAIRS,
        sense: 'at most',
      })),
    );
  },
};
