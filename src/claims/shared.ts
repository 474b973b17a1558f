import { integratingPopulations } from '../dynamics/circuit/populations';
import { NO_POPULATIONS, weightBlocks } from '../dynamics/circuit/weightBlocks';
import { type CheckpointDynamics, checkpointDynamics } from '../dynamics/emergence/checkpointDynamics';
import { type Bifurcation, bifurcation } from '../dynamics/emergence/emergence';
import {
  type ExperimentId,
  type ExperimentReport,
  interventionExperiment,
} from '../dynamics/interventions/interventionExperiment';
import { interventionTargets, type TargetContext, type TargetKind } from '../dynamics/interventions/interventionTargets';
import { MIN_GROUPS, type RandomControls, randomControls } from '../dynamics/interventions/randomControls';
import { groupsBySource, type KickGroup, leadingUnits } from '../dynamics/kick/kickGroups';
import { kickNeurons } from '../dynamics/kick/kickNeurons';
import { summariseOrbit } from '../dynamics/orbit/orbit';
import { rotatingPlane } from '../dynamics/orbit/orbitPlanes';
import { residencyReport } from '../dynamics/zones/residency';
import { DEFAULT_CUTS } from '../dynamics/zones/zones';
import { zoneReport } from '../dynamics/zones/zonesReport';
import { type Work, within } from '../math/progress';
import { type ClaimContext, shared } from './context';

/** Intermediate results that several claims stand on. Settings are those of docs/science.md §3. */

/** Steps of the run the principal axes are fitted to (docs/science.md §3.5). */
const ORBIT_STEPS = 30_000;
/** Steps before the residency run is recorded (docs/science.md §3.8). */
export const RESIDENCY_WARM_UP = 20;

/** @throws RangeError when the run passes the divergence cap: the axes would be those of its last steps */
export const orbit = shared('orbit', function* ({ weights, seed }) {
  yield 0;
  const summary = summariseOrbit(weights, { steps: ORBIT_STEPS, seed });
  if (summary.divergent) throw new RangeError(`a run of ${ORBIT_STEPS} steps passes the divergence cap after ${summary.steps}`);
  return { ...summary, axes: rotatingPlane(summary).axes };
});

export const residency = shared('residency', function* (context) {
  const { basis } = yield* within(orbit(context), 0, 0.1);
  const { weights, seed } = context;
  return yield* within(residencyReport(weights, basis, { seed, warmUp: RESIDENCY_WARM_UP }), 0.1, 1);
});

/** Zones by the paper's cuts. */
export const zones = shared('zones', function* (context) {
  const report = yield* within(residency(context), 0, 0.9);
  return zoneReport(report, DEFAULT_CUTS, context.seed);
});

export const kick = shared('kick', ({ weights, seed }) => kickNeurons(weights, { seed }));

/** The groups that meet the bar of C10: what follows from kick groups is asked of these only. */
export function* kickGroups(context: ClaimContext): Work<KickGroup[]> {
  const { groups } = yield* kick(context);
  return groups.filter(({ meetsBar }) => meetsBar);
}

/** Two kick groups, and the populations that stand between them. */
export interface Circuit {
  groups: readonly [KickGroup, KickGroup];
  populations: readonly [number[], number[]];
}

/** The first two kick groups with their populations; a sentence where there are fewer. */
export const circuit = shared('circuit', function* (context): Work<Circuit | string> {
  const groups = yield* kickGroups(context);
  const [first, second] = groups;
  if (!first || !second) return `this claim needs two kick groups (C10), and ${groups.length} meet the bar`;
  const exclude = groups.flatMap(({ units }) => units);
  const { populations } = integratingPopulations(context.weights, [first.units, second.units], { exclude });
  return { groups: [first, second], populations };
});

/** Recurrent weights by blocks of that circuit. */
export const blocks = shared('blocks', function* (context) {
  const found = yield* within(circuit(context), 0, 0.9);
  if (typeof found === 'string') return found;
  const parts = { groups: [found.groups[0].units, found.groups[1].units], populations: found.populations } as const;
  return weightBlocks(context.weights, parts, context.seed);
});

/** Recurrent weights within and between the three strongest units of the directions of both groups. */
export const leaderBlocks = shared('leaderBlocks', function* (context) {
  const found = yield* within(circuit(context), 0, 0.9);
  if (typeof found === 'string') return found;
  const { directions } = yield* kick(context);
  const candidatesOf = (group: KickGroup): number[] => {
    const own = directions.filter(({ from, to }) => group.directions.some((d) => d.from === from && d.to === to));
    return [...new Set(own.flatMap(({ candidates }) => candidates))];
  };
  const [first, second] = found.groups;
  const parts = {
    groups: [leadingUnits(first, directions), leadingUnits(second, directions)],
    populations: NO_POPULATIONS,
    candidates: [candidatesOf(first), candidatesOf(second)],
  } as const;
  return weightBlocks(context.weights, parts, context.seed);
});

