import { type IntegratingPopulations, integratingPopulations } from '../dynamics/circuit/populations';
import { type InterventionTarget, interventionTargets, type TargetKind } from '../dynamics/interventions/interventionTargets';
import type { KickGroup } from '../dynamics/kick/kickGroups';
import type { KickReport } from '../dynamics/kick/kickNeurons';
import { memoizeLast } from '../math/memory';
import type { RnnWeights } from '../rnn/weights';
import type { Choices } from './choices';
import { type Sources, seedOf } from './graph';

/** The part of the graph that stands on the kick groups: groups, populations and targets of the network in view. */

/** The kick report of the network in view; undefined while there is none. */
export function kickReportOf({
  analyses,
  network,
  settings,
}: Pick<Sources, 'analyses' | 'network' | 'settings'>): KickReport | undefined {
  const { kick } = analyses;
  return network && kick?.value && kick.key === kickKey(network.fingerprint, settings) ? kick.value : undefined;
}

export const kickKey = (fingerprint: string, { groupSize }: Pick<Choices, 'groupSize'>): string => `${fingerprint} ${groupSize}`;

const NO_GROUPS: readonly KickGroup[] = [];

const editedGroups = memoizeLast((report: KickReport, edits: Sources['groupEdits']): readonly KickGroup[] =>
  report.groups.map((group) => {
    const units = edits[group.name];
    return units ? { ...group, units: [...units] } : group;
  }),
);

/** Kick groups with the changes made by hand. */
export function kickGroupsOf(sources: Sources): readonly KickGroup[] {
  const report = kickReportOf(sources);
  return report ? editedGroups(report, sources.groupEdits) : NO_GROUPS;
}

/** The two kick groups the populations stand between; undefined where there are fewer. */
export function pairOf(sources: Sources): readonly [KickGroup, KickGroup] | undefined {
  return pairFrom(kickGroupsOf(sources), sources.settings.pair);
}

const pairFrom = memoizeLast((groups: readonly KickGroup[], pair: string): readonly [KickGroup, KickGroup] | undefined => {
  const chosen = [...pair].map((letter) => groups.find(({ name }) => name === letter));
  const [first, second] = chosen.every(Boolean) ? chosen : groups;
  return first && second ? [first, second] : undefined;
});

const populationsFrom = memoizeLast(
  (
    weights: RnnWeights,
    groups: readonly KickGroup[],
    pair: readonly [KickGroup, KickGroup],
    share: number,
  ): IntegratingPopulations =>
    integratingPopulations(weights, [pair[0].units, pair[1].units], {
      size: Math.round(share * weights.hiddenSize),
      exclude: groups.flatMap(({ units }) => units),
    }),
);

/** Noise-integrating populations of the chosen pair. */
export function populationsOf(sources: Sources): IntegratingPopulations | undefined {
  const pair = pairOf(sources);
  if (!pair || !sources.network) return undefined;
  return populationsFrom(sources.network.weights, kickGroupsOf(sources), pair, sources.settings.share);
}

export const parseUnits = (text: string): number[] => (text === '' ? [] : text.split('.').map(Number));
export const unitsText = (units: readonly number[]): string => [...units].sort((a, b) => a - b).join('.');

const NOWHERE: readonly [readonly number[], readonly number[]] = [[], []];

const targetFrom = memoizeLast(
  (
    choice: string,
    scope: Choices['scope'],
    draw: number,
    picked: string,
    weights: RnnWeights,
    report: KickReport | undefined,
    groups: readonly KickGroup[],
    populations: IntegratingPopulations | undefined,
    seed: number,
  ): InterventionTarget | undefined => {
    const [kind, name] = choice.split('-') as [TargetKind, string | undefined];
    const made = interventionTargets(kind, {
      weights,
      groups,
      populations: populations?.populations ?? NOWHERE,
      activeShare: report?.activeShare ?? new Float64Array(weights.hiddenSize).fill(1),
      picked: parseUnits(picked).filter((unit) => unit < weights.hiddenSize),
      draw,
      seed,
    });
    const target = name ? made[groups.findIndex((group) => group.name === name)] : made[0];
    return target && scope === 'both' && target.part === 'recurrent' ? { ...target, part: 'both' } : target;
  },
);

/** The target of a choice on the network in view; undefined for none and for groups that are not there. */
export function targetOf(sources: Sources, choice: string): InterventionTarget | undefined {
  const { network, settings } = sources;
  if (!network || choice === 'none') return undefined;
  return targetFrom(
    choice,
    settings.scope,
    settings.draw,
    settings.picked,
    network.weights,
    kickReportOf(sources),
    kickGroupsOf(sources),
    populationsOf(sources),
    seedOf(sources),
  );
}

/** The kick report the other analyses of the mechanism stand on. */
export const onKick = (sources: Sources): string | undefined => (kickReportOf(sources) ? sources.analyses.kick!.key : undefined);

export const groupsText = (sources: Sources): string =>
  kickGroupsOf(sources)
    .map(({ units }) => units.join('.'))
    .join(' ');

/** The pair of groups and the populations between them. */
export const onParts = (sources: Sources): string | undefined => {
  const key = onKick(sources);
  const pair = pairOf(sources);
  return key && pair && `${key} ${groupsText(sources)} ${pair[0].name}${pair[1].name} ${sources.settings.share}`;
};
