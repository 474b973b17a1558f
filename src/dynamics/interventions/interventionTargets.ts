import type { DrivePart } from '../../rnn/intervention';
import type { RnnWeights } from '../../rnn/weights';
import { presynaptic } from '../circuit/populations';
import { groupKind, type KickGroup } from '../kick/kickGroups';
import { randomGroups } from '../kick/kickSearch';
import { allUnits, firingUnits } from '../units';

/**
 * What an intervention can act on (docs/science.md §3.18): a kick group, the noise into other units, or units that are drawn or
 * picked.
 */
export const TARGET_KINDS = ['group', 'integrators', 'projection', 'control', 'random', 'picked'] as const;
export type TargetKind = (typeof TARGET_KINDS)[number];

/** Units and the part of their drive that a gain multiplies. */
export interface InterventionTarget {
  kind: TargetKind;
  /** In words, for instance "kick group A (0 → 2)". */
  name: string;
  part: DrivePart;
  /** Ascending; empty when there is nothing to act on, and then `missing` says why. */
  units: number[];
  missing?: string;
  /** The changes of label that the target is about; for other targets all changes that the network makes. */
  directions: { from: number; to: number }[];
}

/** Share of all units in the presynaptic sets of the paper's code: 60 and 35 of 150 (docs/science.md §3.18). */
const PROJECTION_SHARE = 60 / 150;
const CONTROL_SHARE = 35 / 150;
/** Size of a random group where no kick group is known. */
const USUAL_SIZE = 3;
/** Everything that targets are made from. */
export interface TargetContext {
  weights: RnnWeights;
  groups: readonly KickGroup[];
  /** Both noise-integrating populations of the chosen pair of groups; empty when there is no pair. */
  populations: readonly [readonly number[], readonly number[]];
  /** Share of the steps in which each unit fires [H]. */
  activeShare: ArrayLike<number>;
  /** Units picked by hand. */
  picked: readonly number[];
  /** Number of the random group; another number gives another group. */
  draw: number;
  /** Number of units of a random group. Default: as many as the first kick group has. */
  size?: number;
  seed: number;
}

export const groupName = ({ name, directions, meetsBar, inProfile }: KickGroup): string =>
  `${meetsBar ? groupKind(inProfile ?? true) : 'best group'} ${name} (${directions.map(({ from, to }) => `${from} → ${to}`).join(', ')})`;

/** Units that fire and belong to no kick group. Random groups are drawn from them. */
export function bystanders({ groups, activeShare }: Pick<TargetContext, 'groups' | 'activeShare'>): number[] {
  return without(firingUnits(activeShare), groups);
}

/** Every target of a kind, those of the kick groups one for each group. */
export function interventionTargets(kind: TargetKind, context: TargetContext): InterventionTarget[] {
  return MAKERS[kind](context);
}

const NO_GROUPS = 'no kick groups are known for this network';

const MAKERS: Record<TargetKind, (context: TargetContext) => InterventionTarget[]> = {
  group: ({ groups }) =>
    groups.map((group) => ({
      kind: 'group',
      name: groupName(group),
      part: 'recurrent',
      units: group.units,
      directions: group.directions,
    })),
  integrators: ({ populations, groups }) => [
    described('integrators', 'noise into both integrating populations', 'input', [...populations[0], ...populations[1]], groups, {
      otherwise: 'populations need two kick groups',
    }),
  ],
  projection: ({ weights, groups }) =>
    groups.map((group) => ({
      kind: 'projection',
      name: `noise into the units that drive ${groupName(group)}`,
      part: 'input',
      units: without(presynaptic(weights, group.units, Math.round(PROJECTION_SHARE * weights.hiddenSize)), groups),
      directions: group.directions,
    })),
  control: ({ weights, groups }) => {
    const kicks = groups.flatMap(({ units }) => units);
    const drivers = new Set(presynaptic(weights, kicks, Math.round(CONTROL_SHARE * weights.hiddenSize)));
    const rest = allUnits(weights.hiddenSize).filter((unit) => !drivers.has(unit));
    return [
      described('control', 'control: noise into units that drive no kick unit', 'input', without(rest, groups), groups, {
        otherwise: 'every unit drives a kick unit',
      }),
    ];
  },
  random: (context) => {
    const { groups, seed, draw } = context;
    const size = Math.max(1, context.size ?? groups[0]?.units.length ?? USUAL_SIZE);
    const [units] = randomGroups(bystanders(context), size, 1, seed, RANDOM_SAMPLE + draw);
    return [
      described('random', `control: ${size} random units`, 'recurrent', units ?? [], groups, {
        otherwise: 'too few units fire',
        needsGroups: false,
      }),
    ];
  },
  picked: ({ picked, groups }) => [
    described('picked', 'units picked by hand', 'recurrent', [...picked], groups, {
      otherwise: 'no unit is picked: click neurons on the wall',
      needsGroups: false,
    }),
  ],
};

/** Keeps the draws of random targets apart from those of the null distribution. */
const RANDOM_SAMPLE = 1000;

function described(
  kind: TargetKind,
  name: string,
  part: DrivePart,
  units: number[],
  groups: readonly KickGroup[],
  { otherwise, needsGroups = true }: { otherwise: string; needsGroups?: boolean },
): InterventionTarget {
  const directions = groups.flatMap((group) => group.directions);
  const ascending = [...units].sort((a, b) => a - b);
  if (needsGroups && groups.length === 0) return { kind, name, part, units: [], directions, missing: NO_GROUPS };
  return units.length > 0
    ? { kind, name, part, units: ascending, directions }
    : { kind, name, part, units: [], directions, missing: otherwise };
}

function without(units: readonly number[], groups: readonly KickGroup[]): number[] {
  const kicks = new Set(groups.flatMap((group) => group.units));
  return units.filter((unit) => !kicks.has(unit));
}