/** What interventions are made of, for some groups. */
function* targetContext(context: ClaimContext, groups: readonly KickGroup[]) {
  const { activeShare } = yield* kick(context);
  const { weights, seed } = context;
  return { weights, groups, populations: NO_POPULATIONS, activeShare, picked: [], draw: 0, seed } satisfies TargetContext;
}

/** One experiment on every target of a kind that some groups make. Targets without units are left out. */
function* experimentsOn(
  context: ClaimContext,
  groups: readonly KickGroup[],
  kind: TargetKind,
  id: ExperimentId,
  pairs: boolean,
): Work<ExperimentReport[]> {
  const made = yield* within(targetContext(context, groups), 0, 0.3);
  const list = interventionTargets(kind, made).filter(({ units }) => units.length > 0);
  const reports: ExperimentReport[] = [];
  for (const [n, target] of list.entries()) {
    const part = interventionExperiment(context.weights, target, id, { seed: context.seed, pairs });
    reports.push(yield* within(part, 0.3 + (0.7 * n) / list.length, 0.3 + (0.7 * (n + 1)) / list.length));
  }
  return reports;
}

/** One experiment on every kick group. */
export const groupExperiments = (context: ClaimContext, id: ExperimentId): Work<ExperimentReport[]> =>
  context.once(`group experiments ${id}`, function* () {
    const groups = yield* within(kickGroups(context), 0, 0.3);
    return yield* within(experimentsOn(context, groups, 'group', id, true), 0.3, 1);
  });

/**
 * What has to be silenced to hold the state at an output: on a chain each kick group; elsewhere several changes lead away from an output,
 * and the groups of all of them are one.
 */
function* exitGroups(context: ClaimContext): Work<KickGroup[]> {
  if (context.hmm.topology === 'linear-chain') return yield* kickGroups(context);
  const { directions } = yield* kick(context);
  return groupsBySource(directions).map(({ from, units, directions: own }) => ({
    name: `of output ${from}`,
    units,
    directions: own,
    meetsBar: true,
  }));
}

/** One experiment on what holds the state at an output, or on the noise into its drivers or into others. */
export function* exitExperiments(context: ClaimContext, kind: TargetKind, id: ExperimentId): Work<ExperimentReport[]> {
  // On a chain the groups are those that the experiments on each of them know already.
  if (kind === 'group' && context.hmm.topology === 'linear-chain') return yield* groupExperiments(context, id);
  const groups = yield* within(exitGroups(context), 0, 0.3);
  return yield* within(experimentsOn(context, groups, kind, id, false), 0.3, 1);
}

/** Draws among which MIN_GROUPS different random groups are looked for. */
const DRAWS = 3 * MIN_GROUPS;

/** Random groups of bystanders silenced, of the same sizes in turn as the groups that hold the state at an output. */
export function* silencedBystanders(context: ClaimContext): Work<RandomControls> {
  const groups = yield* within(exitGroups(context), 0, 0.2);
  const made = yield* within(targetContext(context, groups), 0.2, 0.3);
  const drawn = new Map<string, readonly number[]>();
  for (let draw = 0; draw < DRAWS && drawn.size < MIN_GROUPS; draw++) {
    const size = groups[draw % groups.length]!.units.length;
    const [target] = interventionTargets('random', { ...made, draw, size });
    if (target!.units.length > 0) drawn.set(target!.units.join(), target!.units);
  }
  return yield* within(randomControls(context.weights, [...drawn.values()], { seed: context.seed }), 0.3, 1);
}

/** The checkpoints of the training run with their dynamics, and the moment at which memory appears. */
export interface TrainingDynamics {
  checkpoints: { update: number; dynamics: CheckpointDynamics }[];
  marker: Bifurcation;
}

/** @throws RangeError without a history */
export const trainingDynamics = shared('trainingDynamics', function* ({ history, seed }): Work<TrainingDynamics> {
  if (!history) throw new RangeError('the training history is missing');
  const { checkpoints: kept, losses, landmarks, startGain } = history;
  const checkpoints: TrainingDynamics['checkpoints'] = [];
  for (const [n, { update, weights }] of kept.entries()) {
    const part = checkpointDynamics(weights, { seed });
    checkpoints.push({ update, dynamics: yield* within(part, n / kept.length, (n + 1) / kept.length) });
  }
  const curves = {
    losses,
    landmarks,
    checkpoints: checkpoints.map(({ update, dynamics }) => ({
      update,
      unstable: dynamics.unstable.value,
      critical: dynamics.critical.value,
    })),
  };
  return { checkpoints, marker: bifurcation(curves, { startGain }) };
});
