import { ORBIT_STEPS, PAPER_CHOICES } from '../analyses/choices';
import { blocks as blocksCompute } from '../analyses/circuit/compute';
import { blocks as blocksRequest } from '../analyses/circuit/request';
import type { Sources } from '../analyses/graph';
import { kick as kickCompute } from '../analyses/kick/compute';
import { kick as kickRequest } from '../analyses/kick/request';
import { kickKey, pairOf } from '../analyses/mechanism';
import { orbit as orbitCompute } from '../analyses/orbit/compute';
import { residency as residencyCompute, zones as zonesCompute } from '../analyses/zones/compute';
import { residency as residencyRequest, zones as zonesRequest } from '../analyses/zones/request';
import { NO_POPULATIONS } from '../dynamics/circuit/weightBlocks';
import { type CheckpointDynamics, checkpointDynamics } from '../dynamics/emergence/checkpointDynamics';
import { type Bifurcation, bifurcation } from '../dynamics/emergence/emergence';
import {
  type ExperimentId,
  type ExperimentReport,
  interventionExperiment,
  MIN_GROUPS,
  type RandomControls,
  randomControls,
} from '../dynamics/interventions/interventionExperiment';
import { interventionTargets, type TargetContext, type TargetKind } from '../dynamics/interventions/interventionTargets';
import { groupsBySource, type KickGroup } from '../dynamics/kick/kickGroups';
import { type Work, within } from '../math/progress';
import { weightsFingerprint } from '../rnn/weights';
import { type ClaimContext, shared } from './context';

/** Intermediate results that several claims use: the analyses of the panels, on the network of the report. */

/** The inputs of the analyses for a report: the network it judges, the choices of the paper, and the results known so far. */
export const sourcesOf = (context: ClaimContext, known: Partial<Sources> = {}): Sources => ({
  network: {
    weights: context.weights,
    hmm: context.hmm,
    fingerprint: weightsFingerprint(context.weights),
    preset: { scores: { seqLen: context.seqLen } },
  },
  orbit: undefined,
  settings: PAPER_CHOICES,
  analyses: {},
  groupEdits: {},
  experiment: undefined,
  draft: undefined,
  ownSequences: undefined,
  seed: context.seed,
  ...known,
});

/** @throws RangeError when the run passes the divergence cap: the axes would be those of its last steps */
export const orbit = shared('orbit', function* ({ weights, seed }) {
  const summary = yield* orbitCompute({ weights, steps: ORBIT_STEPS, seed });
  if (summary.divergent) throw new RangeError(`a run of ${ORBIT_STEPS} steps passes the divergence cap after ${summary.steps}`);
  return summary;
});

const residency = shared('residency', function* (context) {
  const found = yield* within(orbit(context), 0, 0.1);
  return yield* within(residencyCompute(residencyRequest.input(sourcesOf(context, { orbit: found }))), 0.1, 1);
});

/** The sources with the residency times, for the analyses that need them. */
export function* withResidency(context: ClaimContext): Work<Sources> {
  return sourcesOf(context, { analyses: { residency: { value: yield* residency(context) } } });
}

/** Zones by the paper's cuts. */
export const zones = shared('zones', function* (context) {
  const sources = yield* within(withResidency(context), 0, 0.9);
  return yield* within(zonesCompute(zonesRequest.input(sources)), 0.9, 1);
});

export const kick = shared('kick', (context) => kickCompute(kickRequest.input(sourcesOf(context))));

/** The groups that meet the bar of C10. All further claims about kick groups use only these. */
export function* kickGroups(context: ClaimContext): Work<KickGroup[]> {
  const { groups } = yield* kick(context);
  return groups.filter(({ meetsBar }) => meetsBar);
}

/** The sources with the first two kick groups and the populations between them; a sentence if there are fewer. */
export function* circuit(context: ClaimContext): Work<Sources | string> {
  const report = yield* kick(context);
  const groups = yield* kickGroups(context);
  const key = kickKey(weightsFingerprint(context.weights), PAPER_CHOICES);
  const sources = sourcesOf(context, { analyses: { kick: { key, value: { ...report, groups } } } });
  return pairOf(sources) ? sources : `this claim needs two kick groups (C10), and ${groups.length} meet the bar`;
}

/** Recurrent weights by blocks of that circuit, and within and between the leading units of both groups. */
export const blocks = shared('blocks', function* (context) {
  const found = yield* within(circuit(context), 0, 0.9);
  if (typeof found === 'string') return found;
  return yield* within(blocksCompute(blocksRequest.input(found)), 0.9, 1);
});

/** Everything from which interventions on some groups are made. */
function* targetContext(context: ClaimContext, groups: readonly KickGroup[]) {
  const { activeShare } = yield* kick(context);
  const { weights, seed } = context;
  return { weights, groups, populations: NO_POPULATIONS, activeShare, picked: [], draw: 0, seed } satisfies TargetContext;
}

/** One experiment on every target of a kind for some groups. Targets without units are skipped. */
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
 * The groups to silence in order to keep the state at an output. On a chain this is each kick group. Elsewhere several changes
 * lead away from an output, and the groups of all of them are joined.
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

/** One experiment on the groups of `exitGroups`, or on the noise into their drivers or into other units. */
export function* exitExperiments(context: ClaimContext, kind: TargetKind, id: ExperimentId): Work<ExperimentReport[]> {
  // On a chain these are the same groups, so their experiments are known already.
  if (kind === 'group' && context.hmm.topology === 'linear-chain') return yield* groupExperiments(context, id);
  const groups = yield* within(exitGroups(context), 0, 0.3);
  return yield* within(experimentsOn(context, groups, kind, id, false), 0.3, 1);
}

/** Largest number of draws to find MIN_GROUPS different random groups. */
const DRAWS = 3 * MIN_GROUPS;

/** Silences random groups of bystanders; their sizes are those of the groups of `exitGroups` in turn. */
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
