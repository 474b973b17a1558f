import { type IntegratingPopulations, integratingPopulations } from '../../dynamics/circuit/populations';
import { type InterventionTarget, interventionTargets, type TargetKind } from '../../dynamics/interventions/interventionTargets';
import type { KickGroup } from '../../dynamics/kick/kickGroups';
import type { KickReport } from '../../dynamics/kick/kickNeurons';
import type { RnnWeights } from '../../rnn/weights';
import { memoizeLast } from '../memoizeLast';
import type { Settings } from '../settings/settings';
import type { AppState } from '../store';

/** What the panels of the mechanism and the live intervention share: groups, populations, targets of the network in view. */

/** The kick report of the network in view; undefined while there is none. */
export function kickReportOf({ analyses, network, settings }: AppState): KickReport | undefined {
  const { kick } = analyses;
  return network && kick?.value && kick.key === kickKey(network.fingerprint, settings) ? kick.value : undefined;
}

export const kickKey = (fingerprint: string, { groupSize }: Pick<Settings, 'groupSize'>): string => `${fingerprint} ${groupSize}`;

const NO_GROUPS: readonly KickGroup[] = [];

const editedGroups = memoizeLast((report: KickReport, edits: AppState['groupEdits']): readonly KickGroup[] =>
  report.groups.map((group) => {
    const units = edits[group.name];
    return units ? { ...group, units: [...units] } : group;
  }),
);

/** Kick groups with the changes made by hand. */
export function kickGroupsOf(state: AppState): readonly KickGroup[] {
  const report = kickReportOf(state);
  return report ? editedGroups(report, state.groupEdits) : NO_GROUPS;
}

/** The two kick groups the populations stand between; undefined where there are fewer. */
export function pairOf(state: AppState): readonly [KickGroup, KickGroup] | undefined {
  return pairFrom(kickGroupsOf(state), state.settings.pair);
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
export function populationsOf(state: AppState): IntegratingPopulations | undefined {
  const pair = pairOf(state);
  if (!pair || !state.network) return undefined;
  return populationsFrom(state.network.weights, kickGroupsOf(state), pair, state.settings.share);
}

export const parseUnits = (text: string): number[] => (text === '' ? [] : text.split('.').map(Number));
export const unitsText = (units: readonly number[]): string => [...units].sort((a, b) => a - b).join('.');

const NOWHERE: readonly [readonly number[], readonly number[]] = [[], []];

const targetFrom = memoizeLast(
  (
    choice: Settings['actOn'],
    scope: Settings['scope'],
    draw: number,
    picked: string,
    weights: RnnWeights,
    report: KickReport | undefined,
    groups: readonly KickGroup[],
    populations: IntegratingPopulations | undefined,
  ): InterventionTarget | undefined => {
    const [kind, name] = choice.split('-') as [TargetKind, string | undefined];
    const made = interventionTargets(kind, {
      weights,
      groups,
      populations: populations?.populations ?? NOWHERE,
      activeShare: report?.activeShare ?? new Float64Array(weights.hiddenSize).fill(1),
      picked: parseUnits(picked).filter((unit) => unit < weights.hiddenSize),
      draw,
      seed: SEED,
    });
    const target = name ? made[groups.findIndex((group) => group.name === name)] : made[0];
    return target && scope === 'both' && target.part === 'recurrent' ? { ...target, part: 'both' } : target;
  },
);

/** Analyses and drawn groups have a seed of their own: they describe the network, not the live run. */
const SEED = 1;

/** The target of a choice on the network in view; undefined for none and for groups that are not there. */
export function targetOf(state: AppState, choice: Settings['actOn']): InterventionTarget | undefined {
  const { network, settings } = state;
  if (!network || choice === 'none') return undefined;
  return targetFrom(
    choice,
    settings.scope,
    settings.draw,
    settings.picked,
    network.weights,
    kickReportOf(state),
    kickGroupsOf(state),
    populationsOf(state),
  );
}

/** What the live run is under. */
export interface LiveIntervention {
  target: InterventionTarget;
  gain: number;
}

/** The target and gain in force; a held key silences the chosen target, or the first kick group where none is chosen. */
export function liveIntervention(state: AppState): LiveIntervention | undefined {
  const { settings, silencing } = state;
  const choice = settings.actOn === 'none' && silencing ? 'group-A' : settings.actOn;
  const target = targetOf(state, choice);
  if (!target || target.units.length === 0) return undefined;
  return { target, gain: silencing ? 0 : settings.mu };
}

/** Text that is equal for equal interventions. */
export const interventionKey = (live: LiveIntervention | undefined): string =>
  live ? `${live.target.kind} ${live.target.part} ${live.target.units} ${live.gain}` : '';
